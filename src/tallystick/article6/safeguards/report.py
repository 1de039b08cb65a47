"""The figures behind the answers on a file of safeguards, as commands print them."""

from collections.abc import Sequence
from typing import Any

from tallystick.article6.safeguards.check import Safeguards
from tallystick.article6.safeguards.contracts import Contract
from tallystick.article6.safeguards.overselling import Forecast, replacing
from tallystick.article6.safeguards.record import SafeguardsRecord
from tallystick.article6.safeguards.rights import benefits
from tallystick.article6.safeguards.rights import to_json as nature_to_json
from tallystick.article6.safeguards.speciality import (
    SPECIALITY,
    Concentration,
    Terms,
    herfindahl,
    shares,
)
from tallystick.core.findings import Outcome
from tallystick.core.quantities import printed


def to_json(answer: Safeguards) -> dict[str, Any]:
    """Return the answers and figures in the form that `safeguards check --json` prints."""
    return {
        "on": answer.on.isoformat(),
        "outcome": answer.outcome.value,
        "sections": [section.to_json() for section in answer.sections],
        "report": figures(answer.record),
        "findings": [finding.to_json() for finding in answer.findings],
    }


def figures(record: SafeguardsRecord) -> dict[str, Any]:
    """Return the figures of whatever the file asks about."""
    found: dict[str, Sequence[object] | dict[str, object] | None] = {
        "contracts": [_contract(one) for one in record.contracts or ()],
        "forecasts": [_forecast(one) for one in record.forecasts or ()],
        "speciality": [_terms(one, record.concentration) for one in record.terms or ()],
        "legal_nature": [nature_to_json(one) for one in record.placed or ()],
        "consideration": [one.to_json() for one in record.considerations or ()],
        "benefits": _benefits(record),
        "settlement": _settlement(record),
        "leakage": [
            {"system": one.system, "sector": one.name, "leakage_t": printed(one.leakage_t)}
            for one in record.sectors or ()
        ],
        "surplus": [one.to_json() for one in record.guards or ()],
        "exposure": [one.to_json() for one in record.exposed or ()],
        "distribution": record.distribution.to_json() if record.distribution else None,
    }
    return {key: told for key, told in found.items() if told}


def _contract(contract: Contract) -> dict[str, object]:
    return {
        "id": contract.id,
        "outstanding_t": contract.outstanding_t,
        "exposure": printed(contract.exposure),
        "expected_loss": printed(contract.expected_loss),
        "security": printed(contract.security),
        "floor": printed(contract.floor.price) if contract.floor else None,
        "currency": contract.currency,
    }


def _forecast(forecast: Forecast) -> dict[str, object]:
    costs = forecast.costs
    marginal = costs.marginal(forecast.oversold_t) if costs else None
    return {
        "party": forecast.party,
        "balance_t": {str(year): forecast.balance_t(year) for year in forecast.period.years},
        "period_balance_t": forecast.period_balance_t,
        "oversold_t": forecast.oversold_t,
        "replacement_cost": printed(replacing(forecast, forecast.oversold_t)),
        "opportunity_cost": None if marginal is None else str(marginal),
        "currency": costs.currency if costs else None,
    }


def _terms(terms: Terms, least: Concentration) -> dict[str, object]:
    """Say of each test whether it shows that the transfers are special."""
    against = {one.code: one.outcome for one in SPECIALITY.judge(terms, least)}
    return {
        "agreement": terms.id,
        "tests": {
            rule.code: against.get(rule.code, Outcome.PASS).value for rule in SPECIALITY.rules
        },
        "shares": {name: printed(share) for name, share in shares(terms.received or ()).items()},
        "herfindahl": printed(herfindahl(terms.received or ())),
    }


def _benefits(record: SafeguardsRecord) -> list[object]:
    """Say what every giver received; the benefit is booked apart from the units."""
    received = [one.received for one in record.considerations or ()]
    total = benefits([one for one in received if one is not None])
    return [
        {"holder": holder, "currency": currency, "amount": f"{amount:f}"}
        for (holder, currency), amount in total.items()
    ]


def _settlement(record: SafeguardsRecord) -> list[object]:
    return [
        {
            "year": one.year,
            "from": one.giver,
            "to": one.taker,
            "net_t": one.net_t,
            "itmos_t": one.itmos_t,
            "unmatched_t": one.unmatched_t,
        }
        for one in (record.link.settlements() if record.link else ())
    ]
