"""`tallystick aef export`: the annual information of a Party and year, from a ledger."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, emit_json, say, stop


def export(
    db: Annotated[str, typer.Option("--db", help="SQLite file or postgresql:// URL.")],
    party: Annotated[str, typer.Option(help="Code of the Party, for example GHA.")],
    year: Annotated[int, typer.Option(min=2021, max=9999, help="The reported year.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The workbook to write.")],
    submitted_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of submission; today if not given."),
    ] = None,
    version: Annotated[str, typer.Option(help="Version X.Y; the first is 1.0.")] = "1.0",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written and write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a Party's annual information for one year as a workbook of the agreed format.

    Example: tallystick aef export --db ledger.sqlite --party GHA --year 2025 -o GHA-2025.xlsx
    """
    from tallystick.io.aef_export import UnknownPeriodError
    from tallystick.ledger import LedgerError

    on = submitted_on.date() if submitted_on else datetime.now(UTC).date()
    try:
        rows = _write(db, party.upper(), year, on, version, None if dry_run else output)
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))
    except UnknownPeriodError as error:
        stop(Exit.REFUSED, str(error))
    except OSError as error:
        stop(Exit.UNREADABLE, f"{output} cannot be written: {error.strerror or error}")
    if as_json:
        emit_json({"path": str(output.absolute()), "written": not dry_run, "rows": rows})
    else:
        told = ", ".join(f"{count} {table}" for table, count in rows.items())
        say(f"{'would write' if dry_run else 'wrote'} {output}: {told}")


def _write(
    db: str, party: str, year: int, on: date, version: str, output: Path | None
) -> dict[str, Any]:
    from tallystick.io.aef_export import submission
    from tallystick.io.aef_write import write_aef
    from tallystick.ledger import open_ledger

    with open_ledger(db) as ledger:
        filled = submission(ledger, party, year, on, version)
    if output is not None:
        write_aef(filled, output)
    return {table: frame.height for table, frame in filled.tables.items()}
