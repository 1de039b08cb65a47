"""An agreement simulated: without its links, with them, and with unrestricted linking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import inf

from tallystick import law
from tallystick.core.findings import Finding, Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.linking.agreement import Agreement
from tallystick.linking.restrictions import Ratings, Setting
from tallystick.linking.systems import Profile
from tallystick.market.network import Link, Market, Network
from tallystick.market.results import Solution
from tallystick.market.rules import DESIGN
from tallystick.market.simulation.calibration import Calibrated, calibrate, missing, stretched
from tallystick.market.simulation.directions import Border, Opened, opened
from tallystick.market.simulation.facts import market_facts
from tallystick.market.simulation.rules import SIMULATIONS, Compiled
from tallystick.market.solving import NoSolution, solve

ROUNDS = 60
SETTLED = 1e-9

TAXES: Rulebook[float, Compiled] = Rulebook("taxes that follow prices")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day, what is known of systems, abatement-cost curves, and ratings if there are any."""

    on: date
    systems: Mapping[str, Profile]
    curves: Mapping[str, law.RegionCurve]
    ratings: Ratings | None = None


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
            Variant(multiple, solve_borders(_stretched(compiled, multiple)))
            for multiple in law.simulation_terms().sensitivity
        ),
    )


def compile_agreement(agreement: Agreement, around: Circumstances) -> Compiled:
    """Return an agreement with the facts, markets and links that its open directions come to."""
    setting = Setting(agreement=agreement, on=around.on, ratings=around.ratings)
    valid = [
        (index, one) for index, one in enumerate(agreement.recognition) if around.on in one.valid
    ]
    ends = dict.fromkeys(end for _, one in valid for end in (one.origin, one.destination))
    facts = {end: market_facts(agreement, end, around.systems, around.curves) for end in ends}
    borders = tuple(
        Border(setting, index, one, facts[one.origin], facts[one.destination])
        for index, one in valid
    )
    return Compiled(
        agreement,
        tuple(facts.values()),
        tuple(calibrate(one) for one in facts.values() if not missing(one)),
        borders,
        tuple(opened(border) for border in borders),
    )


def is_complete(compiled: Compiled) -> bool:
    """Whether nothing is missing that prices depend on."""
    known = len(compiled.calibrated) == len(compiled.facts)
    return bool(compiled.borders) and known and not any(one.unknown for one in compiled.opened)


def markets(compiled: Compiled) -> tuple[Market, ...]:
    """Return the calibrated markets in the order in which the directions name them."""
    return tuple(one.market for one in compiled.calibrated)


def solve_borders(compiled: Compiled) -> Solution:
    """Solve the agreement as it stands; a tax by rate is settled by solving again."""
    network = restricted_network(compiled)
    found = solve(network)
    if not any(one.ad_valorem for one in compiled.opened):
        return found
    moved = inf
    for _ in range(ROUNDS):
        price = {one.market.id: one.price[0] for one in found.markets}
        taxed = tuple(
            replace(link, fee=_fee(one, link, price))
            for one, link in zip(compiled.opened, network.links, strict=True)
        )
        before, found = found, solve(replace(network, links=taxed))
        if (moved := _moved(before, found)) <= SETTLED:
            return found
    raise NoSolution(TAXES.judge(moved, compiled))


@TAXES.rule(
    "TAX_NOT_SETTLED",
    source=DESIGN,
    message=Text(
        "prices under a tax by rate do not settle: the last round moved them by {moved}",
        "按比例征税时价格未收敛：最后一轮变动{moved}",
    ),
    fix=Text("lower the rate, or state the tax as an amount", "请降低税率，或以金额写明该税"),
)
def _unsettled(moved: float, compiled: Compiled) -> Shown:
    return fails({"path": compiled.borders[0].path}, moved=f"{moved:.1e}")


def _fee(one: Opened, link: Link, price: Mapping[str, float]) -> float:
    return link.fee + one.ad_valorem * price[link.source]


def _moved(before: Solution, after: Solution) -> float:
    """Return the largest change of a price, relative to the largest price."""
    pairs = [
        (one.price[0], other.price[0])
        for one, other in zip(before.markets, after.markets, strict=True)
    ]
    top = max((abs(new) for _, new in pairs), default=0.0) or 1.0
    return max((abs(new - old) for old, new in pairs), default=0.0) / top


def restricted_network(compiled: Compiled) -> Network:
    """Return the network of the agreement with all that it restricts."""
    links = tuple(one.link for one in compiled.opened if one.link)
    limits = tuple(limit for one in compiled.opened for limit in one.limits)
    return Network(markets(compiled), links, limits)


def _clauses(compiled: Compiled) -> Iterator[ClauseEffect]:
    """Solve the agreement once without each restriction that has an effect in the model."""
    for at, border in enumerate(compiled.borders):
        for place, one in enumerate(border.direction.restrictions):
            if compiled.opened[at].aloud.get(place) == "filter" or not _holds(border, place):
                continue
            relaxed = _without(compiled, at, place)
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


def _without(compiled: Compiled, at: int, place: int) -> Compiled:
    """Return the same agreement without one restriction; a mirrored rate goes with its own."""
    border = compiled.borders[at]
    kept = border.direction.restrictions[:place] + border.direction.restrictions[place + 1 :]
    changed = replace(border.direction, restrictions=kept)
    recognition = tuple(
        changed if index == border.index else one
        for index, one in enumerate(compiled.agreement.recognition)
    )
    agreement = replace(compiled.agreement, recognition=recognition)
    setting = replace(border.setting, agreement=agreement)
    borders = tuple(
        replace(one, setting=setting, direction=recognition[one.index]) for one in compiled.borders
    )
    return replace(
        compiled,
        agreement=agreement,
        borders=borders,
        opened=tuple(opened(one) for one in borders),
    )


def _stretched(compiled: Compiled, multiple: Fraction) -> Compiled:
    calibrated: tuple[Calibrated, ...] = tuple(
        stretched(one, multiple) for one in compiled.calibrated
    )
    return replace(compiled, calibrated=calibrated)
