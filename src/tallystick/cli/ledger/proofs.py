"""`tallystick ledger export`, `verify` and `prove`: what an outsider can check."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.options import Database, DryRun, PublicKeyFile
from tallystick.cli.output import AsJson, Exit, emit, emit_json, say, show, stop
from tallystick.core.findings import Finding

if TYPE_CHECKING:
    from tallystick.ledger.log.verify import Verified
    from tallystick.ledger.proof.checkpoint import SignedCheckpoint
    from tallystick.ledger.proof.keys import PublicKey
    from tallystick.ledger.store import Store


def export(
    db: Database,
    output: Annotated[Path, typer.Option("-o", "--output", help="Write the export to this file.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write the log of a ledger to a file that anybody can verify offline.

    Example: tallystick ledger export --db ledger.db -o ledger.log
    """
    from tallystick.ledger.log.exporting import export_ledger

    with opened(db) as store:
        if not dry_run:
            _sequence(store, db)
        exported = export_ledger(store, None if dry_run else output)
    if as_json:
        emit_json(exported.to_json())
    else:
        emit(f"{exported.entries} entries, root {exported.root.hex()}")
    _tell_pending(exported.pending)


def verify(
    file: Annotated[
        Path | None, typer.Argument(metavar="[EXPORT]", help="An export, to be verified offline.")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", help="SQLite file or postgresql:// URL of a ledger.")
    ] = None,
    public_key: PublicKeyFile = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="File with a checkpoint kept from earlier; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify an export, or a ledger in its database with all that follows from its log.

    A checkpoint that you kept, as `export` and `prove` answer it, tells whether the log was cut
    short or rewritten since.
    Example: tallystick ledger verify ledger.log --public-key ledger.pub --json
    """
    if (file is None) == (db is None):
        stop(Exit.USAGE, "name either an export or, with --db, a ledger")
    key = None if public_key is None else read_public_key(public_key)
    kept = [_read_checkpoint(path) for path in checkpoint or ()]
    verified = _verify_file(file, key, kept) if file else _verify_db(str(db), key, kept)
    if as_json:
        emit_json(verified.to_json())
    else:
        _tell(verified)
    if any(finding.code == "UNREADABLE" for finding in verified.found.findings):
        stop(Exit.UNREADABLE)
    if not verified.found.valid:
        stop(Exit.REFUSED)


def prove(
    asked: Annotated[
        str, typer.Argument(metavar="ID", help="Number of a posting, or else its key.")
    ],
    db: Database,
    as_json: AsJson = False,
) -> None:
    """Prove that a posting is in the log: the hashes from its leaf up to the signed root.

    The leaf is canonical JSON; the hashes are hexadecimal (RFC 9162, SHA-256).
    Example: tallystick ledger prove --db ledger.db 17 --json
    """
    from tallystick.ledger.log.proving import prove as prove_posting

    with opened(db) as store:
        _sequence(store, db)
        proof = prove_posting(store, asked)
    if isinstance(proof, Finding):
        if as_json:
            emit_json({"findings": [proof.to_json()]})
        else:
            show([proof])
        stop(Exit.REFUSED)
    answer = proof.to_json()
    if as_json:
        emit_json(answer)
    else:
        path = "".join(f"\n  {one}" for one in answer["path"])
        emit(f"entry {answer['index']} of {answer['size']}, root {answer['root']}\npath:{path}")


@contextmanager
def opened(db: str) -> Iterator["Store"]:
    """Open a ledger; what keeps it from answering ends the command."""
    from tallystick.ledger.errors import LedgerError
    from tallystick.ledger.opening import store_at

    try:
        with closing(store_at(db)) as store:
            yield store
    except (LedgerError, OSError) as error:
        stop(Exit.UNREADABLE, str(error))


def _sequence(store: "Store", db: str) -> None:
    """Bring the log up to date, where the private key is at hand and the log is sound."""
    from tallystick.ledger.errors import LedgerError
    from tallystick.ledger.log.keyplace import signing_key
    from tallystick.ledger.log.sequencer import sequence

    try:
        key = signing_key(store, db)
        if key is not None:
            sequence(store, key)
    except LedgerError as error:
        say(str(error))


def read_public_key(path: Path) -> "PublicKey":
    """Read a public key from its file; what holds none ends the command as unreadable input."""
    from tallystick.ledger.proof.keys import parse_public_key

    try:
        return parse_public_key(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        stop(Exit.UNREADABLE, f"{path} holds no public key: {error}")


def _read_checkpoint(path: Path) -> "SignedCheckpoint":
    from tallystick.ledger.proof.checkpoint import parse

    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        stop(Exit.UNREADABLE, f"{path} holds no checkpoint: {error}")


def _verify_file(path: Path, key: "PublicKey | None", kept: "list[SignedCheckpoint]") -> "Verified":
    from tallystick.ledger.log.verify import Verified
    from tallystick.ledger.proof.verify import verify_export

    return Verified(verify_export(path, key, kept), None, key is not None)


def _verify_db(db: str, key: "PublicKey | None", kept: "list[SignedCheckpoint]") -> "Verified":
    from tallystick.ledger.log.verify import verify_ledger

    with opened(db) as store:
        _sequence(store, db)
        return verify_ledger(store, key, kept)


def _tell(verified: "Verified") -> None:
    """Write the answer for people, and the findings to standard error."""
    found = verified.found
    root = found.root.hex() if found.root else "none"
    emit(f"{'valid' if found.valid else 'NOT VALID'}: {found.entries} entries, root {root}")
    _tell_pending(verified.pending)
    show(found.findings)


def _tell_pending(pending: int | None) -> None:
    if pending:
        say(f"{pending} postings are not in the log yet")
