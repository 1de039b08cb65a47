"""What the public page shows of a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallystick import law
from tallystick.article6.account import AccountResult
from tallystick.article6.aef.check import check
from tallystick.article6.postings.records import RecordAgreement, RecordNdc
from tallystick.core.actions import ActionType
from tallystick.core.findings import Finding, Outcome, worst
from tallystick.io.aef_export import submission, years_to_report
from tallystick.ledger import Entry, Ledger, open_ledger
from tallystick.ledger.accounting import balance
from tallystick.ledger.control.history import standing
from tallystick.ledger.ways import Way, ways


@dataclass(frozen=True, slots=True)
class Overview:
    """A ledger as the public sees it."""

    ways: Sequence[Way]
    oimp: Sequence[Entry]
    agreements: Sequence[RecordAgreement]
    ndcs: Sequence[RecordNdc]
    balances: Sequence[AccountResult]
    cross_check: Sequence[Finding]

    @property
    def verdict(self) -> Outcome:
        """Whether what each Party reports matches what the others report."""
        return worst(self.cross_check)

    @property
    def is_illustrative(self) -> bool:
        """Whether anything shown was invented for an example."""
        return any(way.note.get("illustrative") for way in self.ways)


_latest: dict[str, tuple[int, Overview]] = {}
"""The last overview of each ledger, with the number of entries it was made from."""


def overview(place: str) -> Overview:
    """Return what the public page of a ledger shows, made again when the journal has grown."""
    with open_ledger(place) as ledger:
        journal = ledger.journal()
        size, seen = _latest.get(place, (-1, None))
        if seen is None or size != len(journal):
            seen = _fold(ledger, standing(journal, ledger.corrected()))
            _latest[place] = (len(journal), seen)
    return seen


def _fold(ledger: Ledger, journal: Sequence[Entry]) -> Overview:
    ndcs = ledger.ndcs()
    return Overview(
        ways=ways(journal),
        oimp=[entry for entry in journal if is_first_transfer_for_oimp(entry)],
        agreements=ledger.agreements(),
        ndcs=ndcs,
        balances=[balance(ledger, ndc) for ndc in ndcs],
        cross_check=cross_check(ledger, journal, ndcs),
    )


def is_first_transfer_for_oimp(entry: Entry) -> bool:
    """Whether units were first transferred where they stood, for other mitigation purposes."""
    return entry.type is ActionType.FIRST_TRANSFER and entry.counterparty is None


def cross_check(
    ledger: Ledger, journal: Sequence[Entry], ndcs: Sequence[RecordNdc]
) -> Sequence[Finding]:
    """Check what every Party would file for every year of the journal, each against all others."""
    last_year = max((entry.effective_on.year for entry in journal), default=0)
    month, day = int(law.parameter("aef_due_month")), int(law.parameter("aef_due_day"))
    filed = [
        submission(ledger, ndc.party, year, date(year + 1, month, day))
        for ndc in ndcs
        for year in years_to_report(ledger, ndc.party, last_year)
    ]
    return check(filed).findings
