"""What is authorized, for whom and for what, and the event that is the first transfer."""

import pytest
from aef_trade import Change, Row, Trade, authorization, checked, codes, the, units

from tallystick import law
from tallystick.article6.aef.reconciliation import UNDEFINED
from tallystick.article6.aef.rules.first_transfers import EVENTS, INTERNATIONAL
from tallystick.core.findings import Outcome, Severity


def terms(number: int, **cells: str | None) -> Change:
    return lambda told: told["GHA-2023"]["authorizations"][number].update(cells)


def test_authorization_that_the_host_does_not_list_is_refused_once_per_file() -> None:
    def rename(told: Trade) -> None:
        for table in ("actions", "holdings"):
            told["SWE-2024"][table][0]["authorization_id"] = "A9"

    report = checked(rename)
    found = the(report, "AUTH_REF")
    assert codes(report) == ["AUTH_REF"]
    assert (found.where["file"], found.where["count"]) == ("SWE-2024.xlsx", 2)


@pytest.mark.rule("missing", "AUTH_REF")
def test_authorization_is_undecided_without_the_workbook_of_the_host() -> None:
    report = checked(only=["CHE-2023"])
    assert report.consistent
    assert "AUTH_REF" in codes(report, Outcome.NOT_DETERMINABLE)


def test_authorization_is_undecided_where_table_2_of_the_host_cannot_be_read() -> None:
    def spoil(told: Trade) -> None:
        told["GHA-2024"]["authorizations"].append(authorization("A#"))
        told["SWE-2024"]["holdings"][0]["authorization_id"] = "A9"

    report = checked(spoil)
    assert "AUTH_REF" in codes(report, Outcome.NOT_DETERMINABLE)
    assert codes(report) == ["SYNTAX"]


def test_own_table_2_speaks_before_that_of_the_host() -> None:
    def refine(told: Trade) -> None:
        told["SWE-2024"]["authorizations"].append(authorization("A1", purposes="OP"))
        told["SWE-2024"]["authorizations"][0]["first_transfer_definition"] = "Issuance"
        used: Row = {"acted_at": "2024-07-01", "action_type": "Use", "use_year": "2024"}
        told["SWE-2024"]["actions"].append(units(901, 1000) | used)
        told["SWE-2024"]["holdings"].clear()

    assert codes(checked(refine)) == ["USE_PURPOSE"]


def test_newer_version_of_an_authorization_does_not_reach_back_to_earlier_years() -> None:
    def withdraw(told: Trade) -> None:
        newer = authorization("A1", authorization_version="2", authorized_parties="SWE")
        told["GHA-2024"]["authorizations"].append(newer)

    report = checked(withdraw)
    assert codes(report) == ["USE_WHO"]
    assert the(report, "USE_WHO").where["file"] == "CHE-2024.xlsx"


@pytest.mark.rule("missing", "CA_MEMBER")
def test_party_named_by_no_authorization_of_the_approach_is_undecided_without_the_host() -> None:
    report = checked(only=["CHE-2024", "SWE-2024"])
    assert codes(report, Outcome.NOT_DETERMINABLE).count("CA_MEMBER") == 2
    assert report.consistent


def test_blank_list_of_parties_lets_every_party_take_part() -> None:
    assert checked(terms(0, authorized_parties=None)).findings == ()


@pytest.mark.rule("fail", "CA_MEMBER")
def test_unauthorized_party_is_refused_once_per_file() -> None:
    report = checked(terms(0, authorized_parties="CHE"))
    assert codes(report) == ["CA_MEMBER"]
    found = the(report, "CA_MEMBER")
    assert (found.where["file"], found.where["count"]) == ("SWE-2024.xlsx", 2)


def test_entity_must_be_one_of_the_authorized_entities() -> None:
    def used_by(entity: str, allowed: str | None) -> Change:
        def change(told: Trade) -> None:
            told["GHA-2023"]["authorizations"][0]["authorized_entities"] = allowed
            told["CHE-2024"]["actions"][0]["using_entity"] = entity

        return change

    assert codes(checked(used_by("CH-7", "CH-1; ch-7"))) == []
    assert codes(checked(used_by("CH-7", None))) == []
    report = checked(used_by("CH-7", "CH-1"))
    assert codes(report) == ["USE_WHO"]
    assert "CH-7" in the(report, "USE_WHO").message.en


@pytest.mark.parametrize(
    ("authorized", "oimp", "covered"),
    [
        ("OIMP", "CORSIA", True),
        ("OIMP", "IMP", True),
        ("IMP", "IMP", True),
        ("OP", "CORSIA", True),
        ("OP", "IMP", False),
        ("IMP", "OIMP", False),
        ("OIMP", "NDC", False),
    ],
)
def test_cancellation_is_for_an_authorized_purpose(
    authorized: str, oimp: str, *, covered: bool
) -> None:
    def change(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][1]["purposes"] = authorized
        told["GHA-2024"]["actions"][0]["oimp"] = oimp

    assert codes(checked(change)) == ([] if covered else ["USE_PURPOSE"])


