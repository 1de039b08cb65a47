"""`agreement convert`: what arrives when units cross a link."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, day, find
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.linking.restrictions import Conversion


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
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.linking.restrictions import Conversion, Setting, Transfer, Units
    from tallystick.linking.restrictions import convert as send

    transfer = Transfer(
        origin=origin,
        destination=destination,
        quantity_t=quantity,
        units=Units(
            unit=unit,
            vintage=vintage,
            programme=programme,
            project_type=project_type,
            host=host,
            registered=registered.date() if registered else None,
        ),
        booked_before_t=booked,
        base_t=base,
        price=money(price),
    )
    unreadable = False
    try:
        result = send(transfer, Setting(agreement=find(named).agreement, on=day(on)))
    except Damaged as damaged:
        unreadable, result = True, Conversion(sent=quantity, findings=damaged.findings)
    with writing(output):
        if as_json:
            emit_json(result.to_json() | ({"refused": None} if unreadable else {}), output)
        else:
            if not unreadable:
                emit(as_text(result), output)
            show(result.findings)
    if unreadable:
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
