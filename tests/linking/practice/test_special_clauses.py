"""Special clauses and what they do: banking, exemptions, allocation, liability, consent."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_samples import FAIL, NOWHERE, ON, UNKNOWN, judged, linked, special, under

from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Clause, Day, Years
from tallystick.linking.agreement.operating import Liability, RecognisedExemption
from tallystick.linking.agreement.params import Auction
from tallystick.linking.agreement.words import Area, Liable, SpecialClause
from tallystick.linking.permits import PERMITS, expiry, permits
from tallystick.linking.practice import Around
from tallystick.linking.practice.allocation import (
    ALLOTMENTS,
    MIXES,
    PLANS,
    AllocationPlan,
    Allotment,
    PlanStatus,
    SectorShare,
    asymmetry,
)
from tallystick.linking.practice.consent import (
    ACTIVATIONS,
    EXEMPTIONS,
    SALES,
    Activation,
    ExemptionUse,
    JointSale,
    NationalMeasure,
    exemption_matrix,
)
from tallystick.linking.practice.liability import (
    INVALIDATIONS,
    HeldCredits,
    Invalidation,
    to_replace,
)
from tallystick.linking.practice.obligations import (
    OBLIGATIONS,
    Obligation,
    SectorEmissions,
    split,
)
from tallystick.linking.restrictions.transfer import Setting, Units
from tallystick.linking.transactions import Kind, Transaction

BANKING = special(SpecialClause.BANKING_LIMIT, party="GBR", periods=(Years(2021, 2025),))


def surrender(vintage: int | None, origin: str = "gbr_ets") -> Transaction:
    return Transaction(
        kind=Kind.SURRENDER,
        origin=origin,
        destination="eu_ets",
        quantity_t=5,
        used=False,
        units=Units(vintage=vintage),
    )


@pytest.mark.feature("F108")
@pytest.mark.rule("fail", "UNIT_EXPIRED")
@pytest.mark.rule("missing", "UNIT_EXPIRED")
def test_units_end_with_the_period_whose_banking_is_banned() -> None:
    setting = Setting(agreement=linked(BANKING), on=ON)
    assert judged(PERMITS, surrender(2026), setting) == []
    assert judged(PERMITS, surrender(2025, "eu_ets"), setting) == []
    assert judged(PERMITS, surrender(2025), setting) == [("UNIT_EXPIRED", FAIL)]
    assert judged(PERMITS, surrender(None), setting) == [("UNIT_EXPIRED", UNKNOWN)]
    in_time = replace(setting, on=date(2025, 12, 31))
    assert judged(PERMITS, surrender(2025), in_time) == []


@pytest.mark.feature("F108")
def test_norwegian_units_of_the_first_period_serve_to_the_end_of_april_2008() -> None:
    eea = catalogue()["link_eea"]
    assert expiry(eea, "eu_ets", 2006) == date(2008, 4, 30)
    assert expiry(eea, "eu_ets", 2008) is None
    own = replace(surrender(2006, "eu_ets"), destination="eu_ets")
    assert permits(eea, date(2008, 4, 30), own) == ()
    assert [one.code for one in permits(eea, date(2008, 5, 1), own)] == ["UNIT_EXPIRED"]


EXEMPT = under(special(SpecialClause.SECTOR_EXEMPTION, party="GBR", sectors=("Fishing",)))
EMITTED = Obligation(
    party="GBR",
    year=2025,
    sectors=(
        SectorEmissions(sector="power", emissions_t=100),
        SectorEmissions(sector="fishing", emissions_t=30),
    ),
    surrendered_t=100,
    reported_exempt_t=30,
)


@pytest.mark.feature("F109")
@pytest.mark.rule("pass", "OBLIGATION_SHORT", "EXEMPT_UNREPORTED")
def test_exempt_emissions_leave_the_obligation_and_stay_in_the_report() -> None:
    assert split(EMITTED, EXEMPT) == (100, 30)
    assert judged(OBLIGATIONS, EMITTED, EXEMPT) == []
    assert split(EMITTED, NOWHERE) == (130, 0)
    assert split(replace(EMITTED, party="EUE"), EXEMPT) == (130, 0)


@pytest.mark.feature("F109")
@pytest.mark.rule("fail", "OBLIGATION_SHORT", "EXEMPT_UNREPORTED")
def test_short_surrender_and_unreported_exemption_are_refused() -> None:
    short = replace(EMITTED, surrendered_t=99, reported_exempt_t=0)
    assert judged(OBLIGATIONS, short, EXEMPT) == [
        ("OBLIGATION_SHORT", FAIL),
        ("EXEMPT_UNREPORTED", FAIL),
    ]


@pytest.mark.rule("missing", "OBLIGATION_SHORT", "EXEMPT_UNREPORTED")
def test_unknown_emissions_leave_the_obligation_open() -> None:
    blank = replace(EMITTED, sectors=(SectorEmissions(sector="fishing"),))
    assert judged(OBLIGATIONS, blank, EXEMPT) == [
        ("OBLIGATION_SHORT", UNKNOWN),
        ("EXEMPT_UNREPORTED", UNKNOWN),
    ]


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 10**12))))
def test_obligation_and_exemption_add_up_to_all_emissions(found: list[tuple[str, int]]) -> None:
    sectors = tuple(SectorEmissions(sector=name, emissions_t=one) for name, one in found)
    around = under(special(SpecialClause.SECTOR_EXEMPTION, sectors=("a", "c")))
    due, exempt = split(replace(EMITTED, sectors=sectors), around) or (-1, -1)
    assert due + exempt == sum(one for _, one in found)


SUNSET = under(special(SpecialClause.FREE_ALLOCATION_UNTIL, party="GBR", until=Day(2020, 12, 31)))
GIVEN = Allotment(party="GBR", year=2020, free_t=60, auctioned_t=40)


@pytest.mark.feature("F111")
@pytest.mark.rule("fail", "FREE_ALLOCATION_ENDED")
@pytest.mark.rule("missing", "FREE_ALLOCATION_ENDED")
def test_free_allocation_ends_with_its_sunset() -> None:
    assert judged(ALLOTMENTS, GIVEN, SUNSET) == []
    late = replace(GIVEN, year=2021)
    assert judged(ALLOTMENTS, late, SUNSET) == [("FREE_ALLOCATION_ENDED", FAIL)]
    assert judged(ALLOTMENTS, replace(late, free_t=0), SUNSET) == []
    assert judged(ALLOTMENTS, replace(late, free_t=None), SUNSET) == [
        ("FREE_ALLOCATION_ENDED", UNKNOWN)
    ]
    assert judged(ALLOTMENTS, late, NOWHERE) == [("FREE_ALLOCATION_ENDED", UNKNOWN)]


@pytest.mark.feature("F111")
def test_liechtenstein_gives_nothing_free_after_2020() -> None:
    eea = Around(on=ON, agreement=catalogue()["link_eea"])
    late = Allotment(party="LIE", year=2021, free_t=1, auctioned_t=0)
    assert judged(ALLOTMENTS, late, eea) == [("FREE_ALLOCATION_ENDED", FAIL)]
    assert judged(ALLOTMENTS, replace(late, party="NOR"), eea) == []


MIX = under(special(SpecialClause.ALLOCATION_MIX, tolerance=Fraction(1, 10)))
BESIDE = Allotment(party="EUE", year=2020, free_t=55, auctioned_t=45)


@pytest.mark.feature("F112")
@pytest.mark.rule("fail", "ALLOCATION_ASYMMETRY")
@pytest.mark.rule("missing", "ALLOCATION_ASYMMETRY")
def test_asymmetry_is_the_largest_difference_of_auctioned_shares() -> None:
    assert asymmetry((GIVEN, BESIDE), 2020) == Fraction(1, 20)
    assert judged(MIXES, (GIVEN, BESIDE), MIX) == []
    apart = (GIVEN, replace(BESIDE, free_t=0))
    assert asymmetry(apart, 2020) == Fraction(3, 5)
    assert judged(MIXES, apart, MIX) == [("ALLOCATION_ASYMMETRY", FAIL)]
    assert judged(MIXES, (GIVEN,), MIX) == [("ALLOCATION_ASYMMETRY", UNKNOWN)]
    assert judged(MIXES, apart, under()) == [("ALLOCATION_ASYMMETRY", UNKNOWN)]


PLAN = AllocationPlan(
    party="GBR",
    period="2021-2025",
    total_t=100,
    sectors=(
        SectorShare(sector="power", quantity_t=70),
        SectorShare(sector="steel", quantity_t=30),
    ),
    status=PlanStatus.APPROVED,
    approved_by="authority",
    approved_on=Day(2020, 11),
)


@pytest.mark.feature("F116")
@pytest.mark.rule("pass", "PLAN_SPLIT", "PLAN_NOT_APPROVED")
def test_plan_that_adds_up_and_is_approved_passes() -> None:
    assert judged(PLANS, PLAN, under()) == []


@pytest.mark.feature("F116")
@pytest.mark.rule("fail", "PLAN_SPLIT", "PLAN_NOT_APPROVED")
def test_plan_is_refused_when_it_does_not_add_up_or_is_not_approved_by_the_day() -> None:
    wrong = replace(PLAN, total_t=101, status=PlanStatus.REJECTED)
    assert judged(PLANS, wrong, under()) == [("PLAN_SPLIT", FAIL), ("PLAN_NOT_APPROVED", FAIL)]
    early = under(on=date(2020, 11, 29))
    assert judged(PLANS, PLAN, early) == [("PLAN_NOT_APPROVED", FAIL)]


@pytest.mark.rule("missing", "PLAN_SPLIT", "PLAN_NOT_APPROVED")
def test_plan_without_split_or_status_is_open() -> None:
    blank = AllocationPlan(party="GBR", period="2021-2025")
    said = [("PLAN_SPLIT", UNKNOWN), ("PLAN_NOT_APPROVED", UNKNOWN)]
    assert judged(PLANS, blank, under()) == said
    assert judged(PLANS, replace(PLAN, approved_by=None), under()) == said[1:]


BUYERS = under(
    special(
        SpecialClause.BUYER_LIABILITY,
        liabilities=(
            Liability(party="GBR", liable=Liable.HOLDER),
            Liability(party="EUE", liable=Liable.GOVERNMENT_ACCOUNT),
        ),
    )
)
INVALID = Invalidation(
    id="forest",
    declared_by="GBR",
    holdings=(
        HeldCredits(holder="refinery", party="GBR", quantity_t=10, replaced_t=4),
        HeldCredits(holder="mill", party="EUE", quantity_t=7, replaced_t=0),
    ),
)


@pytest.mark.feature("F115")
@pytest.mark.rule("fail", "CREDIT_NOT_REPLACED")
def test_who_replaces_an_invalid_credit_depends_on_the_law_of_its_holder() -> None:
    assert to_replace(INVALID, BUYERS) == {"refinery": 6, "government account of EUE": 7}
    assert judged(INVALIDATIONS, INVALID, BUYERS) == [("CREDIT_NOT_REPLACED", FAIL)] * 2


@pytest.mark.feature("F115")
@pytest.mark.rule("pass", "CREDIT_NOT_REPLACED")
@pytest.mark.rule("missing", "CREDIT_NOT_REPLACED")
def test_replaced_credits_pass_and_an_unnamed_jurisdiction_is_open() -> None:
    done = replace(INVALID, holdings=(replace(INVALID.holdings[0], replaced_t=10),))
    assert judged(INVALIDATIONS, done, BUYERS) == []
    assert judged(INVALIDATIONS, done, under()) == [("CREDIT_NOT_REPLACED", UNKNOWN)]


@pytest.mark.feature("F115")
def test_california_asks_the_holder_and_quebec_its_account() -> None:
    west = Around(on=ON, agreement=catalogue()["link_ca_qc_on_2017"])
    held = tuple(
        HeldCredits(holder="firm", party=party, quantity_t=5, replaced_t=0)
        for party in ("US-CA", "CA-QC")
    )
    found = to_replace(replace(INVALID, holdings=held), west)
    assert found == {"firm": 5, "government account of CA-QC": 5}


RECOGNISED = special(
    SpecialClause.SECTOR_EXEMPTION,
    exemptions=(
        RecognisedExemption(granted_by="GBR", recognised_by="EUE", sectors=("fishing",)),
        RecognisedExemption(granted_by="EUE", recognised_by="GBR"),
    ),
)
RELIED_ON = ExemptionUse(sector="Fishing", granted_by="GBR", relied_on_in="EUE")


@pytest.mark.feature("F117")
@pytest.mark.rule("fail", "EXEMPTION_NOT_RECOGNISED")
@pytest.mark.rule("missing", "EXEMPTION_NOT_RECOGNISED")
def test_exemptions_count_elsewhere_as_the_matrix_says() -> None:
    around = under(RECOGNISED)
    found = exemption_matrix(linked(RECOGNISED), ON)
    assert found == {("GBR", "EUE"): ("fishing",), ("EUE", "GBR"): ()}
    assert judged(EXEMPTIONS, RELIED_ON, around) == []
    steel = replace(RELIED_ON, sector="steel")
    assert judged(EXEMPTIONS, steel, around) == [("EXEMPTION_NOT_RECOGNISED", FAIL)]
    other = ExemptionUse(sector="steel", granted_by="EUE", relied_on_in="GBR")
    assert judged(EXEMPTIONS, other, around) == []
    assert judged(EXEMPTIONS, RELIED_ON, NOWHERE) == [("EXEMPTION_NOT_RECOGNISED", UNKNOWN)]


MEASURES = under(special(SpecialClause.IMPLEMENTING_MEASURES, measures=("registry rules",)))
ACTS = tuple(
    NationalMeasure(party=party, measure="Registry rules", act="act 1", adopted_on=date(2025, 1, 1))
    for party in ("EUE", "GBR")
)


@pytest.mark.feature("F118")
@pytest.mark.rule("fail", "MEASURES_NOT_ADOPTED")
@pytest.mark.rule("missing", "MEASURES_NOT_ADOPTED")
def test_link_starts_once_every_party_has_adopted_its_measures() -> None:
    assert judged(ACTIVATIONS, Activation(on=ON, measures=ACTS), MEASURES) == []
    one = Activation(on=ON, measures=ACTS[:1])
    assert judged(ACTIVATIONS, one, MEASURES) == [("MEASURES_NOT_ADOPTED", FAIL)]
    late = Activation(on=date(2024, 12, 31), measures=ACTS)
    assert judged(ACTIVATIONS, late, MEASURES) == [("MEASURES_NOT_ADOPTED", FAIL)] * 2
    undated = Activation(on=ON, measures=(ACTS[0], replace(ACTS[1], adopted_on=None)))
    assert judged(ACTIVATIONS, undated, MEASURES) == [("MEASURES_NOT_ADOPTED", UNKNOWN)]
    assert judged(ACTIVATIONS, one, NOWHERE) == [("MEASURES_NOT_ADOPTED", UNKNOWN)]


JOINT = under(Clause(area=Area.AUCTION, params=Auction(joint=True, mutual_consent=True)))
SALE = JointSale(id="august", seller="GBR", quantity_t=9, on=ON, written=True, consents=("EUE",))


@pytest.mark.feature("F119")
@pytest.mark.rule("fail", "SALE_WITHOUT_CONSENT")
@pytest.mark.rule("missing", "SALE_WITHOUT_CONSENT")
def test_joint_auction_sells_only_what_the_others_agreed_to() -> None:
    assert judged(SALES, SALE, JOINT) == []
    alone = replace(SALE, consents=())
    assert judged(SALES, alone, JOINT) == [("SALE_WITHOUT_CONSENT", FAIL)]
    assert judged(SALES, alone, under()) == []
    assert judged(SALES, replace(alone, written=False), JOINT) == [
        ("SALE_WITHOUT_CONSENT", UNKNOWN)
    ]
    west = Around(on=date(2015, 1, 1), agreement=catalogue()["link_ca_qc_2013"])
    unasked = replace(alone, seller="US-CA", on=date(2015, 1, 1))
    assert judged(SALES, unasked, west) == [("SALE_WITHOUT_CONSENT", FAIL)]


@pytest.mark.rule(
    "pass",
    "UNIT_EXPIRED",
    "FREE_ALLOCATION_ENDED",
    "ALLOCATION_ASYMMETRY",
    "EXEMPTION_NOT_RECOGNISED",
    "MEASURES_NOT_ADOPTED",
    "SALE_WITHOUT_CONSENT",
)
def test_practice_that_keeps_special_clauses_passes() -> None:
    setting = Setting(agreement=linked(BANKING), on=ON)
    assert judged(PERMITS, surrender(2026), setting) == []
    assert judged(ALLOTMENTS, GIVEN, SUNSET) == []
    assert judged(MIXES, (GIVEN, BESIDE), MIX) == []
    assert judged(EXEMPTIONS, RELIED_ON, under(RECOGNISED)) == []
    assert judged(ACTIVATIONS, Activation(on=ON, measures=ACTS), MEASURES) == []
    assert judged(SALES, SALE, JOINT) == []
