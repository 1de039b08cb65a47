"""The journal in brief: units that lived alike are one block, however many ranges they came in.

What is added up over units comes to the same over the brief journal as over the whole one. Days are
brought back to the last day on which something hinges: the first of January, the first day of the
units' authorization, the days on which periods become final, and those on which states become
Parties or cease to be. So sums by calendar year and comparisons with those days are exact, and the
brief journal grows with the ways in which units can live, not with the postings. Accounts are told
by Party and kind.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from tallystick.article6.overrides import Override
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.facts import Account
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.article6.postings.units import Units
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block
from tallystick.ledger.entries import Entry, Leg, entry_type
from tallystick.ledger.rows import read_series

METRIC, MITIGATION = "GHG", ""
"""Of the units of a brief journal, which tells quantities only."""


class Step(NamedTuple):
    """What an entry did to units, as text; the day is the one that it is brought back to."""

    on: str
    type: str
    party: str | None
    counterparty: str | None
    giver: str | None
    taker: str | None
    authorization: str | None
    authorized_on: str | None
    subtype: str | None
    purpose: str | None
    use_year: int | None
    first_transferred: bool
    override: tuple[str, str, str] | None


Life: TypeAlias = tuple[str, tuple[Step, ...]]
"""A series, and what happened to some of its units, in order."""

Lives: TypeAlias = Counter[Life]
"""How many units have lived alike."""


@dataclass(frozen=True, slots=True)
class Hinges:
    """The days on which something hinges, for all units or for those of an authorization."""

    days: tuple[date, ...] = ()
    granted: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def floor(self, on: date, authorization: str) -> date:
        """Return the last day up to a day on which something hinges."""
        known = (date(on.year, 1, 1), *self.days, *self.granted.get(authorization, ()))
        return max(one for one in known if one <= on)

    def hold_for(self, others: "Hinges", authorizations: Iterable[str]) -> bool:
        """Whether units of these authorizations are told in brief by both alike."""
        return self.days == others.days and all(
            self.granted.get(one) == others.granted.get(one) for one in authorizations
        )


def hinges(authorizations: Iterable[Authorize], ndcs: Iterable[RecordNdc]) -> Hinges:
    """Return the days on which something hinges by all that was ever recorded."""
    first: dict[tuple[str, str], date] = {}
    for one in authorizations:
        first.setdefault((one.id, one.party), one.on)
    granted: dict[str, tuple[date, ...]] = defaultdict(tuple)
    for (name, _party), on in first.items():
        granted[name] += (on,)
    final = {one.final_on for one in ndcs if one.final_on}
    return Hinges(tuple(sorted(final | _membership_days())), dict(granted))


@cache
def _membership_days() -> frozenset[date]:
    """Return the days on which a state became a Party or ceased to be one."""
    spans = [span for party in PARTIES.values() for span in party.membership]
    return frozenset(one for span in spans for one in (span.start, span.end) if one)


def told(account: Account) -> str:
    """Name an account in a brief journal."""
    return f"{account.party} {account.kind.code}"


@dataclass(frozen=True, slots=True)
class Shortening:
    """What is needed to tell entries in brief: the hinges, and the names of accounts."""

    hinges: Hinges
    names: Mapping[str, str]

    def step(self, entry: Entry) -> Step:
        """Say what an entry did to its units."""
        units, given = entry.units, entry.override
        on = self.hinges.floor(entry.effective_on, units.authorization if units else "")
        return Step(
            on=on.isoformat(),
            type=entry.type.value,
            party=entry.party,
            counterparty=entry.counterparty,
            giver=self._name(entry.from_account),
            taker=self._name(entry.to_account),
            authorization=entry.authorization,
            authorized_on=entry.authorized_on.isoformat() if entry.authorized_on else None,
            subtype=entry.subtype,
            purpose=entry.purpose.value if entry.purpose else None,
            use_year=entry.use_year,
            first_transferred=units is not None and units.first_transferred_on is not None,
            override=(given.by, given.on.isoformat(), given.reason) if given else None,
        )

    def _name(self, account: str | None) -> str | None:
        return None if account is None else self.names.get(account, account)


def lives(journal: Iterable[Entry], short: Shortening, within: "Ranges | None" = None) -> Lives:
    """Count the units of a standing journal by how they lived; only those of ranges, if given."""
    by_series: dict[str, list[Entry]] = defaultdict(list)
    for entry in journal:
        if entry.block is not None:
            by_series[str(entry.block.series)].append(entry)
    found: Lives = Counter()
    for series, entries in by_series.items():
        cuts, wanted = _cuts(entries), within[series] if within is not None else None
        for (first, after), steps in zip(pairwise(cuts), _lived(entries, cuts, short), strict=True):
            count = after - first if wanted is None else shared(wanted, first, after - 1)
            if steps and count:
                found[series, steps] += count
    return found


Ranges: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]
"""Ranges by series that neither overlap nor touch, in order."""


def ranges(entries: Iterable[Entry]) -> Ranges:
    """Return the units that entries are about."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for block in sorted(entry.block for entry in entries if entry.block):
        of_series = found[str(block.series)]
        if of_series and block.first <= of_series[-1][1] + 1:
            of_series[-1] = (of_series[-1][0], max(of_series[-1][1], block.last))
        else:
            of_series.append((block.first, block.last))
    return found


