"""`tallystick market design`: the best restriction for an aim, and choices against others."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.output import AsJson, OutputFile
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.io.market_design import DesignFile

KEYS = ("price", "allowances", "emissions", "hot_air")


def design(
    file: Annotated[Path, typer.Argument(help="Market file with a design block, YAML or JSON.")],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Seek the best quota, rate, discount, fee or collar, strategic caps, or strategic sales.

    Example: tallystick market design quota.yaml --json
    """
    from tallystick.io.market_design import read_design
    from tallystick.market.design import no_design_to_json, search, search_to_json

    with refusals(as_json, output, no_design_to_json):
        asked = read_design(file)
        data: dict[str, Any] = {"aim": None, "best": None, "frontier": []}
        if asked.design:
            data = search_to_json(search(asked.network, asked.design))
        data |= _strategic(asked) | {"findings": []}
    tell(as_json, output, data, lambda: as_text(data))


def _strategic(asked: "DesignFile") -> dict[str, Any]:
    """Answer the questions about caps and sales that the file asks."""
    from tallystick.market.design import (
        best_response,
        caps_to_json,
        countries_of,
        price_takers,
        sales_to_json,
        strategic_sales,
        traders_of,
        with_trade,
        without_trade,
    )

    answers: dict[str, Any] = {}
    if asked.strategists.damages:
        countries = countries_of(asked.network, asked.strategists)
        answers["strategic_caps"] = caps_to_json(
            countries, without_trade(countries), with_trade(countries), best_response(countries)
        )
    if asked.strategists.sellers:
        sellers, others = traders_of(asked.network, asked.strategists)
        answers["strategic_sales"] = sales_to_json(
            sellers, price_takers(sellers, others), strategic_sales(sellers, others)
        )
    return answers


def as_text(data: dict[str, Any]) -> str:
    """Lay out the frontier with the best setting, then caps and sales."""
    parts = []
    if data["best"]:
        names = list(data["best"]["values"])
        rows = [_row("", names, one) for one in data["frontier"]]
        rows += [_row("as written", names, data["as_written"]), _row("best", names, data["best"])]
        heads = ["", *names, data["aim"], "total gain", "abatement", "cost", "admissible"]
        parts.append(table(heads, rows, right=range(1, len(heads) - 1)))
    if "strategic_caps" in data:
        parts.append(_caps(data["strategic_caps"]))
    if "strategic_sales" in data:
        parts.append(_sales(data["strategic_sales"]))
    return "\n\n".join(parts)


def _row(title: str, names: list[str], one: dict[str, Any]) -> list[str]:
    figures = [one["value"], one.get("total_gain"), one.get("abatement"), one.get("abatement_cost")]
    admitted = "yes" if one["admissible"] else one["refused"] or "no"
    return [title, *cells(*(one["values"].get(name) for name in names), *figures), admitted]


def _caps(caps: dict[str, Any]) -> str:
    rows = [
        [way.replace("_", " "), name, *cells(*(one[key] for key in KEYS))]
        for way in ("without_trade", "with_trade", "best_response")
        for name, one in (caps[way] or {"countries": {}})["countries"].items()
    ]
    heads = ["caps", "country", "price", "allowances", "emissions", "hot air"]
    change = cells(caps["emissions_change"])[0]
    return f"{table(heads, rows, right=range(2, len(heads)))}\nemissions change by {change}"


def _sales(sales: dict[str, Any]) -> str:
    rows = [
        [way.replace("_", " "), name, *cells(one["price"], units, one["profit"][name])]
        for way, one in sales.items()
        if one
        for name, units in one["sold"].items()
    ]
    return table(["sales", "seller", "price", "sold", "profit"], rows, right=(2, 3, 4))
