"""Short ways to write accounts for the tests."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tallystick.article6.account import (
    Account,
    AccountResult,
    Action,
    Authorization,
    Method,
    Ndc,
    NdcKind,
    run,
)
from tallystick.core.actions import OIMP, ActionType, Purpose, Purposes
from tallystick.core.findings import Finding, Outcome
from tallystick.core.periods import NdcPeriod

NDC: Purposes = frozenset({Purpose.NDC})
BOTH: Purposes = NDC | OIMP
DECADE = NdcPeriod(2021, 2030)
UNKNOWN = Outcome.NOT_DETERMINABLE


def ndc(method: Method = Method.AVERAGING, period: NdcPeriod = DECADE, **more: Any) -> Ndc:
    usual: dict[str, Any] = {"kind": NdcKind.SINGLE_YEAR}
    return Ndc(period=period, method=method, **{**usual, **more})


def authorization(
    purposes: Purposes = NDC,
    declared: str | None = None,
    on: str | None = "2021-01-01",
    **more: Any,
) -> Authorization:
    day = date.fromisoformat(on) if on else None
    return Authorization(
        **{"id": "A1", "purposes": purposes, "declared": declared, "on": day} | more
    )


def action(kind: str, on: str, vintage: int, quantity_t: int, **more: Any) -> Action:
    """An action under A1, or under none for what concerns acquired units."""
    own = "A1" if kind != "acquisition" and "year" not in more else None
    happened: dict[str, Any] = {"type": ActionType(kind), "on": date.fromisoformat(on)}
    units = {"vintage": vintage, "quantity_t": quantity_t, "authorization": own}
    return Action(**{**happened, **units, **more})


def account(
    of: Ndc,
    actions: Iterable[Action] = (),
    authorizations: Iterable[Authorization] = (authorization(),),
    inventory_t: Mapping[int, int] | None = None,
) -> Account:
    return Account(
        party="GHA",
        ndc=of,
        inventory_t=dict.fromkeys(of.period.years, 100) if inventory_t is None else inventory_t,
        authorizations={one.id: one for one in authorizations},
        actions=tuple(actions),
    )


TARGET: dict[str, Any] = {"target_t": 100}
BUDGET: dict[str, Any] = {**TARGET, "budget_t": 10_000}
SALE = action("first_transfer", "2023-12-01", 2022, 10)


def selling(*actions: Action, **of_ndc: Any) -> Account:
    return account(ndc(**{**TARGET, **of_ndc}), actions)


def found(result: AccountResult, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def codes(of: Account) -> list[str]:
    return [finding.code for finding in run(of).findings]


def column(result: AccountResult, name: str) -> list[Any]:
    return [getattr(year, name) for year in result.years]


def row(result: AccountResult, para: str) -> dict[int, Any]:
    return next(dict(one.values) for one in result.structured_summary if one.para == para)
