"""The layouts of the agreed electronic format have the tables and columns that are printed."""

import pytest

from tallystick import law

LAYOUTS = ("five_table", "legacy")
SHEET_NAME_MAX = 31


def test_five_tables_have_their_printed_sizes() -> None:
    sizes = {table: len(fields) for table, fields in law.layout("five_table").items()}
    expected = {"submission": 9, "authorizations": 19, "actions": 27, "holdings": 16, "entities": 8}
    assert sizes == expected


def test_legacy_tables_have_their_printed_sizes_and_holdings_repeat_the_actions() -> None:
    tables = law.layout("legacy")
    sizes = {table: len(fields) for table, fields in tables.items()}
    assert sizes == {"submission": 2, "actions": 26, "holdings": 19}
    assert [field.label for field in tables["holdings"]] == [
        field.label for field in tables["actions"][:19]
    ]


@pytest.mark.parametrize("name", LAYOUTS)
def test_fields_are_numbered_in_order_and_named_once(name: str) -> None:
    for table, fields in law.layout(name).items():
        assert [field.number for field in fields] == list(range(1, len(fields) + 1))
        assert len({field.name for field in fields}) == len(fields)
        assert {field.table for field in fields} == {table}
        assert {field.required for field in fields} <= {
            "required",
            "optional",
            "conditional",
            "platform",
        }


@pytest.mark.parametrize("name", LAYOUTS)
def test_listed_types_name_a_nomenclature(name: str) -> None:
    for fields in law.layout(name).values():
        for field in fields:
            kind, _, list_name = field.type.partition(":")
            assert not list_name or (kind in {"list", "lists"} and law.nomenclature(list_name))


def test_worksheets_cover_the_five_tables_and_fit_a_workbook() -> None:
    sheets = law.worksheets()
    assert list(sheets) == list(law.layout("five_table"))
    assert sheets["entities"] == "Table 5 Auth. entities"
    assert all(len(sheet) <= SHEET_NAME_MAX for sheet in sheets.values())


@pytest.mark.parametrize(
    ("table", "columns"),
    [("submission", 0), ("authorizations", 1), ("actions", 6), ("holdings", 3), ("entities", 0)],
)
def test_spacers_follow_fields_of_their_table(table: str, columns: int) -> None:
    names = {field.name for field in law.layout("five_table")[table]}
    assert law.spacers(table) <= names
    assert len(law.spacers(table)) == columns


@pytest.mark.parametrize("name", LAYOUTS)
def test_label_and_aliases_of_a_table_never_name_two_fields(name: str) -> None:
    aliases = law.aliases(name)
    for fields in law.layout(name).values():
        labels = {field.label: field.name for field in fields}
        others = {label: field.name for field in fields for label in aliases.get(field.name, ())}
        assert not set(labels) & set(others)
        assert len(others) == sum(len(aliases.get(field.name, ())) for field in fields)


def test_older_label_of_the_legacy_layout_is_known() -> None:
    assert "Underlying unit (last) block end ID" in law.aliases("legacy")["underlying_last_unit"]
    assert "Underlying unit block end ID" in law.aliases("legacy")["underlying_last_unit"]


@pytest.mark.parametrize("call", [law.layout, law.aliases])
def test_unknown_layout_is_refused_with_the_known_ones(call: object) -> None:
    assert callable(call)
    with pytest.raises(KeyError, match="five_table, legacy"):
        call("six_table")
