"""The same action on the same units is reported once, across all reports (II02)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF repeated actions")


@BOOK.rule(
    "ACTION_DUP",
    check="II02",
    source="6/CMA.4 annex I para 37; 2/CMA.3 annex para 33(a)",
    message=Text(
        "{party} has already reported this action: {other}, table 3 row {other_row}",
        "{party} 已报告该行动：{other} 表 3 第 {other_row} 行",
    ),
    fix=Text(
        "delete one of the two rows, or give the times if they are two actions",
        "请删除其中一行；若确为两次行动，请填写具体时间",
    ),
)
def action_is_reported_once(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions that an earlier file or row has reported."""
    repeated = filings.actions.filter(pl.col("repeats").is_not_null())
    for row in listed(repeated):
        other = filings.blocks.row(row["repeats"], named=True)
        path = filings.paths[other["file"]]
        where = {
            **place(filings, row),
            "counterparty": other["filer"],
            "counterpart_file": path,
            "counterpart_row": other["row"],
        }
        yield fails(where, party=other["filer"], other=path, other_row=other["row"])
