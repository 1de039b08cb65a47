"""What is said of a negotiation: whether anything on the table can be ratified by all."""

from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Outcome:
    """Win-sets by market, what lies in all of them, and variants whose worth is not known."""

    win_sets: Mapping[str, tuple[str, ...]]
    agreed: tuple[str, ...]
    unknown: tuple[str, ...] = ()


AGREEMENT_SETS: Rulebook[Outcome, None] = Rulebook("two-level negotiation")


@AGREEMENT_SETS.rule(
    "NO_AGREEMENT_SET",
    source="Yang 2025 section 1",
    severity=Severity.WARNING,
    message=Text(
        "no variant is ratified on all sides: {win_sets}",
        "没有方案能在各方国内获得批准：{win_sets}",
    ),
    fix=Text(
        "put a variant on the table that pays those who block, or link less",
        "请提出补偿反对方的方案，或缩小链接范围",
    ),
)
def sides_can_agree(outcome: Outcome, _: None) -> Shown | None:
    """Some variant lies in the win-sets of all sides."""
    if outcome.agreed:
        return None
    if outcome.unknown:
        listed = ", ".join(outcome.unknown)
        return unknown(Text(f"the worth of {listed}", f"{listed} 的价值"))
    told = "; ".join(
        f"{name}: {', '.join(found) or '-'}" for name, found in outcome.win_sets.items()
    )
    return fails(win_sets=told)
