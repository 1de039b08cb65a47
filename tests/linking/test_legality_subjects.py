"""Who may make an agreement: each rule passes, refuses and waits for what is missing."""

from dataclasses import replace
from datetime import date

import pytest
from linking_samples import ON, agreement, direction, party

from tallystick.core.findings import Outcome, Text
from tallystick.linking.agreement import Agreement, Clause, Contract, Dates, Day, PartyTo
from tallystick.linking.agreement.params import Adjustment
from tallystick.linking.agreement.words import Area, Backing, Binding, Form, Level, Role
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.subject_rules import SUBJECTS
from tallystick.linking.legality.tier_rules import TIERS

CALIFORNIA = PartyTo(
    id="US-CA",
    level=Level.SUBNATIONAL,
    systems=("usa_ca",),
    state="USA",
    statute="Global Warming Solutions Act",
    constitutional_bar=False,
    consent="note of the State",
    linkage_finding="finding of the Governor",
)
QUEBEC = replace(CALIFORNIA, id="CA-QC", systems=("can_qc",), state="CAN", linkage_finding=None)
BOTH_WAYS = (direction("usa_ca", "can_qc"), direction("can_qc", "usa_ca"))
SHOULD = Clause(area=Area.COORDINATION, binding=Binding.SHOULD)
SHALL = Clause(area=Area.COORDINATION, binding=Binding.SHALL)


def outcomes(book: AgreementRules, code: str, one: Agreement, on: date = ON) -> list[Outcome]:
    return [finding.outcome for finding in book[code].judge(one, Circumstances(on=on))]


def subnational(
    form: Form = Form.NON_BINDING, clause: Clause = SHOULD, **changes: object
) -> Agreement:
    first: PartyTo = replace(CALIFORNIA, **changes)  # type: ignore[arg-type]  # named per test
    made = agreement(*BOTH_WAYS, parties=(first, QUEBEC), form=form)
    return replace(made, clauses=(clause,))


def refuses(code: str, one: Agreement, on: date = ON) -> bool:
    return Outcome.FAIL in outcomes(SUBJECTS, code, one, on)


def waits(code: str, one: Agreement, on: date = ON) -> bool:
    return outcomes(SUBJECTS, code, one, on) == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F256")
@pytest.mark.feature("F155")
def test_only_subjects_of_international_law_make_treaties() -> None:
    assert outcomes(SUBJECTS, "S1", agreement()) == []
    assert refuses("S1", subnational(Form.TREATY))
    assert outcomes(SUBJECTS, "S1", subnational()) == []
    assert waits("S1", agreement(parties=(party("Atlantis"), party("CHE"))))


@pytest.mark.feature("F257")
@pytest.mark.feature("F259")
def test_a_part_of_a_state_links_by_statute() -> None:
    assert outcomes(SUBJECTS, "S2", subnational()) == []
    assert refuses("S2", subnational(statute=None, lacks=(Backing.STATUTE,)))
    assert waits("S2", subnational(statute=None))


@pytest.mark.feature("F257")
def test_what_binds_a_part_of_a_state_is_not_barred() -> None:
    assert outcomes(SUBJECTS, "S3", subnational(clause=SHALL)) == []
    assert refuses("S3", subnational(clause=SHALL, constitutional_bar=True))
    assert outcomes(SUBJECTS, "S3", subnational(constitutional_bar=True)) == []
    assert waits("S3", subnational(clause=SHALL, constitutional_bar=None))


@pytest.mark.feature("F257")
def test_uncertain_power_is_met_by_words_that_do_not_bind() -> None:
    assert outcomes(SUBJECTS, "S4", subnational(constitutional_bar=None)) == []
    assert refuses("S4", subnational(clause=SHALL, constitutional_bar=None))
    unclear = Clause(area=Area.COORDINATION)
    assert waits("S4", subnational(clause=unclear, constitutional_bar=None))


@pytest.mark.feature("F258")
def test_the_state_consents_to_net_flows_across_its_border() -> None:
    assert outcomes(SUBJECTS, "S5", subnational()) == []
    assert refuses("S5", subnational(consent=None, lacks=(Backing.CONSENT,)))
    assert waits("S5", subnational(consent=None))
    domestic = agreement(
        *BOTH_WAYS,
        parties=(replace(CALIFORNIA, consent=None), replace(QUEBEC, state="USA", consent=None)),
        form=Form.NON_BINDING,
    )
    assert outcomes(SUBJECTS, "S5", domestic) == []


