"""An agreement simulated: without its links, with them, and with unrestricted linking."""

from collections.abc import Iterator
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
)
from tallystick.market.simulation.directions import Border
from tallystick.market.simulation.rules import SIMULATIONS, Compiled
from tallystick.market.simulation.settling import solve_borders
from tallystick.market.solving import solve


@dataclass(frozen=True, slots=True)
class ClauseEffect:
    """The agreement solved without one restriction, which stands at `path`."""

    path: str
    kind: str
    source: str
    target: str
    relaxed: Solution


@dataclass(frozen=True, slots=True)
class Variant:
    """The agreement solved with every calibrated abatement multiplied."""

    multiple: Fraction
    found: Solution


@dataclass(frozen=True, slots=True)
class Simulation:
    """The three worlds; None where a fact is missing, which the findings name."""

    compiled: Compiled
    on: date
    findings: tuple[Finding, ...]
    without: Solution | None = None
    restricted: Solution | None = None
    unrestricted: Solution | None = None
    clauses: tuple[ClauseEffect, ...] = ()
    sensitivity: tuple[Variant, ...] = ()


def simulate(agreement: Agreement, around: Circumstances) -> Simulation:
    """Compile an agreement into a network and solve it; raises NoSolution."""
    compiled = compile_agreement(agreement, around)
    findings = tuple(SIMULATIONS.judge(compiled, None))
    if not is_complete(compiled):
        return Simulation(compiled, around.on, findings)
    restricted = solve_borders(compiled)
    return Simulation(
        compiled,
        around.on,
        findings,
        without=solve(Network(markets(compiled))),
        restricted=restricted,
        unrestricted=solve(restricted_network(compiled).fully_linked()),
        clauses=tuple(_clauses(compiled)),
        sensitivity=tuple(
            Variant(multiple, solve_borders(with_abatement(compiled, multiple)))
            for multiple in law.simulation_terms().sensitivity
        ),
    )


def _clauses(compiled: Compiled) -> Iterator[ClauseEffect]:
    """Solve the agreement once without each restriction that has an effect in the model."""
    for at, border in enumerate(compiled.borders):
        for place, one in enumerate(border.direction.restrictions):
            if compiled.opened[at].aloud.get(place) == "filter" or not _holds(border, place):
                continue
            relaxed = without_restriction(compiled, at, place)
            yield ClauseEffect(
                f"{border.path}.restrictions[{place}]",
                one.kind,
                border.source.id,
                border.target.id,
                solve_borders(relaxed),
            )


def _holds(border: Border, place: int) -> bool:
    valid = border.direction.restrictions[place].valid
    return valid is None or border.setting.on in valid
