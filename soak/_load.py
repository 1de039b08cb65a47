"""The load: what each writer posts step by step, so that it is known afterwards what must be there.

All writers work on one series and on the same accounts, each on lots of its own: they meet in
every lock and index, and yet no posting of one can keep another's from being posted.
"""

from collections.abc import Callable
from datetime import date

from tallystick.article6.postings.movements import Cancel, FirstTransfer, Issue, Transfer, Use
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.core.actions import Purpose
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger

SERIES = Series("CA0009", "GHA01", "GHA", 2022)
DAY = date(2024, 6, 1)
LOT = 100
WRITERS_MAX = 64
KINDS = {
    "GHA": "party_holding",
    "GHA-entity": "entity_holding",
    "GHA-other": "other_cancellation",
    "CHE": "party_holding",
    "CHE-use": "use",
    "SWE": "party_holding",
    "SWE-voluntary": "voluntary_cancellation",
}


def key_of(writer: int, step: int) -> str:
    """Name a step of a writer; the same step always has the same key."""
    return f"writer {writer} step {step}"


def posting_of(writer: int, step: int) -> Posting:
    """Return what a writer posts at a step; the same step is always the same posting."""
    turn, which = divmod(step, len(TURN))
    first = 1 + LOT * (turn * WRITERS_MAX + writer)
    return TURN[which](Block(SERIES, first, first + LOT - 1), f"{writer}-{turn}")


def prepare(ledger: Ledger, *more: str) -> None:
    """Make a ledger with the accounts, the NDC and the authorization that the load needs.

    `more` are further holding accounts of Switzerland.
    """
    ledger.create()
    for number, account in enumerate([*KINDS, *more]):
        ledger.post(open_account(account), key=f"account {number}")
    ledger.post(authorize("A1"), key="authorization")
    ledger.post(record_ndc("CHE"), key="NDC")


def open_account(account: str) -> OpenAccount:
    """Open an account; its name begins with the Party."""
    kind = KINDS.get(account, "party_holding")
    return OpenAccount(on=DAY, id=account, account_kind=kind, party=account[:3], name=account)


def authorize(identifier: str) -> Authorize:
    """Authorize use towards NDCs, up to a cap that every first transfer is counted against."""
    return Authorize(
        on=DAY,
        id=identifier,
        party="GHA",
        approach="CA0009",
        purposes=frozenset({Purpose.NDC}),
        authorized_quantity_t=10**12,
    )


def record_ndc(party: str) -> RecordNdc:
    """Record a single-year NDC."""
    return RecordNdc(
        on=DAY,
        party=party,
        period=NdcPeriod(2021, 2030),
        ndc_kind="single-year",
        method="averaging",
        target_t=100,
        trajectory_t={2021: 120, 2030: 100},
    )


def issue(block: Block) -> Issue:
    """Issue a block to Ghana under the first authorization."""
    return Issue(
        on=DAY,
        block=block,
        to_account="GHA",
        authorization="A1",
        mitigation_type="Emission reductions",
    )


def send(block: Block, taker: str) -> FirstTransfer:
    """First transfer a block from Ghana."""
    return FirstTransfer(on=DAY, block=block, from_account="GHA", to_account=taker)


def _part(lot: Block, first: int, last: int) -> Block:
    return lot.part(lot.first + first, lot.first + last)


def _pass_on(lot: Block, _: str) -> Transfer:
    return Transfer(on=DAY, block=_part(lot, 0, 19), from_account="CHE", to_account="SWE")


def _keep(lot: Block, _: str) -> Transfer:
    return Transfer(on=DAY, block=_part(lot, 60, 99), from_account="GHA", to_account="GHA-entity")


def _use(lot: Block, _: str) -> Use:
    block = _part(lot, 20, 39)
    return Use(on=DAY, block=block, from_account="CHE", to_account="CHE-use", year=2024)


def _cancel(lot: Block, _: str) -> Cancel:
    block = _part(lot, 70, 79)
    return Cancel(on=DAY, block=block, from_account="GHA-entity", to_account="GHA-other")


def _cancel_voluntarily(lot: Block, _: str) -> Cancel:
    return Cancel(
        on=DAY,
        block=_part(lot, 0, 4),
        from_account="SWE",
        to_account="SWE-voluntary",
        voluntary=True,
    )


TURN: tuple[Callable[[Block, str], Posting], ...] = (
    lambda lot, _: issue(lot),
    lambda lot, _: send(_part(lot, 0, 59), "CHE"),
    _pass_on,
    lambda _, name: authorize(f"A-{name}"),
    _keep,
    _use,
    lambda _, name: open_account(f"CHE-{name}"),
    _cancel,
    lambda _, name: RecordAgreement(
        on=DAY, id=name, parties=("GHA", "CHE"), title=Text(name, name)
    ),
    _cancel_voluntarily,
    lambda _, name: RecordApproach(on=DAY, id=name, parties=("GHA", "CHE"), title=Text(name, name)),
    lambda *_: record_ndc("CHE"),
)