@pytest.mark.rule("missing", "USE_PURPOSE")
def test_use_for_nothing_named_is_undecided() -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][0].update(use_year=None))
    assert report.consistent
    assert codes(report, Outcome.NOT_DETERMINABLE) == ["USE_PURPOSE"]


@pytest.mark.parametrize(("cell", "year"), [("use_year", "2020"), ("use_year", "2031")])
def test_use_outside_the_period_of_the_using_party_is_refused(cell: str, year: str) -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][0].update({cell: year}))
    assert codes(report) == ["USE_PERIOD"]
    assert "2021 - 2030 of CHE" in the(report, "USE_PERIOD").message.en


@pytest.mark.rule("fail", "USE_PERIOD")
def test_vintage_of_an_earlier_period_is_refused() -> None:
    report = checked(lambda told: told["CHE-2024"]["submission"][0].update(ndc_first_year="2023"))
    assert codes(report) == ["USE_PERIOD"]


@pytest.mark.rule("missing", "USE_PERIOD")
def test_use_is_undecided_without_a_period() -> None:
    report = checked(lambda told: told["CHE-2024"]["submission"][0].update(ndc_last_year=None))
    assert codes(report) == ["SYNTAX"]
    assert codes(report, Outcome.NOT_DETERMINABLE) == ["USE_PERIOD"]


def test_authorization_for_oimp_without_a_definition_is_refused() -> None:
    report = checked(terms(1, first_transfer_definition=None))
    assert [found.code for found in report.findings] == ["FT_DEF_MISSING"]
    assert report.findings[0].where["table"] == "authorizations"


def test_authorization_for_ndc_use_needs_no_definition() -> None:
    assert checked(terms(0, first_transfer_definition=None)).findings == ()


def test_definition_that_names_no_event_is_refused() -> None:
    report = checked(terms(1, first_transfer_definition="First international transfer"))
    assert [found.code for found in report.findings] == ["FT_DEF_UNRESOLVED"]


def test_definition_is_read_in_both_spellings() -> None:
    def authorized(told: Trade) -> None:
        told["GHA-2023"]["authorizations"][1]["first_transfer_definition"] = "authorisation"
        told["GHA-2023"]["actions"][1]["action_subtype"] = "Authorization"

    assert checked(authorized).findings == ()


@pytest.mark.parametrize(
    ("purposes", "subtype", "fits"),
    [
        ("NDC", INTERNATIONAL, True),
        ("NDC", "Issuance", False),
        ("NDC", "Other cancellations", True),
        ("NDC", "Voluntary cancellation to deliver OMGE", True),
        ("OIMP", INTERNATIONAL, False),
        ("OIMP", "Issuance", True),
        ("OIMP", "Authorization", False),
        ("NDC and IMP", INTERNATIONAL, True),
        ("NDC and IMP", "issuance", True),
        ("NDC and IMP", "Use or cancellation", False),
        ("NDC", None, False),
    ],
)
def test_first_transfer_has_the_subtype_that_the_authorization_calls_for(
    purposes: str, subtype: str | None, *, fits: bool
) -> None:
    def change(told: Trade) -> None:
        definition = None if purposes == "NDC" else "Issuance"
        told["GHA-2023"]["authorizations"][0].update(
            purposes=purposes, first_transfer_definition=definition
        )
        told["GHA-2023"]["actions"][0]["action_subtype"] = subtype
        told["CHE-2024"]["actions"][0].update(
            use_year=None, oimp="CORSIA" if "NDC" not in purposes else None
        )

    assert codes(checked(change)) == ([] if fits else ["FT_SUBTYPE"])


@pytest.mark.rule("missing", "FT_SUBTYPE")
def test_subtype_not_yet_defined_is_undecided() -> None:
    report = checked(
        lambda told: told["GHA-2023"]["actions"][1].update(action_subtype="Not yet defined")
    )
    assert codes(report) == []
    assert set(codes(report, Outcome.NOT_DETERMINABLE)) == {"FT_SUBTYPE"}


@pytest.mark.rule("fail", "SUBTYPE")
def test_subtype_of_another_action_type_is_refused_with_the_choice() -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][1].update(action_subtype="Issuance"))
    assert codes(report) == ["SUBTYPE"]
    found = the(report, "SUBTYPE")
    assert found.severity is Severity.ERROR
    assert "Adaptation Fund" in found.fix.en


def test_words_that_the_rules_know_are_words_of_the_nomenclature() -> None:
    assert {INTERNATIONAL, UNDEFINED, *EVENTS} <= set(law.nomenclature("action_subtype"))
