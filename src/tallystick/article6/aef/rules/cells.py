"""Cells that are empty though required, or that hold something of another type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tallystick import law
from tallystick.article6.aef.rules.places import listed
from tallystick.article6.aef.tables import Unread
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, Test, fails

TABLES = "4/CMA.6 annex II"
NOMENCLATURE = f"AEF nomenclature {law.NOMENCLATURE_DATE}"

CELLS: Rulebook[Unread, tuple[str, ...]] = Rulebook("AEF cells")
"""Rules on the unread cells of one field; the facts are the paths of the files."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the cells of some field types must hold, and the code that says they do not."""

    kinds: tuple[str, ...]
    code: str
    text: Text
    source: str = TABLES


WANTED = (
    Wanted(
        ("party", "parties"),
        "PARTY_CODE",
        Text("an ISO 3166-1 alpha-3 code", "ISO 3166-1 三位字母代码"),
    ),
    Wanted(
        ("registry",),
        "REGISTRY_ID",
        Text("a Party code followed by two digits", "缔约方代码加两位数字"),
    ),
    Wanted(("approach",), "CA_ID", Text("CA followed by four digits", "CA 加四位数字")),
    Wanted(
        ("itmo_id",),
        "ITMO_ID",
        Text("a serial or CANNNN-PPPNN-PPP-serial-yyyy", "序列号或 CANNNN-PPPNN-PPP-序列号-yyyy"),
        "6/CMA.4 annex I para 5",
    ),
    Wanted(("list:metric",), "METRIC", Text("GHG or non-GHG", "GHG 或 non-GHG"), NOMENCLATURE),
    Wanted(
        ("list:mitigation_type",),
        "MIT_TYPE",
        Text("a mitigation type of the nomenclature", "术语表中的减缓类型"),
        NOMENCLATURE,
    ),
    Wanted(
        ("list:purpose",),
        "PURPOSE",
        Text("a purpose such as NDC, OIMP or NDC and OIMP", "NDC、OIMP 或 NDC and OIMP 等用途"),
        NOMENCLATURE,
    ),
    Wanted(
        (
            "list:action_type",
            "list:action_subtype",
            "list:underlying_registry",
            "lists:sector",
            "lists:activity_type",
        ),
        "NOMENCLATURE",
        Text(
            f"in the nomenclature of {law.NOMENCLATURE_DATE}",
            f"{law.NOMENCLATURE_DATE} 术语表中的用语",
        ),
        NOMENCLATURE,
    ),
    Wanted(("version",), "SYNTAX", Text("a version such as 1.0", "1.0 之类的版本号")),
    Wanted(("year",), "SYNTAX", Text("a year of four digits", "四位数的年份")),
    Wanted(("integer", "quantity"), "SYNTAX", Text("a whole number", "整数")),
    Wanted(("decimal",), "SYNTAX", Text("a number", "数字")),
    Wanted(
        ("date", "instant"),
        "SYNTAX",
        Text("a date as dd/mm/yyyy or yyyy-mm-dd", "dd/mm/yyyy 或 yyyy-mm-dd 格式的日期"),
    ),
    Wanted(
        ("timeframe",), "SYNTAX", Text("two years as yyyy - yyyy", "yyyy - yyyy 格式的起止年份")
    ),
    Wanted(
        ("authorization_id",),
        "SYNTAX",
        Text("letters, digits, blanks and . / - only", "仅含字母、数字、空格及 . / - 的文本"),
    ),
)


@CELLS.rule(
    "SYNTAX",
    source="4/CMA.6 para 33; 4/CMA.6 annex II",
    message=Text("{place}: {label} is empty", "{place}：{label} 为空"),
    fix=Text("fill in {label}; the layout requires it", "请填写 {label}，该栏为必填"),
)
def required_cell_is_filled(unread: Unread, paths: tuple[str, ...]) -> Iterator[Shown]:
    """Show the required cells with nothing in them."""
    return _shown(unread, pl.col("value").is_null(), paths)


def _holds(kinds: tuple[str, ...]) -> Test[Unread, tuple[str, ...]]:
    def cell_is_of_its_type(unread: Unread, paths: tuple[str, ...]) -> Iterator[Shown]:
        if unread.cell.kind in kinds:
            yield from _shown(unread, pl.col("value").is_not_null(), paths)

    return cell_is_of_its_type


for wanted in WANTED:
    CELLS.rule(
        wanted.code,
        source=wanted.source,
        message=Text(
            '{place}: {label} "{value}" is not ' + wanted.text.en,
            "{place}：{label} “{value}” 不是" + wanted.text.zh,
        ),
        fix=Text("write {mend}" + wanted.text.en, "请填写{mend}" + wanted.text.zh),
    )(_holds(wanted.kinds))


def _shown(unread: Unread, which: pl.Expr, paths: tuple[str, ...]) -> Iterator[Shown]:
    cell = unread.cell
    for row in listed(unread.rows.filter(which)):
        where = {
            "file": paths[row["file"]],
            "table": cell.table,
            "row": row["row"],
            "field": cell.name,
            "value": row["value"],
            "count": row["count"],
        }
        yield fails(
            {key: value for key, value in where.items() if value is not None},
            place=cell.table if row["row"] is None else f"{cell.table} row {row['row']}",
            label=cell.label,
            value=row["value"],
            mend=_mend(row["value"] or ""),
        )


def _mend(text: str) -> str:
    """Return the number that is meant by digits with separators, before what is wanted."""
    digits = re.sub(r"[\s,']|\.0+$", "", text)
    return f"{digits}, " if digits.isdecimal() and digits != text else ""
