"""Roles, voices, needs, checklists, flows upward, principles, bodies, acts, enforceability."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_samples import FAIL, NOWHERE, ON, UNKNOWN, judged, linked, under

from tallystick import law
from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Body, Clause, PartyTo, Principle
from tallystick.linking.agreement.params import Cooperation, Disputes, Stage
from tallystick.linking.agreement.words import (
    Area,
    Backing,
    Binding,
    BodyKind,
    DisputeStage,
    Form,
    Level,
    Stance,
)
from tallystick.linking.checking import RULEBOOKS
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.enforcing import Enforceability, enforcement
from tallystick.linking.legality.matter_rules import MATTERS
from tallystick.linking.practice import Around
from tallystick.linking.practice.actors import (
    CHECKLISTS,
    NEEDS,
    ROLES,
    VOICES,
    ActorIn,
    ActorRole,
    Checklist,
    Need,
    Roles,
    Voice,
    VoiceKind,
    maturity,
    need_matrix,
)
from tallystick.linking.practice.flows import FLOWS, UnitFlow, roll_up, treated

FACTS = Circumstances(on=ON)


def acting(actor: str, role: ActorRole, deal: str = "link", **said: Any) -> ActorIn:
    return ActorIn(actor=actor, role=role, deal=deal, **{"independent": True, **said})


@pytest.mark.feature("F049")
@pytest.mark.rule("pass", "ROLE_CONFLICT")
def test_one_actor_may_have_other_roles_in_other_links() -> None:
    roles = Roles(
        held=(
            acting("GHA", ActorRole.SELLER, "north"),
            acting("GHA", ActorRole.BUYER, "south"),
            acting("GHA", ActorRole.VERIFIER, "east"),
            acting("CHE", ActorRole.SELLER, "east"),
        )
    )
    assert judged(ROLES, roles, NOWHERE) == []
    assert roles.of("GHA") == {
        "north": (ActorRole.SELLER,),
        "south": (ActorRole.BUYER,),
        "east": (ActorRole.VERIFIER,),
    }


@pytest.mark.feature("F049")
@pytest.mark.rule("fail", "ROLE_CONFLICT")
@pytest.mark.rule("missing", "ROLE_CONFLICT")
def test_nobody_verifies_what_he_sells_not_even_through_another() -> None:
    seller = acting("firm", ActorRole.SELLER)
    own = Roles(held=(seller, acting("firm", ActorRole.VERIFIER)))
    assert judged(ROLES, own, NOWHERE) == [("ROLE_CONFLICT", FAIL)]
    hidden = Roles(held=(seller, acting("bureau", ActorRole.VERIFIER, behind="firm")))
    assert judged(ROLES, hidden, NOWHERE) == [("ROLE_CONFLICT", FAIL)]
    dark = Roles(held=(seller, acting("bureau", ActorRole.VERIFIER, independent=None)))
    assert judged(ROLES, dark, NOWHERE) == [("ROLE_CONFLICT", UNKNOWN)]


VOICE = Voice(
    id="v1",
    kind=VoiceKind.GRIEVANCE,
    activity="dam",
    by="village",
    on=date(2026, 1, 1),
    due=date(2026, 3, 1),
    answered_on=date(2026, 2, 1),
    outcome="route changed",
)


@pytest.mark.feature("F040")
@pytest.mark.rule("fail", "VOICE_UNANSWERED")
@pytest.mark.rule("missing", "VOICE_UNANSWERED")
def test_grievance_has_an_answer_with_an_outcome() -> None:
    assert judged(VOICES, VOICE, NOWHERE) == []
    late = replace(VOICE, answered_on=None)
    assert judged(VOICES, late, NOWHERE) == [("VOICE_UNANSWERED", FAIL)]
    assert judged(VOICES, replace(VOICE, outcome=None), NOWHERE) == [("VOICE_UNANSWERED", FAIL)]
    assert judged(VOICES, replace(late, due=None), NOWHERE) == [("VOICE_UNANSWERED", UNKNOWN)]
    assert judged(VOICES, late, Around(on=date(2026, 2, 1))) == []


SUPPORT = Clause(area=Area.COOPERATION, params=Cooperation(support=("registry software",)))


@pytest.mark.feature("F135")
@pytest.mark.rule("fail", "NEED_UNMET")
@pytest.mark.rule("missing", "NEED_UNMET")
def test_needs_are_held_against_what_clauses_support() -> None:
    need = Need(party="GBR", assessed=True, topics=("Registry software",))
    more = replace(need, topics=("Registry software", "training"))
    assert judged(NEEDS, need, under(SUPPORT)) == []
    assert judged(NEEDS, more, under(SUPPORT)) == [("NEED_UNMET", FAIL)]
    assert judged(NEEDS, replace(need, assessed=False), under(SUPPORT)) == [("NEED_UNMET", UNKNOWN)]
    assert judged(NEEDS, need, NOWHERE) == [("NEED_UNMET", UNKNOWN)]
    found = need_matrix((more,), linked(SUPPORT))
    assert found == {"GBR": {"Registry software": True, "training": False}}


@pytest.mark.feature("F136")
@pytest.mark.rule("fail", "MRV_IMMATURE")
@pytest.mark.rule("missing", "MRV_IMMATURE")
def test_maturity_is_the_level_up_to_which_every_item_is_met() -> None:
    levels = {
        level: tuple(item.id for item in law.mrv_checklist() if item.level <= level)
        for level in range(5)
    }
    done = Checklist(party="CHN", met=levels[2], wanted=2)
    assert maturity(done) == (2, 4)
    assert judged(CHECKLISTS, done, NOWHERE) == []
    assert judged(CHECKLISTS, replace(done, wanted=3), NOWHERE) == [("MRV_IMMATURE", UNKNOWN)]
    short = replace(done, unmet=("data_checks",), wanted=3)
    assert maturity(short) == (2, 2)
    assert judged(CHECKLISTS, short, NOWHERE) == [("MRV_IMMATURE", FAIL)]
    items = [item.id for item in law.mrv_checklist()]
    assert "allocation_data" in items
    assert len(items) == len(set(items))


WEST = Around(on=ON, agreement=catalogue()["link_ca_qc_on_2017"])
FLOW = UnitFlow(giver="CA-QC", taker="US-CA", on=date(2025, 12, 31), sent_t=100, received_t=100)


@pytest.mark.feature("F125")
@pytest.mark.rule("fail", "UPWARD_FLOW_APART")
@pytest.mark.rule("missing", "UPWARD_FLOW_APART")
def test_flows_of_parts_roll_up_to_their_states() -> None:
    back = replace(FLOW, giver="US-CA", taker="CA-QC", sent_t=30, received_t=30)
    inside = replace(FLOW, giver="CA-ON", sent_t=7, taker="CA-QC")
    assert roll_up((FLOW, back, inside), WEST) == {"CAN": -70, "USA": 70}
    assert judged(FLOWS, FLOW, WEST) == []
    assert judged(FLOWS, inside, WEST) == [("UPWARD_FLOW_APART", FAIL)]
    assert judged(FLOWS, replace(FLOW, received_t=None), WEST) == [("UPWARD_FLOW_APART", UNKNOWN)]
    assert roll_up((FLOW,), NOWHERE) is None
    assert roll_up((replace(FLOW, giver="CA-BC"),), WEST) is None


@given(st.lists(st.tuples(st.sampled_from(["US-CA", "CA-QC", "CA-ON"]), st.integers(0, 10**9))))
def test_what_states_gain_and_lose_adds_up_to_nothing(found: list[tuple[str, int]]) -> None:
    flows = tuple(replace(FLOW, giver=giver, sent_t=sent) for giver, sent in found)
    assert sum((roll_up(flows, WEST) or {}).values()) == 0


@pytest.mark.feature("F126")
def test_flow_with_a_state_that_left_is_a_memo_with_a_warning() -> None:
    (before,) = treated((FLOW,), WEST)
    assert (before.treatment, before.adjusting) == ("adjusted", ("CAN", "USA"))
    (after,) = treated((replace(FLOW, on=date(2026, 2, 1)),), WEST)
    assert after.treatment == "unadjusted memo flow"
    assert after.adjusting == ()
    assert [(one.code, one.severity) for one in after.findings] == [("NON_PARTY", "warning")]


def matters(**changed: Any) -> list[tuple[str, object]]:
    return list(judged(MATTERS, linked(**changed), FACTS))


@pytest.mark.feature("F032")
@pytest.mark.rule("fail", "PRINCIPLE_UNKNOWN", "PRINCIPLE_RESERVED")
@pytest.mark.rule("missing", "PRINCIPLE_RESERVED")
def test_principles_are_listed_and_reservations_stand_out() -> None:
    accepted = Principle(id="environmental_integrity")
    assert matters(principles=(accepted,)) == []
    assert matters(principles=(Principle(id="goodness"),)) == [("PRINCIPLE_UNKNOWN", FAIL)]
    reserved = replace(accepted, stance=Stance.RESERVED, party="GBR")
    assert matters(principles=(reserved,)) == [("PRINCIPLE_RESERVED", FAIL)]
    assert matters(principles=(replace(reserved, party=None),)) == [("PRINCIPLE_RESERVED", UNKNOWN)]
    assert MATTERS in RULEBOOKS


REGULATOR = Body(name="agency", kind=BodyKind.REGULATOR, of="GBR", binding=True)


@pytest.mark.feature("F121")
@pytest.mark.feature("F122")
@pytest.mark.rule("fail", "BODY_WITHOUT_POWER")
@pytest.mark.rule("missing", "BODY_WITHOUT_POWER")
def test_bodies_bind_within_their_powers() -> None:
    regional = Body(name="union", kind=BodyKind.REGIONAL, binding=True)
    assert matters(bodies=(REGULATOR, regional)) == []
    assert matters(bodies=(regional,), form=Form.MOU) == [("BODY_WITHOUT_POWER", FAIL)]
    assert matters(bodies=(REGULATOR,), form=Form.MOU) == []
    assert matters(bodies=(replace(REGULATOR, of="XXX"),)) == [("BODY_WITHOUT_POWER", FAIL)]
    assert matters(bodies=(replace(regional, binding=None),)) == [("BODY_WITHOUT_POWER", UNKNOWN)]
    assert matters(bodies=(replace(regional, binding=False),), form=Form.MOU) == []


@pytest.mark.feature("F121")
def test_asean_is_a_regional_body_that_binds_nobody() -> None:
    agreement = catalogue()["coop_asean_accf"]
    (body,) = agreement.bodies
    assert (body.name, body.kind, body.binding) == ("ASEAN", BodyKind.REGIONAL, False)
    assert judged(MATTERS, agreement, FACTS) == []


@pytest.mark.feature("F122")
def test_californian_board_is_the_regulator_of_a_part_of_a_state() -> None:
    agreement = catalogue()["link_ca_qc_2013"]
    (body,) = agreement.bodies
    (party,) = [one for one in agreement.parties if one.id == body.of]
    assert (body.name, body.kind) == ("California Air Resources Board", BodyKind.REGULATOR)
    assert party.level is Level.SUBNATIONAL
    assert judged(MATTERS, agreement, FACTS) == []


@pytest.mark.feature("F156")
@pytest.mark.rule("fail", "ACTS_NOT_MATCHED")
@pytest.mark.rule("missing", "ACTS_NOT_MATCHED")
@pytest.mark.parametrize("form", [Form.RECIPROCAL_LEGISLATION, Form.JOINT_DECLARATION])
def test_reciprocal_forms_rest_on_acts_of_each_side(form: Form) -> None:
    both = tuple(PartyTo(id=name, level=Level.NATIONAL, statute="act") for name in ("EUE", "GBR"))
    assert matters(form=form, parties=both) == []
    without = (both[0], replace(both[1], statute=None, lacks=(Backing.STATUTE,)))
    assert matters(form=form, parties=without) == [("ACTS_NOT_MATCHED", FAIL)]
    silent = (both[0], replace(both[1], statute=None))
    assert matters(form=form, parties=silent) == [("ACTS_NOT_MATCHED", UNKNOWN)]
    closed: dict[str, Any] = {"recognition": ()} if form is Form.JOINT_DECLARATION else {}
    if closed:
        assert matters(form=form, parties=without, **closed) == []
    assert matters(parties=without) == []


def forces(*stages: DisputeStage, form: Form = Form.TREATY) -> list[Enforceability]:
    words = (Binding.SHALL, Binding.SHOULD, Binding.RECITAL, None)
    listed = tuple(Clause(area=Area.MRV, binding=one) for one in words)
    disputes = Disputes(stages=tuple(Stage(stage=one) for one in stages))
    closing = Clause(area=Area.DISPUTES, binding=Binding.MAY, params=disputes)
    return [one.enforceability for one in enforcement(linked(*listed, closing, form=form))][:4]


@pytest.mark.feature("F047")
def test_clause_is_enforceable_by_form_words_and_forum() -> None:
    enforceable, open_ = Enforceability.ENFORCEABLE, Enforceability.UNKNOWN
    soft, none = Enforceability.SOFT, Enforceability.NONE
    forumless = Enforceability.BINDING_WITHOUT_FORUM
    assert forces(DisputeStage.ARBITRATION) == [enforceable, soft, none, open_]
    assert forces(DisputeStage.JOINT_BODY) == [forumless, soft, none, open_]
    assert forces(DisputeStage.COURT, form=Form.MOU) == [soft, soft, none, open_]


@pytest.mark.feature("F047")
def test_every_clause_of_the_catalogue_has_its_enforceability() -> None:
    for agreement in catalogue().values():
        told = enforcement(agreement)
        assert len(told) == len(agreement.clauses)
        assert all(one.to_json()["enforceability"] for one in told)


@pytest.mark.rule(
    "pass",
    "VOICE_UNANSWERED",
    "NEED_UNMET",
    "MRV_IMMATURE",
    "UPWARD_FLOW_APART",
    "PRINCIPLE_UNKNOWN",
    "PRINCIPLE_RESERVED",
    "BODY_WITHOUT_POWER",
    "ACTS_NOT_MATCHED",
)
def test_actors_and_matters_in_order_pass() -> None:
    assert judged(VOICES, VOICE, NOWHERE) == []
    need = Need(party="GBR", assessed=True, topics=("Registry software",))
    assert judged(NEEDS, need, under(SUPPORT)) == []
    first = tuple(item.id for item in law.mrv_checklist() if item.level == 1)
    assert judged(CHECKLISTS, Checklist(party="CHN", met=first, wanted=1), NOWHERE) == []
    assert judged(FLOWS, FLOW, WEST) == []
    sides = tuple(PartyTo(id=name, level=Level.NATIONAL, statute="act") for name in ("EUE", "GBR"))
    principles = (Principle(id="environmental_integrity"),)
    shared = {"parties": sides, "principles": principles, "bodies": (REGULATOR,)}
    assert matters(form=Form.RECIPROCAL_LEGISLATION, **shared) == []
