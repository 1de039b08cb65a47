"""Double use: a unit comes to its end once, by whatever name it goes, and does not move after."""

from collections.abc import Iterator, Sequence

import polars as pl

from tallystick.article6.detectors.events import ENDS, MOVES, RANGE, UnitEvents, pieces
from tallystick.article6.detectors.links import with_links
from tallystick.article6.detectors.pairs import clashes, overlapping, single
from tallystick.core.findings import Outcome, Text
from tallystick.core.rules import Rulebook, Shown

USE: Rulebook[UnitEvents, None] = with_links(Rulebook("double use"))

SOURCE = "2/CMA.3 annex para 21(e); Paris Agreement Article 6.5"
TOLD = ["party", "on"]
SAME = ["event", *RANGE, *TOLD]
"""What makes rows of two files reports of one and the same event."""


@USE.rule(
    "DOUBLE_USE",
    source=SOURCE,
    message=Text(
        "{here} ends units that {there} has ended{more}",
        "{here} 所终结的单位已由 {there} 终结{more_zh}",
    ),
    fix=Text(
        "withdraw one of the two, and replace the units it was counted for",
        "请撤销其一，并替换已计入的单位",
    ),
    undecided=Text(
        "{here} may be what another file reports as {there}: one of the two leaves out whose it "
        "is, or its day{more}",
        "{here} 与另一文件所报的 {there} 可能为同一事项：其一缺少主体或日期{more_zh}",
    ),
    supply=Text("state who ended the units and on which day, in both", "请在两处注明主体和日期"),
)
def units_end_once(events: UnitEvents, _: None) -> Iterator[Shown]:
    """A unit is used, cancelled or retired once, whether under its own number or an underlying one.

    One event that two files report alike is one event; whether it is one cannot be told where only
    one of them says by whom, or on which day.
    """
    ends = events.traced.filter(pl.col("event").is_in(ENDS))
    told = ends.filter(pl.col("on").is_not_null() & pl.col("party").is_not_null())
    later = told.with_columns(first=pl.col("file").first().over(SAME)).filter(
        pl.col("file") != pl.col("first")
    )
    pairs = overlapping(ends.join(later.select("id"), on="id", how="anti"))
    unclear = perhaps_one(events, pairs)
    yield from clashes(events, [pair for pair in pairs if pair not in unclear])
    for shown in clashes(events, sorted(unclear)):
        yield Shown(shown.values, shown.where, Outcome.NOT_DETERMINABLE)


def perhaps_one(events: UnitEvents, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs of two files of which one leaves out what the other says, alike else."""
    if not pairs:
        return set()
    rows = events.events.select("id", "file", *SAME)
    told = pl.DataFrame(pairs, schema=dict.fromkeys(("id", "other"), pl.UInt32), orient="row")
    beside = told.join(rows, on="id").join(rows.rename({"id": "other"}), on="other", suffix="_2")
    alike = [pl.col(name) == pl.col(f"{name}_2") for name in ("event", *RANGE)]
    agrees = [(pl.col(name) == pl.col(f"{name}_2")).fill_null(True) for name in TOLD]
    lacks = [pl.col(name).is_null() != pl.col(f"{name}_2").is_null() for name in TOLD]
    apart = pl.col("file") != pl.col("file_2")
    found = beside.filter(apart, *alike, *agrees, pl.any_horizontal(lacks))
    return set(found.select("id", "other").iter_rows())


@USE.rule(
    "EXHAUSTED",
    source=SOURCE,
    message=Text(
        "{here} moves units after they came to their end{more}",
        "{here} 转移的单位此前已终结{more_zh}",
    ),
    fix=Text("withdraw the later action", "请撤销后来的行动"),
    undecided=Text(
        "{here} moves units that also come to their end, and one of the two has no date{more}",
        "{here} 转移的单位另有终结记录，且其一缺少日期{more_zh}",
    ),
    supply=Text("state the dates of both", "请注明两者的日期"),
)
def ended_units_do_not_move(events: UnitEvents, _: None) -> Iterator[Shown]:
    """Units are exhausted once: after their end nothing more happens to them."""
    traced = events.traced
    ends = traced.filter(pl.col("event").is_in(ENDS))
    moves = traced.filter(pl.col("event").is_in(MOVES))
    if ends.is_empty() or moves.is_empty():
        return
    days = events.events.select("id", "event", "on")
    cut = pieces(pl.concat([ends, moves]).select("id", *RANGE)).join(days, on="id")
    ended = (
        cut.filter(pl.col("event").is_in(ENDS))
        .group_by("series", "start")
        .agg(over=pl.col("on").min(), undated=pl.col("on").is_null().any())
    )
    moved = cut.filter(pl.col("event").is_in(MOVES)).join(ended, on=["series", "start"])
    late = moved.filter(pl.col("on") > pl.col("over"))["id"].unique().sort()
    unclear = moved.filter(pl.col("on").is_null() | pl.col("undated"))["id"].unique().sort()
    yield from single(events, late)
    for shown in single(events, unclear.filter(~unclear.is_in(late.implode()))):
        yield Shown(shown.values, shown.where, Outcome.NOT_DETERMINABLE)
