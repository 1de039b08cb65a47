"""The signed log of the ledgers under soak, and what `verify` finds in them."""

import os
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tallystick.ledger.log.keyplace import VARIABLE
from tallystick.ledger.log.sequencer import open_log, sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey, create_key_file, read_key_file

_kept: list[TemporaryDirectory[str]] = []  # removed when the process ends


@cache
def signing_key() -> SigningKey:
    """Return the one key of this soak; processes that it starts are told where it lies."""
    if named := os.environ.get(VARIABLE):
        return read_key_file(Path(named))
    _kept.append(TemporaryDirectory(prefix="tallystick-soak-"))
    path = Path(_kept[0].name, "key")
    os.environ[VARIABLE] = str(path)
    return create_key_file(path, "tallystick/soak")


def begin_log(place: str) -> None:
    """Sign the empty log of a ledger; where it has begun, change nothing."""
    with closing(store_at(place)) as store:
        open_log(store, signing_key())


def unverified(place: str) -> Iterator[str]:
    """Bring the log of a ledger at rest up to date and yield each fault that `verify` finds."""
    begin_log(place)
    with closing(store_at(place)) as store:
        sequence(store, signing_key())
        verified = verify_ledger(store, signing_key().public)
    for finding in verified.found.findings:
        yield f"verify: {finding.code} {finding.message.en}"
    if verified.pending:
        yield f"verify: {verified.pending} postings are not in the log of a ledger at rest"
