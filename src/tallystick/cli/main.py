"""The entry point: nouns and their verbs. Heavy libraries load inside the verb that needs them."""

from typing import Annotated

import typer

from tallystick import __version__

app = typer.Typer(
    name="tallystick",
    help="Carbon-market agreements checked, run and reported under the Paris Agreement.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Carbon-market agreements checked, run and reported under the Paris Agreement."""


def main() -> None:
    """Run the command line."""
    app()
