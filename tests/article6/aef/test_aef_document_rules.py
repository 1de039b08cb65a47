"""What a report, an authorization or a single row says about itself."""

import pytest
from aef_trade import (
    Change,
    Row,
    Trade,
    authorization,
    book,
    checked,
    codes,
    legacy,
    submissions,
    the,
    trade,
    units,
)

from tallystick import law
from tallystick.article6.aef.check import check
from tallystick.article6.aef.rules.applicability import ONLY
from tallystick.core.findings import Outcome, Severity

ISSUED: Row = {"action_type": "First transfer", "action_subtype": "Issuance"}


def header(name: str, **cells: str | None) -> Change:
    return lambda told: told[name]["submission"][0].update(cells)


def terms(number: int, **cells: str | None) -> Change:
    return lambda told: told["GHA-2023"]["authorizations"][number].update(cells)


def row(name: str, number: int, **cells: str | None) -> Change:
    return lambda told: told[name]["actions"][number].update(cells)


def test_reported_year_outside_the_ndc_period_is_refused() -> None:
    report = checked(header("SWE-2024", ndc_first_year="2025"))
    assert codes(report) == ["NDC_PERIOD"]
    assert "2025 - 2030" in the(report, "NDC_PERIOD").message.en


def test_reported_year_may_be_the_last_of_the_period() -> None:
    assert checked(header("SWE-2024", ndc_last_year="2024")).findings == ()


def test_missing_period_is_an_empty_cell_and_nothing_more() -> None:
    assert codes(checked(header("SWE-2024", ndc_last_year=None))) == ["SYNTAX"]


def test_first_version_after_15_april_is_late_but_consistent() -> None:
    report = checked(header("SWE-2024", submitted_on="2025-04-16"))
    found = the(report, "AEF_LATE")
    assert (found.severity, report.consistent) == (Severity.WARNING, True)
    assert "2025-04-15" in found.message.en


@pytest.mark.parametrize(("day", "version"), [("2025-04-15", "1.0"), ("2025-09-01", "2.0")])
def test_report_on_the_day_and_its_revision_are_in_time(day: str, version: str) -> None:
    assert checked(header("SWE-2024", submitted_on=day, version=version)).findings == ()


def test_report_without_a_date_is_an_empty_cell_and_nothing_more() -> None:
    assert codes(checked(header("SWE-2024", submitted_on=None))) == ["SYNTAX"]


def test_columns_of_the_platform_are_a_warning_once_per_file_and_column() -> None:
    def come_back(told: Trade) -> None:
        told["CHE-2024"]["submission"][0]["review_status"] = "Review pending"
        for action in told["CHE-2024"]["actions"]:
            action["check_result"] = "Checked, no inconsistencies identified"
        told["GHA-2023"]["authorizations"][0]["documentation"] = "https://example.org/a1"

    report = checked(come_back)
    assert codes(report) == ["CARP_FIELD"] * 3
    assert report.consistent
    assert {found.where["field"]: found.where.get("count") for found in report.findings} == {
        "review_status": None,
        "documentation": None,
        "check_result": 2,
    }


@pytest.mark.parametrize("lacking", ["non_ghg_metric", "quantity_non_ghg"])
def test_other_metric_needs_a_name_and_a_quantity(lacking: str) -> None:
    other: Row = {"metric": "non-GHG", "non_ghg_metric": "MWh", "quantity_non_ghg": "500"}
    report = checked(lambda told: told["CHE-2024"]["holdings"][0].update(other | {lacking: None}))
    assert "NONGHG" in codes(report)
    whole = checked(lambda told: told["CHE-2024"]["holdings"][0].update(other))
    assert "NONGHG" not in codes(whole)


def test_authorization_in_another_metric_names_it() -> None:
    assert codes(checked(terms(1, metric="non-GHG"))) == ["NONGHG"]
    assert codes(checked(terms(1, metric="non-GHG", non_ghg_metric="MWh"))) == []


def test_unknown_metric_is_neither() -> None:
    report = checked(row("SWE-2024", 0, metric="tons"))
    assert codes(report) == ["METRIC"]


def test_tonnes_give_no_other_metric() -> None:
    report = checked(row("SWE-2024", 0, quantity_non_ghg="100"))
    assert codes(report) == ["NONGHG_NA"]
    assert codes(checked(terms(1, non_ghg_metric="MWh"))) == ["NONGHG_NA"]


