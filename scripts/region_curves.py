"""Turn the coefficients of the 57 RICE50+ regions into a table for `agreement simulate --curves`.

Usage: python scripts/region_curves.py COEFFICIENTS.csv REGIONS.json OUTPUT.csv [YEAR]

COEFFICIENTS.csv has region, year, mac_a and mac_b; REGIONS.json the ISO alpha-3 codes of each
region. The price of abating the share s is m (a s + b s^4) in dollars of 2005, m being the
multiplier of the years before 2045. The table does not ship: the coefficients were fitted by a
model whose terms differ from ours.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MULTIPLIER = 0.492373
POWER = 4
MONEY_YEAR = 2005
SOURCE = "RICE50+ coefficients fitted to EnerData curves, as carried by JUSTICE (BSD-3-Clause)"


def curves(
    rows: list[dict[str, str]], regions: Mapping[str, list[str]], year: str
) -> Iterator[dict[str, Any]]:
    """Yield one curve for each region in a year."""
    for row in rows:
        if row["year"] == year:
            yield {
                "id": f"rice50_{row['region']}",
                "parties": ";".join(regions[row["region"]]),
                "year": year,
                "money_year": MONEY_YEAR,
                "linear_usd_t": MULTIPLIER * float(row["mac_a"]),
                "factor_usd_t": MULTIPLIER * float(row["mac_b"]),
                "power": POWER,
                "status": "verified",
                "source": SOURCE,
            }


def write(coefficients: Path, names: Path, output: Path, year: str = "2025") -> None:
    """Write the table of a year."""
    with coefficients.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = list(curves(rows, json.loads(names.read_text(encoding="utf-8")), year))
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    coefficients, names, output = map(Path, sys.argv[1:4])
    write(coefficients, names, output, *sys.argv[4:])
