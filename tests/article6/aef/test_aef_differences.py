"""Two versions of a report differ in cells and rows that are named with both values."""

from typing import Any

import pytest
from aef_trade import Book, authorization, legacy, submission, trade, units
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.article6.aef.diff import IDENTITY, Difference, diff
from tallystick.article6.aef.tables import TABLES
from tallystick.core.findings import Outcome


def compared(name: str, **changed: Any) -> Difference:
    """Compare a report of the trade with itself after its tables were replaced."""
    old, new = trade()[name], trade()[name]
    new.update(changed)
    return diff(submission("old", old), submission("new", new))


def edited(name: str, table: str, number: int, **cells: str | None) -> Difference:
    rows = trade()[name][table]
    rows[number].update(cells)
    return compared(name, **{table: rows})


@pytest.mark.parametrize("name", trade())
def test_report_does_not_differ_from_itself(name: str) -> None:
    told = compared(name)
    assert told.same
    assert told.findings == ()


def test_changed_cell_is_named_with_both_rows_and_values() -> None:
    told = edited("GHA-2023", "actions", 0, quantity_t="999")
    assert told.tables["actions"].changed == (
        {
            "table": "actions",
            "old_row": 2,
            "new_row": 2,
            "field": "quantity_t",
            "label": "Quantity (t CO2 eq)",
            "old": "1000",
            "new": "999",
        },
    )
    assert not told.tables["actions"].added
    assert not told.same


def test_row_of_other_units_is_one_that_went_and_one_that_came() -> None:
    told = compared("SWE-2024", holdings=[units(901, 990)]).tables["holdings"]
    assert [row["old_row"] for row in told.removed] == [2]
    assert [row["values"]["quantity_t"] for row in told.added] == ["90"]
    assert told.changed == ()


def test_rows_are_found_again_wherever_they_stand() -> None:
    rows = trade()["GHA-2023"]["actions"]
    moved = compared("GHA-2023", actions=[dict(units(1, 1), acted_at="2023-01-01"), *rows[::-1]])
    told = moved.tables["actions"]
    assert [row["new_row"] for row in told.added] == [2]
    assert (told.removed, told.changed) == ((), ())


def test_new_version_of_an_authorization_is_a_row_of_its_own() -> None:
    terms = [*trade()["GHA-2023"]["authorizations"], authorization("A1", authorization_version="2")]
    told = compared("GHA-2023", authorizations=terms).tables["authorizations"]
    assert [row["new_row"] for row in told.added] == [4]


def test_other_ways_of_writing_the_same_are_no_change() -> None:
    same = {"first_id": "901", "last_id": "1,000", "acted_at": "2024-06-02"}
    assert edited("SWE-2024", "actions", 0, **same).same


def test_text_that_cannot_be_read_is_compared_as_it_stands() -> None:
    told = edited("SWE-2024", "actions", 0, vintage="about 2022")
    (change,) = told.tables["actions"].changed
    assert (change["old"], change["new"]) == ("2022", "about 2022")


def test_one_of_two_equal_rows_is_the_one_that_went() -> None:
    row = units(1, 10)
    old, new = trade()["SWE-2024"], trade()["SWE-2024"]
    old["holdings"], new["holdings"] = [row | {"quantity_t": "9"}, row], [row]
    told = diff(submission("old", old), submission("new", new)).tables["holdings"]
    assert [one["old_row"] for one in told.removed] == [2]
    assert told.changed == ()


def test_header_fields_are_compared() -> None:
    header = {
        **trade()["SWE-2024"]["submission"][0],
        "version": "1.1",
        "submitted_on": "10/04/2025",
    }
    (change,) = compared("SWE-2024", submission=[header]).header
    assert (change["field"], change["old"], change["new"]) == ("version", "1.0", "1.1")


@pytest.mark.rule("fail", "AEF_OTHER_REPORT")
def test_reports_of_other_parties_or_years_are_said_not_to_be_versions() -> None:
    told = trade()
    difference = diff(submission("a", told["CHE-2023"]), submission("b", told["CHE-2024"]))
    (found,) = difference.findings
    assert (found.code, found.refuses) == ("AEF_OTHER_REPORT", False)
    assert "CHE 2023 against CHE 2024" in found.message.en


@pytest.mark.rule("missing", "AEF_OTHER_REPORT")
def test_report_without_its_party_or_year_may_be_a_version_of_any() -> None:
    told = trade()
    told["CHE-2024"]["submission"][0]["reported_year"] = None
    without = submission("b", told["CHE-2024"])
    (found,) = diff(submission("a", told["CHE-2023"]), without).findings
    assert (found.code, found.outcome) == ("AEF_OTHER_REPORT", Outcome.NOT_DETERMINABLE)
    (other,) = diff(submission("a", told["GHA-2023"]), without).findings
    assert other.outcome is Outcome.FAIL
    assert "CHE ?" in other.message.en


def test_older_layout_is_compared_in_the_fields_of_the_newer() -> None:
    filed = submission("SWE", trade()["SWE-2024"])
    assert diff(legacy(filed), legacy(filed)).same
    assert diff(filed, legacy(filed)).header


def emptied(filed: Book) -> Book:
    return {**filed, **{table: [] for table in TABLES}}


@settings(deadline=None, max_examples=25)
@given(name=st.sampled_from(sorted(trade())), data=st.data())
def test_what_came_and_what_went_change_places_when_the_files_do(
    name: str, data: st.DataObject
) -> None:
    filed = trade()[name]
    kept = {table: [row for row in filed[table] if data.draw(st.booleans())] for table in TABLES}
    old, new = submission("old", filed), submission("new", {**filed, **kept})
    there, back = diff(old, new), diff(new, old)
    for table in IDENTITY:
        assert len(there.tables[table].removed) == len(filed[table]) - len(kept[table])
        assert len(back.tables[table].added) == len(there.tables[table].removed)
        assert there.tables[table].added == back.tables[table].removed == ()
    assert diff(submission("old", emptied(filed)), new).same is not any(kept.values())


@pytest.mark.rule("fail", "ID_IMMUTABLE")
def test_row_that_differs_in_its_identifiers_alone_is_named_with_both() -> None:
    other = {"first_id": "CA0009-GHA01-GHA-5901-2022", "last_id": "CA0009-GHA01-GHA-6000-2022"}
    told = edited("SWE-2024", "holdings", 0, **other)
    (found,) = told.findings
    assert (found.code, found.severity, found.where["row"]) == ("ID_IMMUTABLE", "warning", 2)
    assert "GHA-901-2022" in found.message.en
    assert "GHA-5901-2022" in found.message.zh


@pytest.mark.rule("pass", "ID_IMMUTABLE")
def test_row_that_differs_in_more_than_its_identifiers_is_another_row() -> None:
    assert compared("SWE-2024", holdings=[units(901, 990)]).findings == ()


@pytest.mark.rule("missing", "ID_IMMUTABLE")
def test_identifiers_left_out_of_a_version_cannot_be_compared() -> None:
    (found,) = edited("SWE-2024", "holdings", 0, first_id=None, last_id=None).findings
    assert (found.code, found.outcome) == ("ID_IMMUTABLE", "not_determinable")