def test_warming_potentials_are_wanted_for_activities_on_other_gases() -> None:
    report = checked(terms(1, activity_types="Landfill gas; Solar"))
    found = the(report, "GWP")
    assert (codes(report), report.consistent) == (["GWP"], True)
    assert "Landfill gas" in found.message.en
    stated = terms(1, activity_types="Landfill gas", gwp_values="AR5, 100 years")
    assert checked(stated).findings == ()


def test_warming_potentials_are_not_asked_for_where_no_activity_is_given() -> None:
    assert checked(terms(1, activity_types=None)).findings == ()


def test_activities_on_other_gases_are_words_of_the_nomenclature() -> None:
    assert set(law.other_gas_activities()) <= set(law.nomenclature("activity_type"))


@pytest.mark.parametrize(
    ("name", "number", "cells"),
    [
        ("SWE-2024", 0, {"acquiring_party": "SWE"}),
        ("GHA-2023", 0, {"transferring_party": "GHA"}),
        ("SWE-2024", 0, {"use_year": "2024"}),
        ("CHE-2024", 0, {"acquiring_party": "CHE"}),
    ],
)
def test_columns_of_other_actions_stay_empty(name: str, number: int, cells: Row) -> None:
    report = checked(row(name, number, **cells))
    assert codes(report) == ["NOT_APPLICABLE"]
    assert the(report, "NOT_APPLICABLE").where["field"] in ONLY


def test_row_of_an_unreadable_type_is_not_asked_for_its_columns() -> None:
    assert "NOT_APPLICABLE" not in codes(checked(row("CHE-2024", 0, action_type="Gift")))


def test_older_layout_is_not_held_to_the_columns_of_the_newer() -> None:
    told = trade()
    told["GHA-2023"]["actions"][0]["transferring_party"] = "GHA"
    told["GHA-2023"]["authorizations"][0]["first_transfer_definition"] = "Issuance"
    report = check([legacy(one) for one in submissions(told)])
    assert {"NOT_APPLICABLE", "FT_DEF_NA"}.isdisjoint(codes(report))


def test_definition_for_oimp_has_no_place_in_an_ndc_authorization() -> None:
    report = checked(terms(0, first_transfer_definition="Issuance"))
    assert codes(report) == ["FT_DEF_NA"]
    assert the(report, "FT_DEF_NA").where["authorization"] == "A1"


def second_definition(definition: str | None, approach: str) -> Change:
    another = authorization(
        "A3", purposes="OIMP", first_transfer_definition=definition, approach=approach
    )
    return lambda told: told["GHA-2024"]["authorizations"].append(another)


def test_party_defines_the_first_transfer_alike_within_an_approach() -> None:
    report = checked(second_definition("Authorization", "CA0009"))
    found = the(report, "FT_DEF_CONSISTENT")
    assert codes(report) == ["FT_DEF_CONSISTENT"]
    assert found.where["file"] == "GHA-2024.xlsx"
    assert "A2" in found.message.en


def test_definition_may_differ_between_approaches_and_between_parties() -> None:
    assert checked(second_definition("Authorization", "CA0010")).findings == ()
    assert checked(second_definition("issuance", "CA0009")).findings == ()

    def another_party(told: Trade) -> None:
        second_definition("Authorization", "CA0009")(told)
        told["SWE-2024"]["authorizations"] = told["GHA-2024"]["authorizations"]
        told["GHA-2024"]["authorizations"] = []

    assert checked(another_party).findings == ()


def test_missing_definition_contradicts_nothing() -> None:
    assert codes(checked(second_definition(None, "CA0009"))) == ["FT_DEF_MISSING"]


def dual(definition: str, **action: str | None) -> Change:
    def change(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][0].update(
            purposes="NDC and IMP", first_transfer_definition=definition
        )
        told["GHA-2023"]["authorizations"].pop(1)
        for name in ("GHA-2023", "GHA-2024"):
            told[name]["holdings"].clear()
        told["GHA-2023"]["actions"].pop(1)
        told["GHA-2024"]["actions"].clear()
        told["GHA-2023"]["actions"][0].update(action)

    return change


def test_international_transfer_after_the_authorization_is_not_the_first_one() -> None:
    report = checked(dual("Authorization"))
    assert codes(report) == ["FT_DATE"]
    assert "2023-02-01" in the(report, "FT_DATE").message.en


def test_first_transfer_at_the_earlier_event_is_in_order() -> None:
    assert codes(checked(dual("Authorization", action_subtype="Authorization"))) == []
    assert codes(checked(dual("Use or cancellation"))) == []


def test_own_event_after_the_international_transfer_is_not_the_first_one() -> None:
    report = checked(dual("Issuance", action_subtype="Issuance", acted_at="2023-12-20"))
    found = the(report, "FT_DATE")
    assert "2023-12-15" in found.message.en


