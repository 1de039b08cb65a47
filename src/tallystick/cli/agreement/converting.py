"""`agreement convert`: what arrives when units cross a link."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, day, find
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.linking.restrictions import Conversion, Transfer


def convert(
    named: Named,
    origin: Annotated[str, typer.Option("--from", help="System that sends.")],
    destination: Annotated[str, typer.Option("--to", help="System that books.")],
    quantity: Annotated[int, typer.Option("--quantity", min=1, help="Units sent.")],
    on: OnDay = None,
    unit: Annotated[str | None, typer.Option(help="Unit type, such as CHU.")] = None,
    vintage: Annotated[int | None, typer.Option(help="Vintage of the units.")] = None,
    programme: Annotated[str | None, typer.Option(help="Programme of the units.")] = None,
    project_type: Annotated[str | None, typer.Option(help="Project type.")] = None,
    host: Annotated[str | None, typer.Option(help="Host Party.")] = None,
    registered: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day the activity was registered."),
    ] = None,
    booked: Annotated[
        int, typer.Option(help="What the limit has seen before; net for limits on net flows.")
    ] = 0,
    base: Annotated[int | None, typer.Option(help="What a share is a share of.", min=0)] = None,
    price: Annotated[str | None, typer.Option(help="Price of a unit, for taxes by rate.")] = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Send units across a link: filters, then rates, then limits, then tax.

    Example: tallystick agreement convert link.yaml --from che_ets --to eu_ets --quantity 100
    """
    from tallystick.linking.restrictions import Transfer, Units

    units = Units(
        unit=unit,
        vintage=vintage,
        programme=programme,
        project_type=project_type,
        host=host,
        registered=registered.date() if registered else None,
    )
    transfer = Transfer(
        origin=origin,
        destination=destination,
        quantity_t=quantity,
        units=units,
        booked_before_t=booked,
        base_t=base,
        price=money(price),
    )
    answer(*sent(named, transfer, day(on)), as_json=as_json, output=output)


def sent(named: str, transfer: "Transfer", on: date) -> "tuple[Conversion, bool]":
    """Return what a transfer comes to, and whether the agreement could be read."""
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.linking.restrictions import Conversion, Setting
    from tallystick.linking.restrictions import convert as send

    try:
        return send(transfer, Setting(agreement=find(named).agreement, on=on)), True
    except Damaged as damaged:
        return Conversion(sent=transfer.quantity_t, findings=damaged.findings), False


def answer(result: "Conversion", is_read: bool, *, as_json: bool, output: Path | None) -> None:
    """Print the answer and end with its exit code."""
    with writing(output):
        if as_json:
            emit_json(result.to_json() | ({} if is_read else {"refused": None}), output)
        else:
            if is_read:
                emit(as_text(result), output)
            show(result.findings)
    if not is_read:
        stop(Exit.UNREADABLE)
    if result.refused:
        stop(Exit.REFUSED)


def money(text: str | None) -> Fraction | None:
    """Read a price exactly; a text that is no amount is a usage error."""
    if text is None:
        return None
    try:
        value = Fraction(Decimal(text))
    except (ArithmeticError, ValueError):
        value = Fraction(-1)
    if value < 0:
        stop(Exit.USAGE, f'--price: "{text}" is not an amount such as 70.25')
    return value


def as_text(result: "Conversion") -> str:
    """Lay out the answer for people."""
    rows = result.to_json()
    named = ("sent", "received", "needed_per_domestic_unit", "fee")
    return "\n".join(f"{name.replace('_', ' ')}: {rows[name] or '-'}" for name in named)
