"""A solution as tables of one row per market, flow or limit and year."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tallystick.market.results import Solution


class Table(StrEnum):
    """Which table of a solution is wanted."""

    MARKETS = "markets"
    FLOWS = "flows"
    LIMITS = "limits"


OF_MARKETS = (
    "price",
    "price_to",
    "abatement",
    "net_import",
    "abatement_cost",
    "permit_payment",
    "total_cost",
    "bank",
    "autarky_price",
    "autarky_cost",
    "gain",
)
OF_FLOWS = ("sent", "received", "fee_revenue", "rent")


def rows(found: "Solution", table: Table = Table.MARKETS) -> list[dict[str, Any]]:
    """Return the rows of a table; quantities in t, prices in money per t, unknowns None."""
    tellers = {Table.MARKETS: _markets, Table.FLOWS: _flows, Table.LIMITS: _limits}
    return list(tellers[Table(table)](found))


def years(found: "Solution") -> tuple[int | None, ...]:
    """Return the years; one None where a network names none."""
    periods = found.network.periods
    return periods.years if periods else (None,)


def _markets(found: "Solution") -> Iterator[dict[str, Any]]:
    for one in found.markets:
        values = {name: getattr(one, name) for name in OF_MARKETS}
        for at, year in enumerate(years(found)):
            told = {name: None if each is None else each[at] for name, each in values.items()}
            yield {"market": one.market.id, "year": year, **told}


def _flows(found: "Solution") -> Iterator[dict[str, Any]]:
    for one in found.flows:
        for at, year in enumerate(years(found)):
            told = {name: getattr(one, name)[at] for name in OF_FLOWS}
            yield {"source": one.link.source, "target": one.link.target, "year": year, **told}


def _limits(found: "Solution") -> Iterator[dict[str, Any]]:
    for number, one in enumerate(found.limits):
        for at, year in enumerate(years(found)):
            yield {
                "limit": number,
                "kind": one.limit.kind.value,
                "markets": "+".join(one.limit.markets),
                "year": year,
                "shadow_price": one.shadow_price[at],
            }


def printed(found: "Solution") -> str:
    """Lay out prices, quantities and gains for a person at a prompt."""
    heads = ("market", "year", "price", "abatement", "net_import", "gain")
    lines = [[_cell(row[head]) for head in heads] for row in rows(found)]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    told = [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in (list(heads), *lines)
    ]
    return "\n".join([*told, f"largest residual {found.max_residual:.1e} ({found.method})"])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
