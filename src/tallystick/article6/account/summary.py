"""The Article 6 rows of the structured summary (5/CMA.3 annex II table 4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tallystick import law
from tallystick.article6.account.values import Account, Divisor, Ndc
from tallystick.article6.account.years import Quantity, Year, add
from tallystick.core.findings import Text


class Row23d(StrEnum):
    """What row 23(d) holds: what is authorized for OIMP, or what is first transferred for it."""

    AUTHORIZED = "authorized"
    FIRST_TRANSFERRED = "first_transferred"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the summary; `note` says what its values are where the label leaves it open."""

    row: int
    para: str
    label: Text
    values: Mapping[int, Quantity | None]
    note: Text | None = None


Column = Callable[[Year], Quantity | None]

NOTES_23D = {
    Row23d.AUTHORIZED: Text(
        "authorized: quantity authorized for OIMP, by year of authorization",
        "authorized：获授权用于其他国际减缓目的的数量，按授权年份列",
    ),
    Row23d.FIRST_TRANSFERRED: Text(
        "first_transferred: first transfers of outcomes authorized for OIMP only, by year of first "
        "transfer, as reporting workbooks do",
        "first_transferred：按报告工作簿的做法，仅获授权用于其他国际减缓目的的成果的首次转让，"
        "按首次转让年份列",
    ),
}
NET_OF_FIRST_TRANSFERS = Text(
    "net of what is first transferred for OIMP, not of the authorized quantity of row 23(d)",
    "按为其他国际减缓目的首次转让的数量计算净额，而非按第23(d)行的授权数量",
)
WHOLE_PERIOD = Text(
    "divided by all {count} years of the NDC period, as treaties do, not by the years elapsed",
    "按条约的做法除以国家自主贡献周期的全部 {count} 年，而非已经过的年数",
)
BUDGET = Text("budget of {budget} for {period}", "{period} 的预算为 {budget}")


def summarize(account: Account, years: Sequence[Year], row_23d: Row23d) -> tuple[Row, ...]:
    """Fill the rows in printed order; a row that does not apply holds no values."""
    columns = {**_columns(account.ndc), "23(d)": _row_23d(account, row_23d)}
    notes = {**_notes_on_method(account.ndc), **_notes_on_23d(row_23d)}
    return tuple(
        Row(
            row=printed.row,
            para=printed.para,
            label=Text(printed.label_en, printed.label_zh),
            values={year.year: columns.get(printed.para, _nothing)(year) for year in years},
            note=notes.get(printed.para),
        )
        for printed in law.summary_rows()
    )


def _nothing(_: Year) -> None:
    return None


def _columns(ndc: Ndc) -> dict[str, Column]:
    trajectory = "7(a)(i)" if ndc.is_single_year else "7(b)"
    ghg: dict[str, Column] = {
        "23(a)": lambda year: year.inventory_t,
        "23(b)": lambda year: year.inventory_t,
        "23(k)(i)": lambda year: year.balance_t,
    }
    indicator: dict[str, Column] = {
        "23(i)": lambda year: year.inventory_t,
        "23(k)(ii)": lambda year: year.balance_t,
    }
    return {
        trajectory: lambda year: ndc.trajectory_t.get(year.year),
        "23(c)": lambda year: year.first_transferred_t,
        "23(e)": lambda year: year.used_t,
        "23(f)": lambda year: year.net_t,
        "7(a)(ii)": lambda year: year.average_t,
        "23(g)": lambda year: year.adjustment_t,
        "23(h)": lambda year: year.cumulative_net_t,
        **(ghg if ndc.is_ghg else indicator),
    }


def _row_23d(account: Account, row_23d: Row23d) -> Column:
    if row_23d is Row23d.FIRST_TRANSFERRED:
        return lambda year: year.first_transferred_oimp_t
    return lambda year: _authorized_for_oimp(account, year.year)


def _authorized_for_oimp(account: Account, year: int) -> Quantity | None:
    """Add up what is authorized for OIMP in a year; an authorization may leave it unsaid."""
    covering = [one for one in account.authorizations.values() if one.covers_oimp]
    if any(one.on is None for one in covering):
        return None
    return add(*(one.quantity_t for one in covering if one.on and one.on.year == year))


def _notes_on_23d(row_23d: Row23d) -> dict[str, Text]:
    """Say what row 23(d) holds, and where row 23(f) for that reason is not its sum."""
    notes = {"23(d)": NOTES_23D[row_23d]}
    if row_23d is Row23d.AUTHORIZED:
        notes["23(f)"] = NET_OF_FIRST_TRANSFERS
    return notes


def _notes_on_method(ndc: Ndc) -> dict[str, Text]:
    """State the budget of the period, and a divisor other than that of the label."""
    if ndc.averages and ndc.averaging_divisor is Divisor.PERIOD:
        return {"7(a)(ii)": WHOLE_PERIOD.fill({"count": len(ndc.period)})}
    if ndc.budget_t is None:
        return {}
    values = {"budget": ndc.budget_t, "period": ndc.period}
    return {"7(a)(i)" if ndc.is_single_year else "7(b)": BUDGET.fill(values)}
