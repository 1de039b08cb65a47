"""The block of a market file about linking itself: what it costs a market to be linked."""

from pathlib import Path

from tallystick.io.market_curves import NOT_NEGATIVE
from tallystick.io.market_file import network_of, open_market
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import Form
from tallystick.market.network import Network


def read_linking(path: Path) -> tuple[Network, dict[str, float]]:
    """Read a market file with its linking costs, money by market; raises Damaged."""
    file = open_market(path)
    network = network_of(file)
    costs = by_market(file, "linking_costs", network, NOT_NEGATIVE)
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return network, costs


def by_market(fields: Fields, name: str, network: Network, form: Form[float]) -> dict[str, float]:
    """Read numbers by market from a record that may be absent."""
    if fields.given(name) is None:
        return {}
    ids = [market.id for market in network.markets]
    record = fields.record(name, ids)
    read = {one: record.optional(one, form) for one in ids} if record else {}
    return {one: value for one, value in read.items() if value is not None}
