"""What a posting's note may say is invented, in words."""

from collections.abc import Mapping
from typing import Any

from tallystick.core.findings import Text

ILLUSTRATIVE: Mapping[str, Text] = {
    "authorization_day": Text("day of the authorization", "授权日期"),
    "definition": Text("definition of first transfer", "首次转让的定义"),
    "identifiers": Text("identifiers", "标识符"),
    "inventory": Text("inventory", "清单"),
    "last_unit": Text("last underlying unit", "末个底层单位"),
    "method": Text("method", "方法"),
    "sector": Text("sector", "部门"),
    "target": Text("target", "目标"),
    "transfer_day": Text("day of the transfer", "转让日期"),
    "use": Text("use", "使用"),
    "vintage": Text("vintage", "年份"),
    "vintage_split": Text("split between the vintages", "各年份之间的分配"),
}


def illustrative(note: Mapping[str, Any]) -> list[Text]:
    """Return in words what a note says was invented; an unknown word stands for itself."""
    return [ILLUSTRATIVE.get(word, Text(word, word)) for word in note.get("illustrative", ())]
