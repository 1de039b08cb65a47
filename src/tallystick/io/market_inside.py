"""What a market file says about the inside of a market: firms, treasury, spread, NDC target."""

from tallystick.core.findings import Text
from tallystick.io.market_curves import NOT_NEGATIVE
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import TEXT
from tallystick.market.network import Group, Inside

INSIDE = ("groups", "auctioned", "need_deviation", "ndc")
GROUP = ("id", "baseline", "allocation", "share")
NDC = ("target", "other_emissions")
AT_MOST_ONE = Text("shares that add up to 1 at most", "合计不超过1的份额")
ROUNDING = 1e-9


def read_inside(fields: Fields) -> Inside:
    """Read the fields of a market that its prices do not depend on."""
    groups = tuple(
        group
        for record in fields.records("groups")
        if (group := _group(Fields(record, GROUP, fields.damage)))
    )
    if sum(group.share for group in groups) > 1 + ROUNDING:
        fields.refuse("groups", AT_MOST_ONE)
    ndc = fields.record("ndc", NDC) if fields.given("ndc") is not None else None
    return Inside(
        groups,
        fields.optional("auctioned", NOT_NEGATIVE),
        fields.optional("need_deviation", NOT_NEGATIVE),
        ndc.required("target", NOT_NEGATIVE) if ndc else None,
        (ndc.optional("other_emissions", NOT_NEGATIVE) or 0.0) if ndc else 0.0,
    )


def _group(fields: Fields) -> Group | None:
    identifier = fields.required("id", TEXT)
    baseline = fields.required("baseline", NOT_NEGATIVE)
    allocation = fields.required("allocation", NOT_NEGATIVE)
    share = fields.required("share", NOT_NEGATIVE)
    if identifier is None or baseline is None or allocation is None or share is None:
        return None
    return Group(identifier, baseline, allocation, share)
