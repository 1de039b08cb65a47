"""`tallystick jobs`: a worker for what the pages have done in the background."""

from typing import Annotated

import typer

from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.noun import verb
from tallystick.cli.output import say


def jobs(
    db: Database,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="End once no job waits.")
    ] = False,
) -> None:
    """Run background jobs of the pages, such as e-mail notices, until stopped.

    `serve` runs one worker itself; more may run beside it, on any machine.
    Example: tallystick jobs --db ledger.sqlite
    """
    from tallystick.cli.website import become, run

    with usable_ledger(db) as ledger:
        ledger.restraints()
    run(db, "prepare")
    say("working on jobs (stop with Ctrl-C)")
    become(db, "work", *(["--until-empty"] if until_empty else []))


app = verb(jobs)
