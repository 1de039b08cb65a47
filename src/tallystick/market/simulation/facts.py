"""What is known of one market that an agreement opens: cap, price, curve, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tallystick import law
from tallystick.linking.agreement import Agreement, SystemFacts
from tallystick.linking.systems import Profile

MEGATONNE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketFacts:
    """One market; prices in US dollars per metric tonne, quantities in metric tonnes a year.

    What is not known is None. `stated` names the figures that the agreement file itself sets.
    """

    id: str
    party: str | None
    cap_t: Fraction | None
    baseline_t: Fraction | None
    price_usd: Fraction | None
    elasticity: Fraction
    curve: law.RegionCurve | None
    curve_named: str | None
    floor_usd: Fraction | None
    ceiling_usd: Fraction | None
    auctioned: Fraction | None
    mass_t: Fraction
    statuses: Mapping[str, str]
    stated: tuple[str, ...] = ()


def market_facts(
    agreement: Agreement,
    end: str,
    known: Mapping[str, Profile],
    curves: Mapping[str, law.RegionCurve],
) -> MarketFacts:
    """Return the facts of one end of a direction: those of the file, then those of the list."""
    own = next((one for one in agreement.facts if one.system == end), SystemFacts(system=end))
    party = next((party.state or party.id for party in agreement.behind(end)), None)
    return facts_of(own, party, known.get(end, Profile(id=end)), curves)


def listed_facts(
    system: str, known: Mapping[str, Profile], curves: Mapping[str, law.RegionCurve]
) -> MarketFacts:
    """Return what is listed of a system; raises KeyError for one that is not."""
    party = law.systems()[system].party
    return facts_of(SystemFacts(system=system), party, known[system], curves)


def facts_of(
    own: SystemFacts, party: str | None, listed: Profile, curves: Mapping[str, law.RegionCurve]
) -> MarketFacts:
    """Return what is stated of a system, else what is listed."""
    masses = law.unit_masses()
    cap = listed.annual_cap_mt
    hard = listed.ceiling == "unlimited"
    return MarketFacts(
        id=own.system,
        party=party,
        cap_t=_either(own.cap_t, cap * MEGATONNE if cap is not None else None),
        baseline_t=_either(own.baseline_t, None),
        price_usd=_either(own.price_usd, listed.price_usd),
        elasticity=own.elasticity or law.simulation_terms().elasticity,
        curve=_curve(own, party, curves),
        curve_named=own.curve,
        floor_usd=_either(own.floor_usd, listed.floor_usd),
        ceiling_usd=_either(own.ceiling_usd, listed.ceiling_usd if hard else None),
        auctioned=own.auctioned if own.auctioned is not None else _auctioned(listed),
        mass_t=masses[listed.unit_mass] if listed.unit_mass else Fraction(1),
        statuses={
            name: listed.facts[fact].status
            for name, fact in (("cap_t", "cap_value"), ("price_usd", "price_usd"))
            if fact in listed.facts
        },
        stated=tuple(name for name in STATED if getattr(own, name) is not None),
    )


STATED = (
    "cap_t",
    "baseline_t",
    "price_usd",
    "elasticity",
    "curve",
    "floor_usd",
    "ceiling_usd",
    "auctioned",
)


def _curve(
    own: SystemFacts, party: str | None, curves: Mapping[str, law.RegionCurve]
) -> law.RegionCurve | None:
    """Return the curve the file names, else that of the Party, unless an elasticity is stated."""
    if own.curve is not None:
        return curves.get(own.curve)
    if own.elasticity is not None:
        return None
    return next((curve for curve in curves.values() if party in curve.parties), None)


def _either(stated: int | Decimal | None, listed: Fraction | None) -> Fraction | None:
    return listed if stated is None else Fraction(stated)


def _auctioned(listed: Profile) -> Fraction | None:
    fact = listed.facts.get("auction_share_pct")
    return Fraction(fact.value) / 100 if fact and fact.value else None
