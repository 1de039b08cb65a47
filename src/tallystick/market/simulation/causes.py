"""Which clauses cause that an agreement has no market equilibrium: those without which it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.core.findings import Finding
from tallystick.linking.agreement import Agreement
from tallystick.market.simulation.compiling import (
    Circumstances,
    compile_agreement,
    is_complete,
    without_restriction,
)
from tallystick.market.simulation.rules import Compiled
from tallystick.market.simulation.settling import solve_borders
from tallystick.market.solving import NoSolution


@dataclass(frozen=True, slots=True)
class Cause:
    """A restriction, by its path in the agreement file, and the refusal that ends without it."""

    path: str
    kind: str
    findings: tuple[Finding, ...]


def causes(agreement: Agreement, around: Circumstances) -> tuple[Cause, ...]:
    """Return the restrictions each of which alone makes the difference between yes and no.

    Empty where the agreement has a solution, or lacks a fact, or is refused for several reasons.
    """
    compiled = compile_agreement(agreement, around)
    refusal = _refusal(compiled) if is_complete(compiled) else ()
    return tuple(_causes(compiled, refusal)) if refusal else ()


def _causes(compiled: Compiled, refusal: Sequence[Finding]) -> Iterator[Cause]:
    for at, border in enumerate(compiled.borders):
        for place, one in enumerate(border.direction.restrictions):
            if not _refusal(without_restriction(compiled, at, place)):
                yield Cause(f"{border.path}.restrictions[{place}]", one.kind, tuple(refusal))


def _refusal(compiled: Compiled) -> tuple[Finding, ...]:
    try:
        solve_borders(compiled)
    except NoSolution as refused:
        return tuple(refused.findings)
    return ()
