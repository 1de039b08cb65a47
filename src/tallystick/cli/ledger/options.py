"""What the verbs of `tallystick ledger` have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import Exit, stop

if TYPE_CHECKING:
    from tallystick.ledger import Ledger

LARGEST = (1 << 63) - 2
"""The greatest serial, and the greatest number of units, that a ledger holds."""

Database = Annotated[str, typer.Option("--db", help="SQLite file or postgresql:// URL.")]
Key = Annotated[str, typer.Option(help="What names this posting for ever.")]
Reason = Annotated[str, typer.Option(help="Why; it stays on record.")]
Day = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Day of effect; today if not given."),
]
Series = Annotated[str | None, typer.Option(help="Series of the range of serials.")]
Start = Annotated[int | None, typer.Option(min=1, max=LARGEST, help="First serial of the range.")]
End = Annotated[int | None, typer.Option(min=1, max=LARGEST, help="Last serial of the range.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be written and write nothing.")
]

PublicKeyFile = Annotated[
    Path | None, typer.Option("--public-key", help="File with the keeper's public key.")
]


@contextmanager
def usable_ledger(place: str) -> "Iterator[Ledger]":
    """Open a ledger; one that cannot be used ends the command as unreadable input."""
    from tallystick.ledger import LedgerError, open_ledger

    try:
        with open_ledger(place) as ledger:
            yield ledger
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))


def instant(text: str) -> datetime:
    """Read an instant with its time zone; a usage error for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is not an instant such as 2026-05-01T12:00Z') from error
    if at.tzinfo is None:
        raise typer.BadParameter(f'"{text}" has no time zone; write 2026-05-01T12:00Z')
    return at
