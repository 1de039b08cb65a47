"""`tallystick report initial` and `update`: 2/CMA.3 annex paras 18 and 19."""

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli.output import AsJson
from tallystick.cli.report.answering import DocumentFile, Language, Public, answer, unreadable

File = Annotated[Path, typer.Argument(help="Report file, YAML or JSON.")]


def initial(
    file: File,
    as_json: AsJson = False,
    output: DocumentFile = None,
    language: Language = "en",
    public: Public = False,
) -> None:
    """Judge an initial report for completeness by value, and write it as a document.

    Example: tallystick report initial ghana-initial.yaml -o initial.docx --language zh
    """
    _report(file, False, as_json, output, language, public)


def update(
    file: File,
    as_json: AsJson = False,
    output: DocumentFile = None,
    language: Language = "en",
    public: Public = False,
) -> None:
    """Judge an updated initial report, which brings a further approach (para 19).

    Example: tallystick report update ghana-update.yaml --json
    """
    _report(file, True, as_json, output, language, public)


def _report(
    file: Path, is_update: bool, as_json: bool, output: Path | None, language: str, public: bool
) -> None:
    from tallystick.article6.reports.documents import initial_document
    from tallystick.article6.reports.initial import judge_initial
    from tallystick.article6.reports.made import Made
    from tallystick.article6.reports.tell import initial_to_json
    from tallystick.io.digests import data_used
    from tallystick.io.report_file import read_initial
    from tallystick.io.yamlfile.damage import Damaged

    try:
        report = read_initial(file, is_update=is_update)
    except Damaged as damaged:
        unreadable("update" if is_update else "initial", damaged.findings, as_json=as_json)
        return
    made = Made((data_used(file),), report.submitted_on)
    findings = judge_initial(report)
    answer(
        initial_to_json(report, findings, made, public=public),
        lambda: initial_document(report, made, public=public),
        findings,
        as_json=as_json,
        output=output,
        language=language,
    )
