"""Write src/tallystick/law/data/agreements.json from the agreement files of the catalogue.

Usage: python scripts/agreement_index.py
"""

import json
from pathlib import Path

from tallystick.io.agreement_file import read_agreement
from tallystick.linking.agreement.plain import to_plain

LAW = Path(__file__).parents[1] / "src/tallystick/law"
INDEX = LAW / "data/agreements.json"


def index() -> str:
    """Return the index: what the files say, read and checked once, left-out keys left out."""
    agreements = [read_agreement(path) for path in sorted((LAW / "agreements").glob("*.yaml"))]
    lines = [
        f"{json.dumps(one.id)}: {json.dumps(to_plain(one, full=False), ensure_ascii=False)}"
        for one in agreements
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
