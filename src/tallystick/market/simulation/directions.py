"""A direction of recognition as a link with its limits, and what of it cannot be priced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick import law
from tallystick.linking.agreement import Recognition
from tallystick.linking.agreement.restrictions import BorderTax, Quantity, Restriction, UnitFilter
from tallystick.linking.agreement.words import LimitPer, LimitScope, Role
from tallystick.linking.restrictions import Setting
from tallystick.linking.restrictions.factor import factor
from tallystick.linking.systems.measures import DOLLAR, Money, dollars
from tallystick.market.network import Limit, LimitKind, Link
from tallystick.market.simulation.facts import MarketFacts

IN_KIND = ("sop", "omge")
KINDS = {
    LimitScope.GROSS: LimitKind.GROSS_IMPORT,
    LimitScope.NET_IMPORT: LimitKind.NET_IMPORT,
    LimitScope.NET_EXPORT: LimitKind.NET_EXPORT,
    LimitScope.ENTITY_SHARE: LimitKind.ENTITY_SHARE,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A direction that is open; `ad_valorem` is the tax as a share of the price at the source.

    `unknown` holds the restrictions that lack a figure, by place in the list, with the figure's
    name; `aloud` those that the model leaves out or reads in a way worth saying, with the reason;
    `terms` the terms for Article 6 that apply.
    """

    index: int
    link: Link | None
    limits: tuple[Limit, ...] = ()
    ad_valorem: float = 0.0
    unknown: Mapping[int | None, str] = field(default_factory=dict)
    aloud: Mapping[int, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Border:
    """A direction of an agreement with the facts of both its ends."""

    setting: Setting
    index: int
    direction: Recognition
    source: MarketFacts
    target: MarketFacts

    @property
    def path(self) -> str:
        """Where it stands in the file."""
        return f"recognition[{self.index}]"


def opened(border: Border) -> Opened:
    """Return a direction as the network has it; without a link where its rate is not known."""
    booked = factor(border.setting, border.direction)
    if booked is None:
        return Opened(border.index, None, unknown={None: "rate"})
    rate = float(booked * _kept(border) * border.target.mass_t / border.source.mass_t)
    held = list(_held(border))
    fee = sum((tax_usd(one, border) or 0 for _, one in held if isinstance(one, BorderTax)), 0)
    source, target = border.source.id, border.target.id
    link = Link(source, target, rate, float(fee), origin={"path": border.path})
    return Opened(
        border.index,
        link,
        tuple(
            limit
            for place, one in held
            if isinstance(one, Quantity)
            for limit in _limit(border, one, place, rate)
        )
        + tuple(_host_limit(border)),
        float(sum(one.rate or 0 for _, one in held if isinstance(one, BorderTax))),
        unknown={place: name for place, one in held if (name := _lacking(border, one))},
        aloud={place: reason for place, one in held if (reason := _aloud(one))},
        terms=tuple(terms_applied(border)),
    )


def terms_applied(border: Border) -> Iterator[str]:
    """Yield the terms for Article 6 that change this direction."""
    terms = border.setting.agreement.article6
    yield from (name for name in IN_KIND if getattr(terms, name))
    if any(_host_limit(border)):
        yield "host_limit_t"


def _kept(border: Border) -> Fraction:
    """Return what share of a unit is booked after what is deducted in kind."""
    terms = border.setting.agreement.article6
    return (1 - (terms.sop or 0)) * (1 - (terms.omge or 0)) * Fraction(1)


def _host_limit(border: Border) -> Iterator[Limit]:
    """Yield the limit on what a host transfers, for every end that is not a buyer."""
    most = border.setting.agreement.article6.host_limit_t
    sellers = border.setting.agreement.behind(border.source.id)
    if most is not None and any(party.role is not Role.BUYER for party in sellers):
        origin = {"path": "article6.host_limit_t"}
        sold = (float(most),)
        yield Limit(LimitKind.GROSS_EXPORT, (border.source.id,), sold, origin=origin)


def _held(border: Border) -> Iterator[tuple[int, Restriction]]:
    """Yield the restrictions that hold on the day with their places."""
    for place, one in enumerate(border.direction.restrictions):
        if one.valid is None or border.setting.on in one.valid:
            yield place, one


def tax_usd(tax: BorderTax, border: Border) -> Fraction | None:
    """Return a tax in dollars per tonne sent, at a rate that the price of a system implies."""
    if tax.amount is None or tax.currency is None:
        return None
    money = Money(Fraction(tax.amount), tax.currency)
    for system in _by_currency(border):
        known = {name: fact.value for name, fact in system.facts.items() if fact.value is not None}
        if (found := dollars(money, known)) is not None:
            return found / border.source.mass_t
    return None


def _by_currency(border: Border) -> Iterator[law.System]:
    """Yield the two systems of a border, then every other."""
    ends = (border.source.id, border.target.id)
    listed = law.systems()
    yield from (listed[end] for end in ends if end in listed)
    yield from listed.values()


def _limit(border: Border, one: Quantity, place: int, rate: float) -> Iterator[Limit]:
    kind, maximum = KINDS[one.scope], _maximum(border, one)
    inward = kind is not LimitKind.NET_EXPORT
    market, partner = (border.target, border.source) if inward else (border.source, border.target)
    origin = {"path": f"{border.path}.restrictions[{place}]"}
    if kind is LimitKind.ENTITY_SHARE and one.share is not None:
        share = float(one.share)
        yield Limit(kind, (market.id,), (), (partner.id,), share, origin=origin)
    elif maximum is not None:
        booked = float(maximum * border.target.mass_t)
        kind = LimitKind.GROSS_IMPORT if kind is LimitKind.ENTITY_SHARE else kind
        counted = booked if inward else booked / rate
        yield Limit(kind, (market.id,), (counted,), (partner.id,), origin=origin)


def _maximum(border: Border, one: Quantity) -> Fraction | None:
    """Return the most units booked in a year; a share is one of the receiver's cap."""
    if one.limit_t is not None:
        return Fraction(one.limit_t)
    if one.share is None or border.target.cap_t is None:
        return None
    return one.share * border.target.cap_t / border.target.mass_t


def _lacking(border: Border, one: Restriction) -> str | None:
    if isinstance(one, BorderTax) and one.amount is not None and tax_usd(one, border) is None:
        return f"{one.currency} in {DOLLAR}"
    return None


def _aloud(one: Restriction) -> str | None:
    if isinstance(one, UnitFilter):
        return "filter"
    if isinstance(one, BorderTax) and one.rate is not None:
        return "ad_valorem"
    if isinstance(one, Quantity) and one.share is not None:
        return "entity_share" if one.scope is LimitScope.ENTITY_SHARE else "share_of_cap"
    if isinstance(one, Quantity) and one.per is not LimitPer.YEAR:
        return "whole_limit"
    return None
