"""What a row says of its own block, and what several rows say of the same units."""

import pytest
from aef_trade import Trade, authorization, checked, codes, the

from tallystick.core.findings import Outcome


def test_full_identifier_that_differs_from_its_column_is_refused_once_per_field_and_end() -> None:
    report = checked(lambda told: told["SWE-2024"]["holdings"][0].update(registry="GHA02"))
    assert codes(report) == ["ITMO_ID_MISMATCH", "ITMO_ID_MISMATCH"]
    found = report.findings[0]
    assert found.where["field"] == "registry"
    assert "GHA01" in found.message.en
    assert "GHA02" in found.message.en


def test_bare_serials_agree_with_any_column() -> None:
    report = checked(
        lambda told: told["SWE-2024"]["actions"][0].update(first_id="901", last_id="1000")
    )
    assert report.findings == ()


@pytest.mark.rule("fail", "ITMO_ID_MISMATCH", "BLOCK_SERIES")
def test_identifiers_of_two_series_are_refused() -> None:
    def break_series(told: Trade) -> None:
        told["SWE-2024"]["actions"][0]["last_id"] = "CA0009-GHA01-GHA-1000-2023"

    assert set(codes(checked(break_series))) == {"BLOCK_SERIES", "ITMO_ID_MISMATCH"}


def test_block_that_ends_before_it_begins_is_refused_without_consequences() -> None:
    def exchange(told: Trade) -> None:
        row = told["SWE-2024"]["actions"][0]
        row["first_id"], row["last_id"] = row["last_id"], row["first_id"]

    report = checked(exchange)
    assert [found.code for found in report.findings] == ["BLOCK_RANGE"]


def test_quantity_other_than_the_size_of_the_block_is_refused() -> None:
    report = checked(lambda told: told["SWE-2024"]["actions"][0].update(quantity_t="99"))
    assert [found.code for found in report.findings] == ["BLOCK_QTY"]
    assert "100" in the(report, "BLOCK_QTY").message.en


@pytest.mark.rule("pass", "BLOCK_QTY")
def test_quantity_in_another_metric_need_not_be_the_size_of_the_block() -> None:
    def in_megawatt_hours(told: Trade) -> None:
        for name, table in (("CHE-2024", "actions"), ("SWE-2024", "actions")):
            told[name][table][-1].update(metric="non-GHG", non_ghg_metric="MWh", quantity_t="7")

    assert "BLOCK_QTY" not in codes(checked(in_megawatt_hours))


def test_same_action_reported_by_two_parties_names_the_other_report() -> None:
    def report_for_the_other(told: Trade) -> None:
        told["SWE-2024"]["actions"].append(dict(told["CHE-2024"]["actions"][1]))

    report = checked(report_for_the_other)
    assert [found.code for found in report.findings] == ["ACTION_DUP"]
    found = the(report, "ACTION_DUP")
    assert found.where["file"] == "SWE-2024.xlsx"
    assert found.where["counterpart_file"] == "CHE-2024.xlsx"
    assert found.where["counterpart_row"] == 3


@pytest.mark.rule("pass", "ACTION_DUP")
def test_equal_actions_at_two_times_of_a_day_are_two_actions() -> None:
    def cancel_twice(told: Trade) -> None:
        row = dict(told["GHA-2024"]["actions"][0])
        told["GHA-2024"]["actions"].append(row | {"acted_at": "2024-09-01T12:00:00Z"})

    assert "ACTION_DUP" not in codes(checked(cancel_twice))


def test_row_with_an_unreadable_date_is_no_repetition() -> None:
    def repeat_undated(told: Trade) -> None:
        told["GHA-2024"]["actions"].append(told["GHA-2024"]["actions"][0] | {"acted_at": None})

    assert codes(checked(repeat_undated)) == ["SYNTAX"]


def test_activity_type_that_changes_is_found_on_the_later_row() -> None:
    def other_activity(told: Trade) -> None:
        told["SWE-2024"]["authorizations"].append(authorization("A1", activity_types="Wind"))

    report = checked(other_activity)
    assert {found.where["file"] for found in report.findings} == {"SWE-2024.xlsx"}
    message = report.findings[0].message.en
    assert "activity type" in message
    assert "Solar; Wind" in message


def test_blank_activity_type_is_no_change() -> None:
    def no_activity(told: Trade) -> None:
        told["SWE-2024"]["authorizations"].append(authorization("A1", activity_types=None))

    assert checked(no_activity).findings == ()


def test_host_speaks_first_of_actions_at_the_same_moment() -> None:
    other = {"metric": "non-GHG", "non_ghg_metric": "MWh", "quantity_non_ghg": "1000"}
    report = checked(lambda told: told["CHE-2023"]["actions"][0].update(other))
    assert {found.where["file"] for found in report.findings} == {"CHE-2023.xlsx"}
    assert {found.where["counterpart_file"] for found in report.findings} == {"GHA-2023.xlsx"}


def test_one_end_of_the_underlying_range_without_the_other_is_refused() -> None:
    report = checked(lambda told: told["SWE-2024"]["actions"][0].update(underlying_last_unit=None))
    assert [found.code for found in report.findings] == ["UNDERLYING"]


@pytest.mark.parametrize("last", ["GS1-1-GH-GS11732-16-2022-8001", "X-8000"])
def test_underlying_range_of_another_length_or_text_is_refused(last: str) -> None:
    report = checked(lambda told: told["SWE-2024"]["actions"][0].update(underlying_last_unit=last))
    assert codes(report) == ["UNDERLYING"]


@pytest.mark.rule("fail", "UNDERLYING")
def test_other_underlying_registry_is_refused() -> None:
    report = checked(lambda told: told["SWE-2024"]["actions"][0].update(underlying_registry="VCS"))
    assert [found.code for found in report.findings] == ["UNDERLYING"]


def test_units_without_underlying_units_contradict_nobody() -> None:
    def none_given(told: Trade) -> None:
        for field in ("registry", "first_unit", "last_unit"):
            told["SWE-2024"]["actions"][0][f"underlying_{field}"] = None

    assert checked(none_given).findings == ()


def numberless(told: Trade, last: str) -> None:
    for table in ("actions", "holdings"):
        told["SWE-2024"][table][0].update(underlying_first_unit="a", underlying_last_unit=last)


def test_numberless_underlying_units_of_equal_blocks_must_read_alike() -> None:
    def differ(told: Trade) -> None:
        numberless(told, "b")
        told["SWE-2024"]["holdings"][0]["underlying_last_unit"] = "c"

    report = checked(differ)
    assert codes(report) == ["UNDERLYING"]
    assert the(report, "UNDERLYING").where["table"] == "holdings"


@pytest.mark.rule("missing", "UNDERLYING")
def test_numberless_underlying_units_of_overlapping_blocks_cannot_be_compared() -> None:
    report = checked(lambda told: numberless(told, "b"))
    assert report.consistent
    assert set(codes(report, Outcome.NOT_DETERMINABLE)) == {"UNDERLYING"}


@pytest.mark.rule("pass", "ACTION_YEAR")
def test_action_without_a_readable_date_is_not_judged_by_its_year() -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][0].update(acted_at="1/2"))
    assert "ACTION_YEAR" not in codes(report)