def shared(ranges: Sequence[tuple[int, int]], first: int, last: int) -> int:
    """Count the numbers of a closed range that lie in ranges in order."""
    start = bisect_left(ranges, first, key=lambda one: one[1])
    count = 0
    for low, high in ranges[start:]:
        if low > last:
            break
        count += min(last, high) - max(first, low) + 1
    return count


def _cuts(entries: Iterable[Entry]) -> list[int]:
    blocks = [entry.block for entry in entries if entry.block]
    return sorted({one.first for one in blocks} | {one.last + 1 for one in blocks})


def _lived(
    entries: Iterable[Entry], cuts: Sequence[int], short: Shortening
) -> list[tuple[Step, ...]]:
    """Say of the units between cuts, one after the other, what happened to them."""
    lived: list[tuple[Step, ...]] = [()] * (len(cuts) - 1)
    for entry in entries:
        if entry.block is not None:
            step = (short.step(entry),)
            start, end = (bisect_left(cuts, at) for at in (entry.block.first, entry.block.last + 1))
            lived[start:end] = [before + step for before in lived[start:end]]
    return lived


def legs(counted: Lives) -> list[Leg]:
    """Return the brief journal in the order of effect: each life with a block of its own."""
    return sorted(_legs(counted), key=lambda leg: leg.effective_on)


def _legs(counted: Lives) -> Iterator[Leg]:
    given: Counter[str] = Counter()
    for (series, steps), quantity in sorted(counted.items(), key=str):
        first = given[series] + 1
        given[series] += quantity
        block = Block(read_series(series), first, first + quantity - 1)
        yield from (_leg(step, block) for step in steps)


def _leg(step: Step, block: Block) -> Leg:
    on = date.fromisoformat(step.on)
    units = Units(
        block=block,
        authorization=step.authorization or "",
        metric=METRIC,
        mitigation_type=MITIGATION,
        first_transferred_on=on if step.first_transferred else None,
    )
    return Leg(
        effective_on=on,
        type=entry_type(step.type),
        party=step.party,
        counterparty=step.counterparty,
        from_account=step.giver,
        to_account=step.taker,
        units=units,
        authorization=step.authorization,
        authorized_on=date.fromisoformat(step.authorized_on) if step.authorized_on else None,
        subtype=step.subtype,
        purpose=Purpose(step.purpose) if step.purpose else None,
        use_year=step.use_year,
        override=_override(*step.override) if step.override else None,
    )


def _override(by: str, on: str, reason: str) -> Override:
    return Override(by, date.fromisoformat(on), reason)
