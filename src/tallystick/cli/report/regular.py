"""`tallystick report regular`: annex 4 of the biennial transparency report."""

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli.output import AsJson
from tallystick.cli.report.answering import DocumentFile, Language, Public, answer, unreadable
from tallystick.cli.report.summary import RowChoice


def regular(
    file: Annotated[Path, typer.Argument(help="Report file, YAML or JSON.")],
    account: Annotated[
        Path | None,
        typer.Option(help="Account file that the tables of 23(j) are held against."),
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
    from tallystick.article6.account import Row23d, run
    from tallystick.article6.reports.documents import regular_document
    from tallystick.article6.reports.made import Made
    from tallystick.article6.reports.regular import judge_regular
    from tallystick.article6.reports.tell import regular_to_json
    from tallystick.io.account_file import read_account
    from tallystick.io.digests import data_used
    from tallystick.io.report_file import read_regular
    from tallystick.io.yamlfile.damage import Damaged

    try:
        result = run(read_account(account), Row23d(row_23d)) if account else None
        report = read_regular(file, result)
    except Damaged as damaged:
        unreadable("regular", damaged.findings, as_json=as_json)
        return
    notes = [row.note for row in result.structured_summary if row.note] if result else []
    used = tuple(data_used(one) for one in (file, account) if one is not None)
    made = Made(used, report.submitted_on, tuple(notes))
    findings = judge_regular(report)
    answer(
        regular_to_json(report, findings, made, public=public),
        lambda: regular_document(report, made, public=public),
        findings,
        as_json=as_json,
        output=output,
        language=language,
    )
