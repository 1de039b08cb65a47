import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.io.workbook.scan import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_TEXT,
    Cell,
    Scan,
    cell_name,
    cell_position,
    scan_sheet,
    without_blank_end,
)


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def test_usual_sheet_shows_nothing() -> None:
    xml = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="AZ1" s="3" t="inlineStr"/></row>')
    assert scan_sheet(xml) == Scan()


def test_elements_outside_the_cells_are_no_formulas() -> None:
    rules = "<conditionalFormatting><formula>A1</formula></conditionalFormatting>"
    assert scan_sheet(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=rules)) == Scan()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="B2"><f>1+1</f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        "<c r='B2'><!-- --><f\n>1+1</f></c>",
    ],
)
def test_formula_is_found_however_it_is_written(cell: str) -> None:
    assert scan_sheet(sheet(f'<row r="2">{cell}</row>')).formulas == ((1, 1),)


def test_formula_is_found_under_a_prefix() -> None:
    xml = '<x:worksheet xmlns:x="y"><x:sheetData><x:row r="3"><x:c><x:f>1</x:f></x:c></x:row>'
    assert scan_sheet(f"{xml}</x:sheetData></x:worksheet>".encode()).formulas == ((2, 0),)


def test_cells_without_reference_are_counted() -> None:
    rows = "<row><c/></row><row><c/><c/><c><f>1</f></c></row>"
    assert scan_sheet(sheet(rows)).formulas == ((1, 2),)


def test_error_value_is_found() -> None:
    assert scan_sheet(sheet('<row r="1"><c r="C1" t="e"><v>#REF!</v></c></row>')).errors == (
        (0, 2),
    )


@pytest.mark.parametrize("far", ["XFD1048576", "BA400000", "CZZ9999"])
def test_sheet_that_spans_too_much_is_refused(far: str) -> None:
    row = int("".join(filter(str.isdigit, far)))
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{far}"><v>1</v></c></row>'
    with pytest.raises(OverflowError):
        scan_sheet(sheet(rows))


@pytest.mark.parametrize(
    "cell",
    ['<c r="XFD1048576"><v>1</v></c>', '<c r="A1" r="XFD1048576"><v>1</v></c>', "<c ><v>1</v></c>"],
)
def test_far_cell_is_not_hidden_by_its_spelling(cell: str) -> None:
    with pytest.raises((OverflowError, ValueError)):
        scan_sheet(sheet(f'<row r="1048576"><c r="A1"/>{"<c/>" * 40}{cell}</row>'))


def test_formatted_blank_cells_far_away_are_no_reach() -> None:
    xml = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')
    assert scan_sheet(xml) == Scan()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="9"><c r="BB9"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="BB1"><v>1</v></row>',
    ],
)
def test_impossible_cells_are_refused(rows: str) -> None:
    with pytest.raises(ValueError, match=r"cell|sheet|int|order|well-formed"):
        scan_sheet(sheet(rows))


def test_long_text_repeated_too_often_is_refused() -> None:
    length = MAX_TEXT // 10
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 12))
    with pytest.raises(OverflowError):
        scan_sheet(sheet(f'<row r="1">{cells}</row>'), [length])


def test_long_text_used_once_is_fine() -> None:
    cells = "".join(f'<c r="A{row}" t="s"><v>1</v></c>' for row in range(1, 12))
    rows = f'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2">{cells}</row>'
    assert scan_sheet(sheet(rows), [MAX_TEXT // 10, 5]) == Scan()


def test_blank_rows_at_the_end_are_cut() -> None:
    content = '<row r="1"><c r="A1"><v>1</v></c></row>'
    blank = '<row r="2"><c r="A2" s="1"/></row>' * 3
    assert without_blank_end(sheet(content + blank, after="<b/>")) == sheet(content, after="<b/>")


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f/></c></row>',
    ],
)
def test_content_is_never_cut(rows: str) -> None:
    assert without_blank_end(sheet(rows)) == sheet(rows)


@given(
    st.tuples(
        st.integers(0, LAST_ROW - 1),
        st.integers(0, LAST_COLUMN - 1),
    )
)
def test_cell_names_read_back(cell: Cell) -> None:
    assert cell_position(cell_name(cell)) == cell
