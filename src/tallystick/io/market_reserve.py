"""The block of a market file about a stability reserve, stated there or by a statute."""

from math import inf
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.market_curves import ABOVE_ZERO, NOT_NEGATIVE
from tallystick.io.market_file import ID, network_of, open_market, read_ids
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import pattern
from tallystick.law.reserves import StatedReserve, reserve_in, reserves
from tallystick.market.network import Network
from tallystick.market.reserve import Reserve, ReserveRule

OWN = (
    "intake_above",
    "intake_share",
    "release_below",
    "release",
    "full_intake_from",
    "intake_least",
    "keep",
)
NEEDED = OWN[:4]
RESERVE = ("market", "counted", "like", "tonnes_per_unit", "holdings", "bank", *OWN)
LIKE = pattern(
    "|".join(reserves()),
    Text(f"one of {', '.join(reserves())}", f"以下之一：{'、'.join(reserves())}"),
    str,
)
STATED = Text("thresholds of its own or like, not both", "自定阈值或like，二者择一")


def read_reserve(path: Path) -> tuple[Network, Reserve]:
    """Read a market file with its reserve; raises Damaged."""
    file = open_market(path, "reserve")
    network = network_of(file)
    fields = file.record("reserve", RESERVE)
    reserve = _reserve(fields, network) if fields else None
    if file.damage.findings or reserve is None:
        raise Damaged(file.damage.findings)
    return network, reserve


def _reserve(fields: Fields, network: Network) -> Reserve | None:
    market = fields.required("market", ID)
    rules = _rules(fields, network)
    if market is None or rules is None:
        return None
    return Reserve(
        market=market,
        rules=rules,
        counted=read_ids(fields, "counted") or (market,),
        holdings=fields.optional("holdings", NOT_NEGATIVE) or 0.0,
        bank=fields.optional("bank", NOT_NEGATIVE) or 0.0,
        origin=fields.origin,
    )


def _rules(fields: Fields, network: Network) -> tuple[ReserveRule | None, ...] | None:
    """Return the rule of each year: the one of the file, or that of the statute named."""
    years = network.periods.years if network.periods else ()
    if fields.given("like") is None:
        rule = _own(fields)
        return None if rule is None else (rule,) * len(years)
    like = fields.optional("like", LIKE)
    for name in OWN:
        fields.refuse(name, STATED)
    unit_t = fields.optional("tonnes_per_unit", ABOVE_ZERO) or 1.0
    if like is None:
        return None
    stated = (reserve_in(like, year) for year in years)
    return tuple(None if one is None else stated_rule(one, unit_t) for one in stated)


def _own(fields: Fields) -> ReserveRule | None:
    needed = [fields.required(name, NOT_NEGATIVE) for name in NEEDED]
    full, least, keep = (fields.optional(name, NOT_NEGATIVE) for name in OWN[len(NEEDED) :])
    known = [value for value in needed if value is not None]
    if len(known) < len(needed):
        return None
    above, share, below, release = known
    return ReserveRule(
        above, share, below, release, full or 0.0, least or 0.0, inf if keep is None else keep
    )


def stated_rule(stated: StatedReserve, unit_t: float) -> ReserveRule:
    """Return the rule of a statute in units of so many tonnes."""
    return ReserveRule(
        intake_above=stated.intake_above_t / unit_t,
        intake_share=float(stated.intake_share),
        release_below=stated.release_below_t / unit_t,
        release=stated.release_t / unit_t,
        full_intake_from=(stated.full_intake_from_t or 0) / unit_t,
        intake_least=(stated.intake_least_t or 0) / unit_t,
        keep=inf if stated.keep_t is None else stated.keep_t / unit_t,
    )
