"""Rebuild the table of Parties from a folder of country metadata.

Usage: python scripts/build_party_table.py COUNTRY_META [OUTPUT]

COUNTRY_META holds country-codes.csv, paris-agreement-entry-into-force.csv, groups/ldc.csv and
groups/sids.csv. What these files do not say, or no longer say, stands below with its source.
"""

import csv
import sys
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

OUTPUT = Path(__file__).parents[1] / "src/tallystick/law/data/parties.csv"
COLUMNS = (
    "code",
    "name_en",
    "name_zh",
    "paris_membership",
    "least_developed",
    "small_island",
    "source",
)

CODES = "ISO 3166-1"
RESERVED = "ISO 3166-1, exceptionally reserved"
TREATY = "UN Treaty Collection XXVII.7.d"
LEAST_DEVELOPED = "UN list of least developed countries"
SMALL_ISLANDS = "UN list of small island developing States"

EUROPEAN_UNION = "EUE"
CODE_OF = {"EUU": EUROPEAN_UNION}

MEMBERSHIP = {  # withdrew twice, by notices of 4 November 2019 and 27 January 2025
    "USA": "2016-11-04/2020-11-04;2021-02-19/2026-01-27",
}

GRADUATION = {  # first day off the list, from the General Assembly's resolutions
    "BWA": "1994-12-19",
    "CPV": "2007-12-20",
    "MDV": "2011-01-01",
    "WSM": "2014-01-01",
    "GNQ": "2017-06-04",
    "VUT": "2020-12-04",
    "BTN": "2023-12-13",
    "STP": "2024-12-13",
}

NAMES = {  # as the United Nations and ISO 3166-1 print them
    "CIV": ("Côte d’Ivoire", "科特迪瓦"),
    "COG": ("Congo", "刚果（布）"),
    EUROPEAN_UNION: ("European Union", "欧洲联盟"),
    "FLK": ("Falkland Islands (Malvinas)", "福克兰群岛（马尔维纳斯）"),
    "NLD": ("Netherlands (Kingdom of the)", "荷兰王国"),
    "TWN": ("Taiwan (Province of China)", "中国台湾省"),
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by_code(rows: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    return {CODE_OF.get(row["Code"], row["Code"]): row for row in rows}


def names(meta: Path) -> dict[str, tuple[str, str]]:
    found = {
        row["ISO3166-1-Alpha-3"]: (row["official_name_en"].strip(), row["official_name_cn"].strip())
        for row in read(meta / "country-codes.csv")
    }
    return {**found, **NAMES}


def memberships(meta: Path) -> dict[str, str]:
    rows = by_code(read(meta / "paris-agreement-entry-into-force.csv"))
    bound = {
        code: f"{row['Date-Of-Effect']}/" for code, row in rows.items() if row["Date-Of-Effect"]
    }
    return {**bound, **MEMBERSHIP}


def least_developed(meta: Path) -> dict[str, str]:
    groups = meta / "groups"
    rows = by_code(read(groups / "ldc.csv")) | by_code(read(groups / "graduated-ldcs.csv"))
    return {
        code: f"{row['Year-Of-Inclusion']}-01-01/{GRADUATION.get(code, '')}"
        for code, row in rows.items()
    }


def table(meta: Path) -> list[dict[str, str]]:
    bound, poor = memberships(meta), least_developed(meta)
    islands = by_code(read(meta / "groups/sids.csv"))
    groups: dict[str, Container[str]] = {
        TREATY: bound,
        LEAST_DEVELOPED: poor,
        SMALL_ISLANDS: islands,
    }
    rows = []
    for code, (name_en, name_zh) in sorted(names(meta).items()):
        listed = RESERVED if code == EUROPEAN_UNION else CODES
        rows.append(
            {
                "code": code,
                "name_en": name_en,
                "name_zh": name_zh,
                "paris_membership": bound.get(code, ""),
                "least_developed": poor.get(code, ""),
                "small_island": "yes" if code in islands else "",
                "source": "; ".join([listed, *(name for name, of in groups.items() if code in of)]),
            }
        )
    return rows


def main(meta: Path, output: Path = OUTPUT) -> None:
    rows = table(meta)
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows in {output}")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
