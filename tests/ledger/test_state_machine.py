"""Both databases agree with a model in plain Python after every step of any history."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from state_machine import NewPlaces, drive

from postgresql import Server
from tallystick.ledger import Ledger, open_ledger

HISTORIES = 15
STEPS = 20


@pytest.fixture
def new_places(postgresql: Server, tmp_path: Path) -> Iterator[NewPlaces]:
    """Open a new ledger on each database at every call, the ones before closed and removed."""
    with ExitStack() as opened:
        made = 0

        def new() -> list[Ledger]:
            nonlocal made
            opened.close()
            made += 1
            url, path = postgresql.database(), tmp_path / f"{made}.db"
            opened.callback(postgresql.drop, url)
            opened.callback(path.unlink)
            ledgers = [opened.enter_context(open_ledger(place)) for place in (str(path), url)]
            for ledger in ledgers:
                ledger.create()
            return ledgers

        yield new


@pytest.mark.postgresql
def test_both_databases_agree_with_the_model_after_every_step(new_places: NewPlaces) -> None:
    drive(new_places, HISTORIES, STEPS, anew=False)
