"""The register of trade measures that rest on climate, with the shares they charge by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeMeasure:
    """A measure at the border of a Party; None where it is not known.

    `domestic_alike` says whether domestic goods bear the same, `origins_alike` whether all origins
    are treated by one rule. `charged_shares` are the shares of embedded emissions charged, by year;
    a year that is not there is not known. `status` says how well the source was read.
    """

    id: str
    name_en: str
    name_zh: str
    imposed_by: str
    since: date
    until: date | None
    currency: str
    goods: tuple[str, ...]
    domestic_alike: bool | None
    origins_alike: bool | None
    credits_price_paid: bool | None
    exempts_linked: bool | None
    charged_shares: Mapping[int, Fraction]
    source: str
    status: str

    def holds(self, on: date) -> bool:
        """Whether goods are charged on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def trade_measures() -> Mapping[str, TradeMeasure]:
    """Return the register by id."""
    return {row["id"]: _measure(row) for row in read_json("trade_measures.json")}


def _measure(row: Mapping[str, object]) -> TradeMeasure:
    shares = row["charged_shares"]
    dated = {
        "since": date.fromisoformat(str(row["since"])),
        "until": date.fromisoformat(str(row["until"])) if row["until"] else None,
        "goods": tuple(row["goods"]) if isinstance(row["goods"], list) else (),
        "charged_shares": {int(year): Fraction(share) for year, share in shares.items()}
        if isinstance(shares, dict)
        else {},
    }
    return TradeMeasure(**{**row, **dated})  # type: ignore[arg-type]  # values of a JSON object
