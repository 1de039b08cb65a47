"""A ledger in plain Python, unit by unit: what the real one must agree with after every step.

It shares nothing with the program but the words in which postings are asked: no ranges, no
entries, no fold. Each unit remembers every account that it stood on, and since when.
"""

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from model_controls import Controls, No, Passing, UnitId, names_in, passings

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import Decision, Propose
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    SetControls,
)
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.plain import Move, MoveUnits
from tallystick.article6.postings.records import Posting
from tallystick.core.actions import Purpose

OIMP = {Purpose.IMP, Purpose.OP}
ENDS = {"use", "oimp", "voluntary", "other"}
"""Kinds of account that nothing leaves; an account is named by its Party, a colon and its kind."""


@dataclass(frozen=True)
class Authorization:
    """What the model knows of an authorization that is never changed."""

    purposes: frozenset[Purpose]
    cap: int | None
    at_issuance: bool = False
    when_ended: bool = False


@dataclass(frozen=True)
class Stand:
    """Where a unit stands from a day on, and since when it is first transferred."""

    on: date
    account: str
    since: date | None = None


@dataclass
class Unit:
    """A unit with its past and the keys of what moved it; without authorization a plain one."""

    authorization: str | None
    past: list[Stand] = field(default_factory=list)
    moved_by: list[str] = field(default_factory=list)

    @property
    def now(self) -> Stand:
        """Where it stands."""
        return self.past[-1]

    def at(self, on: date) -> Stand | None:
        """Where it stood at the end of a day."""
        return next((stand for stand in reversed(self.past) if stand.on <= on), None)


