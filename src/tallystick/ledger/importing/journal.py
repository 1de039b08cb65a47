"""The leaves of a log as a journal of postings: the usual by their shape, the others one by one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from tallystick.article6.postings.batches import parts
from tallystick.article6.postings.records import Posting, Record
from tallystick.ledger.bodies import read_body, write_body
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.importing.columns import SCHEMA, row_of
from tallystick.ledger.importing.shapes import NUMBERS, SHAPES
from tallystick.ledger.log.journal_check import MALFORMED
from tallystick.ledger.log.leaves import leaf_of

KIND = r'"kind":"([a-z_]+)"'
_NUMBER = '"(' + "|".join(NUMBERS) + ')":"([0-9]+)"'
_POSTING = {"seq": pl.Int64, "key": pl.String, "kind": pl.String, "subject": pl.String,
            "body": pl.String}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as a log holds it.

    `postings` has a row for each leaf, `acts` one for each part that moves units, both in order;
    `records` are the postings that move none, each with its place in the log.
    """

    postings: pl.DataFrame
    acts: pl.DataFrame
    records: tuple[tuple[int, Record], ...]


class Unreadable(LedgerError):  # noqa: N818 (says what the leaf is)
    """A leaf of a log is no posting; the message says which."""


def read_journal(leaves: pl.Series) -> Journal:
    """Read the postings of a log; raises Unreadable for a leaf that is no canonical posting."""
    frame = pl.DataFrame({"leaf": leaves}).with_row_index("seq")
    frame = frame.with_columns(
        pl.col("seq").cast(pl.Int64), guess=pl.col("leaf").str.extract(KIND).fill_null("")
    )
    postings, acts, unusual = [], [], [frame.filter(~_is_usual())]
    for kind, group in frame.filter(_is_usual()).group_by("guess"):
        read, rest = _by_shape(group, SHAPES[str(kind[0])])
        postings.append(read.select(*_POSTING))
        acts.append(_as_acts(read))
        unusual.append(rest.select(frame.columns))
    others = [_read(seq, leaf) for seq, leaf, _ in pl.concat(unusual).sort("seq").iter_rows()]
    postings.append(pl.DataFrame([one for one, _ in others], schema=_POSTING, orient="row"))
    acts.append(_rows([(one[0], posting) for one, posting in others]))
    records = ((one[0], posting) for one, posting in others if isinstance(posting, Record))
    return Journal(
        pl.concat(postings).sort("seq"), pl.concat(acts).sort("seq", "part"), tuple(records)
    )


def read_leaf(index: int, leaf: str) -> tuple[str, Posting, str]:
    """Return the key, the posting and the body of a leaf; Unreadable where it is none."""
    try:
        asked = json.loads(leaf)
        posting = read_body(json.dumps(asked["posting"]))
        key, body = asked["key"], write_body(posting)
        same = leaf_of(key, body).decode() == leaf
    except (*MALFORMED, LedgerError) as error:
        raise Unreadable(f"entry {index} is no posting: {error!r}") from error
    if not same:
        raise Unreadable(f"entry {index} is no posting in its canonical form")
    return key, posting, body


def _is_usual() -> pl.Expr:
    return pl.col("guess").is_in(list(SHAPES)) & ~pl.col("leaf").str.contains('"note":')


def _by_shape(group: pl.DataFrame, shape: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take leaves of one shape apart; return them as columns, and those that do not match."""
    matched = group.lazy().with_columns(pl.col("leaf").str.extract_groups(shape).alias("said"))
    told = matched.unnest("said").with_columns(
        pl.col("on").str.to_date("%Y-%m-%d", strict=False),
        subject=pl.lit(None, pl.String),
        body=pl.col("leaf")
        .str.slice(pl.col("key").str.len_chars() + len('{"key":"","posting":'))
        .str.strip_suffix("}")
        .str.replace_all(_NUMBER, '"$1":$2'),
    )
    said = told.collect(engine="streaming")  # on all processors
    there = pl.col("kind").is_not_null() & pl.col("on").is_not_null()
    return said.filter(there), said.filter(~there | there.is_null())


def _as_acts(read: pl.DataFrame) -> pl.DataFrame:
    """Give columns their types, and those that the shape lacks."""
    series = pl.concat_str("approach", "registry", "party", "vintage", separator="-")
    if "approach" in read.columns:
        read = read.with_columns(series=series)
    if "voluntary" in read.columns:
        read = read.with_columns(voluntary=pl.col("voluntary") == "true")
    read = read.with_columns(part=pl.lit(0))
    return read.select(
        (pl.col(name) if name in read.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )


def _read(index: int, leaf: str) -> tuple[tuple[int, str, str, str | None, str], Posting]:
    key, posting, body = read_leaf(index, leaf)
    subject = posting.subject if isinstance(posting, Record) else None
    return (index, key, posting.kind, subject, body), posting


def _rows(postings: list[tuple[int, Posting]]) -> pl.DataFrame:
    return pl.DataFrame(list(_told(postings)), schema=SCHEMA)


def _told(postings: list[tuple[int, Posting]]) -> Iterator[dict[str, Any]]:
    for seq, posting in postings:
        if not isinstance(posting, Record):
            for place, part in enumerate(parts(posting)):
                yield {"seq": seq, "part": place, **row_of(part)}
