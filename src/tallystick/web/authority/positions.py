"""The position of a Party: every number with the actions behind it, and what it may still sell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tallystick import law
from tallystick.article6.account import Account, AccountResult, run
from tallystick.article6.account.pools import Pool, form_pools
from tallystick.article6.account.result import sift
from tallystick.article6.account.values import Action
from tallystick.article6.safeguards.overselling import FORECASTS, Forecast
from tallystick.article6.safeguards.scenario import Scenario
from tallystick.core.findings import worst
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.accounting import account
from tallystick.ledger.control.history import standing_journal
from tallystick.web.authority.filing import by_year
from tallystick.web.authority.scope import desk
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.presenting import account as balance_told
from tallystick.web.presenting import findings_told
from tallystick.web.public.steps import step_name

LARGEST_T = 10**15
CUMULATIVE = frozenset({"7(a)(ii)", "23(h)"})
"""Rows whose number of a year rests on all years before it too."""

ADJUSTMENTS = frozenset({"23(g)", "23(k)(i)", "23(k)(ii)"})
USES, OIMP_ROW, WITH_NDC_ROW = "23(e)", "23(d)", "23(c)"
INVENTORY = frozenset({"23(a)", "23(b)", "23(i)", "7(a)(i)", "7(b)"})
"""Rows that actions do not move."""


def accounts(ledger: Ledger, party: str) -> list[Account]:
    """Return the accounts of a Party, one for each NDC period on record."""
    journal, authorizations = standing_journal(ledger), ledger.authorizations()
    return [account(ndc, authorizations, journal) for ndc in ledger.ndcs() if ndc.party == party]


@needs("adjustment.read")
@require_safe
def position(request: HttpRequest, code: str) -> HttpResponse:
    """Show the balance of each NDC period, each number leading to its actions, and a forecast."""
    context = desk(request, code, "adjustment.read")
    with open_ledger(ledger_place()) as ledger:
        ndcs = [one for one in ledger.ndcs() if one.party == code]
        found = accounts(ledger, code)
    told = [balance_told(ndc, run(one)) for ndc, one in zip(ndcs, found, strict=True)]
    for balance in told:
        balance["rows"] = [_linked(code, row, balance["years"]) for row in balance["rows"]]
    form = ForecastForm(request.GET if "emissions" in request.GET else None)
    context |= {"balances": told, "form": form, **_forecast(form, found)}
    return render(request, "authority/position.html", context)


def _linked(code: str, row: Mapping[str, Any], years: list[int]) -> dict[str, Any]:
    """Let every number of a row lead to what it comes from."""
    para = row["source"].rpartition(" para ")[2]
    cells = [
        {"value": value, "url": reverse("adjustment", args=[code, year, para])}
        for year, value in zip(years, row["values"], strict=True)
    ]
    return {**row, "cells": cells}


class ForecastForm(forms.Form):
    """Projected emissions and planned first transfers, one year on each line."""

    emissions = forms.CharField(
        label=gettext_lazy("Projected emissions, t CO₂ eq by year"),
        help_text=gettext_lazy("Years of the inventory are known; such as 2026: 47000000"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    transfers = forms.CharField(
        label=gettext_lazy("Planned first transfers, t by vintage"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def clean_emissions(self) -> dict[int, int]:
        """Read the projections."""
        return quantities_by_year(self.cleaned_data["emissions"])

    def clean_transfers(self) -> dict[int, int]:
        """Read the plans."""
        return quantities_by_year(self.cleaned_data["transfers"])


def quantities_by_year(text: str) -> dict[int, int]:
    """Read "2026: 1000" line by line; ValidationError for anything else."""
    found = {}
    for year, quantity in by_year(text).items():
        whole = year.isascii() and year.isdigit() and quantity.isascii() and quantity.isdigit()
        if not whole or len(year) != len("2026") or int(quantity) > LARGEST_T:
            raise forms.ValidationError(
                _("“%(line)s” is not a year and a whole number of tonnes; write 2026: 1000.")
                % {"line": f"{year}: {quantity}"}
            )
        found[int(year)] = int(quantity)
    return found


def _forecast(form: ForecastForm, found: list[Account]) -> dict[str, Any]:
    """Say what a Party may still sell by its newest NDC; nothing where none is asked for."""
    if not found or not form.is_bound or not form.is_valid():
        return {"is_forecast": False}
    told = forecast(found[-1], form.cleaned_data["emissions"], form.cleaned_data["transfers"])
    judged = FORECASTS.judge(told, Scenario())
    return {
        "is_forecast": True,
        "forecast": findings_told(judged),
        "forecast_outcome": worst(judged).value,
        "oversold_t": told.oversold_t,
        "spans": [
            {"years": years, "balance_t": balance, "target_t": target, "sold_t": sold}
            for years, balance, target, sold in told.spans()
        ],
    }


def forecast(
    account: Account, emissions_t: Mapping[int, int], planned_t: Mapping[int, int]
) -> Forecast:
    """Add plans to what was first transferred and used already, by vintage and year of use."""
    counted, _found = sift(account)
    sold: Counter[int] = Counter(planned_t)
    for pool in form_pools(account, counted):
        sold[pool.vintage] += sum(one.quantity_t for one in pool.dating.first_transfers)
    used: Counter[int] = Counter()
    for one in counted:
        if one.is_ndc_use and one.year is not None:
            used[one.year] += one.quantity_t
    ndc = account.ndc
    single = {ndc.period.last_year: ndc.target_t} if ndc.target_t is not None else {}
    return Forecast(
        party=account.party,
        period=ndc.period,
        emissions_t={**emissions_t, **account.inventory_t},
        transfers_t={year: sold[year] for year in ndc.period.years},
        uses_t=used,
        target_t={**single, **ndc.trajectory_t},
        budget_t=ndc.budget_t,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A number of the position: a row of the structured summary in a year."""

    para: str
    year: int
    averages: bool

    def takes_first_transfer(self, pool: Pool, in_year: int) -> bool:
        """Whether a first transfer of a pool in a year goes into the number."""
        if self.para in {WITH_NDC_ROW, OIMP_ROW}:
            fits = pool.authorization.includes_ndc == (self.para == WITH_NDC_ROW)
            return fits and in_year == self.year
        if self.para in {USES, *INVENTORY}:
            return False
        if self.para in ADJUSTMENTS and not self.averages:
            return pool.vintage == self.year
        return self.takes_year(in_year)

    def takes_year(self, year: int) -> bool:
        """Whether what happened in a year goes into the number, but for adjustments by vintage."""
        if self.para in INVENTORY:
            return False
        sums = self.para in CUMULATIVE or (self.para in ADJUSTMENTS and self.averages)
        return year <= self.year if sums else year == self.year


