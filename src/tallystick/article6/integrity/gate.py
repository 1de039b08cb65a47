"""The effect gate: where the terms say so, a transfer has no effect before every step is taken.

No decision demands all of these steps of every transfer; an agreement may. Both sides' eligibility
is stated by accredited bodies, both authorities approve, and the transfer is certified, published
and registered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.article6.integrity.bodies import Bodies, body_of
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"


class Step(StrEnum):
    """The steps of the gate, in order."""

    ELIGIBILITY = "eligibility"
    APPROVAL = "approval"
    CERTIFICATION = "certification"
    PUBLICATION = "publication"
    REGISTRATION = "registration"


BOTH_SIDES = frozenset({Step.ELIGIBILITY, Step.APPROVAL})
"""Steps that the giving and the receiving side take, each for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A step as it is on file; `party` for the side that took it, `until` its last day."""

    step: Step
    on: date
    by: str
    document: str
    party: str | None = None
    scope: str | None = None
    until: date | None = None

    def stands(self, on: date) -> bool:
        """Whether it had been taken by a day and had not lapsed."""
        return self.on <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A transfer on its way through the gate; None where nobody has recorded its steps.

    `outcomes` are the mitigation outcomes that it moves, None where nobody has recorded them.
    """

    id: str
    giver: str
    taker: str
    on: date
    steps: tuple[Filed, ...] | None = None
    outcomes: tuple[str, ...] | None = None

    def sides(self, step: Step) -> tuple[str | None, ...]:
        """Return who has to take a step, None for a step that nobody takes for a side."""
        return (self.giver, self.taker) if step in BOTH_SIDES else (None,)

    def standing(self, step: Step, side: str | None, on: date) -> Filed | None:
        """Return the earliest filing of a step that stands on a day."""
        found = [
            one
            for one in self.steps or ()
            if one.step is step and (side is None or one.party == side) and one.stands(on)
        ]
        return min(found, key=lambda one: one.on, default=None)

    @property
    def effective_on(self) -> date | None:
        """The day on which the transfer takes effect, None while a step is missing."""
        needed = [self.standing(step, side, self.on) for step in Step for side in self.sides(step)]
        days = [one.on for one in needed if one is not None]
        return max(days) if len(days) == len(needed) else None


GATE: Rulebook[Passage, Bodies] = Rulebook("effect gate")

MESSAGE = Text(
    "transfer {passage} has no effect on {date}: {lacking} is not on file{side}",
    "转让 {passage} 在 {date} 不生效：未见{lacking_zh}{side_zh}",
)
REQUIRED = {
    Step.ELIGIBILITY: ("GATE_ELIGIBILITY", Text("the eligibility statement", "资格审核声明")),
    Step.APPROVAL: ("GATE_APPROVAL", Text("the approval of the authority", "主管机构的批准")),
    Step.CERTIFICATION: ("GATE_CERTIFIED", Text("the certification", "核证")),
    Step.PUBLICATION: ("GATE_PUBLISHED", Text("the publication", "公示")),
    Step.REGISTRATION: ("GATE_REGISTERED", Text("the registration", "登记")),
}


def on_file(step: Step, name: Text) -> Callable[[Passage, Bodies], Iterator[Shown]]:
    """Return the test that a step has been taken by every side that has to take it."""

    def is_on_file(passage: Passage, _: Bodies) -> Iterator[Shown]:
        for side in passage.sides(step):
            where = {**place(passage), "step": step.value}
            if passage.steps is None:
                yield unknown(name, where)
            elif passage.standing(step, side, passage.on) is None:
                yield fails(
                    {**where, "party": side} if side else where,
                    passage=passage.id,
                    date=passage.on,
                    lacking=name.en,
                    lacking_zh=name.zh,
                    side=f" for {side}" if side else "",
                    side_zh=f"（{side}）" if side else "",
                )

    return is_on_file


for required, (code, named) in REQUIRED.items():
    GATE.rule(
        code,
        source=DESIGN,
        message=MESSAGE,
        fix=Text(f"file {named.en} and transfer then", f"请先提交{named.zh}再转让"),
    )(on_file(required, named))


@GATE.rule(
    "GATE_BODY",
    source="3/CMA.3 annex para 46; Tallystick design",
    message=Text(
        "{body}, who states the eligibility of {party}, was not accredited on {date}",
        "出具 {party} 资格声明的 {body} 在 {date} 无资质",
    ),
    fix=Text(
        "file a statement of a body accredited for the scope on that day",
        "请提交当日具备该领域资质的机构出具的声明",
    ),
)
def eligibility_is_stated_by_an_accredited_body(
    passage: Passage, bodies: Bodies
) -> Iterator[Shown]:
    """Eligibility is stated by a body accredited for the scope on the day of the statement."""
    for side in passage.sides(Step.ELIGIBILITY):
        filed = passage.standing(Step.ELIGIBILITY, side, passage.on)
        if filed is None:
            continue
        body, where = body_of(bodies, filed.by), {**place(passage), "party": side}
        if body is None or filed.scope is None:
            yield unknown(Text(f"the accreditation of {filed.by}", f"{filed.by} 的资质"), where)
        elif not body.is_accredited(filed.scope, filed.on):
            yield fails(where, body=filed.by, party=side, date=filed.on)


def place(passage: Passage) -> dict[str, object]:
    """Say which transfer a finding is about."""
    return {"transfer": passage.id, "from": passage.giver, "to": passage.taker}
