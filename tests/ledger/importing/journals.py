"""Random journals for the tests of the import: mostly lawful, now and then not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from ledger_samples import (
    KINDS,
    NDC,
    REDUCTIONS,
    authorize,
    day,
    open_account,
    record_ndc,
)

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.ledger.bodies import write_body
from tallystick.ledger.log.leaves import leaf_of

SERIES = (
    Series("CA0009", "GHA01", "GHA", 2022),
    Series("CA0009", "GHA01", "GHA", 2023),
    Series("CA0010", "GHA01", "GHA", 2024),
)
AUTHORIZATIONS = {
    "A1": authorize("A1", cap=60),
    "A2": authorize("A2", OIMP, "Use or cancellation", cap=40),
    "A3": replace(authorize("A3", NDC | OIMP, "Use or cancellation"), authorized_entities=("Air",)),
    "B1": replace(authorize("B1", OIMP, "Issuance"), approach="CA0010"),
    "B2": replace(authorize("B2", NDC | OIMP, "Issuance"), approach="CA0010", last_year=2024),
}
PARTIES = ("GHA", "CHE", "SWE")
ACCOUNTS = tuple(party + kind for party in PARTIES for kind in KINDS)
HOLDERS = ("GHA", "GHA:entity", "CHE", "CHE:entity", "SWE")
OMGE: dict[str, Any] = {"subtype": Subtype.VOLUNTARY_OMGE, "voluntary": True}
MOVES = (
    "first", "first", "transfer", "transfer", "use", "oimp use", "oimp", "omge", "other", "given",
)  # fmt: skip


def records() -> list[Posting]:
    return [
        *map(open_account, ACCOUNTS),
        *map(record_ndc, ("CHE", "SWE")),
        *AUTHORIZATIONS.values(),
    ]


def leaves(postings: Iterable[Posting]) -> list[str]:
    return [
        leaf_of(f"key {number}", write_body(one)).decode() for number, one in enumerate(postings)
    ]


@dataclass
class World:
    """What the journal so far comes to, unit by unit, for choosing a likely next posting."""

    on: int = 1
    holder: dict[tuple[str, int], str] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)

    def stretch(self, draw: st.DrawFn) -> tuple[str, int, int, str] | None:
        """Pick serials that one account holds."""
        held = sorted(self.holder)
        if not held:
            return None
        series, first = draw(st.sampled_from(held))
        account = self.holder[series, first]
        last = first
        while self.holder.get((series, last + 1)) == account:
            last += 1
        return series, first, draw(st.integers(first, last)), account

    def give(self, series: str, first: int, last: int, account: str) -> None:
        for serial in range(first, last + 1):
            self.holder[series, serial] = account


@st.composite
def journals(draw: st.DrawFn) -> list[Posting]:
    """Records, then issuances and movements in which most postings are lawful."""
    world, postings = World(), records()
    if draw(st.booleans()):
        postings.append(_new_version(draw))
    for number in range(draw(st.integers(1, 14))):
        world.on += draw(st.integers(0, 2))
        makers = [_issue, _move, _move, _move, _move, _plain, _amount, _batch]
        posting = draw(st.sampled_from(makers))(draw, world)
        if posting is not None:
            postings.append(_spoilt(draw, posting) if draw(st.integers(0, 25)) == 0 else posting)
        if number == 5 and draw(st.integers(0, 3)) == 0:
            postings.append(draw(st.sampled_from([_new_version(draw), record_ndc("GHA")])))
    return postings


def _new_version(draw: st.DrawFn) -> Posting:
    old = AUTHORIZATIONS[draw(st.sampled_from(sorted(AUTHORIZATIONS)))]
    cap = draw(st.sampled_from([None, 5, 500]))
    on = day(draw(st.integers(0, 12)))
    return replace(old, version=2, on=on, authorized_quantity_t=cap)


def _issue(draw: st.DrawFn, world: World) -> Posting:
    identifier = draw(st.sampled_from(sorted(AUTHORIZATIONS)))
    series = draw(st.sampled_from(SERIES[2:] if identifier[0] == "B" else SERIES[:2]))
    start = 1 + max((serial for name, serial in world.holder if name == str(series)), default=0)
    first = start + draw(st.sampled_from([0, 0, 3]))
    block = Block(series, first, first + draw(st.integers(0, 20)))
    world.give(str(series), block.first, block.last, "GHA")
    world.series[str(series)] = series
    number = draw(st.sampled_from([None, 1, 97, None])) if draw(st.booleans()) else block.first
    backing = None
    if number is not None:
        ids = (f"{series.vintage}-{one:03d}" for one in (number, number + block.quantity - 1))
        backing = Underlying("R", *ids) if draw(st.integers(0, 4)) else Underlying("R")
    return Issue(
        on=day(world.on),
        block=block,
        to_account="GHA",
        authorization=identifier,
        mitigation_type=REDUCTIONS,
        underlying=backing,
    )


def _move(draw: st.DrawFn, world: World) -> Posting | None:
    found = world.stretch(draw)
    if found is None or found[0] not in world.series:
        return None
    series, first, last, account = found
    party = account.partition(":")[0]
    given: dict[str, Any] = {
        "on": day(world.on),
        "block": Block(world.series[series], first, last),
        "from_account": account,
    }
    posting = _movement(draw, draw(st.sampled_from(MOVES)), party, given)
    world.give(series, first, last, posting.to_account)
    return posting


def _movement(draw: st.DrawFn, kind: str, party: str, given: dict[str, Any]) -> Movement:
    taker = draw(st.sampled_from(HOLDERS))
    year = draw(st.integers(2023, 2031))
    entity = draw(st.sampled_from([None, "Air", "Sea"]))
    oimp = f"{party}:oimp"
    makers: dict[str, Callable[[], Movement]] = {
        "first": lambda: FirstTransfer(**given, to_account=taker),
        "transfer": lambda: Transfer(**given, to_account=taker),
        "given": lambda: Transfer(
            **given, to_account=f"{party}:fund", subtype=Subtype.VOLUNTARY_CONTRIBUTION
        ),
        "use": lambda: Use(**given, to_account=f"{party}:use", year=year),
        "oimp use": lambda: Use(**given, to_account=oimp, purpose=Purpose.IMP, entity=entity),
        "oimp": lambda: Cancel(**given, to_account=oimp, purpose=Purpose.OP),
        "omge": lambda: Cancel(**given, to_account=f"{party}:voluntary", **OMGE),
        "other": lambda: Cancel(**given, to_account=f"{party}:other"),
    }
    return makers[kind]()


def _plain(draw: st.DrawFn, world: World) -> Posting:
    found = world.stretch(draw)
    taker = draw(st.sampled_from(["X", "Y", "CHE:use"]))
    if found is None or found[0] in world.series or draw(st.booleans()):
        first = draw(st.integers(1, 60))
        found = ("plain", first, first + draw(st.integers(0, 9)), "")
    series, first, last, account = found
    world.give(series, first, last, taker)
    return Move(
        on=day(world.on),
        from_account=account,
        to_account=taker,
        range=Range(series, first, last),
        expected=draw(st.sampled_from([None, None, account, "Y"])),
    )


def _amount(draw: st.DrawFn, world: World) -> Posting:
    return MoveUnits(
        on=day(world.on),
        from_account=draw(st.sampled_from(["", "", "", "X", "Y"])),
        to_account=draw(st.sampled_from(["X", "Y"])),
        amount=Amount(draw(st.integers(1, 30)), draw(st.sampled_from(["", "t"]))),
    )


def _batch(draw: st.DrawFn, world: World) -> Posting | None:
    made = [draw(st.sampled_from([_move, _plain, _amount]))(draw, world) for _ in range(2)]
    parts = tuple(one for one in made if one is not None)
    return Batch(on=day(world.on), postings=parts) if parts else None


def _spoilt(draw: st.DrawFn, posting: Posting) -> Posting:
    """Change something so that a rule may well refuse it."""
    changes: list[dict[str, Any]] = [{"on": day(draw(st.sampled_from([-2000, -400, 0, 1])))}]
    if isinstance(posting, Issue | Movement):
        block = posting.block
        wrong = replace(block.series, vintage=draw(st.sampled_from([2019, 2022, 2030])))
        changes += [
            {"to_account": draw(st.sampled_from([*ACCOUNTS, "nobody"]))},
            {"block": Block(block.series, block.first, block.last + 1)},
            {"block": Block(wrong, block.first, block.last)},
            {"block": Block(replace(block.series, registry="G-1"), block.first, block.last)},
        ]
    if isinstance(posting, Movement | Move | MoveUnits):
        changes += [{"from_account": draw(st.sampled_from([*HOLDERS, "X", "nobody"]))}]
    if isinstance(posting, Issue):
        changes += [
            {"authorization": draw(st.sampled_from([*AUTHORIZATIONS, "none"]))},
            {"underlying": Underlying("R", "R-1", "R-2")},
            {"underlying": Underlying("R", "R-1", "S")},
        ]
    if isinstance(posting, Batch):
        return posting
    return replace(posting, **draw(st.sampled_from(changes)))
