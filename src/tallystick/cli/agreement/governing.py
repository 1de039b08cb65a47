"""`agreement provisions`, `risks` and `supervision`: what an agreement amounts to on a day."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.drafting import save
from tallystick.cli.agreement.sources import Named, OnDay, Participations, day, opened
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.io.agreement_file import AgreementFile


def provisions(
    named: Named,
    on: OnDay = None,
    participation: Participations = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Lay out what the clauses fix and leave open: feeds, votes, deadlines, roles, goals.

    Example: tallystick agreement provisions link_eu_ch --on 2026-01-01 --json
    """
    from tallystick.linking.provisions import provisions as lay_out

    source, facts = opened(named, day(on), participation, as_json=as_json, output=output)
    found = lay_out(source.agreement, facts)
    _answer(found.to_json(), as_json=as_json, output=output)
    _end(source, found.findings, as_json=as_json)


def risks(
    named: Named, on: OnDay = None, as_json: AsJson = False, output: OutputFile = None
) -> None:
    """Show what spills over the link, whether caps bind, and how firm the commitments are.

    Example: tallystick agreement risks link_ca_qc_2013 --on 2026-01-01 --json
    """
    from tallystick.linking.risks import risks as weigh

    source, facts = opened(named, day(on), as_json=as_json, output=output)
    found = weigh(source.agreement, facts)
    _answer(found.to_json(), as_json=as_json, output=output)
    _end(source, found.findings, as_json=as_json)


def supervision(
    named: Named,
    on: OnDay = None,
    participation: Participations = None,
    as_json: AsJson = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A .docx, .pdf, .md or .json file.")
    ] = None,
) -> None:
    """Report to the joint body, or where there is none to each party and its reviewers.

    Example: tallystick agreement supervision link_eu_ch --on 2026-01-01 -o report.docx
    """
    from tallystick.io.documents import UnknownFormError
    from tallystick.io.documents.markdown import text
    from tallystick.linking.supervision import supervise

    source, facts = opened(named, day(on), participation, as_json=as_json, output=output)
    found = supervise(source.agreement, facts)
    try:
        with writing(output):
            if as_json or (output is not None and output.suffix == ".json"):
                emit_json(found.to_json(), output)
            elif output is None:
                emit(text(found.document(), "en"))
            else:
                for language in ("en", "zh"):
                    save(found.document(), output, language, many=True)
    except UnknownFormError as error:
        stop(Exit.USAGE, str(error))
    if refused(found.findings):
        stop(Exit.REFUSED)


def _answer(told: dict[str, Any], *, as_json: bool, output: Path | None) -> None:
    with writing(output):
        if as_json:
            emit_json(told, output)
        else:
            emit("\n".join(_lines(told)), output)


def _lines(told: dict[str, Any]) -> list[str]:
    """Lay out an answer for people: a line for each value, a table for each list of records."""
    lines = []
    for name, value in told.items():
        rows = value if isinstance(value, list) else None
        if name == "findings":
            continue
        if rows and isinstance(rows[0], dict):
            heads = list(rows[0])
            cells = [[_cell(row.get(head)) for head in heads] for row in rows]
            lines += ["", f"{name}:", table(heads, cells)]
        else:
            lines.append(f"{name}: {_cell(value)}")
    return lines


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(each) for each in value) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_cell(each)}" for name, each in value.items()) or "-"
    return "unknown" if value is None else str(value)


def _end(source: "AgreementFile", findings: Any, *, as_json: bool) -> None:
    from tallystick.io.agreement_file import located

    if not as_json:
        show(located(findings, source.lines, source.path))
    if refused(findings):
        stop(Exit.REFUSED)
