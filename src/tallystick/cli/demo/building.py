"""Building the demonstration: a ledger, the workbooks of both sides, their cross-check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tallystick import law
from tallystick.article6.account import AccountResult
from tallystick.article6.account import to_json as balance_json
from tallystick.article6.aef.check import Report, check
from tallystick.article6.postings.records import OpenAccount, RecordAgreement, RecordNdc
from tallystick.cli.demo.booking import postings, reported
from tallystick.core.actions import ActionType
from tallystick.core.quantities import printed
from tallystick.io.aef_export import submission, years_to_report
from tallystick.io.aef_read import read_aef
from tallystick.io.aef_write import write_aef
from tallystick.ledger import Entry, Ledger, open_ledger
from tallystick.ledger.accounting import balance
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.notes import illustrative
from tallystick.ledger.ways import Way, quantity_t, ways

LEDGER_NAME = "ledger.sqlite"
NOTICE = (
    "Demonstration of Tallystick. Quantities were publicly reported; each row names its source.",
    "Identifiers were invented, and so is whatever a row lists as illustrative.",
)


@dataclass(frozen=True, slots=True)
class Built:
    """What stands in the folder of the demonstration."""

    folder: Path
    ways: Sequence[Way]
    oimp: Sequence[Entry]
    agreements: Sequence[RecordAgreement]
    ndcs: Sequence[RecordNdc]
    balances: Sequence[AccountResult]
    aef_files: Sequence[Path]
    report: Report

    @property
    def ledger_path(self) -> Path:
        """The database of the ledger."""
        return self.folder / LEDGER_NAME

    def to_json(self) -> dict[str, Any]:
        """Return the answer of the command, without the address of the pages."""
        return {
            "transfers": [_transfer(way) for way in self.ways],
            "authorizations_for_oimp": [_oimp(entry) for entry in self.oimp],
            "agreements": [_agreement(one) for one in self.agreements],
            "aef_files": [str(path) for path in self.aef_files],
            "consistent": self.report.consistent,
            "balances": [
                {**balance_json(result), "illustrative": _words(ndc.note)}
                for ndc, result in zip(self.ndcs, self.balances, strict=True)
            ],
            "findings": [finding.to_json() for finding in self.report.findings],
            "ledger": str(self.ledger_path),
        }


def build(folder: Path) -> Built:
    """Book what was reported, write the workbooks, read them back and check them all together.

    Building again in the same folder books nothing twice. Raises Conflict when the folder holds
    other postings under the same keys, LedgerError when its database cannot be used.
    """
    (folder / "aef").mkdir(parents=True, exist_ok=True)
    facts = reported()
    with open_ledger(folder / LEDGER_NAME) as ledger:
        ledger.create()
        prepare_keys(str(folder / LEDGER_NAME))
        for key, posting in postings(facts):
            ledger.post(posting, key=key)
        files = _write_workbooks(ledger, folder / "aef", facts["as_of"])
        journal, ndcs = standing_journal(ledger), ledger.ndcs()
        return Built(
            folder=folder,
            ways=ways(journal),
            oimp=[entry for entry in journal if _is_for_oimp(entry)],
            agreements=ledger.agreements(),
            ndcs=ndcs,
            balances=[balance(ledger, ndc) for ndc in ndcs],
            aef_files=files,
            report=check([read_aef(path) for path in files]),
        )


def is_nothing_else(ledger_path: Path) -> bool:
    """Whether a ledger holds no account besides those of the demonstration."""
    ours = {one.id for _, one in postings(reported()) if isinstance(one, OpenAccount)}
    with open_ledger(ledger_path) as ledger:
        return all(account.id in ours for account in ledger.accounts())


def _write_workbooks(ledger: Ledger, folder: Path, as_of: date) -> list[Path]:
    """Write one workbook for each Party and year with something to report."""
    written = []
    for ndc in ledger.ndcs():
        for year in years_to_report(ledger, ndc.party, as_of.year):
            path = folder / f"{ndc.party}-{year}.xlsx"
            write_aef(submission(ledger, ndc.party, year, _due(year, as_of)), path, notes=NOTICE)
            written.append(path)
    return sorted(written)


def _due(year: int, as_of: date) -> date:
    """The day a report is due, or the day of the demonstration where that is still to come."""
    due = date(year + 1, int(law.parameter("aef_due_month")), int(law.parameter("aef_due_day")))
    return min(due, as_of)


def _is_for_oimp(entry: Entry) -> bool:
    return entry.type is ActionType.FIRST_TRANSFER and entry.counterparty is None


def _words(note: Mapping[str, Any]) -> list[str]:
    return [word.en for word in illustrative(note)]


def _transfer(way: Way) -> dict[str, Any]:
    return {
        "from": way.giving,
        "to": way.receiving,
        "quantity_t": printed(way.quantity_t),
        "date": way.on.isoformat(),
        "vintages": way.vintages,
        "source": way.note["source"],
        "confidence": way.note["confidence"],
        "illustrative": _words(way.note),
        "title": way.note["title"]["en"],
        "identifiers": [str(block) for block in way.blocks],
        "used_t": printed(quantity_t(way.ends)),
    }


def _oimp(entry: Entry) -> dict[str, Any]:
    return {
        "party": entry.party,
        "authorization": entry.authorization,
        "quantity_t": quantity_t([entry]),
        "date": entry.authorized_on.isoformat() if entry.authorized_on else None,
        "first_transfer_definition": entry.subtype,
        "source": entry.note["source"],
        "confidence": entry.note["confidence"],
        "illustrative": _words(entry.note),
    }


def _agreement(agreement: RecordAgreement) -> dict[str, Any]:
    return {
        "parties": list(agreement.parties),
        "title": agreement.title.en,
        "date": agreement.on.isoformat(),
        "source": agreement.note["source"],
        "confidence": agreement.note["confidence"],
    }
