"""Kyoto unit numbers, which stand once for the first and once for the last unit of a range.

The parts are the originating Party, the unit type, the serial, the original and the applicable
commitment period, the activity in land use, land-use change and forestry, and the project (data
exchange standards under the Kyoto Protocol, annex F); a unit of no project has project 0.
"""

import re

_UNIT = re.compile(
    r"([A-Z]{2})-0*([1-7])-(?:00-)?0*(\d{1,18})-0*(\d)-0*(\d)-(?:0*([0-6])-|0)0*(\d+)", re.ASCII
)
_PAIR = re.compile(rf"({_UNIT.pattern})(?:-|to)({_UNIT.pattern})", re.ASCII)


def tidy(text: str) -> str:
    """Join both numbers by " - ", without padding and stray spaces.

    Published lists pad with zeros, write "to", and run activity 0 into the project ("-06207");
    all three have one reading. A text of any other shape comes back as it is.
    """
    pair = _PAIR.fullmatch(re.sub(r"\s", "", text))
    if pair is None:
        return text
    first, last = pair[1], pair[2 + _UNIT.groups]
    return f"{_UNIT.sub(_unpadded, first)} - {_UNIT.sub(_unpadded, last)}"


def _unpadded(unit: re.Match[str]) -> str:
    return "-".join(part or "0" for part in unit.groups())
