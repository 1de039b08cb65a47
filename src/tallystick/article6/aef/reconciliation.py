"""Which pieces of blocks a Party should hold at the end of the year, and which it says it holds."""

import polars as pl

from tallystick.core.actions import TERMINAL, ActionType, FirstTransferDefinition

UNDEFINED = "Not yet defined"

OF_UNITS = ["file", "segment"]

ORDER = {
    ActionType.AUTHORIZATION: 0,
    ActionType.FIRST_TRANSFER: 0,
    ActionType.ACQUISITION: 1,
    ActionType.TRANSFER: 2,
    **dict.fromkeys(TERMINAL, 3),
}
"""What comes first of actions at the same moment."""

USED = ["kind", "on", "repeats"]

TELLING = ["kind", "filer", "acquiring_party", "action_subtype"]


def reconciled(blocks: pl.DataFrame, pieces: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Return one row per file and segment that it acts on or holds, or held a year before.

    `expected`  whether it is held by the last action of the year, or else as a year before;
                null where neither is known
    `times`     how often the holdings list it
    `open`      whether no action and no earlier workbook decides
    `block`     the row to show: the holding, the action, or the holding of a year before

    `before` names, for a `file`, the `earlier` one of the same Party for the year before.
    """
    placed = pl.concat(
        [pieces, blocks.select("file", "table", *USED)[pieces["block"]]], how="horizontal"
    )
    doubtful = placed.filter(~pl.col("sound")).select(OF_UNITS)
    sound = placed.filter("sound")
    keys = [*OF_UNITS, "first", "last"]
    held = sound.filter(table="holdings")
    listed = held.group_by(keys).agg(pl.col("block").min(), times=pl.len())
    earlier = _moved(listed, before)
    states = (
        listed.join(
            _last_actions(sound, blocks), on=keys, how="full", coalesce=True, suffix="_acted"
        )
        .join(earlier.select(*keys, block_before="block"), on=keys, how="full", coalesce=True)
        .join(doubtful, on=OF_UNITS, how="anti")
        .join(_moved(doubtful, before), on=OF_UNITS, how="anti")
        .join(before.select("file", known=pl.lit(value=True)), on="file", how="left")
    )
    acted = pl.col("block_acted").is_not_null()
    carried = pl.when("known").then(pl.col("block_before").is_not_null())
    return states.select(
        *keys,
        pl.col("times").fill_null(0),
        expected=pl.when(acted).then("after").otherwise(carried),
        open=~acted & pl.col("known").is_null(),
        block=pl.coalesce("block", "block_acted", "block_before"),
    )


def _moved(rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Put rows of the earlier file under the file of the year after."""
    return rows.rename({"file": "earlier"}).join(before, on="earlier").drop("earlier")


def _last_actions(sound: pl.DataFrame, blocks: pl.DataFrame) -> pl.DataFrame:
    """Return the last action of each file on each segment, and whether the units stay `after` it.

    Few columns are sorted, and what the rows tell is fetched for the last ones alone.
    """
    moves = sound.filter(pl.col("repeats").is_null(), table="actions").select(
        *OF_UNITS, "first", "last", "on", "block", order=pl.col("kind").replace_strict(ORDER)
    )
    ordered = moves.sort("segment", "file", "on", "order", "block")
    another = pl.any_horizontal(pl.col(name) != pl.col(name).shift(-1) for name in OF_UNITS)
    last = ordered.filter(another.fill_null(value=True))
    after = blocks.select(TELLING)[last["block"]].select(after=_held_after())
    return pl.concat([last.select(*OF_UNITS, "first", "last", "block"), after], how="horizontal")


def _held_after() -> pl.Expr:
    """Whether the filer holds the units after an action, null where the row does not say."""
    kind, subtype, to = pl.col("kind"), pl.col("action_subtype"), pl.col("acquiring_party")
    moves = kind.is_in([ActionType.FIRST_TRANSFER, ActionType.TRANSFER])
    first = kind == ActionType.FIRST_TRANSFER
    unsaid = subtype.is_null() | (subtype == UNDEFINED)
    stays = [FirstTransferDefinition.AUTHORIZATION.value, FirstTransferDefinition.ISSUANCE.value]
    return (
        pl.when(kind == ActionType.ACQUISITION)
        .then(pl.lit(value=True))
        .when(moves & to.is_not_null())
        .then(to == pl.col("filer"))
        .when((kind == ActionType.AUTHORIZATION) | (first & unsaid))
        .then(pl.lit(None, pl.Boolean))
        .when(first & subtype.is_in(stays))
        .then(pl.lit(value=True))
        .otherwise(pl.lit(value=False))
    )
