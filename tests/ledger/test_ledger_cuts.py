"""Postings whose entries cut units otherwise than the moves do."""

from ledger_samples import SERIES, authorize, day, issue, send, start, total

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Status, replay


def transfer(giver: str, taker: str, first: int, last: int) -> Transfer:
    block = Block(SERIES, first, last)
    return Transfer(on=day(3), block=block, from_account=giver, to_account=taker)


def move(giver: str, taker: str) -> Move:
    return Move(on=day(3), from_account=giver, to_account=taker, range=Range("S", 1, 10))


def pay(giver: str, taker: str, units: int) -> MoveUnits:
    return MoveUnits(on=day(3), from_account=giver, to_account=taker, amount=Amount(units, "S"))


def test_one_entry_over_several_lots_and_units_that_move_twice_are_posted(ledger: Ledger) -> None:
    lots = issue(Block(SERIES, 1, 100)), issue(Block(SERIES, 101, 200))
    start(ledger, authorize(), *lots, send(Block(SERIES, 51, 150)))
    there = transfer("CHE", "CHE:entity", 60, 140)
    back, part = transfer("CHE:entity", "CHE", 60, 140), transfer("CHE", "CHE:entity", 60, 70)
    ledger.post(Batch(on=day(3), postings=(there, back, part)), key="there and back")
    assert total(ledger) == 200
    assert replay(ledger.journal()) == ledger.holdings()


def test_units_go_there_and_back_and_to_where_they_are_in_one_call(ledger: Ledger) -> None:
    around = (pay("", "A", 5), pay("A", "B", 3), pay("B", "A", 3), move("A", "B"), move("B", "A"))
    start(ledger, move("", "A"), move("A", "A"), Batch(on=day(3), postings=around))
    bulk = [("to itself", pay("A", "A", 2)), ("paid", pay("A", "B", 2)), ("moved", move("A", "B"))]
    answers = list(ledger.post_many(bulk, every=3))
    assert [getattr(one, "status", one) for one in answers] == [Status.POSTED] * 3
