"""`tallystick report summary`: the structured summary of the biennial transparency report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tallystick.cli.output import AsJson
from tallystick.cli.report.answering import DocumentFile, Language, answer, unreadable

if TYPE_CHECKING:
    from tallystick.article6.reports.summary import SummaryReport
    from tallystick.core.findings import Finding

RowChoice = Annotated[
    Literal["authorized", "first_transferred"],
    typer.Option("--row-23d", help="What row 23(d) holds."),
]


def summary(
    account: Annotated[Path, typer.Argument(help="Account file, YAML or JSON.")],
    additions: Annotated[
        Path | None,
        typer.Option("--with", help="File with target, reference, entities and CERs used."),
    ] = None,
    filed: Annotated[
        Path | None, typer.Option(help="File with the table as it was filed, to be checked.")
    ] = None,
    row_23d: RowChoice = "first_transferred",
    as_json: AsJson = False,
    output: DocumentFile = None,
    language: Language = "en",
) -> None:
    """Fill table 4 and the achievement block from an account, or check a filed table.

    Example: tallystick report summary ghana.yaml --with more.yaml -o table4.xlsx
    """
    from tallystick.article6.account import Row23d
    from tallystick.article6.reports.made import Made
    from tallystick.article6.reports.summary import report_summary
    from tallystick.article6.reports.summary_document import summary_document
    from tallystick.article6.reports.tell import summary_to_json
    from tallystick.io.account_file import read_account
    from tallystick.io.digests import data_used
    from tallystick.io.summary_file import read_additions
    from tallystick.io.yamlfile.damage import Damaged

    try:
        more = read_additions(additions) if additions else None
        report = report_summary(read_account(account), more, Row23d(row_23d))
        checked = _check(filed, report) if filed else []
    except Damaged as damaged:
        unreadable("summary", damaged.findings, as_json=as_json)
        return
    used = tuple(data_used(one) for one in (account, additions, filed) if one is not None)
    made = Made(used, choices=tuple(row.note for row in report.rows if row.note))
    findings = [*report.findings, *checked]
    answer(
        summary_to_json(report, findings, made),
        lambda: summary_document(report, made, tuple(checked)),
        findings,
        as_json=as_json,
        output=output,
        language=language,
    )


def _check(filed: Path, report: "SummaryReport") -> "list[Finding]":
    """Hold a filed table, and the adjustments as booked, against the account; raises Damaged."""
    from tallystick.article6.reports.bookings import judge_bookings
    from tallystick.article6.reports.filed_block import judge_block
    from tallystick.article6.reports.filed_table import judge_table
    from tallystick.io.summary_file import read_filed_table

    table, bookings = read_filed_table(filed)
    found = judge_table(table, report.account, report.result)
    found += judge_block(table, report.account, report.result)
    if bookings is not None:
        found += judge_bookings(report.account, bookings)
    return found
