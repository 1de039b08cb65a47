"""`tallystick serve`: the pages over one ledger."""

from typing import Annotated

import typer

from tallystick.cli.noun import verb
from tallystick.cli.output import Exit, say, stop

WORKERS, THREADS = 1, 4


def serve(
    db: Annotated[
        str, typer.Option("--db", help="SQLite file or postgresql:// URL of the ledger.")
    ] = "tallystick-demo/ledger.sqlite",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = WORKERS,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each process.")] = THREADS,
) -> None:
    """Serve the pages of a ledger, in English and Chinese.

    Example: tallystick serve --db tallystick-demo/ledger.sqlite --port 8000
    """
    from tallystick.ledger import LedgerError, open_ledger

    try:
        with open_ledger(db) as ledger:
            ledger.accounts()
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))
    serve_pages(db, host, port, workers, threads)


def serve_pages(
    db: str, host: str, port: int, workers: int = WORKERS, threads: int = THREADS
) -> None:
    """Serve until interrupted; say at once when the web extra is missing or the port is taken."""
    refuse_taken_port(host, port)
    from tallystick.cli import website

    try:
        from tallystick.cli.server import serve as run
    except ImportError as error:
        stop(Exit.USAGE, f"the pages need the web extra ({error.name} is missing): make install")
    website.run(db, "prepare")
    say(f"serving http://{host}:{port}/ (stop with Ctrl-C)")
    run(db, host, port, workers, threads)


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with a usage error when nothing can listen on the address."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                Exit.USAGE,
                f"cannot listen on {host}:{port}: {error.strerror}. Choose another with --port",
            )


app = verb(serve)
