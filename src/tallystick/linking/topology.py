"""What kind of link an agreement makes, derived from its directions on a day, for n parties."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from tallystick.linking.agreement.agreement import Agreement, PartyTo, Recognition
from tallystick.linking.agreement.restrictions import (
    Discount,
    ExchangeRate,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.words import Role
from tallystick.linking.status import standing

BILATERAL = 2

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class IndirectLink:
    """Two systems that both accept a unit of a third."""

    left: str
    right: str
    via: str
    unit: str


@dataclass(frozen=True, slots=True)
class Topology:
    """The kind of link; None where the agreement makes none."""

    parties: str
    directness: str | None
    extent: str | None
    architecture: str | None
    indirect: tuple[IndirectLink, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the kind of link as `agreement check` prints it."""
        return {
            "parties": self.parties,
            "directness": self.directness,
            "extent": self.extent,
            "architecture": self.architecture,
            "indirect": [
                {"systems": [one.left, one.right], "via": one.via, "unit": one.unit}
                for one in self.indirect
            ],
        }


def classify(agreement: Agreement, on: date, others: Iterable[Agreement] = ()) -> Topology:
    """Derive the kind of link on a day; `others` are all agreements that may be in force then.

    One-way is unilateral whatever the form. Parties that share a system are linked both ways. A
    link is indirect when only units of a third system join the parties.
    """
    parties = _parties(agreement, on)
    open_now = open_directions(agreement, on)
    pairs = _open_pairs(parties, open_now)
    imports = {one.destination for one in open_now} if not pairs else set()
    common = _common(agreement, parties, on, others)
    directness = "direct" if pairs else "indirect" if common else "direct" if imports else None
    return Topology(
        parties=_counted(parties, pairs, is_import=bool(imports) and not common),
        directness=directness,
        extent=_extent(open_now, on) if directness else None,
        architecture=_architecture(agreement, pairs),
        indirect=common,
    )


def _parties(agreement: Agreement, on: date) -> tuple[PartyTo, ...]:
    """Return those who take part on a day, or all of them where none does yet."""
    active = agreement.parties_on(on) or agreement.parties
    return tuple(party for party in active if party.role is not Role.OBSERVER)


def open_directions(agreement: Agreement, on: date) -> tuple[Recognition, ...]:
    """Return the directions open on a day, or all that are listed where none is on that day."""
    valid = tuple(one for one in agreement.recognition if on in one.valid)
    return valid or agreement.recognition


def _open_pairs(parties: Iterable[PartyTo], directions: Iterable[Recognition]) -> set[Pair]:
    """Return every pair of parties of which the second accepts units of the first."""
    owners: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        for end in (party.id, *party.systems):
            owners[end].add(party.id)
    ends = [(one.origin, one.destination) for one in directions]
    shared = [(end, end) for end in owners]
    return {
        (seller, buyer)
        for origin, destination in [*ends, *shared]
        for seller in owners.get(origin, ())
        for buyer in owners.get(destination, ())
        if seller != buyer
    }


def _counted(parties: tuple[PartyTo, ...], pairs: set[Pair], *, is_import: bool) -> str:
    one_way = pairs and not any((buyer, seller) in pairs for seller, buyer in pairs)
    linked = {party for pair in pairs for party in pair} or {party.id for party in parties}
    if one_way or is_import or len(linked) < BILATERAL:
        return "unilateral"
    return "bilateral" if len(linked) == BILATERAL else "multilateral"


def _common(
    agreement: Agreement, parties: Iterable[PartyTo], on: date, others: Iterable[Agreement]
) -> tuple[IndirectLink, ...]:
    """Return the indirect links between systems of different parties of the agreement."""
    holders: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        for system in party.systems:
            holders[system].add(party.id)
    if len(holders) < BILATERAL:
        return ()
    return tuple(
        one
        for one in indirect_links([agreement, *others], on)
        if one.left in holders
        and one.right in holders
        and one.via not in holders
        and not holders[one.left] & holders[one.right]
    )


def indirect_links(agreements: Iterable[Agreement], on: date) -> tuple[IndirectLink, ...]:
    """Return which systems are joined by units of a third one, over all agreements in force."""
    accepting: dict[Pair, set[str]] = defaultdict(set)
    for agreement in agreements:
        if agreement.recognition and standing(agreement, on).is_effective:
            for one in agreement.recognition:
                if on in one.valid:
                    for unit in one.units:
                        accepting[one.origin, unit].add(one.destination)
    return tuple(
        sorted(
            IndirectLink(left, right, via, unit)
            for (via, unit), systems in accepting.items()
            for left, right in combinations(sorted(systems), 2)
        )
    )


def _extent(directions: Iterable[Recognition], on: date) -> str:
    restricted = any(
        is_restricting(restriction, on) for one in directions for restriction in one.restrictions
    )
    return "restricted" if restricted else "full"


def is_restricting(restriction: Restriction, on: date) -> bool:
    """Whether a restriction keeps a link from being full: no filter, and no rate of one for one."""
    if isinstance(restriction, UnitFilter):
        return False
    if isinstance(restriction, ExchangeRate):
        return restriction.rate != 1
    if isinstance(restriction, Discount) and restriction.rate == 0:
        return False
    return restriction.valid is None or on in restriction.valid


def _architecture(agreement: Agreement, pairs: set[Pair]) -> str | None:
    if agreement.umbrella_statute:
        return "umbrella"
    two_way = any((buyer, seller) in pairs for seller, buyer in pairs)
    return "parallel" if two_way and agreement.systems_held else None
