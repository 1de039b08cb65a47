"""State: what the database holds that bears on postings, kept current as they are planned."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from tallystick.article6.postings.facts import Facts, FirstTransferred
from tallystick.article6.postings.movements import Issue, Movement, UnitPosting
from tallystick.article6.postings.plain import (
    HeldRange,
    Move,
    MoveUnits,
    PlainPosting,
    Range,
    range_of,
    share,
)
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.term_records import Appoint, Oversight
from tallystick.article6.postings.units import Units
from tallystick.core.actions import ActionType
from tallystick.core.identifiers import Block
from tallystick.ledger import rows, terms
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.rows import read_held
from tallystick.ledger.entries import Leg
from tallystick.ledger.fold import fold
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.plain_fold import fold_ranges
from tallystick.ledger.store import Store

One = TypeVar("One", bound=Hashable)


class State:
    """The facts of postings as they are, each posting seeing what those before it do."""

    def __init__(self, store: Store, gatherer: Gatherer, postings: Sequence[Posting]) -> None:
        self._store, self._gatherer = store, gatherer
        blocks = [range_of(one.block) for one in postings if isinstance(one, UnitPosting)]
        plain = [one.range for one in postings if isinstance(one, Move)]
        holdings = self._sharing(rows.HOLDINGS_SHARING, blocks)
        self._holdings = [rows.read_holding(row) for row in holdings]
        ranges = self._sharing(rows.RANGES_SHARING, [*blocks, *plain])
        self._ranges = [rows.read_range(row) for row in ranges]
        self._lots = [lot for block in blocks for lot in gatherer.known.lots(block)]
        self._first_transferred: dict[str, FirstTransferred] = {}
        self._balances: dict[tuple[str, str], int] = {}
        self._passed: Counter[str] = Counter()
        self._vintages: Counter[tuple[str, int]] = Counter()

    def facts(self, posting: Posting) -> Facts:
        """Return the facts that bear on a posting."""
        make, known = self._gatherer.facts, self._gatherer.known
        match posting:
            case OpenAccount() | Appoint() | Oversight():
                return self._about_owners(posting)
            case RecordNdc():
                return make(ndcs=known.ndcs(posting.party))
            case Authorize():
                return make(
                    authorizations={posting.id: known.authorizations(posting.id)},
                    first_transferred={posting.id: self._done(posting.id)},
                    same_approach=self._siblings(posting),
                    participants=terms.participants_of(known, posting),
                )
            case UnitPosting():
                return self._about_units(posting)
            case PlainPosting():
                return self._about_plain(posting)
        return make()

    def lots(self, wanted: Range) -> list[Units]:
        """Return the lots that share units with a range, in order."""
        return sorted(
            {
                lot.block.first: lot for lot in self._lots if share(range_of(lot.block), wanted)
            }.values(),
            key=lambda lot: lot.block,
        )

    def follow(self, legs: Sequence[Leg]) -> None:
        """Apply what a posting comes to."""
        self._holdings = fold(legs, self._holdings)
        self._ranges = fold_ranges(legs, self._ranges)
        for leg in legs:
            self._pass(leg)
            if leg.units and leg.type is ActionType.ISSUANCE:
                self._lots.append(leg.units)
                issued = range_of(leg.units.block)
                holder = leg.to_account or ""
                self._ranges.append(HeldRange(holder, leg.effective_on, issued, authorized=True))
            if leg.units and leg.type is ActionType.FIRST_TRANSFER:
                block = leg.units.block
                self._count(leg.units.authorization, block.quantity, leg.effective_on)
                self._vintages[block.series.party, block.series.vintage] += block.quantity
            if leg.amount:
                for account, sign in ((leg.from_account, -1), (leg.to_account, 1)):
                    place = account or "", leg.amount.unit_type
                    self._balances[place] = self._balance(*place) + sign * leg.amount.units

    def _about_owners(self, posting: OpenAccount | Appoint | Oversight) -> Facts:
        if isinstance(posting, Appoint):
            return self._gatherer.facts(terms=terms.owned(self._store, posting.body))
        name = posting.name if isinstance(posting, OpenAccount) else posting.by
        opened = [posting.id] if isinstance(posting, OpenAccount) else []
        return self._gatherer.facts(
            accounts=self._gatherer.accounts(opened),
            terms=terms.overseen(self._gatherer.known, name, posting.on),
        )

    def _about_units(self, posting: UnitPosting) -> Facts:
        wanted, known = range_of(posting.block), self._gatherer.known
        holdings = [held for held in self._holdings if share(range_of(held.block), wanted)]
        named = {held.account for held in holdings} | {posting.to_account}
        concerned = {held.units.authorization for held in holdings}
        if isinstance(posting, Movement):
            named.add(posting.from_account)
        if isinstance(posting, Issue):
            concerned.add(posting.authorization)
        accounts = self._gatherer.accounts(sorted(named))
        versions = {one: known.authorizations(one) for one in sorted(concerned)}
        return self._gatherer.facts(
            accounts=accounts,
            holdings=tuple(holdings),
            authorizations=versions,
            terms=terms.counted(
                self._store, terms.terms_of(known, versions, accounts), self._vintages
            ),
            first_transferred={one: self._done(one) for one in sorted(concerned)},
            ndcs=self._gatherer.ndcs(posting, accounts),
            backed=self._backed(posting),
            permits=self._gatherer.permits(chain.from_iterable(versions.values())),
            ranges=tuple(
                one for one in self._ranges if not one.authorized and share(one.range, wanted)
            ),
            control=self._gatherer.control(posting, self._held),
        )

    def _about_plain(self, posting: PlainPosting) -> Facts:
        accounts = self._gatherer.accounts([posting.from_account])
        control = self._gatherer.control(posting, self._held)
        if isinstance(posting, MoveUnits):
            account = posting.from_account
            held = self._balance(account, posting.amount.unit_type)
            return self._gatherer.facts(
                accounts=accounts, balances={account: held}, control=control
            )
        wanted = posting.range if isinstance(posting, Move) else None
        ranges = tuple(one for one in self._ranges if wanted and share(one.range, wanted))
        return self._gatherer.facts(accounts=accounts, ranges=ranges, control=control)

    def _sharing(self, sql: str, ranges: Iterable[Range]) -> list[tuple[object, ...]]:
        found = (
            row
            for one in ranges
            for row in self._store.execute(sql, rows.sharing(one.series, one.first, one.last))
        )
        return list(dict.fromkeys(found))

    def _done(self, authorization: str) -> FirstTransferred:
        if authorization not in self._first_transferred:
            found = self._store.execute(rows.FIRST_TRANSFERRED, (authorization,))
            quantity, last_on = found[0] if found else (0, None)
            done = FirstTransferred(quantity, date.fromisoformat(last_on) if last_on else None)
            self._first_transferred[authorization] = done
        return self._first_transferred[authorization]

    def _count(self, authorization: str, quantity: int, on: date) -> None:
        done = self._done(authorization)
        last_on = max(done.last_on or on, on)
        counted = replace(done, quantity_t=done.quantity_t + quantity, last_on=last_on)
        self._first_transferred[authorization] = counted

    def _balance(self, account: str, unit_type: str) -> int:
        if (account, unit_type) not in self._balances:
            found = self._store.execute(rows.BALANCE, (account, unit_type))
            self._balances[account, unit_type] = found[0][0] if found else 0
        return self._balances[account, unit_type]

    def _held(self, account: str) -> int:
        return read_held(self._store, account) + self._passed[account]

    def _pass(self, leg: Leg) -> None:
        """Count what an entry brings to one account and takes from another."""
        moved = leg.block or leg.range
        quantity = leg.amount.units if leg.amount else moved.quantity if moved else 0
        if leg.type is not ActionType.ACQUISITION:
            self._passed[leg.to_account or ""] += quantity
            self._passed[leg.from_account or ""] -= quantity

    def _siblings(self, posting: Authorize) -> tuple[Authorize, ...]:
        """Return the newest versions of the Party's other authorizations in the same approach."""
        found = (read_body(body) for (body,) in self._store.execute(rows.BODIES, (posting.kind,)))
        newest = {one.id: one for one in found if isinstance(one, Authorize)}
        return tuple(
            one
            for one in newest.values()
            if (one.party, one.approach) == (posting.party, posting.approach)
            and one.id != posting.id
        )

    def _backed(self, posting: UnitPosting) -> tuple[Block, ...] | None:
        if not isinstance(posting, Issue) or posting.underlying is None:
            return ()
        numbered, registry = posting.underlying.numbered, posting.underlying.registry
        if numbered is None:
            return None
        place = registry, numbered.stem
        values = (*place, numbered.last, numbered.first, *place, numbered.first)
        found = self._store.execute(rows.BACKED, values)
        return tuple(Block(rows.read_series(one), first, last) for one, first, last in found)