@pytest.mark.feature("F235")
def test_whoever_adjusts_is_bound_by_the_paris_agreement_on_the_day() -> None:
    adjusting = Clause(area=Area.ADJUSTMENT, params=Adjustment(both_sides=True))
    bilateral = replace(
        agreement(parties=(party("CHE", "che_ets"), party("USA", "usa_ca"))), clauses=(adjusting,)
    )
    assert outcomes(SUBJECTS, "S8", bilateral, date(2024, 6, 1)) == []
    assert refuses("S8", bilateral, date(2021, 1, 1))
    stateless = replace(CALIFORNIA, state=None)
    unclear = replace(bilateral, parties=(party("CHE", "che_ets"), stateless))
    assert waits("S8", unclear, date(2024, 6, 1))


@pytest.mark.feature("F257")
def test_findings_that_a_statute_asks_for_are_made() -> None:
    assert outcomes(SUBJECTS, "S9", subnational()) == []
    missing = subnational(linkage_finding=None, lacks=(Backing.LINKAGE_FINDING,))
    assert refuses("S9", missing)
    assert not refuses("S9", missing, date(2010, 1, 1))
    assert waits("S9", subnational(linkage_finding=None))


def test_the_union_links_with_absolute_caps() -> None:
    assert outcomes(SUBJECTS, "S9_CAP", agreement(direction("che_ets", "eu_ets"))) == []
    parties = (party("EUE", "eu_ets"), party("IDN", "idn_ets"))
    assert refuses("S9_CAP", agreement(direction("idn_ets", "eu_ets"), parties=parties))
    unlisted = (party("EUE", "eu_ets"), party("CHE", "moon_ets"))
    assert waits("S9_CAP", agreement(direction("moon_ets", "eu_ets"), parties=unlisted))


def contracts(*listed: Contract) -> Agreement:
    return replace(agreement(), contracts=listed)


@pytest.mark.feature("F232")
@pytest.mark.feature("F233")
def test_a_contract_rests_on_an_agreement_in_force_or_the_state_sells() -> None:
    def found(*listed: Contract, on: date = ON) -> list[Outcome]:
        return outcomes(TIERS, "S6", contracts(*listed), on)

    assert found(Contract(id="a", under="link_eu_ch"), Contract(id="b", under="a")) == []
    assert found(Contract(id="a", state_sells=True)) == []
    assert found(Contract(id="a", under="link_eu_ch"), on=date(2019, 1, 1)) == [Outcome.FAIL]
    assert found(Contract(id="a", state_sells=False)) == [Outcome.FAIL]
    assert found(Contract(id="a")) == [Outcome.NOT_DETERMINABLE]
    assert found(Contract(id="a", under="lost")) == [Outcome.NOT_DETERMINABLE]
    undated = replace(contracts(Contract(id="a", under="link_eu_ch")), dates=Dates())
    assert outcomes(TIERS, "S6", undated) == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F157")
def test_the_signature_of_an_association_moves_no_unit() -> None:
    association = PartyTo(id="AACM", level=Level.NON_STATE, systems=("club",))
    parties = (party("CHE", "che_ets"), association)
    made = agreement(parties=parties, form=Form.INDUSTRY_MOC)
    assert outcomes(TIERS, "S7", made) == []
    open_to_all = replace(made, recognition=(direction("club", "che_ets"),))
    assert outcomes(TIERS, "S7", open_to_all) == [Outcome.FAIL]
    nobody = replace(made, recognition=(direction("moon_ets", "che_ets"),))
    assert outcomes(TIERS, "S7", nobody) == [Outcome.NOT_DETERMINABLE]


def test_observers_are_not_asked() -> None:
    watching = party("Atlantis", role=Role.OBSERVER)
    assert outcomes(SUBJECTS, "S1", agreement(parties=(party("CHE"), watching))) == []


def test_a_party_that_has_left_is_not_asked() -> None:
    gone = replace(party("Atlantis"), left=Day(2020))
    assert outcomes(SUBJECTS, "S1", agreement(parties=(party("CHE"), gone))) == []


def test_every_rule_speaks_both_languages() -> None:
    for book in (SUBJECTS, TIERS):
        for rule in book.rules:
            assert all(isinstance(one, Text) and one.zh for one in (rule.message, rule.fix))