def test_date_of_issuance_is_in_no_column_and_not_asked_for() -> None:
    assert checked(dual("Issuance")).findings == ()


def late_first_transfer(year: int, period: tuple[str, str]) -> Change:
    def change(told: Trade) -> None:
        moved = units(3001, 3010, "A2") | ISSUED | {"acted_at": f"{year}-06-01"}
        filed = book("GHA", year, actions=[moved], holdings=[units(3001, 3010, "A2")])
        filed["submission"][0].update(ndc_first_year=period[0], ndc_last_year=period[1])
        told.clear()
        told[f"GHA-{year}"] = filed

    return change


def test_oimp_first_transfer_after_the_year_before_the_closing_report_is_late() -> None:
    report = checked(late_first_transfer(2032, ("2021", "2032")))
    assert "FT_OIMP_DEADLINE" not in codes(report)
    late = checked(late_first_transfer(2028, ("2021", "2025")))
    assert "2027-12-31" in the(late, "FT_OIMP_DEADLINE").message.en


def test_deadline_is_undecided_where_no_period_contains_the_vintage() -> None:
    report = checked(late_first_transfer(2032, ("2031", "2035")))
    assert "FT_OIMP_DEADLINE" in codes(report, Outcome.NOT_DETERMINABLE)


def test_first_transfers_stay_within_the_authorized_quantity() -> None:
    assert checked(terms(0, authorized_quantity_t="1000")).findings == ()
    report = checked(terms(0, authorized_quantity_t="999"))
    assert codes(report) == ["AUTH_CAP"]
    assert "1000 units" in the(report, "AUTH_CAP").message.en


def test_later_version_may_raise_the_quantity_or_lift_it() -> None:
    def newer(quantity: str | None) -> Change:
        def change(told: Trade) -> None:
            told["GHA-2023"]["authorizations"][0]["authorized_quantity_t"] = "999"
            version = {"authorization_version": "2", "authorized_quantity_t": quantity}
            told["GHA-2024"]["authorizations"].append(authorization("A1", **version))

        return change

    assert codes(checked(newer("1000"))) == []
    assert codes(checked(newer(None))) == []
    assert codes(checked(newer("900"))) == ["AUTH_CAP"]


def test_vintage_lies_in_the_time_frame_of_the_authorization() -> None:
    assert checked(terms(1, timeframe="2021 - 2030")).findings == ()
    report = checked(terms(1, timeframe="2023 - 2030"))
    assert set(codes(report)) == {"AUTH_TIME"}
    assert "2023 - 2030" in report.findings[0].message.en


def test_year_of_use_after_the_time_frame_is_undecided() -> None:
    report = checked(terms(0, timeframe="2021 - 2023"))
    assert report.consistent
    assert codes(report, Outcome.NOT_DETERMINABLE) == ["AUTH_TIME"]


def using(entity: str, *known: str) -> Change:
    def change(told: Trade) -> None:
        told["CHE-2024"]["actions"][0]["using_entity"] = entity
        told["GHA-2023"]["entities"] = [
            {
                "authorized_on": "2023-03-01",
                "name": f"Entity {one}",
                "country": "CHE",
                "entity_id": one,
                "approach": "CA0009",
            }
            for one in known
        ]

    return change


def test_entity_stands_in_table_5() -> None:
    assert checked(using("CH-7", "ch-7")).findings == ()
    report = checked(using("CH-7; CH-8", "CH-7"))
    assert codes(report) == ["ENTITY_REF"]
    assert "CH-8" in the(report, "ENTITY_REF").message.en


def test_entity_is_undecided_without_any_table_5_on_the_approach() -> None:
    report = checked(using("CH-7"))
    assert report.consistent
    assert codes(report, Outcome.NOT_DETERMINABLE) == ["ENTITY_REF"]


def test_entity_that_is_not_authorized_is_a_matter_of_ii06_alone() -> None:
    def unauthorized(told: Trade) -> None:
        using("CH-7", "CH-1")(told)
        told["GHA-2023"]["authorizations"][0]["authorized_entities"] = "CH-1"

    assert codes(checked(unauthorized)) == ["USE_WHO"]


@pytest.mark.parametrize("kind", ["Mandatory", "Voluntary"])
def test_transfer_to_the_adaptation_fund_may_be_a_first_transfer(kind: str) -> None:
    subtype = f"{kind} transfer to the Adaptation Fund (A6.4 ERs)"
    assert checked(row("GHA-2023", 0, action_subtype=subtype)).findings == ()
