"""`tallystick party`: what a ledger knows of a Party, in one answer."""

from typing import Annotated, Any

import typer

from tallystick.cli.account import writing
from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, stop
from tallystick.cli.tables import table

app = noun("A Party's data centre: inventory, balances, registry, and where it answers.")


@app.command()
def show(
    party: Annotated[str, typer.Argument(help="Code of the Party, for example GHA.")],
    db: Database,
    api: Annotated[
        str | None, typer.Option("--api", help="Address at which the ledger is served.")
    ] = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Print inventory, emissions balances and registry totals of a Party, and its interface.

    Example: tallystick party show GHA --db ledger.sqlite --api https://registry.example --json
    """
    from tallystick.article6.parties import PARTIES
    from tallystick.ledger.country import countries, nothing_known

    code = party.upper()
    if code not in PARTIES:
        stop(Exit.USAGE, f'"{party}" is no Party; name one by its alpha-3 code, such as GHA')
    with usable_ledger(db) as ledger:
        found = countries(ledger).get(code) or nothing_known(code)
    told = {**found, "api": links(api, code) if api else None}
    with writing(output):
        if as_json:
            emit_json(told, output)
        else:
            emit(as_text(told), output)


def links(base: str, code: str) -> dict[str, str]:
    """Return the addresses at which programs reach the registry of a Party."""
    root = f"{base.rstrip('/')}/api/v1"
    lists = {name: f"{root}/{name}?party={code}" for name in ("transfers", "authorizations")}
    node = {"node": f"{root}/parties/{code}/node", "document": f"{root}/openapi.json"}
    return {**node, **lists, "checkpoint": f"{root}/checkpoint"}


def as_text(told: dict[str, Any]) -> str:
    """Lay out the registry's totals, each NDC period year by year, and what is found about it."""
    lines = [f"{told['party']}"]
    lines += [f"{name}: {amount:,}" for name, amount in told["registry"].items()]
    for one in told["balances"]:
        heads = ("year", "inventory_t", "adjustment_t", "balance_t")
        rows = [
            ["unknown" if year[head] is None else str(year[head]) for head in heads]
            for year in one["years"]
        ]
        lines += [f"{one['method']}, achieved: {one['achieved']}", table(list(heads), rows)]
        lines += [
            f"{said['code']} {said['outcome']}: {said['message']}" for said in one["findings"]
        ]
    if told["api"]:
        lines += [f"{name}: {address}" for name, address in told["api"].items()]
    return "\n".join(lines)
