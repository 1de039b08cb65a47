"""Series that no check could follow are named, not passed over."""

from collections.abc import Iterator

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import place
from tallystick.article6.aef.segments import SERIES
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF coverage")


@BOOK.rule(
    "CHECK_NOT_RUN",
    source="Tallystick design; 4/CMA.6 para 29(c)",
    message=Text("the blocks of {series} were not compared", "{series} 的区块未参与比对"),
    fix=Text("report fewer overlapping blocks", "请减少相互重叠的区块"),
)
def every_series_is_compared(filings: Filings, _: None) -> Iterator[Shown]:
    """Say, once per file, that its blocks overlap too often to be compared unit by unit."""
    uncut = filings.segments.uncut
    if uncut.is_empty():
        return
    left_out = filings.blocks.join(uncut, on=SERIES, maintain_order="left")
    for row in left_out.unique("file", keep="first", maintain_order=True).iter_rows(named=True):
        missing = Text("a division of the blocks that can be compared", "可供比对的区块划分")
        yield unknown(missing, place(filings, row))
