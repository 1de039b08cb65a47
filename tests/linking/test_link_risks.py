"""What a link may bring: spillovers, hot air, weak commitments, unlike cores, acts of alignment."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycle_samples import clauses, link
from linking_samples import agreement, direction, party

from tallystick.core.findings import Outcome
from tallystick.io.catalogue import catalogue, catalogued
from tallystick.linking.agreement import Agreement, Day, Event, SystemFacts
from tallystick.linking.agreement.params import Withdrawal
from tallystick.linking.agreement.plans import Aligned, AlignmentAct
from tallystick.linking.agreement.restrictions import Quantity
from tallystick.linking.agreement.words import Form, LimitScope, Status
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.risks import risks
from tallystick.linking.risks.alignment import retests
from tallystick.linking.risks.commitment import commitments
from tallystick.linking.risks.core_elements import core_comparisons
from tallystick.linking.risks.propagation import propagation
from tallystick.linking.risks.rulebook import RISKS
from tallystick.linking.risks.stringency import Stringency, stringencies

ON = date(2026, 3, 1)
FACTS = Circumstances(on=ON)
FAILS, UNKNOWN = [Outcome.FAIL], [Outcome.NOT_DETERMINABLE]
SWISS = catalogued("link_eu_ch")


def found(one: Agreement, code: str, facts: Circumstances = FACTS) -> list[Outcome]:
    return [finding.outcome for finding in RISKS[code].judge(one, facts)]


def spilt(one: Agreement) -> dict[tuple[str, str, str], bool | None]:
    rows = (reach.to_json() for reach in propagation(one, ON))
    return {(row["feature"], row["from"], row["to"]): row["spills_over"] for row in rows}


@pytest.mark.feature("F271")
def test_features_spill_over_where_units_or_prices_go() -> None:
    parties = (party("NZL", "nzl_ets"), party("EUE", "eu_ets"))
    cells = spilt(agreement(direction("nzl_ets", "eu_ets"), parties=parties))
    assert cells["stability", "eu_ets", "nzl_ets"] is True
    assert cells["stability", "nzl_ets", "eu_ets"] is not None
    assert ("offsets", "nzl_ets", "eu_ets") in cells
    assert ("offsets", "eu_ets", "nzl_ets") not in cells
    assert cells["allocation", "nzl_ets", "eu_ets"] is False
    unknown = agreement(direction("GHA", "CHE"), parties=(party("CHE"), party("GHA")))
    assert spilt(unknown)["floor", "GHA", "CHE"] is None
    assert spilt(agreement()) == {}


@pytest.mark.feature("F271")
def test_a_limit_on_quantity_damps_what_spills_over() -> None:
    limit = Quantity(scope=LimitScope.GROSS, limit_t=5)
    damped = propagation(agreement(direction("che_ets", "eu_ets", limit)), ON)
    assert all(reach.damped for reach in damped)
    assert not any(reach.damped for reach in propagation(SWISS, ON))


def capped(cap_t: int | None, baseline_t: int | None) -> Agreement:
    facts = SystemFacts(system="che_ets", cap_t=cap_t, baseline_t=baseline_t)
    firm = SystemFacts(system="eu_ets", cap_t=90, baseline_t=100)
    return replace(link(), facts=(facts, firm))


@pytest.mark.feature("F269")
def test_a_cap_above_what_would_be_emitted_is_hot_air() -> None:
    assert found(capped(100, 100), "HOT_AIR") == []
    assert found(capped(101, 100), "HOT_AIR") == FAILS
    assert found(capped(None, 100), "HOT_AIR") == UNKNOWN
    loosest = stringencies(capped(120, 100))[0].to_json()
    assert (loosest["system"], loosest["cut"], loosest["hot_air_t"]) == ("che_ets", "-1/5", 20)


@pytest.mark.feature("F269")
@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_hot_air_is_there_exactly_where_the_cap_cuts_nothing(cap_t: int, baseline_t: int) -> None:
    one = Stringency("x", cap_t, baseline_t)
    assert one.cut is not None
    assert (one.hot_air_t == 0) == (one.cut >= 0)


@pytest.mark.feature("F277")
def test_commitments_are_weighed_by_law_history_and_words() -> None:
    others = tuple(catalogue().values())
    assert all(0 <= one.score[0] <= one.score[1] <= 5 for one in commitments(SWISS, ON, others))
    three = catalogued("link_ca_qc_on_2017")
    by_party = {one.party: one for one in commitments(three, date(2018, 1, 1), [three])}
    ontario = next(p.id for p in three.parties if "can_on_ct" in p.systems)
    after = {one.party: one for one in commitments(link_with(ontario), ON, [three])}
    assert by_party[ontario].left_before is False
    assert after[ontario].left_before is True


def link_with(name: str) -> Agreement:
    one = link()
    return replace(one, parties=(one.parties[0], replace(one.parties[1], id=name)))


@pytest.mark.feature("F277")
def test_a_weak_commitment_is_told_or_left_open() -> None:
    weak = replace(link(Withdrawal()), form=Form.NON_BINDING)
    broken = Event(status=Status.TERMINATED, on=Day(2025))
    before = replace(link(), id="old", history=(broken,))
    left = tuple(replace(one, left=Day(2025, 1, 1)) for one in before.parties)
    facts = replace(FACTS, others=(replace(before, parties=left),))
    assert found(weak, "COMMITMENT_WEAK", facts) == FAILS * 2
    dated = replace(link(), form=Form.NON_BINDING, clauses=clauses(Withdrawal(notice_months=6)))
    assert found(dated, "COMMITMENT_WEAK") == []
    undetermined = replace(link(), form=Form.NON_BINDING, clauses=())
    assert found(undetermined, "COMMITMENT_WEAK") == UNKNOWN * 2


@pytest.mark.feature("F289")
def test_parallel_links_compare_their_core() -> None:
    rows = core_comparisons(SWISS, ON)
    assert [row["feature"] for row in rows] == ["allocation", "mrv", "ceiling", "floor", "offsets"]
    assert all(row["left"] == "che_ets" for row in rows)
    assert found(SWISS, "CORE_UNLIKE") == []
    assert core_comparisons(replace(SWISS, umbrella_statute="statute"), ON) == []
    lost = (party("EUE", "eu_ets"), party("CHE", "moon_ets"))
    one = agreement(direction("moon_ets", "eu_ets"), direction("eu_ets", "moon_ets"), parties=lost)
    assert found(one, "CORE_UNLIKE") == UNKNOWN * 5
    korea = (party("EUE", "eu_ets"), party("NZL", "nzl_ets"))
    two = agreement(direction("nzl_ets", "eu_ets"), direction("eu_ets", "nzl_ets"), parties=korea)
    assert Outcome.FAIL in found(two, "CORE_UNLIKE")


ORDINANCE = AlignmentAct(
    title="Ordinance",
    system="che_ets",
    on=Day(2021, 1, 1),
    sets=(Aligned(field="mrv", value="third_party", was="authority"),),
)


@pytest.mark.feature("F263")
def test_criteria_are_tested_again_with_what_an_act_has_set() -> None:
    one = replace(link(), alignments=(ORDINANCE,))
    [retest] = retests(one, ON)
    assert (retest.feature, retest.other, retest.after) == ("mrv", "eu_ets", "pass")
    assert retest.before != "pass"
    assert retests(one, date(2020, 12, 31)) == ()
    unlike = Aligned(field="mrv", value="authority", was="authority", theirs="authority")
    same = replace(one, alignments=(replace(ORDINANCE, sets=(unlike,)),))
    assert {each.feature for each in retests(same, ON)} == {"mrv"}, "also what did not change"


@pytest.mark.feature("F263")
def test_the_swiss_revision_of_2020_brought_the_cap_up_to_that_of_the_union() -> None:
    [retest] = retests(SWISS, ON)
    assert (retest.feature, retest.other) == ("stringency", "eu_ets")
    assert (retest.before, retest.after) == ("fail", "pass")
    assert (retest.on, bool(retest.source)) == ("2021-01-01", True)
    assert retests(SWISS, date(2020, 12, 31)) == ()


@pytest.mark.feature("F263")
def test_an_act_sets_fields_that_systems_have() -> None:
    def judged(act: AlignmentAct) -> list[Outcome]:
        return found(replace(link(), alignments=(act,)), "ALIGNMENT_FIELD")

    assert judged(ORDINANCE) == []
    assert judged(replace(ORDINANCE, sets=(Aligned(field="colour", value="red"),))) == FAILS
    number = Aligned(field="reduction_pct", value="two")
    assert judged(replace(ORDINANCE, sets=(number,))) == FAILS
    assert judged(replace(ORDINANCE, on=None)) == UNKNOWN


def test_the_risks_of_every_agreement_can_be_told() -> None:
    for name in ("link_eu_ch", "link_rggi_mou", "a6_ch_ghana", "link_eu_cdm_2009"):
        answer = risks(catalogued(name), FACTS).to_json()
        assert answer["id"] == name
