"""`tallystick report annual`: annual information, versioned and frozen."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.cli.report.answering import unreadable
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.article6.aef.submission import Submission
    from tallystick.article6.reports.annual import AnnualReport
    from tallystick.article6.reports.versions import Version
    from tallystick.core.findings import Finding


def annual(
    db: Annotated[
        str | None, typer.Option("--db", help="SQLite file or postgresql:// URL.")
    ] = None,
    party: Annotated[str | None, typer.Option(help="Code of the Party, for example GHA.")] = None,
    year: Annotated[int | None, typer.Option(min=2021, max=9998, help="Reported year.")] = None,
    frozen: Annotated[
        Path | None, typer.Option("--from", help="A frozen report to write again, no ledger.")
    ] = None,
    version: Annotated[
        str | None, typer.Option(help="Version X.Y; by default the one that follows.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="The frozen version filed before, to say what changed.")
    ] = None,
    submitted_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of submission; today if not given."),
    ] = None,
    freeze: Annotated[
        Path | None, typer.Option(help="Write the report, its holdings included, to this file.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the workbook, .xlsx.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a version of the annual information, freeze its 31 December holdings, say what changed.

    Example: tallystick report annual --db l.sqlite --party GHA --year 2025 --freeze 1.0.json
    """
    from tallystick.io.aef_export import UnknownPeriodError
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.ledger import LedgerError

    on = submitted_on.date() if submitted_on else datetime.now(UTC).date()
    try:
        if frozen is not None:
            told, findings = _thawed(frozen)
        elif db and party and year:
            told, findings = _made(db, party.upper(), year, on, version, previous)
        else:
            stop(Exit.USAGE, "give --db with --party and --year, or --from with a frozen report")
    except Damaged as damaged:
        unreadable("annual", damaged.findings, as_json=as_json)
        return
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))
    except UnknownPeriodError as error:
        stop(Exit.REFUSED, str(error))
    if not refused(findings):
        _write(told["submission"], freeze, output, frozen)
    _tell(told, findings, as_json)


def _thawed(frozen: Path) -> "tuple[dict[str, Any], list[Finding]]":
    from tallystick.io.aef_frozen import thaw

    return {"submission": thaw(frozen), "changes": None}, []


def _made(
    db: str, party: str, year: int, on: date, version: str | None, previous: Path | None
) -> "tuple[dict[str, Any], list[Finding]]":
    """Make the submission, judge its version, and compare it with the one before."""
    from tallystick.article6.aef.diff import diff
    from tallystick.article6.reports.annual import judge_annual
    from tallystick.io.aef_export import submission
    from tallystick.io.aef_frozen import thaw
    from tallystick.ledger import open_ledger

    before = thaw(previous) if previous else None
    written = _version(version, before)
    with open_ledger(db) as ledger:
        made = submission(ledger, party, year, on, str(written))
    findings = judge_annual(_report(made, written, on), _previous(before) if before else None)
    changes = diff(before, made).to_json() if before else None
    return {"submission": made, "changes": changes}, findings


def _version(text: str | None, before: "Submission | None") -> "Version":
    """Return the version asked for, or the one that follows the version before."""
    from tallystick.article6.reports.versions import FIRST, Version

    try:
        if text is not None:
            return Version.parse(text)
        return Version.parse(before.header["version"] or "").correction() if before else FIRST
    except ValueError as error:
        stop(Exit.USAGE, str(error))


def _report(made: "Submission", version: "Version", on: date) -> "AnnualReport":
    from tallystick.article6.reports.annual import AnnualReport

    return AnnualReport(
        party=made.header["party"] or "",
        year=int(made.header["reported_year"] or 0),
        version=version,
        submitted_on=on,
        rows=sum(frame.height for frame in made.tables.values()),
    )


def _previous(before: "Submission") -> Any:
    from tallystick.article6.reports.annual import Previous
    from tallystick.article6.reports.versions import Version

    header = before.header
    version = Version.parse(header["version"] or "")
    rows = sum(table.height for table in before.tables.values())
    return Previous(header["party"] or "", int(header["reported_year"] or 0), version, rows)


def _write(
    made: "Submission", frozen: Path | None, output: Path | None, source: Path | None
) -> None:
    """Write what was asked for; the workbook says on a sheet of its own how it was made."""
    from tallystick.article6.reports.made import DataUsed, Made
    from tallystick.cli.account import writing
    from tallystick.io.aef_frozen import digest, freeze
    from tallystick.io.aef_write import write_aef

    if frozen is not None:
        with writing(frozen):
            emit(freeze(made), frozen)
    if output is not None:
        with writing(output):
            data = DataUsed(source.name if source else "ledger", digest(made))
            statements = list(Made((data,), _submitted(made)).statements())
            write_aef(made, output, [f"{one.en} · {one.zh}" for one in statements])


def _submitted(made: "Submission") -> date | None:
    text = made.header["submitted_on"]
    return date.fromisoformat(text) if text else None


def _tell(told: dict[str, Any], findings: "list[Finding]", as_json: bool) -> None:
    from tallystick.io.aef_frozen import digest

    made = told["submission"]
    rows = {table: frame.height for table, frame in made.tables.items()}
    data = {
        "party": made.header["party"],
        "report": "annual",
        "year": int(made.header["reported_year"] or 0),
        "version": made.header["version"],
        "submitted": made.header["submitted_on"],
        "nil": not any(rows.values()),
        "rows": rows,
        "sha256": digest(made),
        "changes": told["changes"],
        "findings": [finding.to_json() for finding in findings],
    }
    if as_json:
        emit_json(data)
    else:
        counted = ", ".join(f"{count} {table}" for table, count in rows.items())
        emit(f"{data['party']} {data['year']} version {data['version']}: {counted}")
        show(findings)
    if refused(findings):
        stop(Exit.REFUSED)
