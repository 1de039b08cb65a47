"""Postings that the tests of controls share, on the lot that Ghana holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ledger_samples import LOT, day, send

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.plain import range_of
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Receipt, Status, open_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.patterns import Again
from tallystick.ledger.plans import Plan

NOON = datetime(2024, 1, 5, 12, tzinfo=UTC)
PART = LOT.part(1, 100)
REST = LOT.part(101, 1000)


def freeze(
    identifier: str = "F1", block: Block | None = None, account: str | None = None
) -> Freeze:
    held = range_of(block) if block else None
    return Freeze(on=day(2), id=identifier, reason="a court's order", range=held, account=account)


def unfreeze(identifier: str = "F1") -> Unfreeze:
    return Unfreeze(on=day(2), freeze=identifier, reason="the order was lifted")


def pledge(identifier: str = "P1", block: Block = PART, account: str = "GHA") -> Pledge:
    return Pledge(
        on=day(2), id=identifier, reason="a loan", range=range_of(block), account=account,
        beneficiary="bank 1",
    )  # fmt: skip


def release(identifier: str = "P1") -> Release:
    return Release(on=day(2), pledge=identifier, reason="the loan is repaid")


def controls(account: str = "GHA", **demands: Any) -> SetControls:
    return SetControls(on=day(2), account=account, reason="the Party's policy", **demands)


def correct(movement: str, on: int = 4) -> Correct:
    return Correct(on=day(on), movement=movement, reason="sent to the wrong account")


def propose(posting: Posting | None = None, identifier: str = "Q1") -> Propose:
    return Propose(
        on=NOON.date(), id=identifier, posting=posting or send(PART), proposer="ann", at=NOON,
        deadline=NOON + timedelta(days=7),
    )  # fmt: skip


def decide(
    kind: type[Decision], person: str = "ben", hours: int = 1, proposal: str = "Q1"
) -> Decision:
    at = NOON + timedelta(hours=hours)
    return kind(on=at.date(), proposal=proposal, person=person, at=at, reason="seen")


def within_ghana(block: Block = PART, on: int = 3) -> Transfer:
    return Transfer(on=day(on), block=block, from_account="GHA", to_account="GHA:entity")


def back(movement: Transfer, on: int) -> Transfer:
    return replace(
        movement, on=day(on), from_account=movement.to_account, to_account=movement.from_account
    )


def overtaken(place: str, first: Posting, second: Posting) -> Receipt:
    """Post the second, and the first once the second is judged and before it is written."""
    store = store_at(place)
    write = store.write

    def write_late(plan: Plan | Again) -> list[int]:
        store.write = write  # type: ignore[method-assign]  # this store alone
        with open_ledger(place) as other:
            assert other.post(first, key="first").status is Status.POSTED
        return store.write(plan)

    with Ledger(store) as ledger:
        ledger.accounts()  # so that the ledger knows the newest record
        store.write = write_late  # type: ignore[method-assign]  # this store alone
        return ledger.post(second, key="second")


CONTROLS: list[Posting] = [
    freeze(block=PART),
    replace(freeze(block=PART), by="Council"),
    unfreeze(),
    pledge(),
    release(),
    controls(approval=True, delay_hours=24, trusted=frozenset({"CHE"}), holding_t=0, transfer_t=5),
    correct("key"),
    propose(),
    *(decide(kind) for kind in (Approve, Reject, Withdraw, Expire)),
]
"""One posting of every kind."""
