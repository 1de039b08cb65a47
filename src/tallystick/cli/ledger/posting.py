"""`tallystick ledger post`: one movement of units or of a range of serials."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.core.findings import Finding
    from tallystick.ledger import Answer
    from tallystick.ledger.replay_log import LogRow

LARGEST = (1 << 63) - 2


def post(
    db: Database,
    key: Annotated[str, typer.Option(help="What names this posting for ever.")],
    from_account: Annotated[
        str, typer.Option("--from", help='Account that gives; "" issues a new range.')
    ],
    to_account: Annotated[str, typer.Option("--to", help="Account that receives.")],
    series: Annotated[str | None, typer.Option(help="Series of the range of serials.")] = None,
    start: Annotated[
        int | None, typer.Option(min=1, max=LARGEST, help="First serial of the range.")
    ] = None,
    end: Annotated[
        int | None, typer.Option(min=1, max=LARGEST, help="Last serial of the range.")
    ] = None,
    units: Annotated[
        int | None,
        typer.Option(min=1, max=LARGEST, help="Units without serials, instead of a range."),
    ] = None,
    expect: Annotated[
        str | None, typer.Option(help="Who must hold the range for it to be moved.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of effect; today if not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Move units or a range of serials between accounts, or issue a new range.

    Example: tallystick ledger post --db ledger.sqlite --key t1 --from A --to B --units 100
    """
    from tallystick.ledger import Conflict, Refused
    from tallystick.ledger.replay_log import LogRow

    if not key:
        raise typer.BadParameter("a key is not empty", param_hint="--key")
    row = LogRow(
        transaction_id=key,
        on=on.date() if on else datetime.now(UTC).date(),
        type="transfer" if from_account else "issuance",
        from_account=from_account,
        to_account=to_account,
        units=_units(series, start, end, units, expect),
        series=series,
        first=start,
        last=end,
        expected=expect,
    )
    answer = _post(db, row, dated=on is not None)
    if isinstance(answer, Refused):
        _tell(None, "refused", answer.findings, as_json)
        stop(Exit.REFUSED)
    if isinstance(answer, Conflict):
        _tell(None, "conflict", _conflict(row), as_json)
        stop(Exit.CONFLICT)
    _tell(answer.id, answer.status, answer.findings, as_json)


def _post(db: str, row: "LogRow", dated: bool) -> "Answer":
    from tallystick.ledger.replay_book import LedgerBook

    with usable_ledger(db) as ledger:
        book = LedgerBook(ledger)
        return book.post_row(row if dated else book.dated_as_before(row))


def _units(
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


def _tell(number: int | None, status: str, findings: "Sequence[Finding]", as_json: bool) -> None:
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"id": number, "status": status, "findings": told})
    else:
        emit(status if number is None else f"{status} as {number}")
        show(findings)
