"""An ensemble as JSON; with periods every figure is a list by year, which is a fan chart's data."""

from collections.abc import Callable, Iterable, Sequence
from math import isnan
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.ensemble.measures import Key
from tallystick.market.ensemble.summary import QUANTILES, Ensemble, Summary
from tallystick.market.network import Limit, Link
from tallystick.market.wording import number

OF_MARKETS = ("price", "autarky_price", "abatement", "net_import", "gain")
TOTALS = ("abatement", "abatement_cost", "emissions")
RATES = ("effective", "turned", "overstated")


def ensemble_to_json(found: Ensemble, seconds: float | None = None) -> dict[str, Any]:
    """Return the answer of `market ensemble`; `seconds` are what the draws took, if measured."""
    page = _Page(found)
    network = found.network
    speed = None if not seconds else round(found.n_draws / seconds, 1)
    return {
        "draws": found.n_draws,
        "seed": found.seed,
        "scenarios_per_second": speed,
        "certificate": {
            "max_residual": found.max_residual,
            "resolved": found.resolved,
            "unsolved": found.unsolved,
        },
        "single_precision": found.single_precision,
        **({"years": list(network.periods.years)} if network.periods else {}),
        "markets": [page.market(market.id) for market in network.markets],
        "flows": [page.flow(at, link) for at, link in enumerate(network.links)],
        "limits": [page.limit(at, limit) for at, limit in enumerate(network.limits)],
        "totals": {name: page.figure(name, None) for name in TOTALS},
        "tornado": page.tornado(),
        "sobol": page.sobol(),
        "findings": [finding.to_json() for finding in found.findings],
    }


def no_ensemble_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the answer where nothing could be drawn."""
    return {
        "certificate": None,
        "scenarios_per_second": None,
        "markets": [],
        "flows": [],
        "limits": [],
        "totals": None,
        "findings": [finding.to_json() for finding in findings],
    }


class _Page:
    def __init__(self, found: Ensemble) -> None:
        self.found = found
        self.by_year = found.network.periods is not None

    def _years(self, value: Callable[[int], Any]) -> Any:
        """Return one value, or a list of them by year."""
        values = [value(year) for year in range(self.found.network.n_years)]
        return values if self.by_year else values[0]

    def figure(self, name: str, whose: str | int | None) -> Any:
        return self._years(lambda year: _summary(self.found.figures.get(Key(name, whose, year))))

    def event(self, name: str, whose: str | int | None) -> Any:
        return self._years(lambda year: self.found.events.get(Key(name, whose, year)))

    def market(self, identifier: str) -> dict[str, Any]:
        binding = {name: self.event(f"{name}_binds", identifier) for name in ("floor", "ceiling")}
        return {
            "id": identifier,
            **{name: self.figure(name, identifier) for name in OF_MARKETS},
            "binding_probability": binding,
            "overselling_probability": self.event("oversold", identifier),
            **self.ndc(identifier),
        }

    def ndc(self, identifier: str) -> dict[str, Any]:
        """Return how often the NDC is missed and oversold, where the file has its target."""
        if Key("ndc_missed", identifier, 0) not in self.found.events:
            return {}
        return {
            "ndc": {
                "missed_probability": self.event("ndc_missed", identifier),
                "overselling_probability": self.event("ndc_oversold", identifier),
            }
        }

    def flow(self, at: int, link: Link) -> dict[str, Any]:
        return {
            "from": link.source,
            "to": link.target,
            "sent": self.figure("sent", at),
            "binding_probability": self.event("limit_binds", at),
            "reversal_probability": self.event("reversed", at),
            "rate_shares": self._years(lambda year: self._rate(at, year)),
        }

    def _rate(self, at: int, year: int) -> dict[str, float] | None:
        shares = [self.found.events.get(Key(name, at, year)) for name in RATES]
        known = [share for share in shares if share is not None]
        if not known:
            return None
        named = dict(zip(("effective", "reversed", "overstated"), known, strict=True))
        return {**named, "idle": max(0.0, 1.0 - sum(known))}

    def limit(self, at: int, limit: Limit) -> dict[str, Any]:
        return {
            "kind": limit.kind.value,
            "market": limit.markets[0] if len(limit.markets) == 1 else list(limit.markets),
            "from": None if limit.sources is None else list(limit.sources),
            "binding_probability": self.event("binds", at),
            "shadow_price": self.figure("shadow_price", at),
        }

    def _named(self, key: Key) -> dict[str, Any]:
        periods = self.found.network.periods
        year = {"year": periods.years[key.year]} if periods else {}
        return {"figure": key.name, "market": key.whose, **year}

    def tornado(self) -> list[dict[str, Any]]:
        return [
            {
                "draw": swing.draw,
                **self._named(swing.key),
                "low": _shown(swing.low),
                "central": _shown(self.found.central[swing.key]),
                "high": _shown(swing.high),
            }
            for swing in self.found.tornado
        ]

    def sobol(self) -> list[dict[str, Any]]:
        return [
            {
                "draws": list(index.draws),
                **self._named(index.key),
                "first_order": _shown(index.first),
                "total": _shown(index.total),
            }
            for index in self.found.sobol
        ]


def _summary(found: Summary | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "mean": _shown(found.mean),
        "sd": _shown(found.sd),
        "quantiles": _quantiles(found.quantiles),
        **({} if found.known == 1 else {"known": found.known}),
    }


def _quantiles(values: Sequence[float]) -> dict[str, float | None]:
    return {str(at): _shown(value) for at, value in zip(QUANTILES, values, strict=True)}


def _shown(value: float) -> float | None:
    return None if isnan(value) else number(value)
