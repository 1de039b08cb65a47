"""An agreement simulated: without its links, with them, and with unrestricted linking."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tallystick import law
from tallystick.core.findings import Finding
from tallystick.linking.agreement import Agreement
from tallystick.market.network import Network
from tallystick.market.results import Solution
from tallystick.market.simulation.compiling import (
    Circumstances,
    compile_agreement,
    is_complete,
    markets,
    restricted_network,
    with_abatement,
    without_restriction,
    without_term,
)
from tallystick.market.simulation.directions import Border
from tallystick.market.simulation.rules import SIMULATIONS, Compiled
from tallystick.market.simulation.settling import solve_borders
from tallystick.market.solving import NoSolution, solve


@dataclass(frozen=True, slots=True)
class World:
    """A variant of the agreement, solved, or the findings that say why it has no solution."""

    found: Solution | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseEffect:
    """The agreement solved without one clause, which stands at `path`.

    Source and target are those of its direction; terms for Article 6 hold in all.
    """

    path: str
    kind: str
    source: str | None
    target: str | None
    relaxed: World


@dataclass(frozen=True, slots=True)
class Variant:
    """The agreement solved with every calibrated abatement multiplied."""

    multiple: Fraction
    world: World


@dataclass(frozen=True, slots=True)
class Simulation:
    """The three worlds; None where a fact is missing, which the findings name."""

    compiled: Compiled
    on: date
    findings: tuple[Finding, ...]
    without: Solution | None = None
    restricted: Solution | None = None
    full: World = World(None)
    clauses: tuple[ClauseEffect, ...] = ()
    sensitivity: tuple[Variant, ...] = ()

    @property
    def unrestricted(self) -> Solution | None:
        """The world of unrestricted linking, where it has a solution."""
        return self.full.found


def simulate(agreement: Agreement, around: Circumstances) -> Simulation:
    """Compile an agreement into a network and solve it; raises NoSolution."""
    compiled = compile_agreement(agreement, around)
    findings = tuple(SIMULATIONS.judge(compiled, None))
    if not is_complete(compiled):
        return Simulation(compiled, around.on, findings)
    return Simulation(
        compiled,
        around.on,
        findings,
        without=solve(Network(markets(compiled))),
        restricted=solve_borders(compiled),
        full=_attempt(lambda: solve(restricted_network(compiled).fully_linked())),
        clauses=tuple(_clauses(compiled)),
        sensitivity=tuple(
            Variant(multiple, _borders(with_abatement(compiled, multiple)))
            for multiple in law.simulation_terms().sensitivity
        ),
    )


def _attempt(solving: Callable[[], Solution]) -> World:
    """Solve a variant; one that has no solution does not spoil the others."""
    try:
        return World(solving())
    except NoSolution as refusal:
        return World(None, tuple(refusal.findings))


def _borders(compiled: Compiled) -> World:
    return _attempt(lambda: solve_borders(compiled))


def _clauses(compiled: Compiled) -> Iterator[ClauseEffect]:
    """Solve the agreement once without each restriction and term that the model knows."""
    for at, border in enumerate(compiled.borders):
        for place, one in enumerate(border.direction.restrictions):
            if compiled.opened[at].aloud.get(place) == "filter" or not _holds(border, place):
                continue
            path = f"{border.path}.restrictions[{place}]"
            relaxed = _borders(without_restriction(compiled, at, place))
            yield ClauseEffect(path, one.kind, border.source.id, border.target.id, relaxed)
    for name in dict.fromkeys(name for one in compiled.opened for name in one.terms):
        relaxed = _borders(without_term(compiled, name))
        yield ClauseEffect(f"article6.{name}", name, None, None, relaxed)


def _holds(border: Border, place: int) -> bool:
    valid = border.direction.restrictions[place].valid
    return valid is None or border.setting.on in valid
