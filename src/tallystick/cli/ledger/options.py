"""What the verbs of `tallystick ledger` have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import Exit, stop

if TYPE_CHECKING:
    from tallystick.ledger import Ledger

Database = Annotated[str, typer.Option("--db", help="SQLite file or postgresql:// URL.")]
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
