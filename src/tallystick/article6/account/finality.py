"""Finality of the adjustments of a period (2/CMA.3 annex para 12)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from tallystick.article6.overrides import Override
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Quantity: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Restatement:
    """A change to the adjustments that a Party has already reported for a period.

    `change_t` is what it adds to the adjustment of the period, None where that is not known.
    """

    party: str
    period: NdcPeriod
    on: date
    change_t: Quantity | None
    override: Override | None = None

    @property
    def is_overridden(self) -> bool:
        """Whether a reasoned override was given by the day of the change."""
        override = self.override
        return override is not None and override.is_reasoned and override.on <= self.on


def told_change(restatement: Restatement) -> object:
    """Return the change as it is printed, a question mark where it is not known."""
    known = printed(restatement.change_t)
    return "?" if known is None else known


FINALITY: Rulebook[Restatement, date | None] = Rulebook("restatement")


def place(restatement: Restatement) -> dict[str, object]:
    """Say which restatement a finding is about."""
    return {
        "party": restatement.party,
        "period": str(restatement.period),
        "date": restatement.on.isoformat(),
    }


@FINALITY.rule(
    "FINAL",
    source="2/CMA.3 annex para 12",
    message=Text(
        "the adjustments of {party} for {period} are final since {final}: a change of {change} t "
        "on {on} is refused",
        "{party} 在 {period} 的相应调整自 {final} 起已定局：拒绝 {on} 作出的 {change} 吨变更",
    ),
    fix=Text(
        "leave the period as it is, or give an override with its author, day and reason",
        "请保持该周期不变，或提供注明作出者、日期和理由的例外决定",
    ),
)
def final_period_stays(restatement: Restatement, final_on: date | None) -> Shown | None:
    """From the day of finality on nothing is added or subtracted without a reasoned override."""
    if final_on is None:
        day = Text("the day of finality, which no decision has set", "尚无决定规定的定局日期")
        return unknown(day, place(restatement))
    if restatement.on < final_on or restatement.is_overridden:
        return None
    return fails(
        place(restatement),
        party=restatement.party,
        period=restatement.period,
        final=final_on,
        change=told_change(restatement),
        on=restatement.on,
    )


@FINALITY.rule(
    "FINAL_OVERRIDE",
    source="Tallystick design; 2/CMA.3 annex para 12",
    severity=Severity.INFO,
    message=Text(
        "{by} let the final period {period} be restated by {change} t on {on}: {reason}",
        "{by} 于 {on} 准许对已定局的 {period} 作出 {change} 吨更正：{reason}",
    ),
    fix=Text("nothing needs to be done", "无需处理"),
)
def override_is_told(restatement: Restatement, final_on: date | None) -> Shown | None:
    """An override never passes in silence."""
    override = restatement.override
    if override is None or not restatement.is_overridden:
        return None
    if final_on is None or restatement.on < final_on:
        return None
    values: dict[str, object] = {"by": override.by, "period": restatement.period}
    values |= {"on": override.on, "change": told_change(restatement), "reason": override.reason}
    return Shown(values, place(restatement), Outcome.PASS)


def judge_restatement(restatement: Restatement, final_on: date | None) -> list[Finding]:
    """Judge a restatement by the day on which its period becomes final.

    The caller gives that day; None says that it is not known, as long as the CMA has set none.
    """
    return FINALITY.judge(restatement, final_on)
