"""The block of a market file about what follows the prices it helps to make."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.market_curves import NOT_NEGATIVE, PAIRS, read_pairs
from tallystick.io.market_file import ID, listed, network_of, open_market, read_ids
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import pattern
from tallystick.io.yamlfile.tree import Record
from tallystick.market.fixed_point import (
    AdValorem,
    Feedback,
    OutputBased,
    PriceRate,
    RealisedShare,
)
from tallystick.market.network import Network

FEEDBACK = ("kind", "from", "to", "market", "share", "points")
NO_PART = Text("a field of this kind of feedback", "该类反馈的字段")


def read_with_feedbacks(path: Path) -> tuple[Network, tuple[Feedback, ...]]:
    """Read a market file with its feedbacks, none where it has no such block; raises Damaged."""
    file = open_market(path, "feedbacks")
    network = network_of(file)
    read = [_feedback(one, file) for one in listed(file, "feedbacks")]
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return network, tuple(one for one in read if one)


def _feedback(record: Record, file: Fields) -> Feedback | None:
    fields = Fields(record, FEEDBACK, file.damage)
    kind = fields.required("kind", KIND)
    if kind is None:
        return None
    parts, read = READERS[kind]
    for name in FEEDBACK[1:]:
        if name not in parts:
            fields.refuse(name, NO_PART)
    return read(fields)


def _ad_valorem(fields: Fields) -> AdValorem | None:
    source, target = fields.required("from", ID), fields.required("to", ID)
    share = fields.required("share", NOT_NEGATIVE)
    if source is None or target is None or share is None:
        return None
    return AdValorem(source, target, share, fields.origin)


def _price_rate(fields: Fields) -> PriceRate | None:
    source, target = fields.required("from", ID), fields.required("to", ID)
    market = fields.required("market", ID)
    points = tuple(read_pairs(fields, "points"))
    if fields.given("points") is None:
        fields.missing("points", PAIRS)
    if source is None or target is None or market is None:
        return None
    return PriceRate(source, target, market, points, fields.origin)


def _output_based(fields: Fields) -> OutputBased | None:
    market, share = fields.required("market", ID), fields.required("share", NOT_NEGATIVE)
    if market is None or share is None:
        return None
    return OutputBased(market, share, fields.origin)


def _realised_share(fields: Fields) -> RealisedShare | None:
    market, share = fields.required("market", ID), fields.required("share", NOT_NEGATIVE)
    sources = read_ids(fields, "from")
    if market is None or share is None:
        return None
    return RealisedShare(market, share, sources, fields.origin)


READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Fields], Feedback | None]]] = {
    "ad_valorem": (("from", "to", "share"), _ad_valorem),
    "price_rate": (("from", "to", "market", "points"), _price_rate),
    "output_based": (("market", "share"), _output_based),
    "realised_share": (("market", "from", "share"), _realised_share),
}
KIND = pattern(
    "|".join(READERS), Text(f"one of {', '.join(READERS)}", f"以下之一：{'、'.join(READERS)}"), str
)
