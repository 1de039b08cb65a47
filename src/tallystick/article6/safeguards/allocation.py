"""How a Party comes to its units under the Paris Agreement: it computes, reports and claims them.

Nobody allocates from above. A reviewer, who is not the Party itself, accepts the claim or queries
it; a query is answered by a new report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Step(StrEnum):
    """The steps of a claim."""

    COMPUTED = "computed"
    REPORTED = "reported"
    CLAIMED = "claimed"
    QUERIED = "queried"
    ACCEPTED = "accepted"


FOLLOWS = {
    None: {Step.COMPUTED},
    Step.COMPUTED: {Step.REPORTED},
    Step.REPORTED: {Step.CLAIMED},
    Step.CLAIMED: {Step.QUERIED, Step.ACCEPTED},
    Step.QUERIED: {Step.REPORTED},
}
"""What may follow on what; None stands for the beginning, and nothing follows on acceptance."""

REVIEWERS = frozenset({Step.QUERIED, Step.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken by somebody on a day, with the quantity it names."""

    step: Step
    on: date
    by: str
    quantity_t: int | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """A Party's claim to units; `steps` is None where nobody has recorded any."""

    id: str
    party: str
    steps: Sequence[Taken] | None

    @property
    def granted_t(self) -> int | None:
        """What was accepted, None before that."""
        last = self.steps[-1] if self.steps else None
        return last.quantity_t if last and last.step is Step.ACCEPTED else None


ALLOCATIONS: Rulebook[Allocation, None] = Rulebook("claim to units")

SOURCE = "2/CMA.3 annex para 18; 2/CMA.3 annex para 25; Tallystick design"


@ALLOCATIONS.rule(
    "ALLOCATION_ORDER",
    source=SOURCE,
    message=Text(
        'claim {claim}: "{after}" of {date} cannot follow on "{before}"',
        "声索 {claim}：{date} 的“{after}”不能接续“{before}”",
    ),
    fix=Text("take the steps in their order", "请按顺序办理"),
)
def steps_follow_on_each_other(claim: Allocation, _: None) -> Iterator[Shown]:
    """A claim is computed, reported, claimed, and accepted or queried, in order of day."""
    if claim.steps is None:
        yield unknown(Text("the steps of the claim", "声索的步骤"), place(claim))
    before: Taken | None = None
    for one in claim.steps or ():
        allowed = FOLLOWS.get(before.step if before else None, set())
        if one.step not in allowed or (before and one.on < before.on):
            named = before.step.value if before else "-"
            yield fails(
                place(claim), claim=claim.id, before=named, after=one.step.value, date=one.on
            )
        before = one


@ALLOCATIONS.rule(
    "ALLOCATION_REVIEWER",
    source=SOURCE,
    message=Text(
        '"{step}" of claim {claim} was taken by {by}', "声索 {claim} 的“{step}”由 {by} 办理"
    ),
    fix=Text(
        "let the Party compute, report and claim, and another review",
        "应由缔约方核算、报告和声索，由他方审评",
    ),
)
def another_reviews(claim: Allocation, _: None) -> Iterator[Shown]:
    """The Party computes, reports and claims; whoever accepts or queries is another."""
    if claim.steps is None:
        yield unknown(Text("the steps of the claim", "声索的步骤"), place(claim))
    for one in claim.steps or ():
        if (one.by == claim.party) is (one.step in REVIEWERS):
            yield fails(place(claim), claim=claim.id, step=one.step.value, by=one.by)


@ALLOCATIONS.rule(
    "ALLOCATION_QUANTITY",
    source=SOURCE,
    message=Text(
        "claim {claim}: {after} t were {step}, {before} t stood before it",
        "声索 {claim}：“{step}”量为 {after} 吨，而此前为 {before} 吨",
    ),
    fix=Text("claim what was reported, and accept no more", "请按报告量声索，且不得超额接受"),
)
def quantities_do_not_grow(claim: Allocation, _: None) -> Iterator[Shown]:
    """What is claimed is what was reported, and no more is accepted than was claimed."""
    steps = claim.steps or ()
    if claim.steps is None or any(one.quantity_t is None for one in steps):
        yield unknown(Text("the quantity of every step", "每一步骤的数量"), place(claim))
        return
    for before, after in pairwise(steps):
        was, now = before.quantity_t or 0, after.quantity_t or 0
        if after.step is not Step.REPORTED and now > was:
            yield fails(place(claim), claim=claim.id, step=after.step.value, before=was, after=now)


def place(claim: Allocation) -> dict[str, object]:
    """Say which claim a finding is about."""
    return {"claim": claim.id, "party": claim.party}
