"""A unit is first transferred once, ends once, is held once, and rests on units of its own."""

import pytest
from aef_trade import Change, Row, Trade, acquired, book, checked, codes, the, units

from tallystick import law
from tallystick.core.findings import Outcome

USED: Row = {"action_type": "Use", "use_year": "2024"}
ABROAD: Row = {"action_type": "First transfer", "action_subtype": "First transfer to another Party"}


def again(on: str | None) -> Change:
    """GHA first transfers units to SWE that it first transferred to CHE the year before."""

    def change(told: Trade) -> None:
        sent = units(501, 510) | ABROAD | {"acted_at": on, "acquiring_party": "SWE"}
        told["GHA-2024"]["actions"].append(sent)

    return change


@pytest.mark.rule("fail", "FT_TWICE")
def test_first_transfer_of_units_first_transferred_before_is_refused() -> None:
    report = checked(again("2024-02-01"), only=["GHA-2023", "GHA-2024"])
    found = the(report, "FT_TWICE")
    assert codes(report) == ["FT_TWICE"]
    assert found.where["file"] == "GHA-2024.xlsx"
    assert found.where["ids"] == "CA0009-GHA01-GHA-501-2022 to CA0009-GHA01-GHA-510-2022"
    assert (found.where["counterpart_file"], found.where["counterpart_row"]) == ("GHA-2023.xlsx", 2)
    assert "2023-12-15" in found.message.en


@pytest.mark.rule("pass", "FT_TWICE")
def test_first_transfer_without_a_readable_date_is_not_put_in_order() -> None:
    assert "FT_TWICE" not in codes(checked(again(None)))


@pytest.mark.rule("fail", "ACTION_DUP")
def test_first_transfer_reported_twice_is_a_repetition_only() -> None:
    def repeat(told: Trade) -> None:
        told["GHA-2023"]["actions"].append(dict(told["GHA-2023"]["actions"][0]))

    assert codes(checked(repeat)) == ["ACTION_DUP"]


def then(name: str, *rows: Row) -> Change:
    return lambda told: told[name]["actions"].extend(rows)


@pytest.mark.feature("F068")
@pytest.mark.parametrize(
    ("kind", "others"),
    [
        ("Use", {"use_year": "2024"}),
        ("Cancellation", {"oimp": "NDC"}),
        ("Transfer", {"acquiring_party": "SWE"}),
    ],
)
def test_nothing_happens_to_units_after_their_use(kind: str, others: Row) -> None:
    row = units(11, 20) | {"acted_at": "2024-05-02", "action_type": kind} | others
    report = checked(then("CHE-2024", row), only=["GHA-2023", "CHE-2023", "CHE-2024"])
    found = the(report, "TERMINAL")
    assert codes(report) == ["TERMINAL"]
    assert found.where["ids"] == "CA0009-GHA01-GHA-11-2022 to CA0009-GHA01-GHA-20-2022"
    assert found.where["counterpart_row"] == 2


@pytest.mark.feature("F034")
def test_use_of_what_another_party_has_used_is_refused() -> None:
    def use_twice(told: Trade) -> None:
        told["SWE-2024"]["actions"].append(units(391, 400) | USED | {"acted_at": "2024-08-01"})

    found = the(checked(use_twice), "TERMINAL")
    assert (found.where["file"], found.where["counterpart_file"]) == (
        "SWE-2024.xlsx",
        "CHE-2024.xlsx",
    )


def test_end_without_a_time_leaves_room_for_the_rest_of_its_day() -> None:
    def same_day(told: Trade) -> None:
        told["SWE-2024"]["actions"][0]["acted_at"] = "2024-06-02T15:00:00Z"
        used = units(901, 1000) | USED | {"acted_at": "2024-06-02"}
        told["SWE-2024"]["actions"].append(used)
        told["SWE-2024"]["holdings"].clear()

    assert "TERMINAL" not in codes(checked(same_day))


