"""The block of a market file about design: what to seek, and who chooses strategically."""

from dataclasses import dataclass
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.market_curves import NOT_NEGATIVE, NUMBER
from tallystick.io.market_file import ID, YES_NO, network_of, open_market, read_ids
from tallystick.io.market_linking import by_market
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import one_of
from tallystick.io.yamlfile.tree import Record
from tallystick.market.design import (
    OF_LINKS,
    Aim,
    Change,
    Design,
    Instrument,
    Rents,
    Strategists,
)
from tallystick.market.network import Network

DESIGN = (
    "aim",
    "of",
    "change",
    "least_abatement",
    "most_emissions",
    "pareto",
    "fees_to",
    "rents_to",
    "shocks",
    "damages",
    "sellers",
)
CHANGE = ("kind", "from", "to", "market", "low", "high")
OTHER_PLACE = Text(
    "from and to for a limit, rate, discount or fee of a link; market for all else",
    "链接的limit、rate、discount和fee使用from和to；其他使用market",
)
EMISSIONS = Text(
    "most_emissions only where every market has its baseline; else least_abatement",
    "仅在所有市场均有基线时使用most_emissions；否则使用least_abatement",
)
SOUGHT = Text("an aim, damages or sellers", "aim、damages或sellers")


@dataclass(frozen=True, slots=True)
class DesignFile:
    """A market file with its questions; `design` is None where only strategies are asked for."""

    network: Network
    design: Design | None
    strategists: Strategists


def read_design(path: Path) -> DesignFile:
    """Read a market file with its design; raises Damaged."""
    file = open_market(path)
    network = network_of(file)
    fields = file.record("design", DESIGN)
    if fields is None:
        raise Damaged(file.damage.findings)
    damages = by_market(fields, "damages", network, NOT_NEGATIVE)
    strategists = Strategists(damages, read_ids(fields, "sellers") or (), fields.origin)
    design = None if fields.given("aim") is None else _design(fields, network)
    if design is None and not strategists.damages and not strategists.sellers:
        fields.missing("aim", SOUGHT)
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return DesignFile(network, design, strategists)


def _design(fields: Fields, network: Network) -> Design | None:
    aim = fields.required("aim", one_of(Aim))
    changes = [_change(one, fields) for one in fields.records("change")]
    shocks = [_shock(one, fields, network) for one in fields.records("shocks")]
    if aim is None:
        return None
    return Design(
        aim=aim,
        changes=tuple(one for one in changes if one),
        market=fields.optional("of", ID),
        least_abatement=_least(fields, network),
        pareto=fields.optional("pareto", YES_NO) or False,
        fees_to=fields.optional("fees_to", ID),
        rents_to=fields.optional("rents_to", one_of(Rents)) or Rents.IMPORTER,
        shocks=tuple(shocks),
        origin=fields.origin,
    )


def _least(fields: Fields, network: Network) -> float | None:
    """Read the least abatement in t, or that which keeps emissions to a most."""
    least = fields.optional("least_abatement", NOT_NEGATIVE)
    most = fields.optional("most_emissions", NOT_NEGATIVE)
    if most is None:
        return least
    baselines = [market.baselines for market in network.markets]
    known = [sum(one) for one in baselines if one is not None]
    if len(known) < len(baselines):
        fields.refuse("most_emissions", EMISSIONS)
    return max(least or 0.0, sum(known) - most)


def _shock(record: Record, fields: Fields, network: Network) -> dict[str, float]:
    """Read by how much the needs of some markets change."""
    ids = [market.id for market in network.markets]
    shock = Fields(record, ids, fields.damage)
    read = {one: shock.optional(one, NUMBER) for one in ids}
    return {one: value for one, value in read.items() if value is not None}


def _change(record: Record, above: Fields) -> Change | None:
    fields = Fields(record, CHANGE, above.damage)
    kind = fields.required("kind", one_of(Instrument))
    low, high = fields.required("low", NOT_NEGATIVE), fields.required("high", NOT_NEGATIVE)
    if kind is None:
        return None
    wanted = ("from", "to") if kind in OF_LINKS else ("market",)
    for name in {"from", "to", "market"} - set(wanted):
        fields.refuse(name, OTHER_PLACE)
    places = [fields.required(name, ID) for name in wanted]
    markets = tuple(one for one in places if one is not None)
    if low is None or high is None or len(markets) < len(places):
        return None
    return Change(kind, markets, low, high, fields.origin)
