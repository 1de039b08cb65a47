"""A table of abatement-cost curves in the columns of the one that ships."""

import csv
from collections.abc import Mapping
from pathlib import Path

from tallystick import law
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.io.yamlfile.damage import SOURCE, Damaged

COLUMNS = (
    "id",
    "parties",
    "year",
    "money_year",
    "linear_usd_t",
    "factor_usd_t",
    "power",
    "status",
    "source",
)
BROKEN = Text(
    "the table of curves cannot be read: {why}",
    "无法读取减排成本曲线表：{why}",
)
MEND = Text(
    "write a CSV file in UTF-8 with the columns {columns}; money_year is one of {years}",
    "请写成UTF-8编码的CSV文件，列为{columns}；money_year为{years}之一",
)


def read_curves(path: Path) -> Mapping[str, law.RegionCurve]:
    """Read the curves of a file, by id; raises Damaged."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, restval=""))
        curves = law.curves_of(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Damaged([_broken(path, str(error), "UNREADABLE")]) from error
    except (KeyError, ValueError) as error:
        raise Damaged([_broken(path, str(error), "SYNTAX")]) from error
    if not curves:
        raise Damaged([_broken(path, "it has no rows", "SYNTAX")])
    for one in curves.values():
        if one.money_year not in law.simulation_terms().price_levels:
            raise Damaged([_broken(path, f"{one.id}: money_year {one.money_year}", "SYNTAX")])
        if not _rises(one):
            raise Damaged([_broken(path, f"{one.id}: the price does not rise", "SYNTAX")])
    return curves


def _rises(one: law.RegionCurve) -> bool:
    """Whether the price starts at 0 and rises, which also refuses what is not a number."""
    return one.linear_usd_t >= 0 and one.factor_usd_t > 0 and 0 < one.power < float("inf")


def _broken(path: Path, why: str, code: str) -> Finding:
    years = ", ".join(str(year) for year in law.simulation_terms().price_levels)
    return Finding(
        code=code,
        outcome=Outcome.FAIL,
        severity=Severity.ERROR,
        message=BROKEN.fill({"why": why}),
        fix=MEND.fill({"columns": ", ".join(COLUMNS), "years": years}),
        source=SOURCE,
        where={"file": str(path)},
    )