@pytest.mark.rule("fail", "TERMINAL")
def test_second_end_on_the_same_day_is_refused() -> None:
    used = units(391, 400) | USED | {"acted_at": "2024-05-01"}
    assert codes(checked(then("CHE-2024", used))) == ["TERMINAL"]


def test_use_without_a_readable_date_ends_nothing() -> None:
    def undate(told: Trade) -> None:
        told["CHE-2024"]["actions"][0]["acted_at"] = "spring"
        row = units(11, 20) | {"acted_at": "2024-05-02", "action_type": "Use", "use_year": "2024"}
        told["CHE-2024"]["actions"].append(row)

    assert "TERMINAL" not in codes(checked(undate))


def norway_holds(told: Trade) -> None:
    """NOR, of which no earlier report is given, holds what CHE has used."""
    told["GHA-2023"]["authorizations"][0]["authorized_parties"] = None
    told["NOR-2024"] = book("NOR", 2024, holdings=[units(391, 400)])


@pytest.mark.rule("fail", "HELD_AFTER_USE")
def test_holding_of_used_units_is_refused_where_no_earlier_report_explains_it() -> None:
    report = checked(norway_holds)
    assert codes(report) == ["HELD_AFTER_USE"]
    found = the(report, "HELD_AFTER_USE")
    assert (found.where["file"], found.where["table"]) == ("NOR-2024.xlsx", "holdings")
    assert found.where["counterpart_file"] == "CHE-2024.xlsx"


def test_holding_at_the_end_of_the_year_before_the_use_is_fine() -> None:
    used: Row = units(901, 1000) | {"acted_at": "2025-01-01", "action_type": "Use"}
    later = book("SWE", 2025, actions=[used | {"use_year": "2025"}])
    assert checked(lambda told: told.update({"SWE-2025": later})).findings == ()


def test_isc01_alone_speaks_of_what_it_can_follow() -> None:
    report = checked(lambda told: told["CHE-2024"].update(holdings=[units(391, 900)]))
    assert codes(report) == ["HOLDINGS_RECON"]


@pytest.mark.rule("fail", "ITMO_ID")
def test_holding_without_readable_identifiers_is_not_compared() -> None:
    def unread(told: Trade) -> None:
        norway_holds(told)
        told["NOR-2024"]["holdings"][0]["first_id"] = "first"

    assert codes(checked(unread)) == ["ITMO_ID"]


def second_holder(told: Trade) -> None:
    told["GHA-2023"]["authorizations"][0]["authorized_parties"] = None
    told["NOR-2024"] = book("NOR", 2024, holdings=[units(801, 810)])


@pytest.mark.feature("F034")
@pytest.mark.rule("fail", "DOUBLE_HOLDING")
def test_units_held_by_two_parties_are_shown_to_both() -> None:
    report = checked(second_holder)
    assert codes(report) == ["DOUBLE_HOLDING", "DOUBLE_HOLDING"]
    assert {found.where["file"] for found in report.findings if found.refuses} == {
        "CHE-2024.xlsx",
        "NOR-2024.xlsx",
    }
    found = next(one for one in report.findings if one.code == "DOUBLE_HOLDING")
    assert found.where["ids"] == "CA0009-GHA01-GHA-801-2022 to CA0009-GHA01-GHA-810-2022"


@pytest.mark.rule("pass", "DOUBLE_HOLDING")
def test_units_held_by_two_parties_in_different_years_are_no_conflict() -> None:
    def before(told: Trade) -> None:
        second_holder(told)
        told["NOR-2022"] = told.pop("NOR-2024")
        told["NOR-2022"]["submission"][0]["reported_year"] = "2022"

    assert "DOUBLE_HOLDING" not in codes(checked(before))


@pytest.mark.rule("fail", "MIRROR")
def test_mirror_alone_speaks_of_units_still_held_after_an_unreported_transfer() -> None:
    def keep(told: Trade) -> None:
        told["CHE-2024"]["actions"].pop()
        told["CHE-2024"]["holdings"] = [units(401, 1000)]

    assert codes(checked(keep)) == ["MIRROR"]