@needs("adjustment.read")
@require_safe
def adjustment(request: HttpRequest, code: str, year: int, para: str) -> HttpResponse:
    """Show the actions behind one number, and the paragraph that asks for it."""
    context = desk(request, code, "adjustment.read")
    told = {"year": year, **number_behind(code, year, para)}
    return render(request, "authority/adjustment.html", {**context, **told})


def number_behind(code: str, year: int, para: str) -> dict[str, Any]:
    """Return a number of the position with its row and the actions it rests on.

    Raises Http404 for a row that is not there, and a year outside every NDC period on record.
    """
    row = next((one for one in law.summary_rows() if _para(one.citation) == para), None)
    if row is None:
        raise Http404(para)
    with open_ledger(ledger_place()) as ledger:
        found = [one for one in accounts(ledger, code) if year in one.ndc.period]
    if not found:
        raise Http404(str(year))
    asked = Asked(para, year, found[-1].ndc.averages)
    number = _number(run(found[-1]), row.para, year)
    return {"row": row, "number": number, **_behind(found[-1], asked)}


def _para(citation: str) -> str:
    return citation.rpartition(" para ")[2]


def _number(result: AccountResult, para: str, year: int) -> Any:
    summary = (one for one in result.structured_summary if one.para == para)
    return next((one.values.get(year) for one in summary), None)


def _behind(account: Account, asked: Asked) -> dict[str, Any]:
    counted, _found = sift(account)
    transfers = list(_first_transfers(account, counted, asked))
    uses = [
        _action(one)
        for one in counted
        if one.is_ndc_use
        and one.year is not None
        and asked.para not in {WITH_NDC_ROW, OIMP_ROW}
        and asked.takes_year(one.year)
    ]
    return {"first_transfers": transfers, "uses": uses}


def _first_transfers(
    account: Account, counted: list[Action], asked: Asked
) -> Iterator[dict[str, Any]]:
    for pool in form_pools(account, counted):
        dated = [
            one
            for one in pool.dating.first_transfers
            if asked.takes_first_transfer(pool, one.on.year)
        ]
        if dated:
            yield {
                "authorization": pool.authorization.id,
                "vintage": pool.vintage,
                "dated": dated,
                "events": [_action(one) for one in pool.events],
            }


def _action(one: Action) -> dict[str, Any]:
    return {
        "name": step_name(one.type),
        "on": one.on,
        "quantity_t": one.quantity_t,
        "year": one.year,
        "entry": one.origin.get("entry"),
    }
