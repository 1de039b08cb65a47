"""Party codes and NDC periods as every file of ours writes them."""

from tallystick.core.findings import Text
from tallystick.core.periods import NdcPeriod
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import YEAR, pattern

PARTY = pattern(
    "[A-Z]{3}", Text("a Party code such as GHA or EUE", "缔约方代码，例如GHA或EUE"), str
)
LAST_YEAR = Text("a year not before first_year", "不早于first_year的年份")


def read_period(fields: Fields) -> NdcPeriod | None:
    """Read first_year and last_year; None, with the mistake entered, where they make no period."""
    first, last = fields.required("first_year", YEAR), fields.required("last_year", YEAR)
    if first is None or last is None:
        return None
    if first > last:
        fields.refuse("last_year", LAST_YEAR)
        return None
    return NdcPeriod(first, last)
