"""What one Party transfers another acquires: the two halves of one tally."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, ids, listed
from tallystick.article6.aef.rules.witnesses import with_witness
from tallystick.article6.aef.segments import joined
from tallystick.article6.parties import PARTIES
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF mirror")

CODES = pl.Enum(list(PARTIES))  # millions of moves are grouped by number, not by text
SENT = [ActionType.FIRST_TRANSFER, ActionType.TRANSFER]
PAIR = ["segment", "giver", "taker"]
MOVE = [*PAIR, "nth"]
TRANSFER, ACQUISITION = Text("a transfer", "转让"), Text("an acquisition", "获取")


@BOOK.rule(
    "MIRROR",
    check="MIRROR",
    source="6/CMA.4 annex I para 39",
    message=Text(
        "{counterparty} reports {said} of {ids}; {party} does not report {lacking} of them",
        "{counterparty} 报告了 {ids} 的{said_zh}，而 {party} 未报告{lacking_zh}",
    ),
    fix=Text(
        "{party} reports {lacking}, or {counterparty} corrects its report",
        "请 {party} 补报{lacking_zh}，或由 {counterparty} 更正报告",
    ),
)
def transfer_and_acquisition_match(filings: Filings, _: None) -> Iterator[Shown]:
    """Show the ranges of transfers and acquisitions that the other Party does not report."""
    clear = unmatched(filings).join(_doubtful(filings), on=["segment", "other"], how="anti")
    ranges = joined(clear.select("block", "other", "first", "last"), ["block", "other"])
    rows = filings.rows(ranges)
    for row in listed(with_witness(filings, rows, "other", "actions")):
        yield _alone(filings, row)


def unmatched(filings: Filings) -> pl.DataFrame:
    """Return the pieces of moves that only one side reports; `other` is the Party that does not.

    `nth` tells apart the same move made again.
    """
    moves = (
        _uneven(_moves(filings))
        .sort("on", "block")
        .with_columns(nth=pl.int_range(pl.len()).over(*PAIR, "sent"))
    )
    sent, received = moves.filter("sent"), moves.filter(~pl.col("sent"))
    alone = pl.concat(
        [sent.join(received, on=MOVE, how="anti"), received.join(sent, on=MOVE, how="anti")]
    )
    return alone.with_columns(
        other=pl.when("sent").then("taker").otherwise("giver").cast(pl.String)
    )


def _moves(filings: Filings) -> pl.DataFrame:
    """Return the pieces of every transfer and acquisition."""
    sent, filer = pl.col("kind").is_in(SENT), pl.col("filer").cast(CODES)
    told = filings.blocks.select(
        "on",
        sent=sent,
        giver=pl.when(sent).then(filer).otherwise(pl.col("transferring_party").cast(CODES)),
        taker=pl.when(sent).then(pl.col("acquiring_party").cast(CODES)).otherwise(filer),
        moves=(sent | (pl.col("kind") == ActionType.ACQUISITION)) & pl.col("repeats").is_null(),
    ).with_columns(pl.col("moves") & (pl.col("giver") != pl.col("taker")))
    pieces = filings.segments.pieces.filter("sound")
    moves = pieces.filter(told["moves"].fill_null(value=False).gather(pieces["block"]))
    return pl.concat([moves, told[moves["block"]]], how="horizontal")


def _uneven(moves: pl.DataFrame) -> pl.DataFrame:
    """Return the moves between two Parties that one of them reports more often than the other."""
    segment, giver, taker = (pl.col(name).to_physical().cast(pl.Int64) for name in PAIR)
    parties = len(PARTIES)
    numbered = moves.with_columns(pair=(segment * parties + giver) * parties + taker)
    sent, received = (numbered.filter(sent=side)["pair"].sort() for side in (True, False))
    if sent.equals(received):
        return moves.clear()
    sides = numbered.group_by("pair").agg(excess=pl.when("sent").then(1).otherwise(-1).sum())
    return numbered.join(sides.filter(pl.col("excess") != 0), on="pair", how="semi").drop("pair")


def _doubtful(filings: Filings) -> pl.DataFrame:
    """Return who has a row at fault that may be about which units: its own finding says so."""
    pieces = filings.segments.pieces.filter(~pl.col("sound"))
    doubtful = filings.rows(pieces).filter(table="actions")
    return doubtful.select("segment", other="filer").unique()


def _alone(filings: Filings, row: Row) -> Shown:
    party, counterparty, year = row["other"], row["filer"], row["year"]
    where = {
        "party": party,
        "ids": ids(row),
        "counterparty": counterparty,
        "counterpart_file": filings.paths[row["file"]],
        "counterpart_table": "actions",
        "counterpart_row": row["row"],
    }
    if row["count"] is not None:
        where["count"] = row["count"]
    if row["witness"] is None:
        missing = Text(f"a full report of {party} for {year}", f"{party} {year} 年的完整报告")
        return unknown(missing, where)
    said, lacking = (TRANSFER, ACQUISITION)[:: 1 if row["kind"] in SENT else -1]
    return fails(
        {"file": filings.paths[row["witness"]], "table": "actions", **where},
        party=party,
        counterparty=counterparty,
        ids=where["ids"],
        said=said.en,
        said_zh=said.zh,
        lacking=lacking.en,
        lacking_zh=lacking.zh,
    )
