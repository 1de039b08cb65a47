"""`tallystick safeguards`: what is judged beside the accounts of units."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import MARKS, AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.article6.safeguards import Safeguards, SafeguardsRecord

app = noun("Safeguards: trades watched, contracts, overselling, speciality, pledges, claims.")

DAY = ["%Y-%m-%d"]


def ratio(text: str) -> Fraction:
    """Read a ratio of the command line; raises a usage error."""
    from tallystick.io.safeguards.forms import RATIO

    try:
        return RATIO.read(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is not {RATIO.expected.en}") from None


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="File of safeguards, YAML or JSON.")],
    ended: Annotated[
        Path | None, typer.Option(help="CSV or Parquet of units used or cancelled, for claims.")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", help="Ledger to count recipients and hold claims against.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=DAY, help="The day to judge, by default today."),
    ] = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Judge contracts, overselling, speciality, pledges, legal nature, claims and what else it has.

    Example: tallystick safeguards check safeguards.yaml --db ledger.sqlite --json
    """
    from tallystick.article6.safeguards import check as check_record
    from tallystick.article6.safeguards import to_json
    from tallystick.cli.account import writing

    day = on.date() if on else date.today()  # noqa: DTZ011 (the user's own calendar day)
    with _readable(as_json):
        answer = check_record(_record(file, ended, db), day)
    with writing(output):
        if as_json:
            emit_json(to_json(answer), output)
        else:
            emit(_sections(answer), output)
            show(answer.findings)
    if refused(answer.findings):
        stop(Exit.REFUSED)


def _record(file: Path, ended: Path | None, db: str | None) -> "SafeguardsRecord":
    """Read the file, with what a table and a ledger beside it tell."""
    from dataclasses import replace

    from tallystick.cli.ledger.options import usable_ledger
    from tallystick.io.safeguards.file import read_safeguards
    from tallystick.io.safeguards.tables import read_ended

    record = read_safeguards(file)
    if ended is not None:
        if record.ended is not None:
            stop(Exit.USAGE, f"{file} lists what was ended: give either that or --ended")
        record = replace(record, ended=read_ended(ended))
    if db is not None:
        from tallystick.ledger.safeguards import known

        with usable_ledger(db) as ledger:
            record = known(ledger, record)
    return record


def _sections(answer: "Safeguards") -> str:
    """Lay out the sections with their outcomes."""
    rows = [
        [one.title.en, MARKS[one.outcome], str(len(one.findings) or "-")] for one in answer.sections
    ]
    told = table(["section", "outcome", "findings"], rows, right=(2,))
    return f"safeguards on {answer.on}: {answer.outcome}\n\n{told}"


@app.command()
def trades(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV or Parquet of trades.")
    ],
    relations: Annotated[
        Path | None, typer.Option(help="CSV or Parquet of related parties: one, other, kind.")
    ] = None,
    mark_up: Annotated[
        str, typer.Option(help="Share above the reference price to flag, such as 1/4 or 0.25.")
    ] = "1/2",
    window: Annotated[int, typer.Option(min=0, help="Days in which units may not return.")] = 30,
    stock: Annotated[int | None, typer.Option(min=1, help="Units there are, for turnover.")] = None,
    linked: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Day of a link, to compare both sides.")
    ] = None,
    quotes: Annotated[
        Path | None,
        typer.Option(help="CSV or Parquet of orders: side (bid, ask), price, quantity_t."),
    ] = None,
    near: Annotated[
        str, typer.Option(help="Share around the middle price in which orders make the depth.")
    ] = "1/20",
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Find mark-ups, wash trades and sales between related parties, and measure liquidity.

    Files of several systems are watched as one market.

    Example: tallystick safeguards trades a.csv b.csv --relations groups.csv --mark-up 1/4 --json
    """
    from tallystick.article6.safeguards import SURVEILLANCE, Relations, Watch
    from tallystick.article6.safeguards.liquidity import depth_t
    from tallystick.cli.account import writing
    from tallystick.core.findings import Outcome, worst
    from tallystick.io.safeguards.tables import read_quotes, read_relations, read_trades

    share, around_middle = ratio(mark_up), ratio(near)
    with _readable(as_json):
        found = [trade for file in files for trade in read_trades(file)]
        listed = Relations(read_relations(relations)) if relations else None
        orders = read_quotes(quotes) if quotes else ()
    findings = SURVEILLANCE.judge(found, Watch(share, window, listed))
    flags = sum(finding.outcome is Outcome.FAIL for finding in findings)
    answer = {
        "trades": len(found),
        "flags": flags,
        "outcome": worst(findings).value,
        "thresholds": {"mark_up": str(share), "window_days": window},
        "liquidity": _liquidity(found, linked.date() if linked else None, stock),
        "depth_t": depth_t(orders, around_middle),
        "findings": [finding.to_json() for finding in findings],
    }
    with writing(output):
        if as_json:
            emit_json(answer, output)
        else:
            emit(f"{len(found):,} trades watched, {flags:,} to look at", output)
            show(findings)


def _liquidity(found: Any, linked_on: date | None, stock_t: int | None) -> dict[str, Any]:
    from tallystick.article6.safeguards.liquidity import around, measure

    told = {"all": measure(found, stock_t)}
    if linked_on is not None:
        told["before"], told["after"] = around(found, linked_on, stock_t)
    return {name: one.to_json() for name, one in told.items()}


@contextmanager
def _readable(as_json: bool) -> Iterator[None]:
    """End a command on files that cannot be read, with their findings."""
    from tallystick.io.yamlfile.damage import Damaged

    try:
        yield
    except Damaged as damaged:
        if as_json:
            emit_json({"findings": [one.to_json() for one in damaged.findings]})
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
