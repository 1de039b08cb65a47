"""`tallystick report stocktake`: net transfers per Party and NDC period."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import AsJson, Exit, emit, stop
from tallystick.cli.report.answering import Language, answer, unreadable
from tallystick.core.actions import ActionType

if TYPE_CHECKING:
    from tallystick.article6.reports.stocktake import Counted, NetTransfers
    from tallystick.core.periods import NdcPeriod
    from tallystick.ledger import Entry


def stocktake(
    files: Annotated[list[Path] | None, typer.Argument(help="Account files, any number.")] = None,
    db: Annotated[
        str | None, typer.Option("--db", help="SQLite file or postgresql:// URL instead.")
    ] = None,
    as_json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write .csv, .json, .xlsx, .docx or .pdf instead."),
    ] = None,
    language: Language = "en",
) -> None:
    """Sum up what each Party first transferred, acquired and used in each NDC period.

    Example: tallystick report stocktake --db ledger.sqlite -o stocktake.csv
    """
    from tallystick.article6.reports.made import DataUsed, Made
    from tallystick.article6.reports.stocktake import net_transfers
    from tallystick.article6.reports.stocktake_document import stocktake_document
    from tallystick.io.digests import data_used
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.ledger import LedgerError

    if bool(files) == bool(db):
        stop(Exit.USAGE, "give account files, or a ledger with --db")
    try:
        rows = net_transfers(_of_ledger(db) if db else _of_files(files or ()))
    except Damaged as damaged:
        unreadable("stocktake", damaged.findings, as_json=as_json)
        return
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))
    used = [DataUsed("ledger")] if db else [data_used(file) for file in files or ()]
    made = Made(tuple(used))
    if output is not None and output.suffix.lower() == ".csv":
        _write_csv(rows, output)
        return
    listed = [row.to_json() for row in rows]
    answer(
        {"report": "stocktake", "net_transfers": listed, "made": made.to_json()},
        lambda: stocktake_document(rows, made),
        [],
        as_json=as_json,
        output=output,
        language=language,
    )


def _of_files(files: Iterable[Path]) -> "list[Counted]":
    from tallystick.article6.account import run
    from tallystick.article6.reports.stocktake import Counted, acquired_in
    from tallystick.io.account_file import read_account

    accounts = [read_account(file) for file in files]
    return [Counted(account, run(account), acquired_in(account)) for account in accounts]


def _of_ledger(db: str) -> "list[Counted]":
    """Account for the newest record of every NDC period in a ledger."""
    from tallystick.article6.account import run
    from tallystick.article6.reports.stocktake import Counted
    from tallystick.ledger import open_ledger
    from tallystick.ledger.accounting import account
    from tallystick.ledger.control.history import standing_journal

    with open_ledger(db) as ledger:
        newest = {(one.party, one.period): one for one in ledger.ndcs()}
        authorizations, journal = ledger.authorizations(), standing_journal(ledger)
    accounts = {key: account(ndc, authorizations, journal) for key, ndc in newest.items()}
    return [Counted(one, run(one), _acquired(journal, *key)) for key, one in accounts.items()]


def _acquired(journal: "Sequence[Entry]", party: str, period: "NdcPeriod") -> int:
    """Add up what a Party received from others in the years of a period."""
    return sum(
        entry.block.quantity
        for entry in journal
        if entry.type is ActionType.ACQUISITION
        and entry.party == party
        and entry.block is not None
        and entry.effective_on.year in period
    )


def _write_csv(rows: "Sequence[NetTransfers]", output: Path) -> None:
    from tallystick.cli.account import writing

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, row in enumerate(row.to_json() for row in rows):
        if number == 0:
            writer.writerow(row)
        writer.writerow(["" if value is None else value for value in row.values()])
    with writing(output):
        emit(text.getvalue(), output)
