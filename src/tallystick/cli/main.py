"""The entry point: the nouns, each loaded only when it is called, so that help answers at once."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tallystick import __version__

NOUNS = {
    "demo": "Book the real reported transfers, report and cross-check them, serve the pages.",
    "agreement": "Agreements that link carbon markets: list, show, check, compare, convert, write.",
    "account": "Corresponding adjustments and emissions balances.",
    "participation": "Participation responsibilities of a Party, with their evidence.",
    "party": "A Party's data centre: inventory, balances, registry, and where it answers.",
    "authorization": "Authorizations: their fourteen elements, versions, keys and entities.",
    "integrity": "Environmental integrity of an approach, its effect gate, cases and remedies.",
    "safeguards": "Trades watched, contracts, overselling, speciality, pledges, claims.",
    "practice": "Practice under agreements: exemptions, liability, flows, border charges, roles.",
    "system": "Trading systems: phases, legal bases, scope, offsets, targets, venues, groups.",
    "aef": "Annual information in the agreed electronic format.",
    "detect": "Units issued, claimed or used twice, within and across registries.",
    "report": "Reports of a Party: initial, annual, regular, structured summary, deadlines.",
    "review": "Inconsistencies and concerns between Parties, and the technical expert review.",
    "market": "Prices, flows and gains of linked carbon markets.",
    "ledger": "The journal of postings, what accounts hold, and ranges of serials.",
    "serve": "Serve the pages of a ledger, in English and Chinese.",
    "people": "People who work with the pages, and their roles.",
    "jobs": "Run what the pages have done in the background.",
    "coverage": "Which features and paragraphs work, and by which tests.",
}
"""Every command of the first level stands in the module of its name, as `app`."""


class Nouns(TyperGroup):
    """The commands of the first level, imported when they are called and not before."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name the commands in the order in which a newcomer meets them."""
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module of a command; None for a name that is none."""
        if cmd_name not in NOUNS:
            return None
        command = typer.main.get_command(import_module(f"tallystick.cli.{cmd_name}").app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))


app = typer.Typer(
    name="tallystick",
    cls=Nouns,
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
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print it."),
    ] = False,
) -> None:
    """Carbon-market agreements checked, run and reported under the Paris Agreement."""


def main() -> None:
    """Run the command line."""
    app()
