"""`tallystick ledger bundle` and `unbundle`: evidence for proceedings, checked by anybody."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from tallystick.cli.ledger.options import Database
from tallystick.cli.ledger.proofs import opened
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop

LOG = "ledger.log"


def bundle(
    db: Database,
    output: Annotated[Path, typer.Option("-o", "--output", help="Write the bundle to this file.")],
    case: Annotated[str, typer.Option("--case", help="Name of the proceedings.")],
    document: Annotated[
        list[Path] | None, typer.Option("--document", help="File that goes in too; repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put the log of a ledger and documents into one archive with a manifest of digests.

    The log inside is verified with `ledger verify`, the archive with `ledger unbundle`.

    Example: tallystick ledger bundle --db ledger.db --case "A v B" --document letter.pdf -o ab.zip
    """
    from tallystick.io.bundle import MANIFEST, write_bundle
    from tallystick.ledger.log.exporting import export_ledger

    files = {path.name: path for path in document or ()}
    if len(files) != len(document or ()) or {LOG, MANIFEST} & set(files):
        stop(Exit.USAGE, f"documents need names of their own, other than {LOG} and {MANIFEST}")
    with TemporaryDirectory() as folder, opened(db) as store:
        log = Path(folder) / LOG
        exported = export_ledger(store, log)
        try:
            facts = {"case": case, "log": exported.to_json()}
            manifest = write_bundle(output, {LOG: log, **files}, facts)
        except OSError as error:
            stop(Exit.UNREADABLE, str(error))
    if as_json:
        emit_json(manifest)
    else:
        emit("\n".join(f"{one['sha256']}  {one['name']}" for one in manifest["files"]))


def unbundle(
    file: Annotated[Path, typer.Argument(help="A bundle of evidence.")], as_json: AsJson = False
) -> None:
    """Hold every file of a bundle against its manifest.

    Example: tallystick ledger unbundle ab.zip --json
    """
    from tallystick.io.bundle import verify_bundle

    findings = verify_bundle(file)
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"valid": not findings, "findings": told})
    else:
        emit("valid" if not findings else "NOT VALID")
        show(findings)
    if any(finding.code == "UNREADABLE" for finding in findings):
        stop(Exit.UNREADABLE)
    if findings:
        stop(Exit.REFUSED)