class Model:
    """Everything that a ledger of some open accounts and some authorizations holds."""

    def __init__(
        self, accounts: set[str], authorizations: Mapping[str, Authorization], ndc: range
    ) -> None:
        self.accounts, self.authorizations, self.ndc = accounts, authorizations, ndc
        self.units: dict[UnitId, Unit] = {}
        self.paid: list[tuple[date, str, str, int]] = []
        self.counted: Counter[str] = Counter()
        self.asked: dict[str, Posting] = {}
        self.corrected: set[str] = set()
        self.controls = Controls()

    def post(self, key: str, posting: Posting) -> str:
        """Answer a posting as a ledger must: in one word."""
        if key in self.asked:
            return "already_posted" if self.asked[key] == posting else "conflict"
        before = self._all()
        try:
            self._take(key, posting)
        except No:
            self._restore(before)
            return "refused"
        return "posted"

    def _all(self) -> tuple[Any, ...]:
        kept = (self.units, self.paid, self.counted, self.corrected, self.controls)
        return (dict(self.asked), *deepcopy(kept))

    def _restore(self, kept: tuple[Any, ...]) -> None:
        self.asked, self.units, self.paid, self.counted, self.corrected, self.controls = kept

    def _take(self, key: str, posting: Posting, *, approved: bool = False) -> None:
        """Take in a posting under its key; No, with some of it done, where it is unlawful."""
        match posting:
            case Freeze() | Pledge():
                self._restrain(posting)
            case SetControls():
                if not {posting.account, *posting.trusted} <= self._in_use:
                    raise No
                self.controls.demands[posting.account] = posting
            case Propose():
                self._propose(posting)
            case Decision():
                carried = self.controls.decide(posting)
                if carried is not None:
                    self._take(f"proposal {posting.proposal}", carried, approved=True)
            case Correct():
                self._correct(posting)
            case Ending():
                self.controls.end(posting)
            case _:
                self._follow(key, posting, approved)
        self.asked[key] = posting

    def _follow(self, key: str, posting: Posting, approved: bool) -> None:
        for part in posting.postings if isinstance(posting, Batch) else (posting,):
            for moved in passings(part):
                self.controls.let_pass(moved, approved)
                self._do(part)
                self._stay_within(moved)
                for name in moved.names:
                    self.units[name].moved_by.append(key)

    def _stay_within(self, moved: Passing) -> None:
        """No where the taker holds more than it may after units have passed."""
        demanded = self.controls.demands.get(moved.taker)
        if demanded is None or demanded.holding_t is None or moved.giver == moved.taker:
            return
        there = sum(unit.now.account == moved.taker for unit in self.units.values())
        if there + self.balance().get(moved.taker, 0) > demanded.holding_t:
            raise No

    @property
    def _in_use(self) -> set[str]:
        """Accounts that were opened, or have ever received something."""
        stands = {stand.account for unit in self.units.values() for stand in unit.past}
        return self.accounts | stands | {taker for _, _, taker, _ in self.paid}

    def _restrain(self, restraint: Freeze | Pledge) -> None:
        self._exist(restraint)
        if isinstance(restraint, Pledge):
            names = set(names_in(restraint.range))
            if is_terminal(restraint.account) and restraint.account in self.accounts:
                raise No
            if any(self.units[name].now.account != restraint.account for name in names):
                raise No
            pledges = [one for one in self.controls.standing() if isinstance(one, Pledge)]
            if any(names & set(names_in(one.range)) for one in pledges):
                raise No
        self.controls.open(restraint)

    def _exist(self, restraint: Freeze | Pledge) -> None:
        if restraint.account is not None and restraint.account not in self._in_use:
            raise No
        if restraint.range and not set(names_in(restraint.range)) <= self.units.keys():
            raise No

    def _propose(self, proposal: Propose) -> None:
        """Take in a proposal that could be posted now; it moves nothing yet."""
        before = self._all()
        self._take(f"proposal {proposal.id}", proposal.posting, approved=True)
        self._restore(before)
        self.controls.open(proposal)

    def _correct(self, correction: Correct) -> None:
        """Give everything back that a posting moved, as it was before."""
        mistake = self.asked.get(correction.movement)
        if mistake is None or mistake.on > correction.on or correction.movement in self.corrected:
            raise No
        self.corrected.add(correction.movement)
        parts = mistake.postings if isinstance(mistake, Batch) else (mistake,)
        moved = list(passings(mistake))
        names = [name for one in moved for name in one.names]
        if len(moved) < len(parts) or not all(one.giver for one in moved):
            raise No  # it moved nothing, or brought units into being
        if len(names) > len(set(names)):
            raise No
        self._stand_as_left(correction, names)
        for part, one in reversed(list(zip(parts, moved, strict=True))):
            self._give_back(correction, part, one)

    def _stand_as_left(self, correction: Correct, names: list[UnitId]) -> None:
        """No where later postings, themselves not corrected, have moved any of the units."""
        keys = list(self.asked)
        later = set(keys[keys.index(correction.movement) + 1 :]) - self.corrected
        for name in names:
            unit = self.units[name]
            if later & set(unit.moved_by) or unit.now.on > correction.on:
                raise No

    def _give_back(self, correction: Correct, part: Posting, moved: Passing) -> None:
        back = Passing(moved.taker, moved.giver, moved.names, moved.quantity)
        self.controls.let_pass(back, approved=False)
        if back.giver in self._closed:
            raise No
        for name in moved.names:
            unit = self.units[name]
            if isinstance(part, FirstTransfer):
                self.counted[unit.authorization or ""] -= 1
            since = None if isinstance(part, FirstTransfer) else unit.now.since
            unit.past.append(Stand(correction.on, back.taker, since))
        if not moved.names:
            if self.balance().get(back.giver, 0) < moved.quantity:
                raise No
            self.paid.append((correction.on, back.giver, back.taker, moved.quantity))
        self._stay_within(back)

    def balance(self, on: date | None = None) -> dict[str, int]:
        """Return the units without serials of each account that has any."""
        held: Counter[str] = Counter()
        for day, giver, taker, units in self.paid:
            if on is None or day <= on:
                held[giver] -= units
                held[taker] += units
        return {account: units for account, units in held.items() if account and units}

    def held(self, on: date | None = None) -> dict[UnitId, tuple[str, date, date | None]]:
        """Return the account of each unit that there is, since when, and its first transfer."""
        stands = {
            name: unit.now if on is None else unit.at(on) for name, unit in self.units.items()
        }
        return {name: (one.account, one.on, one.since) for name, one in stands.items() if one}

    def _do(self, posting: Posting) -> None:
        match posting:
            case Issue():
                self._issue(posting)
            case Movement():
                self._move(posting)
            case Move():
                self._move_plain(posting)
            case MoveUnits():
                self._pay(posting)

    def _issue(self, issue: Issue) -> None:
        names = _names(issue)
        if any(name in self.units for name in names) or _kind(issue.to_account):
            raise No
        if issue.to_account not in self.accounts or _party(issue.to_account) != "GHA":
            raise No
        since = None
        if self.authorizations[issue.authorization].at_issuance:
            since = issue.on
            self._count(issue.authorization, len(names))
        for name in names:
            self.units[name] = Unit(issue.authorization, [Stand(issue.on, issue.to_account, since)])

    def _move(self, movement: Movement) -> None:
        units = [self.units.get(name) for name in _names(movement)]
        taker = movement.to_account
        if not {movement.from_account, taker} <= self.accounts or not _is_taken(movement):
            raise No
        at_home = _party(movement.from_account) == _party(taker)
        if not at_home and not isinstance(movement, FirstTransfer | Transfer):
            raise No
        firsts: Counter[str] = Counter()
        for unit in units:
            if unit is None or unit.authorization is None:
                raise No
            since = self._since(movement, unit, at_home)
            if since is not None and unit.now.since is None:
                firsts[unit.authorization] += 1
            unit.past.append(Stand(movement.on, taker, since))
        for authorization, quantity in firsts.items():
            self._count(authorization, quantity)

    def _since(self, movement: Movement, unit: Unit, at_home: bool) -> date | None:
        """Say since when a unit is first transferred after a movement; No where it cannot move."""
        now, purposes = unit.now, self.authorizations[unit.authorization or ""].purposes
        if now.account != movement.from_account or now.on > movement.on or is_terminal(now.account):
            raise No
        goes_abroad_first = not at_home and Purpose.NDC in purposes and now.since is None
        if isinstance(movement, FirstTransfer | Transfer):
            if isinstance(movement, FirstTransfer) != goes_abroad_first:
                raise No
            return movement.on if goes_abroad_first else now.since
        specified = self.authorizations[unit.authorization or ""].when_ended
        ends_first = self._ends_first(movement, purposes)
        ends_first |= specified and isinstance(movement, Cancel)
        return now.since or (movement.on if ends_first else None)

    def _ends_first(self, movement: Movement, purposes: frozenset[Purpose]) -> bool:
        """Whether a use or a cancellation is itself a first transfer; No where it is unlawful."""
        purpose = getattr(movement, "purpose", None)
        if purpose is not None and purpose not in purposes:
            raise No
        towards_ndc = isinstance(movement, Use) and purpose is Purpose.NDC
        own = _party(movement.from_account) == "GHA"
        if towards_ndc and (own or getattr(movement, "year", None) not in self.ndc):
            raise No
        return purpose in OIMP or (
            isinstance(movement, Cancel) and movement.subtype is Subtype.VOLUNTARY_OMGE
        )

    def _count(self, authorization: str, quantity: int) -> None:
        self.counted[authorization] += quantity
        cap = self.authorizations[authorization].cap
        if cap is not None and self.counted[authorization] > cap:
            raise No

    def _move_plain(self, move: Move) -> None:
        names = [(move.range.series, n) for n in range(move.range.first, move.range.last + 1)]
        there = {name: self.units[name] for name in names if name in self.units}
        holders = {unit.now.account for unit in there.values()} or {""}
        if move.expected is not None and holders != {move.expected}:
            raise No
        if any(unit.authorization or unit.now.on > move.on for unit in there.values()):
            raise No
        if not move.to_account or move.from_account in self._closed:
            raise No
        if move.from_account:
            if len(there) < len(names) or holders != {move.from_account}:
                raise No
        elif there:
            raise No
        for name in names:
            self.units.setdefault(name, Unit(None)).past.append(Stand(move.on, move.to_account))

    def _pay(self, move: MoveUnits) -> None:
        giver, units = move.from_account, move.amount.units
        if not move.to_account or giver in self._closed:
            raise No
        if giver and self.balance().get(giver, 0) < units:
            raise No
        self.paid.append((move.on, giver, move.to_account, units))

    @property
    def _closed(self) -> set[str]:
        return {account for account in self.accounts if is_terminal(account)}


def _names(posting: Issue | Movement) -> list[UnitId]:
    block = posting.block
    return [(str(block.series), serial) for serial in range(block.first, block.last + 1)]


def _party(account: str) -> str:
    return account.partition(":")[0]


def is_terminal(account: str) -> bool:
    """Whether nothing leaves an account, by its name."""
    return account.partition(":")[2] in ENDS


def _kind(account: str) -> str:
    """Return the kind of an account that takes units only in ways of its own."""
    kind = account.partition(":")[2]
    return kind if kind in ENDS else ""


def _is_taken(movement: Movement) -> bool:
    """Whether the receiving account is of the kind for such a movement."""
    match movement:
        case Use():
            due = "use" if movement.purpose is Purpose.NDC else "oimp"
        case Cancel(voluntary=True):
            due = "voluntary"
        case Cancel():
            due = "oimp" if movement.purpose in OIMP else "other"
        case _:
            due = ""
    return _kind(movement.to_account) == due
