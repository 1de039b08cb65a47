"""What the parties want of a link, whether that goes together, and the way to a full link."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement, PartyTo
from tallystick.linking.agreement.params import Finance
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place, taking_part
from tallystick.linking.provisions.clauses import OPERATING, terms


@OPERATING.rule(
    "OBJECTIVES_CONFLICT",
    source="Liu 2024 section 1.3",
    severity=Severity.WARNING,
    message=Text(
        "{one} wants {left}, {other} wants {right}: {why_en}",
        "{one} 追求 {left}，{other} 追求 {right}：{why_zh}",
    ),
    fix=Text("agree which comes first, or restrict the link", "请商定优先次序，或限制链接"),
)
def objectives_go_together(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """What the parties want of the link does not stand against what others or they want of it."""
    present = [party for _, party in taking_part(agreement, facts)]
    stated = [party for party in present if party.objectives]
    for path, party in taking_part(agreement, facts):
        if stated and not party.objectives:
            lacking = Text(f"what {party.id} wants of the link", f"{party.id} 的目标")
            yield unknown(lacking, place(agreement, facts, path))
    for one in stated:
        for other in stated:
            yield from _clashes(agreement, facts, one, other)


def _clashes(
    agreement: Agreement, facts: Circumstances, one: PartyTo, other: PartyTo
) -> Iterator[Shown]:
    for conflict in law.conflicts():
        if conflict.left in one.objectives and conflict.right in other.objectives:
            yield fails(
                place(agreement, facts, "parties"),
                one=one.id,
                other=other.id,
                left=conflict.left,
                right=conflict.right,
                why_en=conflict.en,
                why_zh=conflict.zh,
            )


@OPERATING.rule(
    "ROADMAP_REVIEW",
    source="Liu 2024 section 4.2",
    severity=Severity.WARNING,
    message=Text(
        'stage "{stage}" was to be reviewed by {review}', "阶段“{stage}”应于 {review} 前评审"
    ),
    fix=Text(
        "enter when it was reached, or agree on a new review", "请填写达成日期，或商定新的评审日期"
    ),
)
def stages_are_reviewed(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Every stage on the way to a full link has a trigger and is reached or reviewed in time."""
    for index, stage in enumerate(agreement.roadmap):
        where = place(agreement, facts, f"roadmap[{index}]")
        if stage.reached is not None and stage.reached.last <= facts.on:
            continue
        if stage.trigger is None or stage.review is None:
            yield unknown(
                Text("the trigger and the review of the stage", "触发条件和评审日"), where
            )
        elif stage.review.last < facts.on:
            yield fails(where, stage=stage.name, review=stage.review)


@OPERATING.rule(
    "ROADMAP_INCOMPLETE",
    source="Liu 2024 section 4.2",
    severity=Severity.WARNING,
    message=Text(
        "no stage of the roadmap lifts the restriction {kind}", "路线图没有任何阶段取消限制 {kind}"
    ),
    fix=Text(
        "add {kind} to `lifts` of a stage, or give the restriction an end",
        "请在某阶段的 `lifts` 加入 {kind}，或规定限制的终止日",
    ),
)
def every_restriction_is_lifted_some_day(
    agreement: Agreement, facts: Circumstances
) -> Iterator[Shown]:
    """Where restrictions are interim steps, each of them ends by a stage or by its own last day."""
    if not agreement.roadmap:
        return
    lifted = {kind for stage in agreement.roadmap for kind in stage.lifts}
    for path, kind, ends in _limits(agreement):
        where = place(agreement, facts, path)
        if ends is None and not lifted:
            yield unknown(Text("what the stages lift", "各阶段取消的限制"), where)
        elif ends is None and kind not in lifted:
            yield fails(where, kind=kind)


def _limits(agreement: Agreement) -> Iterator[tuple[str, str, date | None]]:
    for index, one in enumerate(agreement.recognition):
        for number, limit in enumerate(one.restrictions):
            if limit.kind != "unit_filter":
                last = limit.valid.last if limit.valid else None
                yield f"recognition[{index}].restrictions[{number}]", limit.kind, last


@OPERATING.rule(
    "REVENUE_SHARES",
    source="Liu 2024 section 1.3",
    message=Text(
        "the uses of the revenue of {system} add up to {share} of it",
        "{system} 收入用途合计为其 {share}",
    ),
    fix=Text("let the shares add up to no more than the whole", "请使份额合计不超过全部"),
)
def revenue_is_used_once(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The uses that are registered take no more than the revenue of a system."""
    for path, said in terms(agreement, Finance):
        where = place(agreement, facts, f"{path}.register")
        for system in sorted({one.system for one in said.register}):
            shares = [one.share for one in said.register if one.system == system]
            total = sum((share for share in shares if share is not None), Fraction(0))
            if total > 1:
                yield fails(where, system=system, share=str(total))
            elif None in shares:
                yield unknown(Text("the share of each use", "各用途份额"), where)


def roadmap(agreement: Agreement, on: date) -> list[dict[str, Any]]:
    """Return the stages with where each stands on a day: reached, due, or ahead."""
    return [
        {
            "stage": one.name,
            "trigger": one.trigger,
            "review": str(one.review) if one.review else None,
            "lifts": list(one.lifts),
            "state": _state(one.reached is not None and one.reached.last <= on,
                            one.review is not None and one.review.last < on),
        }
        for one in agreement.roadmap
    ]  # fmt: skip


def _state(is_reached: bool, is_due: bool) -> str:
    return "reached" if is_reached else "due" if is_due else "ahead"
