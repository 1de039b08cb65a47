"""An agreement as markets and links, and the same with one restriction less."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tallystick import law
from tallystick.linking.agreement import Agreement
from tallystick.linking.restrictions import Ratings, Setting
from tallystick.linking.systems import Profile
from tallystick.market.network import Market, Network
from tallystick.market.simulation.calibration import calibrate, missing, stretched
from tallystick.market.simulation.directions import Border, opened
from tallystick.market.simulation.facts import market_facts
from tallystick.market.simulation.rules import Compiled


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day, what is known of systems, abatement-cost curves, and ratings if there are any."""

    on: date
    systems: Mapping[str, Profile]
    curves: Mapping[str, law.RegionCurve]
    ratings: Ratings | None = None


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


def restricted_network(compiled: Compiled) -> Network:
    """Return the network of the agreement with all that it restricts."""
    links = tuple(one.link for one in compiled.opened if one.link)
    limits = tuple(limit for one in compiled.opened for limit in one.limits)
    return Network(markets(compiled), links, limits)


def without_restriction(compiled: Compiled, at: int, place: int) -> Compiled:
    """Return the same agreement without one restriction; a mirrored rate goes with its own."""
    border = compiled.borders[at]
    kept = border.direction.restrictions[:place] + border.direction.restrictions[place + 1 :]
    changed = replace(border.direction, restrictions=kept)
    recognition = tuple(
        changed if index == border.index else one
        for index, one in enumerate(compiled.agreement.recognition)
    )
    return _changed(compiled, replace(compiled.agreement, recognition=recognition))


def without_term(compiled: Compiled, name: str) -> Compiled:
    """Return the same agreement without one of its terms for Article 6."""
    left: dict[str, Any] = {name: None}
    terms = replace(compiled.agreement.article6, **left)
    return _changed(compiled, replace(compiled.agreement, article6=terms))


def _changed(compiled: Compiled, agreement: Agreement) -> Compiled:
    """Compile the open directions again from a changed agreement."""
    borders = tuple(
        replace(
            one,
            setting=replace(one.setting, agreement=agreement),
            direction=agreement.recognition[one.index],
        )
        for one in compiled.borders
    )
    links = tuple(opened(one) for one in borders)
    return replace(compiled, agreement=agreement, borders=borders, opened=links)


def with_abatement(compiled: Compiled, multiple: Fraction) -> Compiled:
    """Return the same agreement with every abatement at the observed price multiplied."""
    calibrated = tuple(stretched(one, multiple) for one in compiled.calibrated)
    return replace(compiled, calibrated=calibrated)
