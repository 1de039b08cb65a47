"""What the first page shows: a page of transfers, and what the whole journal comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallystick import law
from tallystick.article6.account import AccountResult
from tallystick.article6.aef.check import check
from tallystick.article6.postings.plain import range_of
from tallystick.article6.postings.records import RecordAgreement, RecordNdc
from tallystick.core.actions import ActionType
from tallystick.core.findings import Finding, Outcome, worst
from tallystick.io.aef_export import submission, years_to_report
from tallystick.ledger import Entry, Ledger
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.reading import NEWEST_ID, Reader, reading
from tallystick.ledger.ways import Way, ways
from tallystick.web.opendata.cursors import read_cursor, write_cursor
from tallystick.web.public.digest import Digest, balances

TRANSFERS = 25
"""How many transfers of blocks a page holds."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What every Party would file, each against all others, and what was for other purposes."""

    findings: Sequence[Finding]
    oimp: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Overview:
    """A ledger as the public sees it; None is what is still being worked out."""

    ways: Sequence[Way]
    next: str | None
    agreements: Sequence[RecordAgreement]
    balances: Sequence[tuple[RecordNdc, AccountResult]] | None
    checked: CrossCheck | None

    @property
    def verdict(self) -> Outcome:
        """Whether what each Party reports matches what the others report."""
        return worst(self.checked.findings) if self.checked else Outcome.NOT_DETERMINABLE

    @property
    def is_illustrative(self) -> bool:
        """Whether anything shown was invented for an example."""
        return any(way.note.get("illustrative") for way in self.ways)


def overview(place: str, cursor: str | None = None) -> Overview:
    """Return what the first page of a ledger shows; raises BadCursorError."""
    known = read_cursor(cursor, int)
    with reading(place) as reader:
        given = reader.transfers(TRANSFERS + 1, int(known[0]) if known else NEWEST_ID)
        return Overview(
            ways=_ways(reader, given[:TRANSFERS]),
            next=write_cursor(given[TRANSFERS - 1].id) if len(given) > TRANSFERS else None,
            agreements=_newest(reader.records(RecordAgreement)),
            balances=balances(reader, place),
            checked=cross_checked(reader, place),
        )


def _ways(reader: Reader, given: Sequence[Entry]) -> list[Way]:
    """Follow a page of transfers through the entries about their units."""
    lives = reader.lives(range_of(entry.block) for entry in given if entry.block)
    shown = {entry.id for entry in given}
    return [way for way in ways(lives) if any(entry.id in shown for entry in way.transfers)]


def _newest(found: Sequence[RecordAgreement]) -> list[RecordAgreement]:
    return list({one.id: one for one in found}.values())


def is_first_transfer_for_oimp(entry: Entry) -> bool:
    """Whether units were first transferred where they stood, for other mitigation purposes."""
    return entry.type is ActionType.FIRST_TRANSFER and entry.counterparty is None


def _cross_check(ledger: Ledger) -> CrossCheck:
    journal = standing_journal(ledger)
    oimp = [entry for entry in journal if is_first_transfer_for_oimp(entry)]
    return CrossCheck(cross_check(ledger, journal, ledger.ndcs()), oimp)


def cross_check(
    ledger: Ledger, journal: Sequence[Entry], ndcs: Sequence[RecordNdc]
) -> Sequence[Finding]:
    """Check what every Party would file for every year of the journal, each against all others."""
    last_year = max((entry.effective_on.year for entry in journal), default=0)
    month, day = int(law.parameter("aef_due_month")), int(law.parameter("aef_due_day"))
    filed = [
        submission(ledger, party, year, date(year + 1, month, day))
        for party in dict.fromkeys(ndc.party for ndc in ndcs)
        for year in years_to_report(ledger, party, last_year)
    ]
    return check(filed).findings


cross_checked: Digest[CrossCheck] = Digest(_cross_check)
