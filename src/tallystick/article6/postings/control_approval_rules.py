"""Rules on who decides a proposal, and when."""

from datetime import datetime, timedelta

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Withdraw,
)
from tallystick.article6.postings.control_facts import ControlFacts
from tallystick.article6.postings.control_moves import passages
from tallystick.article6.postings.control_record_rules import ON_RECORD
from tallystick.article6.postings.control_rules import SETTINGS
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DECISIONS: Rulebook[Decision, Facts] = Rulebook("decision on a proposal")


@DECISIONS.rule(
    "APPROVER",
    source=DESIGN,
    message=Text(
        "{person} made the proposal {proposal} and does not decide it",
        "{person} 是申请 {proposal} 的提出人，不得自行决定",
    ),
    fix=Text("let another person decide", "请由他人决定"),
)
def another_person_decides(decision: Decision, facts: Facts) -> Shown | None:
    """Who proposes neither approves nor rejects."""
    if isinstance(decision, Withdraw | Expire):
        return None
    proposal = _proposal(facts)
    if proposal is None:
        return _undecided(decision, facts)
    if proposal.proposer != decision.person:
        return None
    return fails(_where(decision), person=decision.person, proposal=proposal.id)


@DECISIONS.rule(
    "PROPOSER",
    source=DESIGN,
    message=Text(
        "{person} did not make the proposal {proposal}",
        "{person} 不是申请 {proposal} 的提出人",
    ),
    fix=Text("reject it, or let the proposer withdraw it", "请予以驳回，或由提出人撤回"),
)
def proposer_withdraws(decision: Decision, facts: Facts) -> Shown | None:
    """Only who proposed withdraws."""
    if not isinstance(decision, Withdraw):
        return None
    proposal = _proposal(facts)
    if proposal is None:
        return _undecided(decision, facts)
    if proposal.proposer == decision.person:
        return None
    return fails(_where(decision), person=decision.person, proposal=proposal.id)


@DECISIONS.rule(
    "PROPOSAL_EXPIRED",
    source=DESIGN,
    message=Text(
        "the deadline {deadline} of the proposal {proposal} has passed at {at}",
        "申请 {proposal} 的期限 {deadline} 在 {at} 已过",
    ),
    fix=Text("propose it again", "请重新申请"),
)
def decision_is_in_time(decision: Decision, facts: Facts) -> Shown | None:
    """A proposal is decided before its deadline."""
    if isinstance(decision, Expire):
        return None
    proposal = _proposal(facts)
    if proposal is None:
        return _undecided(decision, facts)
    if decision.at < proposal.deadline:
        return None
    return _fails_on_time(decision, proposal)


@DECISIONS.rule(
    "PROPOSAL_OPEN",
    source=DESIGN,
    message=Text(
        "the deadline {deadline} of the proposal {proposal} has not passed at {at}",
        "申请 {proposal} 的期限 {deadline} 在 {at} 尚未届满",
    ),
    fix=Text("wait for the deadline, or reject or withdraw it", "请待期限届满，或驳回、撤回"),
)
def expiry_follows_the_deadline(decision: Decision, facts: Facts) -> Shown | None:
    """A proposal expires when its deadline has passed, not before."""
    if not isinstance(decision, Expire):
        return None
    proposal = _proposal(facts)
    if proposal is None:
        return _undecided(decision, facts)
    if decision.at >= proposal.deadline:
        return None
    return _fails_on_time(decision, proposal)


@DECISIONS.rule(
    "PROPOSAL_DELAY",
    source=DESIGN,
    message=Text(
        "the proposal {proposal} cannot be approved before {earliest}; it is {at}",
        "申请 {proposal} 最早可于 {earliest} 批准；现为 {at}",
    ),
    fix=Text("wait, or have the receiving account trusted", "请等待，或将接收账户列为受信任账户"),
)
def delay_is_kept(decision: Decision, facts: Facts) -> Shown | None:
    """Units go to an account that is not trusted only after the delay."""
    if not isinstance(decision, Approve):
        return None
    proposal = _proposal(facts)
    if proposal is None:
        return _undecided(decision, facts)
    if facts.control.settings is None:
        return unknown(SETTINGS, _where(decision))
    earliest = earliest_approval(proposal, facts.control)
    if decision.at >= earliest:
        return None
    told = {"earliest": earliest.isoformat(), "at": decision.at.isoformat()}
    return fails(_where(decision), proposal=proposal.id, **told)


def earliest_approval(proposal: Propose, control: ControlFacts) -> datetime:
    """Return when a proposal can first be approved: after the longest wait that a giver demands.

    A correction waits for none.
    """
    settings, hours = control.settings or {}, 0
    for moved in passages(proposal.posting, control):
        setting = settings.get(moved.giver or "")
        if setting is not None and moved.taker not in setting.trusted:
            hours = max(hours, setting.delay_hours)
    return proposal.at + timedelta(hours=hours)


def _fails_on_time(decision: Decision, proposal: Propose) -> Shown:
    told = {"deadline": proposal.deadline.isoformat(), "at": decision.at.isoformat()}
    return fails(_where(decision), proposal=proposal.id, **told)


def _undecided(decision: Decision, facts: Facts) -> Shown | None:
    """Where nothing is on record ID_UNKNOWN speaks; where that is not known, nothing passes."""
    return unknown(ON_RECORD, _where(decision)) if facts.control.matter is None else None


def _proposal(facts: Facts) -> Propose | None:
    opened = facts.control.matter.opened if facts.control.matter else None
    return opened if isinstance(opened, Propose) else None


def _where(decision: Decision) -> dict[str, object]:
    return {"proposal": decision.proposal}
