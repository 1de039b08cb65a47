"""The demonstration as tables for a terminal."""

from collections.abc import Sequence

from tallystick.article6.account import to_json
from tallystick.cli.demo.building import Built
from tallystick.cli.tables import table

SHOWN_YEARS = 6


def transfer_table(built: Built) -> str:
    """List the reported transfers, what is only authorized and what is only agreed."""
    rows = [
        [
            f"{way.giving} -> {way.receiving}",
            f"{way.quantity_t:,}",
            f"{way.on}{_star('transfer_day', way.note)}",
            f"{_years(way.vintages)}{_star('vintage', way.note)}",
            way.note["confidence"],
            way.note["title"]["en"],
        ]
        for way in built.ways
    ]
    heads = ["Parties", "quantity", "date", "vintages", "confidence", "activity"]
    return "\n".join(
        [
            "Reported international transfers, t CO2 eq",
            table(heads, rows, right={1}),
            "",
            *(
                f"Authorized for other mitigation purposes: {entry.party} "
                f"{entry.block.quantity if entry.block else 0:,} ({entry.authorization})"
                for entry in built.oimp
            ),
            *(
                f"Agreed, nothing transferred: {agreement.title.en} ({agreement.on})"
                for agreement in built.agreements
            ),
            "",
        ]
    )


def balance_table(built: Built) -> str:
    """Show what each Party first transferred and used, and its adjustment year by year."""
    told = [to_json(result) for result in built.balances]
    years = [year["year"] for year in told[0]["years"]][:SHOWN_YEARS] if told else []
    rows = [
        [
            one["party"],
            one["method"],
            f"{one['period']['first_transferred_total_t']:,}",
            f"{one['period']['used_t']:,}",
            *(_number(year["adjustment_t"]) for year in one["years"][:SHOWN_YEARS]),
        ]
        for one in told
    ]
    heads = ["Party", "method*", "first transferred", "used", *map(str, years)]
    totals = [
        sum(one["period"][name] for one in told) for name in ("first_transferred_total_t", "used_t")
    ]
    return (
        "\n".join(
            [
                "Corresponding adjustments by year, t CO2 eq (added to the inventory)",
                table(heads, rows, right=range(2, len(heads))),
                "",
                f"All Parties: first transferred {totals[0]:,} - used {totals[1]:,} "
                f"= {totals[0] - totals[1]:,} not used towards an NDC",
            ]
        )
        + "\n"
    )


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def _star(word: str, note: dict[str, list[str]]) -> str:
    """Mark a value that no source states."""
    return "*" if word in note.get("illustrative", ()) else ""


def _number(value: int | str | None) -> str:
    """Print a quantity with thousands separators; fractions to two places, unknowns as a dash."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{float(value):,.2f}"
