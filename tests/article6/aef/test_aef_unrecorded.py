"""Events that are first transfers and that no report records as such."""

import pytest
from aef_trade import Change, Row, Trade, checked, the, units

from tallystick.core.findings import Outcome

OMGE: Row = {
    "acted_at": "2024-09-01",
    "action_type": "Voluntary Cancellation",
    "action_subtype": "Voluntary cancellation to deliver OMGE",
}
FUND: Row = {
    "acted_at": "2024-09-01",
    "action_type": "Transfer",
    "action_subtype": "Voluntary transfer to the Adaptation Fund (A6.4 ERs)",
    "acquiring_party": "CHE",
}


def gives(event: Row, *, recorded: bool = False) -> Change:
    """Let Ghana give away 100 units that never left it, with or without their first transfer."""

    def change(told: Trade) -> None:
        rows = [units(2001, 2100) | event]
        if recorded:
            rows = [units(2001, 2100) | event | {"action_type": "First transfer"}, *rows]
        told["GHA-2024"]["actions"] += rows

    return change


def cancels_what_was_not_issued_first(told: Trade) -> None:
    told["GHA-2023"]["authorizations"][1]["first_transfer_definition"] = "Use or cancellation"
    del told["GHA-2023"]["actions"][1]
    told["GHA-2023"]["holdings"].clear()
    told["GHA-2024"]["holdings"].clear()


@pytest.mark.rule("fail", "FT_SOP_OMGE_VOLUNTARY")
@pytest.mark.parametrize("event", [OMGE, FUND], ids=lambda event: event["action_type"])
def test_voluntary_contribution_without_a_first_transfer_is_the_hosts_fault(event: Row) -> None:
    found = the(checked(gives(event)), "FT_SOP_OMGE_VOLUNTARY")
    assert found.outcome is Outcome.FAIL
    assert (found.where["party"], found.where["file"]) == ("GHA", "GHA-2024.xlsx")
    assert "2001" in found.message.en


@pytest.mark.rule("pass", "FT_SOP_OMGE_VOLUNTARY")
@pytest.mark.parametrize("event", [OMGE, FUND], ids=lambda event: event["action_type"])
def test_voluntary_contribution_recorded_as_first_transfer_is_in_order(event: Row) -> None:
    codes = {finding.code for finding in checked(gives(event, recorded=True)).findings}
    assert "FT_SOP_OMGE_VOLUNTARY" not in codes


def test_voluntary_contribution_of_units_first_transferred_before_is_in_order() -> None:
    def change(told: Trade) -> None:
        told["CHE-2024"]["actions"].append(units(401, 500) | OMGE)
        told["CHE-2024"]["holdings"][:] = [units(501, 900)]

    assert checked(change).findings == ()


@pytest.mark.rule("missing", "FT_SOP_OMGE_VOLUNTARY")
def test_nobody_is_blamed_while_a_report_since_the_authorization_is_not_given() -> None:
    def change(told: Trade) -> None:
        gives(OMGE)(told)
        told["GHA-2024"]["authorizations"] = told.pop("GHA-2023")["authorizations"]

    found = the(checked(change), "FT_SOP_OMGE_VOLUNTARY", Outcome.NOT_DETERMINABLE)
    assert "file" not in found.where


def cancelled_as_first_transfer(told: Trade) -> None:
    cancels_what_was_not_issued_first(told)
    first: Row = {"action_type": "First transfer", "action_subtype": "Use or cancellation"}
    told["GHA-2024"]["actions"].insert(0, told["GHA-2024"]["actions"][0] | first)


@pytest.mark.rule("fail", "FT_UNRECORDED")
def test_cancellation_for_oimp_that_nobody_records_as_first_transfer_is_the_hosts_fault() -> None:
    found = the(checked(cancels_what_was_not_issued_first), "FT_UNRECORDED")
    assert found.outcome is Outcome.FAIL
    assert found.where["party"] == "GHA"


@pytest.mark.rule("pass", "FT_UNRECORDED")
def test_cancellation_for_oimp_is_recorded_where_it_is_the_first_transfer() -> None:
    codes = {one.code for one in checked(cancelled_as_first_transfer).findings}
    assert "FT_UNRECORDED" not in codes


@pytest.mark.rule("missing", "FT_UNRECORDED")
def test_cancellation_for_no_stated_purpose_is_a_first_transfer_while_authorized() -> None:
    def change(told: Trade) -> None:
        cancels_what_was_not_issued_first(told)
        told["GHA-2024"]["actions"][0] |= {"oimp": None, "action_subtype": "Other cancellations"}

    report = checked(change)
    found = the(report, "FT_UNRECORDED", Outcome.NOT_DETERMINABLE)
    assert (found.where["party"], found.where["file"]) == ("GHA", "GHA-2024.xlsx")
    assert "in force" in found.message.en
    assert report.consistent


@pytest.mark.rule("missing", "FT_UNRECORDED")
def test_cancellation_for_oimp_is_undecided_while_earlier_reports_are_not_given() -> None:
    def change(told: Trade) -> None:
        cancels_what_was_not_issued_first(told)
        told["GHA-2024"]["authorizations"] = told.pop("GHA-2023")["authorizations"]

    assert the(checked(change), "FT_UNRECORDED", Outcome.NOT_DETERMINABLE)


@pytest.mark.rule("pass", "END_UNRECORDED")
def test_first_transfer_by_cancellation_stands_beside_its_cancellation() -> None:
    assert "END_UNRECORDED" not in {
        one.code for one in checked(cancelled_as_first_transfer).findings
    }


@pytest.mark.rule("missing", "END_UNRECORDED")
def test_first_transfer_by_cancellation_that_nobody_reports_is_asked_about() -> None:
    def change(told: Trade) -> None:
        cancelled_as_first_transfer(told)
        del told["GHA-2024"]["actions"][1]

    report = checked(change)
    found = the(report, "END_UNRECORDED", Outcome.NOT_DETERMINABLE)
    assert (found.where["party"], found.where["file"]) == ("GHA", "GHA-2024.xlsx")
    assert "cancellation" in found.message.en
    assert report.consistent
