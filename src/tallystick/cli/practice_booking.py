"""`tallystick practice book`: what a file of practice moves, posted to a ledger."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.agreement.sources import OnDay, day, find
from tallystick.cli.ledger.answering import rehearsed
from tallystick.cli.ledger.options import Database, DryRun, usable_ledger
from tallystick.cli.market_answers import refusals
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.core.findings import Finding
    from tallystick.ledger import Answer
    from tallystick.ledger.replay_log import LogRow
    from tallystick.linking.practice.booking import Held, Movement


def book(
    file: Annotated[Path, typer.Argument(help="File of practice, YAML or JSON.")],
    db: Database,
    on: OnDay = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter Kyoto units and deliver paid trades in a ledger, each once; hold back all others.

    Example: tallystick practice book practice.yaml --db ledger.sqlite --on 2026-01-01 --json
    """
    from tallystick.io.yamlfile.whole import read_record
    from tallystick.ledger.replay_book import LedgerBook
    from tallystick.linking.practice import Around, Practice
    from tallystick.linking.practice.booking import Movement, movements

    with refusals(as_json, None, unread):
        practice = read_record(file, Practice)
        source = find(practice.agreement) if practice.agreement else None
    around = Around(on=day(on), agreement=source.agreement if source else None)
    told: list[dict[str, Any]] = []
    found: list[Finding] = []
    with usable_ledger(db) as ledger, rehearsed(ledger, dry_run):
        posted = LedgerBook(ledger)
        for one in movements(practice, around):
            if isinstance(one, Movement):
                row = posted.dated_as_before(row_of(one))
                line, findings = answered(one, posted.post_row(row), dry_run=dry_run)
            else:
                line, findings = held(one), list(one.findings)
            told.append(line)
            found += findings
    answer({"movements": told}, found, as_json=as_json)


def unread(findings: "Iterable[Finding]") -> dict[str, Any]:
    """Return the form of the answer for a file that could not be read."""
    return {"movements": [], "findings": [finding.to_json() for finding in findings]}


def row_of(one: "Movement") -> "LogRow":
    """Return a movement as the row of a log that the ledger replays."""
    from tallystick.ledger.replay_log import LogRow

    return LogRow(
        transaction_id=one.key,
        on=one.on,
        type="transfer" if one.giver else "issuance",
        from_account=one.giver,
        to_account=one.taker,
        units=one.units,
        series=one.series,
        first=one.first,
        last=None if one.first is None else one.first + one.units - 1,
    )


def answered(
    one: "Movement", answer: "Answer", *, dry_run: bool
) -> "tuple[dict[str, Any], list[Finding]]":
    """Say what the ledger did with a movement."""
    from tallystick.ledger import Conflict, Refused
    from tallystick.ledger.replay_rules import SEEN, Seen

    moved = {"key": one.key, "from": one.giver, "to": one.taker, "units": one.units}
    if isinstance(answer, Refused):
        return {**moved, "status": "refused"}, list(answer.findings)
    if isinstance(answer, Conflict):
        return {**moved, "status": "conflict"}, SEEN.judge(Seen(row_of(one), changed=True), None)
    status = "would_post" if dry_run and answer.status == "posted" else answer.status
    return {**moved, "status": str(status)}, list(answer.findings)


def held(one: "Held") -> dict[str, Any]:
    """Say that a movement is not made, and by which rules; without any, an account is missing."""
    return {"key": one.key, "status": "held", "by": [finding.code for finding in one.findings]}


def answer(told: dict[str, Any], found: "list[Finding]", *, as_json: bool) -> None:
    """Write the answer and end with its exit code."""
    if as_json:
        emit_json({**told, "findings": [finding.to_json() for finding in found]})
    else:
        emit("\n".join(f"{one['key']}: {one['status']}" for one in told["movements"]))
        show(found)
    if any(one["status"] == "conflict" for one in told["movements"]):
        stop(Exit.CONFLICT)
    if refused(found):
        stop(Exit.REFUSED)
