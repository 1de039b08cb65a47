"""What one Party transfers another acquires, range by range."""

import pytest
from aef_trade import Row, Trade, acquired, checked, codes, the, trade, units

from tallystick.core.findings import Outcome


def test_acquisition_of_part_leaves_the_rest_unmatched() -> None:
    def part(told: Trade) -> None:
        told["SWE-2024"]["actions"] = [units(901, 990) | acquired("CHE", "2024-06-02")]
        told["SWE-2024"]["holdings"] = [units(901, 990)]

    found = the(checked(part), "MIRROR")
    assert found.where == {
        "check": "MIRROR",
        "file": "SWE-2024.xlsx",
        "table": "actions",
        "party": "SWE",
        "ids": "CA0009-GHA01-GHA-991-2022 to CA0009-GHA01-GHA-1000-2022",
        "counterparty": "CHE",
        "counterpart_file": "CHE-2024.xlsx",
        "counterpart_table": "actions",
        "counterpart_row": 3,
    }


def test_acquisition_in_several_blocks_matches_one_transfer() -> None:
    def pieces(told: Trade) -> None:
        told["SWE-2024"]["actions"] = [
            units(first, last) | acquired("CHE", "2024-06-02")
            for first, last in ((901, 950), (951, 1000))
        ]

    assert checked(pieces).findings == ()


def test_acquisition_that_nobody_transferred_is_found_in_the_file_of_the_giver() -> None:
    def invent(told: Trade) -> None:
        told["SWE-2024"]["actions"].append(units(3001, 3010) | acquired("CHE", "2024-08-01"))
        told["SWE-2024"]["holdings"].append(units(3001, 3010))

    report = checked(invent)
    assert codes(report) == ["MIRROR"]
    found = the(report, "MIRROR")
    assert (found.where["file"], found.where["party"]) == ("CHE-2024.xlsx", "CHE")
    assert "SWE reports an acquisition" in found.message.en


def test_acquisition_may_be_reported_for_the_next_year() -> None:
    def later(told: Trade) -> None:
        told["CHE-2024"]["actions"].insert(0, told["CHE-2023"]["actions"].pop())
        told["CHE-2024"]["actions"][0]["acted_at"] = "2024-01-03"
        told["CHE-2023"]["holdings"].clear()

    assert checked(later).findings == ()


def test_transfer_is_undecided_without_the_other_workbook_and_says_whose() -> None:
    report = checked(only=["GHA-2023"])
    found = the(report, "MIRROR", Outcome.NOT_DETERMINABLE)
    assert found.where["party"] == "CHE"
    assert "file" not in found.where
    assert report.files[0].outcome is Outcome.NOT_DETERMINABLE


@pytest.mark.rule("missing", "MIRROR")
def test_workbook_of_another_year_does_not_decide() -> None:
    report = checked(only=["GHA-2023", "GHA-2024", "CHE-2024"])
    assert codes(report, Outcome.NOT_DETERMINABLE).count("MIRROR") == 2
    assert "MIRROR" not in codes(report)


def test_second_transfer_needs_a_second_acquisition() -> None:
    def again(told: Trade) -> None:
        back: Row = {"acted_at": "2024-07-01", "action_type": "Transfer", "acquiring_party": "CHE"}
        told["SWE-2024"]["actions"].append(units(901, 1000) | back)
        told["CHE-2024"]["actions"].append(units(901, 1000) | acquired("SWE", "2024-07-01"))
        resold = trade()["CHE-2024"]["actions"][1] | {"acted_at": "2024-08-01"}
        told["CHE-2024"]["actions"].append(resold)
        told["SWE-2024"]["holdings"].clear()

    report = checked(again)
    assert codes(report) == ["MIRROR"]
    assert the(report, "MIRROR").where["file"] == "SWE-2024.xlsx"


def test_transfer_within_a_party_needs_no_acquisition() -> None:
    def inside(told: Trade) -> None:
        moved: Row = {"acted_at": "2024-10-01", "action_type": "Transfer", "acquiring_party": "CHE"}
        told["CHE-2024"]["actions"].append(units(401, 500) | moved)

    assert checked(inside).findings == ()
