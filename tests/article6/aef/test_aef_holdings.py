"""Holdings follow from the actions of the year and the holdings of the year before."""

import pytest
from aef_trade import Change, Row, Trade, checked, codes, the, units

from tallystick.core.findings import Outcome, Severity


def held(name: str, *ranges: tuple[int, int]) -> Change:
    return lambda told: told[name].update(holdings=[units(*one) for one in ranges])


def test_range_held_after_it_was_transferred_is_named_with_holder_and_difference() -> None:
    report = checked(held("CHE-2024", (401, 950)))
    found = the(report, "HOLDINGS_RECON")
    assert codes(report) == ["HOLDINGS_RECON"]
    assert found.where["party"] == "CHE"
    assert found.where["ids"] == "CA0009-GHA01-GHA-901-2022 to CA0009-GHA01-GHA-950-2022"
    assert found.where["difference"] == 50


def test_range_no_longer_held_without_an_action_is_a_negative_difference() -> None:
    found = the(checked(held("CHE-2024", (401, 500), (601, 900))), "HOLDINGS_RECON")
    assert found.where["ids"] == "CA0009-GHA01-GHA-501-2022 to CA0009-GHA01-GHA-600-2022"
    assert found.where["difference"] == -100


def test_range_held_that_was_not_held_before_is_refused() -> None:
    report = checked(held("CHE-2024", (401, 900), (5001, 5010)))
    assert the(report, "HOLDINGS_RECON").where["difference"] == 10


def test_holding_may_be_split_otherwise_than_the_actions() -> None:
    assert checked(held("CHE-2024", (401, 402), (403, 900))).findings == ()


def test_holding_listed_twice_is_refused() -> None:
    report = checked(held("CHE-2024", (401, 900), (891, 900)))
    assert codes(report) == ["HOLDINGS_RECON", "HOLDINGS_OVERLAP"]
    assert the(report, "HOLDINGS_RECON").where["difference"] == 10


@pytest.mark.rule("fail", "HOLDINGS_RECON")
def test_used_units_are_not_held() -> None:
    report = checked(held("CHE-2024", (400, 900)))
    assert the(report, "HOLDINGS_RECON").where["difference"] == 1


def test_units_held_from_an_unknown_year_are_undecided_once_per_file() -> None:
    report = checked(held("CHE-2024", (401, 500), (601, 900)), only=["GHA-2023", "CHE-2024"])
    assert report.consistent
    found = the(report, "HOLDINGS_RECON", Outcome.NOT_DETERMINABLE)
    assert (found.severity, found.where["count"]) == (Severity.WARNING, 2)


def test_last_action_of_the_day_decides_in_the_order_of_a_life() -> None:
    """Acquired, then used, on one day without times: the units are gone."""

    def acquire_and_use(told: Trade) -> None:
        used: Row = {"acted_at": "2024-06-02", "action_type": "Use", "use_year": "2024"}
        told["SWE-2024"]["actions"].insert(0, units(901, 1000) | used)
        told["SWE-2024"]["holdings"].clear()

    assert checked(acquire_and_use).findings == ()


@pytest.mark.parametrize("subtype", ["Authorization", "Issuance"])
def test_first_transfer_at_home_leaves_the_units_with_the_host(subtype: str) -> None:
    def at_home(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][1]["first_transfer_definition"] = subtype
        told["GHA-2023"]["actions"][1]["action_subtype"] = subtype
        told["GHA-2023"]["holdings"].clear()

    report = checked(at_home, only=["GHA-2023", "CHE-2023"])
    assert the(report, "HOLDINGS_RECON").where["difference"] == -500


def test_first_transfer_by_cancellation_leaves_nothing() -> None:
    def cancelled(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][1]["first_transfer_definition"] = "Use or Cancellation"
        told["GHA-2023"]["actions"][1]["action_subtype"] = "Use or cancellation"

    report = checked(cancelled, only=["GHA-2023", "CHE-2023"])
    assert the(report, "HOLDINGS_RECON").where["difference"] == 500


def test_action_authorization_leaves_open_who_holds() -> None:
    def authorized(told: Trade) -> None:
        row: Row = {"acted_at": "2024-03-01", "action_type": "Authorization"}
        told["GHA-2024"]["actions"].append(units(2001, 2100, "A2") | row)
        told["GHA-2024"]["holdings"].append(units(2001, 2100, "A2"))

    assert checked(authorized).findings == ()
