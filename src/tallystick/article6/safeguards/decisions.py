"""Joint decisions of those who supervise a link: votes, a veto, and escalation in the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Vote(StrEnum):
    """What a member says to a proposal."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    VETO = "veto"


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    VETOED = "vetoed"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote by a member on a day."""

    member: str
    vote: Vote
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal before a joint body; whatever is undecided after `days` goes to `escalates_to`.

    `vetoes` are the members who have one. `acted_on` is the day on which it was carried out.
    """

    id: str
    opened_on: date
    members: frozenset[str]
    vetoes: frozenset[str]
    days: int
    escalates_to: str | None
    votes: Sequence[Cast] | None
    acted_on: date | None = None

    def cast(self, on: date) -> Mapping[str, Vote]:
        """Return the last vote of every member by a day."""
        votes = sorted(self.votes or (), key=lambda one: one.on)
        return {one.member: one.vote for one in votes if one.on <= on}

    def state(self, on: date) -> State:
        """Say where it stands: a veto ends it, all votes together decide it, time escalates it.

        A veto by somebody who has none counts as a vote against.
        """
        cast = self.cast(on)
        if any(cast.get(member) is Vote.VETO for member in self.vetoes):
            return State.VETOED
        if self.members <= cast.keys():
            votes = [cast[member] for member in self.members]
            against = votes.count(Vote.NO) + votes.count(Vote.VETO)
            adopted = votes.count(Vote.YES) > against
            return State.ADOPTED if adopted else State.REJECTED
        late = on > self.opened_on + timedelta(days=self.days)
        return State.ESCALATED if late else State.OPEN


DECISIONS: Rulebook[Proposal, date] = Rulebook("joint decision")


@DECISIONS.rule(
    "JOINT_VOTE",
    source="Tallystick design",
    message=Text(
        "{member} cannot cast {vote} on {proposal}", "{member} 无权对 {proposal} 投“{vote}”"
    ),
    fix=Text("strike the vote", "请删除该票"),
)
def members_vote_as_they_may(proposal: Proposal, _: date) -> Iterator[Shown]:
    """Only members vote, and only those veto who have a veto."""
    if proposal.votes is None:
        yield unknown(Text("the votes", "投票记录"), {"proposal": proposal.id})
    for one in proposal.votes or ():
        entitled = proposal.vetoes if one.vote is Vote.VETO else proposal.members
        if one.member not in entitled:
            values = {"proposal": proposal.id, "member": one.member}
            yield fails(dict(values), vote=one.vote.value, **values)


@DECISIONS.rule(
    "JOINT_DECISION",
    source="Tallystick design",
    message=Text(
        "{proposal} was carried out on {date} while it was {state}",
        "{proposal} 于 {date} 被执行，当时状态为“{state}”",
    ),
    fix=Text("undo it until it is adopted", "请在通过之前撤销执行"),
)
def nothing_is_done_without_a_decision(proposal: Proposal, _: date) -> Shown | None:
    """Nothing is carried out before it is adopted."""
    where = {"proposal": proposal.id}
    if proposal.acted_on is None:
        return None
    if proposal.votes is None:
        return unknown(Text("the votes", "投票记录"), where)
    state = proposal.state(proposal.acted_on)
    if state is State.ADOPTED:
        return None
    return fails(where, proposal=proposal.id, date=proposal.acted_on, state=state.value)


@DECISIONS.rule(
    "JOINT_ESCALATION",
    source="Tallystick design",
    message=Text(
        "{proposal} has been undecided for more than {days} days and goes to {body}",
        "{proposal} 逾 {days} 天未决，移交 {body}",
    ),
    fix=Text("put it before {body}", "请提交 {body}"),
)
def what_is_undecided_is_escalated(proposal: Proposal, on: date) -> Shown | None:
    """What the members do not decide in time goes to the body above them."""
    if proposal.state(on) is not State.ESCALATED:
        return None
    where = {"proposal": proposal.id}
    if proposal.escalates_to is None:
        return unknown(Text("the body it escalates to", "上级机构"), where)
    return fails(where, proposal=proposal.id, days=proposal.days, body=proposal.escalates_to)