def test_holding_with_an_unreadable_block_is_held_by_nobody() -> None:
    def unread(told: Trade) -> None:
        second_holder(told)
        told["NOR-2024"]["holdings"][0]["last_id"] = None

    assert codes(checked(unread)) == ["SYNTAX"]


def issued_on(first_unit: int, **others: str | None) -> Change:
    """GHA first transfers a block 2001 - 2010 that rests on ten units from a number."""

    def change(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][0]["authorized_parties"] = None
        stem = "GS1-1-GH-GS11732-16-2022-"
        own = {
            "underlying_first_unit": f"{stem}{first_unit}",
            "underlying_last_unit": f"{stem}{first_unit + 9}",
        }
        moved = ABROAD | {"acted_at": "2024-03-01", "acquiring_party": "NOR"}
        told["GHA-2024"]["actions"].append(units(2001, 2010) | moved | own | others)

    return change


@pytest.mark.feature("F034")
@pytest.mark.rule("fail", "DOUBLE_ISSUANCE")
def test_underlying_units_of_two_blocks_are_issued_twice() -> None:
    report = checked(issued_on(7501))
    found = the(report, "DOUBLE_ISSUANCE")
    assert codes(report) == ["DOUBLE_ISSUANCE"]
    assert (found.where["file"], found.where["row"]) == ("GHA-2024.xlsx", 3)
    assert found.where["counterpart_file"] in {"GHA-2023.xlsx", "CHE-2023.xlsx"}
    assert "GS GS1-1-GH-GS11732-16-2022-7501" in found.message.en


@pytest.mark.parametrize("registry", ["VCS", "GS"])
def test_underlying_units_of_another_number_or_registry_are_others(registry: str) -> None:
    number = 7501 if registry == "VCS" else 99_001
    assert codes(checked(issued_on(number, underlying_registry=registry))) == []


def test_underlying_units_that_are_not_given_are_not_compared() -> None:
    none: Row = dict.fromkeys(("underlying_first_unit", "underlying_last_unit"))
    assert codes(checked(issued_on(7501, **none))) == []


@pytest.mark.parametrize(("vintage", "code"), [("2020", "ITMO_VINTAGE"), ("2025", "FUTURE")])
def test_vintage_lies_between_the_first_one_and_the_action(vintage: str, code: str) -> None:
    def change(told: Trade) -> None:
        old = {"vintage": vintage}
        for end in ("first_id", "last_id"):
            old[end] = f"CA0009-GHA01-GHA-{5000 if end == 'first_id' else 5009}-{vintage}"
        row = units(5000, 5009) | ABROAD | {"acted_at": "2024-03-01", "acquiring_party": "NOR"}
        told["GHA-2023"]["authorizations"][0]["authorized_parties"] = None
        told["GHA-2024"]["actions"].append({**row, **old})

    (found,) = codes(checked(change))
    assert found.endswith(code)


def test_first_vintage_is_allowed_and_one_that_cannot_be_read_is_damage() -> None:
    first = str(law.parameter("first_vintage"))
    assert "ITMO_VINTAGE" not in codes(
        checked(lambda told: told["CHE-2024"]["holdings"][0].update(vintage=first))
    )
    report = checked(lambda told: told["CHE-2024"]["holdings"][0].update(vintage="old"))
    assert codes(report) == ["SYNTAX"]


@pytest.mark.rule("pass", "ITMO_VINTAGE")
def test_use_of_an_old_vintage_is_a_matter_of_its_period() -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][0].update(vintage="2019"))
    assert "ITMO_VINTAGE" not in codes(report)


@pytest.mark.rule("pass", "TERMINAL")
def test_acquisition_before_the_end_is_in_order() -> None:
    report = checked(then("SWE-2024", units(1, 2) | acquired("CHE", "2024-04-01")))
    assert "TERMINAL" not in codes(report)
    assert codes(report, Outcome.FAIL) != []
