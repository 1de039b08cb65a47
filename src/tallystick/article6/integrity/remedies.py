"""Compliance cases, which any Party may open, and the remedies they end in.

Cooperative approaches have no court of their own; the committee of Article 15 facilitates and
takes a case up only with the consent of the Party concerned. A case here is about what a Party owes
under an agreement, and ends in measures. What reports say against each other is a case of
`article6.review`, which knows no measures: it ends when the reports agree, and one that does not
end may be brought here, its number among the facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"
ARTICLE_15 = "Article 15"


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    ANSWERED = "answered"
    REFERRED = "referred"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


FOLLOWS = {
    State.OPENED: {State.ANSWERED, State.REFERRED, State.WITHDRAWN},
    State.ANSWERED: {State.REFERRED, State.DECIDED, State.WITHDRAWN},
    State.REFERRED: {State.DECIDED, State.WITHDRAWN},
    State.DECIDED: {State.CLOSED},
}
"""What may follow on what; nothing follows on a case that is closed or withdrawn."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A state that a case has come to, when, and by whom."""

    state: State
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One remedy in a case, with what its kind states; `done_on` once it is carried out."""

    remedy: str
    due: date
    quantity_t: int | None = None
    amount: Decimal | None = None
    currency: str | None = None
    until: date | None = None
    done_on: date | None = None

    @property
    def states(self) -> frozenset[str]:
        """What it states: a quantity, money or days."""
        given = {
            "quantity": self.quantity_t is not None,
            "money": self.amount is not None and self.currency is not None,
            "days": self.until is not None,
        }
        return frozenset(name for name, there in given.items() if there)

    def is_done(self, on: date) -> bool:
        """Whether it had been carried out by a day."""
        return self.done_on is not None and self.done_on <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of one Party against another: facts, turns, the committee and the measures."""

    id: str
    opened_by: str
    against: str
    facts: str
    turns: tuple[Turn, ...]
    committee: str | None = None
    consent: str | None = None
    measures: tuple[Measure, ...] = ()

    def state(self, on: date) -> State | None:
        """Return where the case stands on a day, None before it was opened."""
        reached = [turn.state for turn in self.turns if turn.on <= on]
        return reached[-1] if reached else None

    def outstanding(self, on: date) -> tuple[Measure, ...]:
        """Return the measures that have not been carried out by a day."""
        return tuple(one for one in self.measures if not one.is_done(on))


def price_compensation(quantity_t: int, agreed: Decimal, replacement: Decimal) -> Decimal:
    """Return what makes up for units not delivered: the higher price of replacing them.

    Prices are per t CO2 eq in one currency; a cheaper replacement gives nothing.
    """
    return quantity_t * max(Decimal(0), replacement - agreed)


CASES: Rulebook[Case, date] = Rulebook("compliance case")


@CASES.rule(
    "CASE_PARTY",
    source="Paris Agreement Article 6.2; Tallystick design",
    message=Text("{party} is not a Party on {date}", "{party} 在 {date} 不是缔约方"),
    fix=Text("let a Party open the case", "请由缔约方提起案件"),
)
def opener_is_a_party(case: Case, on: date) -> Shown | None:
    """Any Party may open a case, and nobody else."""
    opened = case.turns[0].on if case.turns else on
    party = PARTIES.get(case.opened_by)
    if party is not None and party.is_party_on(opened):
        return None
    return fails({"case": case.id}, party=case.opened_by, date=opened)


@CASES.rule(
    "CASE_ORDER",
    source=DESIGN,
    message=Text(
        '"{after}" of {date} cannot follow on "{before}"', "{date} 的“{after}”不能接续“{before}”"
    ),
    fix=Text("enter the turns of the case in their order", "请按顺序登记案件进程"),
)
def turns_follow_on_each_other(case: Case, _: date) -> Iterator[Shown]:
    """A case is opened, answered or referred, decided and closed, in order of day."""
    where = {"case": case.id}
    if not case.turns:
        yield unknown(Text("when the case was opened", "案件提起日期"), where)
    elif case.turns[0].state is not State.OPENED:
        first = case.turns[0]
        yield fails(where, before="-", after=first.state.value, date=first.on)
    for before, after in zip(case.turns, case.turns[1:], strict=False):
        if after.state not in FOLLOWS.get(before.state, set()) or after.on < before.on:
            yield fails(where, before=before.state.value, after=after.state.value, date=after.on)


@CASES.rule(
    "CASE_CONSENT",
    source="20/CMA.1 annex para 22(b)",
    message=Text(
        "{party} has not consented that the Article 15 committee takes up case {case}",
        "{party} 未同意第十五条委员会审议案件 {case}",
    ),
    fix=Text("enter the consent, or refer the case elsewhere", "请登记该同意，或移交其他机构"),
)
def committee_has_the_consent(case: Case, on: date) -> Shown | None:
    """The committee of Article 15 takes up a case only with the consent of who is concerned."""
    referred = any(turn.state is State.REFERRED and turn.on <= on for turn in case.turns)
    if not referred:
        return None
    if case.committee is None:
        return unknown(Text("the committee", "受理委员会"), {"case": case.id})
    if case.committee != ARTICLE_15 or case.consent:
        return None
    return fails({"case": case.id}, party=case.against, case=case.id)


@CASES.rule(
    "REMEDY",
    source=DESIGN,
    message=Text(
        '"{remedy}" is no remedy of the catalogue, or does not state its {states}',
        "“{remedy}”不在救济目录中，或未载明{states_zh}",
    ),
    fix=Text(
        "choose one of {known} and state what it takes",
        "请选用 {known} 之一，并载明所需内容",
    ),
)
def measures_are_of_the_catalogue(case: Case, _: date) -> Iterator[Shown]:
    """A measure is a remedy of the catalogue and states its quantity, money or days."""
    catalogue = law.remedies()
    words = {"quantity": "数量", "money": "金额", "days": "期限"}
    for one in case.measures:
        remedy = catalogue.get(one.remedy)
        if remedy is None or remedy.states not in one.states:
            states = remedy.states if remedy else "measure"
            yield fails(
                {"case": case.id, "remedy": one.remedy},
                remedy=one.remedy,
                states=states,
                states_zh=words.get(states, "措施"),
                known=", ".join(catalogue),
            )


@CASES.rule(
    "REMEDY_DUE",
    source=DESIGN,
    message=Text(
        "{remedy} was due on {due} and is not done", "{remedy} 应于 {due} 前完成，尚未完成"
    ),
    fix=Text("carry the measure out and enter the day", "请执行该措施并登记日期"),
)
def measures_are_carried_out(case: Case, on: date) -> Iterator[Shown]:
    """Measures are carried out by their day, and all of them before a case is closed."""
    closed = case.state(on) is State.CLOSED
    for one in case.outstanding(on):
        if closed or one.due < on:
            yield fails({"case": case.id, "remedy": one.remedy}, remedy=one.remedy, due=one.due)
