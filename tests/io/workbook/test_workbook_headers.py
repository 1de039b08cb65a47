from tallystick.io.workbook.headers import Labels, find_form, find_header, plain, plain_rows

LABELS = Labels([("party", "Party"), ("vintage", "Vintage"), ("quantity_t", "Quantity (t CO2 eq)")])


def test_labels_are_compared_without_case_width_and_blanks() -> None:
    assert plain("Quantity\n(t\u00a0CO₂ eq) ") == plain("quantity (T CO2 EQ)")
    assert plain("the Party\u2019s non\u2011GHG") == plain("The Party's non-GHG")


def test_header_is_found_below_titles_and_groups() -> None:
    rows = plain_rows([["Table 3"], ["", "Group", ""], ["Party", "Vintage", "Quantity (t CO2 eq)"]])
    header = find_header(rows, LABELS)
    assert header is not None
    assert (header.row, header.fit) == (2, 1)
    assert header.columns == {"party": 0, "vintage": 1, "quantity_t": 2}


def test_footnote_letter_is_accepted_and_the_exact_label_preferred() -> None:
    header = find_header(plain_rows([["Partya", "Vintage b", "Vintage"]]), LABELS)
    assert header is not None
    assert header.columns == {"party": 0, "vintage": 2}
    assert header.unknown == [1]


def test_label_of_a_merged_cell_above_is_found() -> None:
    header = find_header(
        plain_rows([["Party", "", ""], ["", "Vintage", "Quantity (t CO2 eq)"]]), LABELS
    )
    assert header is not None
    assert header.columns == {"party": 0, "vintage": 1, "quantity_t": 2}


def test_repeated_label_is_reported_and_the_first_is_read() -> None:
    header = find_header(plain_rows([["Party", "Vintage", "Party"]]), LABELS)
    assert header is not None
    assert header.columns["party"] == 0
    assert header.repeated == {"party": (0, 2)}


def test_rows_without_labels_are_no_header() -> None:
    assert find_header(plain_rows([["Party", "x"], [5, None]]), LABELS) is None
    assert find_header([], LABELS) is None


def test_header_after_twenty_rows_is_not_looked_for() -> None:
    assert find_header(plain_rows([[""]] * 20 + [["Party", "Vintage"]]), LABELS) is None


def test_form_values_stand_in_the_first_column_with_content() -> None:
    rows = [["Table 1", "", ""], ["Party", "", "GHA"], ["Vintage", "", ""]]
    form = find_form(plain_rows(rows), LABELS)
    assert form.value_cells(rows) == {"party": (1, 2), "vintage": (2, 2)}


def test_form_without_any_value_points_beside_its_labels() -> None:
    rows = [["Party"], ["Party"]]
    form = find_form(plain_rows(rows), LABELS)
    assert form.value_cells(rows) == {"party": (0, 1)}
    assert form.repeated == {"party": (1, 0)}
