"""`tallystick ledger post`: one movement of units or of a range of serials."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import finish, rehearsed
from tallystick.cli.ledger.options import (
    LARGEST,
    Database,
    Day,
    DryRun,
    End,
    Key,
    Series,
    Start,
    usable_ledger,
)
from tallystick.cli.output import AsJson

if TYPE_CHECKING:
    from tallystick.core.findings import Finding
    from tallystick.ledger import Answer
    from tallystick.ledger.replay_log import LogRow


def post(
    db: Database,
    key: Key,
    from_account: Annotated[
        str, typer.Option("--from", help='Account that gives; "" issues a new range.')
    ],
    to_account: Annotated[str, typer.Option("--to", help="Account that receives.")],
    series: Series = None,
    start: Start = None,
    end: End = None,
    units: Annotated[
        int | None,
        typer.Option(min=1, max=LARGEST, help="Units without serials, instead of a range."),
    ] = None,
    expect: Annotated[
        str | None, typer.Option(help="Who must hold the range for it to be moved.")
    ] = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Move units or a range of serials between accounts, or issue a new range.

    Example: tallystick ledger post --db ledger.sqlite --key t1 --from A --to B --units 100
    """
    from tallystick.ledger import Conflict
    from tallystick.ledger.replay_log import LogRow

    if not key:
        raise typer.BadParameter("a key is not empty", param_hint="--key")
    row = LogRow(
        transaction_id=key,
        on=on.date() if on else datetime.now(UTC).date(),
        type="transfer" if from_account else "issuance",
        from_account=from_account,
        to_account=to_account,
        units=count_units(series, start, end, units, expect),
        series=series,
        first=start,
        last=end,
        expected=expect,
    )
    answer = _post(db, row, dated=on is not None, dry_run=dry_run)
    conflict = _conflict(row) if isinstance(answer, Conflict) else ()
    finish(answer, conflict, dry_run=dry_run, as_json=as_json)


def _post(db: str, row: "LogRow", *, dated: bool, dry_run: bool) -> "Answer":
    from tallystick.ledger.replay_book import LedgerBook

    with usable_ledger(db) as ledger, rehearsed(ledger, dry_run):
        book = LedgerBook(ledger)
        return book.post_row(row if dated else book.dated_as_before(row))


def count_units(
    series: str | None, start: int | None, end: int | None, units: int | None, expect: str | None
) -> int:
    """Count the units; a usage error unless either they or a whole range are given."""
    if units is not None and series is None and start is None and end is None:
        if expect is not None:
            raise typer.BadParameter("units without serials have no holder", param_hint="--expect")
        return units
    if units is not None or not series or start is None or end is None:
        raise typer.BadParameter(
            "give either --units, or --series with --start and --end", param_hint="--units"
        )
    if start > end:
        raise typer.BadParameter(f"{end} is below --start {start}", param_hint="--end")
    return end - start + 1


def _conflict(row: "LogRow") -> "Sequence[Finding]":
    from tallystick.ledger.replay_rules import SEEN, Seen

    return SEEN.judge(Seen(row, changed=True), None)
