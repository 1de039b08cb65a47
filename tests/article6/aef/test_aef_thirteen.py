"""Each automated check, and the mirror, finds its own inconsistency and causes no other finding."""

import pytest
from aef_trade import Book, Change, Row, Trade, acquired, authorization, book, checked, units

from tallystick.core.findings import Outcome


def edit(name: str, table: str, number: int, **cells: str | None) -> Change:
    return lambda told: told[name][table][number].update(cells)


def outsider_acquires(told: Trade) -> None:
    told["CHE-2024"]["actions"][1]["acquiring_party"] = "NOR"
    told["NOR-2024"] = told.pop("SWE-2024")
    told["NOR-2024"]["submission"][0]["party"] = "NOR"


def action_reported_again(told: Trade) -> None:
    told["CHE-2024"]["actions"].append(dict(told["CHE-2024"]["actions"][0]))


def other_sector_in_the_acquirers_table(told: Trade) -> None:
    told["CHE-2024"]["authorizations"].append(authorization("A1", sectors="Transportation"))


def metric_changes(told: Trade) -> None:
    held = {"metric": "non-GHG", "non_ghg_metric": "MWh", "quantity_non_ghg": "500.5"}
    told["CHE-2024"]["holdings"][0].update(held)


def underlying_units_shift(told: Trade) -> None:
    shifted = units(411, 910)
    for end in ("underlying_first_unit", "underlying_last_unit"):
        told["CHE-2024"]["holdings"][0][end] = shifted[end]


def acquisition_not_reported(told: Trade) -> None:
    told["SWE-2024"]["actions"].clear()
    told["SWE-2024"]["holdings"].clear()


def holdings_forgotten(told: Trade) -> None:
    told["CHE-2024"]["holdings"][0].update(units(401, 890))


SETS = {
    "II01": ("CA_MEMBER", "NOR-2024", outsider_acquires),
    "II02": ("ACTION_DUP", "CHE-2024", action_reported_again),
    "II03": ("LIFECYCLE", "CHE-2024", other_sector_in_the_acquirers_table),
    "II04": ("LIFECYCLE", "CHE-2024", metric_changes),
    "II05": ("UNDERLYING", "CHE-2024", underlying_units_shift),
    "II06": ("USE_WHO", "CHE-2024", edit("CHE-2024", "actions", 0, using_party="NOR")),
    "II07": ("ITMO_ID_MISMATCH", "SWE-2024", edit("SWE-2024", "actions", 0, vintage="2023")),
    "STC01": ("ACTION_YEAR", "CHE-2024", edit("CHE-2024", "actions", 0, acted_at="2023-11-30")),
    "STC02": ("USE_PURPOSE", "CHE-2024", edit("CHE-2024", "actions", 0, oimp="IMP")),
    "STC03": ("USE_PERIOD", "CHE-2024", edit("CHE-2024", "actions", 0, use_year="2031")),
    "STC04": ("FT_SUBTYPE", "GHA-2023", edit("GHA-2023", "actions", 0, action_subtype=None)),
    "ISC01": ("HOLDINGS_RECON", "CHE-2024", holdings_forgotten),
    "MIRROR": ("MIRROR", "SWE-2024", acquisition_not_reported),
}


def test_trade_without_a_change_is_consistent() -> None:
    report = checked()
    assert report.consistent
    assert report.findings == ()
    assert {file.check_result for file in report.files} == {
        "Checked, no inconsistencies identified"
    }


@pytest.mark.parametrize("check", SETS)
def test_inconsistent_set_yields_its_own_check_and_no_other(check: str) -> None:
    code, at_fault, change = SETS[check]
    report = checked(change)
    assert {(found.where.get("check"), found.code) for found in report.findings} == {(check, code)}
    assert {found.outcome for found in report.findings} == {Outcome.FAIL}
    assert {found.where["file"] for found in report.findings} == {f"{at_fault}.xlsx"}
    assert not report.consistent
    outcomes = {file.path: file.outcome for file in report.files}
    assert outcomes.pop(f"{at_fault}.xlsx") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}


def test_every_finding_speaks_both_languages_and_names_a_mend_and_a_source() -> None:
    for _, _, change in SETS.values():
        for found in checked(change).findings:
            answer = found.to_json()
            assert all(answer[key] for key in ("message", "message_zh", "fix", "fix_zh", "source"))
            assert "{" not in answer["message"] + answer["message_zh"]


def test_report_without_any_rows_is_consistent() -> None:
    report = checked(lambda told: told.update({"PER-2024": book("PER", 2024)}))
    assert report.findings == ()
    nil = report.files[-1]
    assert (nil.party, nil.outcome, set((nil.rows or {}).values())) == ("PER", Outcome.PASS, {0})


def test_lone_workbook_is_undecided_where_it_depends_on_others_and_still_consistent() -> None:
    report = checked(only=["SWE-2024"])
    assert report.consistent
    assert {found.outcome for found in report.findings} == {Outcome.NOT_DETERMINABLE}
    assert {found.code for found in report.findings} == {"AUTH_REF", "CA_MEMBER", "MIRROR"}
    assert report.files[0].check_result == "Null, information for check not available"


def _returned(told: Trade) -> Book:
    """SWE sends back to CHE what it acquired from CHE, all within the year."""
    back: Row = {"acted_at": "2024-09-01", "action_type": "Transfer", "acquiring_party": "CHE"}
    told["SWE-2024"]["actions"].append(units(901, 1000) | back)
    told["SWE-2024"]["holdings"].clear()
    told["CHE-2024"]["actions"].append(units(901, 1000) | acquired("SWE", "2024-09-01"))
    told["CHE-2024"]["holdings"].append(units(901, 1000))
    return told["CHE-2024"]


def test_units_may_come_back_to_the_party_that_transferred_them() -> None:
    assert checked(_returned).findings == ()
