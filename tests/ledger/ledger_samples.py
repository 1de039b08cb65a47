"""Postings that the ledger tests share: two hosts, two buyers, three authorizations."""

from collections.abc import Iterable
from datetime import date

from tallystick.article6.postings.movements import FirstTransfer, Issue, Use
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.core.actions import Purpose, Purposes
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger

SERIES = Series("CA0009", "GHA01", "GHA", 2022)
LOT = Block(SERIES, 1, 1000)
NDC = frozenset({Purpose.NDC})
REDUCTIONS = "Emission reductions"
KINDS = {
    "": "party_holding",
    ":entity": "entity_holding",
    ":use": "use",
    ":oimp": "cancellation_oimp",
    ":voluntary": "voluntary_cancellation",
    ":other": "other_cancellation",
    ":fund": "share_of_proceeds",
}


def day(number: int) -> date:
    return date.fromordinal(date(2024, 1, 1).toordinal() + number)


def open_account(account: str) -> OpenAccount:
    party, colon, kind = account.partition(":")
    return OpenAccount(
        on=day(0), id=account, account_kind=KINDS[colon + kind], party=party, name=account
    )


def authorize(
    identifier: str = "A1",
    purposes: Purposes = NDC,
    definition: str | None = None,
    cap: int | None = None,
) -> Authorize:
    return Authorize(
        on=day(0),
        id=identifier,
        party="GHA",
        approach="CA0009",
        purposes=purposes,
        first_transfer_definition=definition,
        authorized_quantity_t=cap,
    )


def record_ndc(party: str) -> RecordNdc:
    return RecordNdc(
        on=day(0),
        party=party,
        period=NdcPeriod(2021, 2030),
        ndc_kind="single-year",
        method="averaging",
        target_t=100,
        trajectory_t={2021: 120, 2030: 100},
    )


def issue(block: Block = LOT, authorization: str = "A1", on: int = 1) -> Issue:
    return Issue(
        on=day(on),
        block=block,
        to_account="GHA",
        authorization=authorization,
        mitigation_type=REDUCTIONS,
    )


def send(block: Block = LOT, taker: str = "CHE", on: int = 2) -> FirstTransfer:
    return FirstTransfer(on=day(on), block=block, from_account="GHA", to_account=taker)


def use(block: Block = LOT, on: int = 3, year: int = 2024) -> Use:
    return Use(on=day(on), block=block, from_account="CHE", to_account="CHE:use", year=year)


def post_all(ledger: Ledger, postings: Iterable[Posting]) -> None:
    start = len(ledger.journal())
    for number, posting in enumerate(postings, start):
        ledger.post(posting, key=f"sample {number}")


def start(ledger: Ledger, *more: Posting, kinds: Iterable[str] = KINDS) -> Ledger:
    """Open the accounts of Ghana, Switzerland and Sweden, record their NDCs, and post more."""
    accounts = [party + kind for party in ("GHA", "CHE", "SWE") for kind in kinds]
    records = [record_ndc(party) for party in ("CHE", "SWE")]
    post_all(ledger, [*map(open_account, accounts), *records, *more])
    return ledger


def total(ledger: Ledger) -> int:
    return sum(held.block.quantity for held in ledger.holdings())
