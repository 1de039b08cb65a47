"""The movements of units that a file of practice asks for, and what holds some of them back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tallystick.core.findings import Finding
from tallystick.linking.practice.around import Around
from tallystick.linking.practice.legacy import LEGACY, LegacyBlock
from tallystick.linking.practice.record import Practice
from tallystick.linking.practice.venues import VENUE_TRADES, VenueTrade

LEGACY_GATES = ("KYOTO_SERIAL", "KYOTO_PERIOD")
TRADE_GATES = ("VENUE_CLOSED", "UNITS_BEFORE_PAYMENT")
"""The rules that have to pass before units move; what they do not know holds units back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Units to be moved, of a range of serials or without; `giver` is empty where they enter."""

    key: str
    on: date
    giver: str
    taker: str
    units: int
    series: str | None = None
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A movement that is not made, and the findings that hold it back; none: no accounts."""

    key: str
    findings: tuple[Finding, ...]


def movements(practice: Practice, around: Around) -> Iterator[Movement | Held]:
    """Return what enters or changes accounts: Kyoto units as they are held, and paid trades."""
    for block in practice.legacy:
        yield _entering(block, around)
    for trade in practice.trades:
        yield _delivered(trade, around)


def _entering(one: LegacyBlock, around: Around) -> Movement | Held:
    key = f"legacy:{one.id}"
    found = tuple(each for each in LEGACY.judge(one, around) if each.code in LEGACY_GATES)
    numbers = one.numbers
    if found or numbers is None or one.account is None:
        return Held(key, found)
    return Movement(
        key=key,
        on=around.on,
        giver="",
        taker=one.account,
        units=numbers.quantity,
        series=numbers.series,
        first=numbers.start,
    )


def _delivered(one: VenueTrade, around: Around) -> Movement | Held:
    key = f"trade:{one.id}"
    found = tuple(each for each in VENUE_TRADES.judge(one, around) if each.code in TRADE_GATES)
    if found or one.seller_account is None or one.buyer_account is None or one.paid is None:
        return Held(key, found)
    return Movement(
        key=key,
        on=one.paid.on,
        giver=one.seller_account,
        taker=one.buyer_account,
        units=one.quantity_t,
        series=one.series if one.first is not None else None,
        first=one.first if one.series is not None else None,
    )
