"""`tallystick report regular`: annex 4 of the biennial transparency report."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import AsJson, Exit, stop
from tallystick.cli.report.answering import DocumentFile, Language, Public, answer, unreadable
from tallystick.cli.report.summary import RowChoice

if TYPE_CHECKING:
    from tallystick.article6.reports.regular import RegularReport


def regular(
    file: Annotated[Path, typer.Argument(help="Report file, YAML or JSON.")],
    account: Annotated[
        Path | None,
        typer.Option(help="Account file that the tables of 23(j) are held against."),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option("--db", help="Ledger that account and tables of 23(j) are taken from."),
    ] = None,
    row_23d: RowChoice = "first_transferred",
    as_json: AsJson = False,
    output: DocumentFile = None,
    language: Language = "en",
    public: Public = False,
) -> None:
    """Judge the regular information of a Party and write it as a document.

    Example: tallystick report regular ghana-2026.yaml --account ghana.yaml -o annex4.pdf
    """
    from tallystick.article6.reports.documents import regular_document
    from tallystick.article6.reports.made import DataUsed, Made
    from tallystick.article6.reports.regular import judge_regular
    from tallystick.article6.reports.tell import regular_to_json
    from tallystick.io.digests import data_used
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.ledger import LedgerError

    if account is not None and db is not None:
        stop(Exit.USAGE, "give an account file or a ledger, not both")
    try:
        report = _read(file, account, db, row_23d)
    except Damaged as damaged:
        unreadable("regular", damaged.findings, as_json=as_json)
        return
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))
    rows = report.account.structured_summary if report.account else ()
    used = [data_used(one) for one in (file, account) if one is not None]
    used += [DataUsed("ledger")] if db else []
    made = Made(tuple(used), report.submitted_on, tuple(row.note for row in rows if row.note))
    findings = judge_regular(report)
    answer(
        regular_to_json(report, findings, made, public=public),
        lambda: regular_document(report, made, public=public),
        findings,
        as_json=as_json,
        output=output,
        language=language,
    )


def _read(file: Path, account: Path | None, db: str | None, row_23d: str) -> "RegularReport":
    """Read the file and what it is held against; raises Damaged and LedgerError."""
    from tallystick.article6.account import Row23d, run
    from tallystick.io.account_file import read_account
    from tallystick.io.ledger_amounts import account_and_amounts
    from tallystick.io.report_file import read_regular
    from tallystick.ledger import open_ledger

    if db is None:
        return read_regular(file, run(read_account(account), Row23d(row_23d)) if account else None)
    report = read_regular(file)
    if report.amounts:
        stop(Exit.USAGE, f"{file} lists amounts of its own; leave them out to take the ledger's")
    with open_ledger(db) as ledger:
        found = account_and_amounts(ledger, report.party, report.year, Row23d(row_23d))
    if found is None:
        stop(
            Exit.REFUSED, f"the ledger records no NDC of {report.party} that contains {report.year}"
        )
    return replace(report, account=found[0], amounts=found[1])
