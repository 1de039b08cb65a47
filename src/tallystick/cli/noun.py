"""How a command of the first level is made, so that all of them look alike."""

from collections.abc import Callable
from typing import Any

import typer


def noun(about: str) -> typer.Typer:
    """Return an application whose commands are verbs, even while there is only one."""
    app = typer.Typer(
        help=about,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    return app


def verb(command: Callable[..., Any]) -> typer.Typer:
    """Return an application that is one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(command)
    return app
