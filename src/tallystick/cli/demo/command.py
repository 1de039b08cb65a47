"""The command: build, print, serve."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, say, show, stop
from tallystick.cli.serve import serve_pages

if TYPE_CHECKING:
    from tallystick.cli.demo.building import Built


def demo(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where the ledger and the workbooks go.")
    ] = Path("tallystick-demo"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the pages.")] = 8000,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Build and print only; serve no pages.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Book the real reported transfers, report them for both sides, cross-check, serve the pages.

    Example: tallystick demo --no-serve --json
    """
    built = _built(folder.absolute())
    users = _users(built.ledger_path)
    url = None if no_serve else f"http://127.0.0.1:{port}/"
    if as_json:
        emit_json({**built.to_json(), "sign_in": users, "url": url})
    else:
        _tell(built)
        _tell_users(users)
    if not built.report.consistent:
        stop(Exit.REFUSED)
    if not no_serve:
        serve_pages(str(built.ledger_path), "127.0.0.1", port)


def _built(folder: Path) -> "Built":
    from tallystick.cli.demo.building import build
    from tallystick.ledger import Conflict, LedgerError

    try:
        return build(folder)
    except (Conflict, LedgerError) as error:
        stop(Exit.CONFLICT, f"{folder} holds another ledger ({error}): choose another --dir")
    except OSError as error:
        stop(Exit.UNREADABLE, f"{folder} cannot be written: {error.strerror or error}")


def _tell(built: "Built") -> None:
    from tallystick.cli.demo.telling import balance_table, transfer_table

    emit(transfer_table(built))
    emit(balance_table(built))
    emit(f"{len(built.aef_files)} workbooks of annual information in {built.folder / 'aef'}")
    show(built.report.findings)
    verdict = "both halves match" if built.report.consistent else "the reports differ"
    emit(f"cross-check of all workbooks: {verdict}")
    say("Whatever is marked * was invented so that the example can run; facts have their source.")


def _users(ledger: Path) -> dict[str, Any] | None:
    """Make a user of each role, with a password for all; never in a ledger that is in real use."""
    from tallystick.cli.demo.building import is_nothing_else

    if find_spec("allauth") is None or not is_nothing_else(ledger):
        return None
    from tallystick.cli.website import run

    return run(str(ledger), "demo_users")


def _tell_users(made: dict[str, Any] | None) -> None:
    if made is None:
        return
    emit(f"sign in as any of these, with the demonstration's password {made['password']}")
    for user in made["users"]:
        emit(f"  {user['email']:<32} {user['role']}")
