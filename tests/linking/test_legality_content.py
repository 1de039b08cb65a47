"""What agreements have to say and Parties to do: passing, refusing and missing for each rule."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from linking_samples import ON, agreement, direction, party

from tallystick import law
from tallystick.article6.account import Method, NdcKind
from tallystick.article6.ndc import NdcRegister, NdcVersion, TargetForm
from tallystick.article6.participation import Record
from tallystick.core.findings import Outcome, worst
from tallystick.core.periods import NdcPeriod
from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Agreement, Article6Terms, Clause, Recognition
from tallystick.linking.agreement.params import (
    PARAMS,
    Accession,
    Adjustment,
    Auction,
    Authorization,
    Confidentiality,
    ConfidentialityClass,
    Integrity,
    Mrv,
    Registry,
    SustainableDevelopment,
    Termination,
    Treatment,
)
from tallystick.linking.agreement.words import (
    Area,
    Binding,
    ChangeOfAuthorization,
    Connection,
    Fate,
    Form,
    Holding,
    Role,
    Subject,
)
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.completeness_rules import COMPLETENESS
from tallystick.linking.legality.content_rules import CONTENT
from tallystick.linking.legality.report_rules import REPORTS
from tallystick.linking.legality.reports import Reported, initial_due

AREAS = {record: area for area, record in PARAMS.items()}
PARTIES = (party("GHA", role=Role.SELLER), party("CHE", role=Role.BUYER))
MET = tuple(Treatment(holding=one, fate=Fate.HONOUR) for one in Holding)
PARTLY = MET[:1]


def treaty(*params: Any, **changes: Any) -> Agreement:
    made = agreement(direction("GHA", "CHE"), parties=PARTIES, name="a6")
    clauses = tuple(Clause(area=Area(AREAS[type(one)]), params=one) for one in params)
    return replace(made, subject=Subject.ARTICLE6, clauses=clauses, **changes)


def outcome(code: str, one: Agreement) -> Outcome:
    book = COMPLETENESS if code in {"C19", "C20"} else CONTENT
    findings = list(book[code].judge(one, Circumstances(on=ON)))
    return findings[0].outcome if findings else Outcome.PASS


CASES = [
    (
        "C2",
        Authorization(both_parties=True, changes=ChangeOfAuthorization.NEVER),
        Authorization(both_parties=False),
        Authorization(both_parties=True),
    ),
    (
        "C3",
        Adjustment(both_sides=True, same_method=True),
        Adjustment(both_sides=True, same_method=False),
        Adjustment(both_sides=True),
    ),
    ("C8", Integrity(no_net_increase=True), Integrity(no_net_increase=False), Integrity()),
    (
        "C9",
        Registry(connection=Connection.COMMON),
        Registry(connection=Connection.NONE),
        Registry(),
    ),
    (
        "C10",
        Integrity(minimum=("Real", "verified", "additional", "permanent")),
        Integrity(minimum=("real", "verified")),
        Integrity(),
    ),
    (
        "C11",
        SustainableDevelopment(human_rights=True),
        SustainableDevelopment(human_rights=False),
        SustainableDevelopment(),
    ),
    ("C14", Registry(public=True, records=("origin",)), Registry(public=False), Registry()),
    (
        "C15",
        Confidentiality(always_public=("authorized quantities",)),
        Confidentiality(
            always_public=("authorized quantities",),
            classes=(ConfidentialityClass(name="B", information=("Authorized quantities",)),),
        ),
        Confidentiality(),
    ),
    ("C16", Accession(open_to=("any Party",)), Accession(), Mrv()),
    ("C18", Mrv(third_party=True), Mrv(third_party=False), Mrv()),
    ("C20", Termination(fates=MET), Termination(fates=PARTLY), Termination()),
]


@pytest.mark.parametrize(("code", "good", "bad", "silent"), CASES, ids=[one[0] for one in CASES])
def test_a_clause_passes_refuses_or_leaves_open(
    code: str, good: object, bad: object, silent: object
) -> None:
    assert outcome(code, treaty(good)) is Outcome.PASS
    assert outcome(code, treaty(bad)) is Outcome.FAIL
    assert outcome(code, treaty(silent)) is Outcome.NOT_DETERMINABLE
    assert outcome(code, treaty()) is Outcome.NOT_DETERMINABLE


def test_registry_records_have_to_be_known() -> None:
    assert outcome("C14", treaty(Registry(public=True))) is Outcome.NOT_DETERMINABLE


def test_a_memorandum_that_moves_nothing_is_not_asked_about_transfers() -> None:
    memorandum = treaty(form=Form.MOU, recognition=())
    assert CONTENT.judge(memorandum, Circumstances(on=ON)) == []
    assert REPORTS.judge(memorandum, Circumstances(on=ON)) == []


def test_levies_on_units_of_the_mechanism_are_not_agreed_away() -> None:
    def levied(**terms: Any) -> Agreement:
        units = (Recognition(origin="GHA", destination="CHE", units=("A6.4ER",)),)
        return treaty(recognition=units, article6=Article6Terms(**terms))

    assert outcome("C12", levied(sop=Fraction(1, 20), omge=Fraction(1, 50))) is Outcome.PASS
    assert outcome("C12", levied(sop=Fraction(1, 50), omge=Fraction(1, 50))) is Outcome.FAIL
    assert outcome("C12", levied(sop=Fraction(1, 20))) is Outcome.NOT_DETERMINABLE
    assert outcome("C12", treaty()) is Outcome.PASS


def test_clauses_usual_for_the_form_are_asked_for() -> None:
    made = replace(agreement(), clauses=(Clause(area=Area.MRV),))
    assert outcome("C19", made) is Outcome.FAIL
    assert outcome("C19", agreement()) is Outcome.NOT_DETERMINABLE
    expected = law.expected_areas("ets_link", "treaty")
    clauses = tuple(Clause(area=Area(one), ref="art 1", binding=Binding.SHALL) for one in expected)
    whole = replace(agreement(), subject=Subject.ETS_LINK, clauses=clauses)
    assert outcome("C19", whole) is Outcome.PASS
    assert worst(COMPLETENESS["C19"].judge(made, Circumstances(on=ON))) is Outcome.PASS


def test_joint_auctions_need_a_fate_too() -> None:
    four = tuple(one for one in MET if one.holding is not Holding.AUCTIONS)
    assert outcome("C20", treaty(Termination(fates=four))) is Outcome.PASS
    joint = treaty(Termination(fates=four), Auction(joint=True))
    assert outcome("C20", joint) is Outcome.FAIL


def record(kind: NdcKind = NdcKind.SINGLE_YEAR) -> Record:
    ndc = NdcVersion(
        version="2",
        communicated_on=date(2021, 11, 4),
        period=NdcPeriod(2021, 2030),
        kind=kind,
        form=TargetForm.ABSOLUTE,
    )
    return Record(party="GHA", ndcs=NdcRegister("GHA", (ndc,)))


def reporting(code: str, one: Agreement, on: date = ON, **facts: Any) -> list[Outcome]:
    hosts = replace(one, parties=one.parties[:1])
    found = REPORTS[code].judge(hosts, Circumstances(on=on, **facts))
    return [finding.outcome for finding in found]


@pytest.mark.feature("F235")
@pytest.mark.feature("F239")
def test_participation_is_asked_of_every_party() -> None:
    facts = Circumstances(on=ON, participation={"GHA": record()})
    findings = list(REPORTS["C1"].judge(treaty(), facts))
    assert {one.where["party"] for one in findings} == {"GHA", "CHE"}
    assert all(one.outcome is Outcome.NOT_DETERMINABLE for one in findings)
    bare = replace(record(), arrangements=(), registries=())
    refused = REPORTS["C1"].judge(treaty(), Circumstances(on=ON, participation={"GHA": bare}))
    paras = {one.where["para"] for one in refused if one.outcome is Outcome.FAIL}
    assert paras == {"4(c)", "4(d)"}


def test_method_of_adjustment_fits_the_kind_of_ndc() -> None:
    averaging = treaty(article6=Article6Terms(adjustment_method=Method.AVERAGING))
    assert reporting("C4", averaging, participation={"GHA": record()}) == []
    multi = {"GHA": record(NdcKind.MULTI_YEAR)}
    assert reporting("C4", averaging, participation=multi) == [Outcome.FAIL]
    assert reporting("C4", averaging) == [Outcome.NOT_DETERMINABLE]
    assert reporting("C4", treaty(), participation=multi) == [Outcome.NOT_DETERMINABLE]


AUTHORIZED = Reported(first_authorized_on=date(2023, 3, 1))


def reported(**changes: Any) -> dict[str, Reported]:
    return {"GHA": replace(AUTHORIZED, **changes)}


def test_initial_report_comes_no_later_than_the_next_biennial_report() -> None:
    assert initial_due(date(2023, 3, 1)) == date(2024, 12, 31)
    assert initial_due(date(2025, 3, 1)) == date(2026, 12, 31)
    early, late = reported(initial_on=date(2023, 3, 1)), reported(initial_on=date(2025, 2, 1))
    assert reporting("C5", treaty(), reports=early) == []
    assert reporting("C5", treaty(), date(2024, 12, 31), reports=reported()) == []
    assert reporting("C5", treaty(), reports=reported()) == [Outcome.FAIL]
    assert reporting("C5", treaty(), reports=late) == [Outcome.FAIL]
    assert reporting("C5", treaty()) == [Outcome.NOT_DETERMINABLE]


def test_annual_information_is_due_on_15_april() -> None:
    filed = reported(annual={2023: date(2024, 4, 15), 2024: date(2025, 4, 16)})
    assert reporting("C6", treaty(), date(2025, 4, 15), reports=filed) == []
    assert reporting("C6", treaty(), date(2025, 4, 16), reports=filed) == [Outcome.FAIL]
    assert reporting("C6", treaty(), reports=reported()) == [Outcome.FAIL] * 2
    assert reporting("C6", treaty()) == [Outcome.NOT_DETERMINABLE]


def test_regular_information_is_due_every_second_year() -> None:
    filed = reported(biennial={2024: date(2024, 12, 31)})
    assert reporting("C7", treaty(), reports=filed) == []
    assert reporting("C7", treaty(), reports=reported()) == [Outcome.FAIL]
    assert reporting("C7", treaty(), date(2027, 1, 1), reports=filed) == [Outcome.FAIL]
    assert reporting("C7", treaty()) == [Outcome.NOT_DETERMINABLE]


def test_host_transfers_no_more_than_agreed() -> None:
    limited = treaty(article6=Article6Terms(host_limit_t=100))
    assert reporting("C13", limited, reports=reported(transferred_t=100)) == []
    assert reporting("C13", limited, reports=reported(transferred_t=101)) == [Outcome.FAIL]
    assert reporting("C13", limited, reports=reported()) == [Outcome.NOT_DETERMINABLE]
    assert reporting("C13", treaty()) == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F028")
def test_no_agreement_of_the_catalogue_passes_before_its_signature() -> None:
    for one in catalogue().values():
        signed = one.dates.signed
        if signed is not None and not one.history:
            assert check(one, Circumstances(on=date(1990, 1, 1))).verdict is not Outcome.PASS
    early = Circumstances(on=date(2017, 11, 22))
    assert check(catalogue()["link_eu_ch"], early).verdict is Outcome.FAIL


@pytest.mark.parametrize("year", [2005, 2013, 2021, 2027])
def test_every_agreement_of_the_catalogue_is_judged_on_any_day(year: int) -> None:
    facts = Circumstances(
        on=date(year, 7, 1),
        others=tuple(catalogue().values()),
        systems=frozenset(law.systems()),
    )
    for one in catalogue().values():
        for finding in check(one, facts).findings:
            assert finding.message.en
            assert finding.message.zh
