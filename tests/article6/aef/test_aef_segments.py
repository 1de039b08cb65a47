"""Segments: equal or overlapping ranges become equal pieces, and nothing is lost or added."""

from collections import defaultdict

import polars as pl
import pytest
from aef_trade import submission, the, trade, units
from hypothesis import given
from hypothesis import strategies as st

from tallystick.article6.aef import filings
from tallystick.article6.aef.check import check
from tallystick.article6.aef.segments import SERIES, cut, joined
from tallystick.core.findings import Outcome

Range = tuple[str, int, int]

serials = st.integers(1, 30)
some_ranges = st.lists(
    st.tuples(st.sampled_from("AB"), serials, serials).map(lambda r: (r[0], *sorted(r[1:]))),
    max_size=12,
)


def ranges(given_ranges: list[Range]) -> pl.DataFrame:
    rows = [
        ("CA0001", "GHA01", party, 2022, number, True, first, last)
        for number, (party, first, last) in enumerate(given_ranges)
    ]
    schema = {
        **dict.fromkeys(SERIES, pl.String),
        "vintage": pl.Int64,
        "block": pl.UInt32,
        "sound": pl.Boolean,
        "first": pl.Int64,
        "last": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(some_ranges)
def test_pieces_hold_exactly_the_units_of_their_blocks(given_ranges: list[Range]) -> None:
    units_of: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for block, _, _, first, last in cut(ranges(given_ranges)).pieces.iter_rows():
        party = given_ranges[block][0]
        for serial in range(first, last + 1):
            assert (party, serial) not in units_of[block]
            units_of[block].add((party, serial))
    for block, (party, first, last) in enumerate(given_ranges):
        assert units_of[block] == {(party, serial) for serial in range(first, last + 1)}


@given(some_ranges)
def test_two_blocks_share_a_segment_exactly_where_they_share_units(
    given_ranges: list[Range],
) -> None:
    pieces = cut(ranges(given_ranges)).pieces
    spans = pieces.select("segment", "first", "last").unique()
    assert spans["segment"].n_unique() == spans.height
    shared = pieces.join(pieces, on="segment").filter(pl.col("block") < pl.col("block_right"))
    found: dict[tuple[int, int], int] = defaultdict(int)
    for row in shared.iter_rows(named=True):
        found[row["block"], row["block_right"]] += row["last"] - row["first"] + 1
    for one, (party, first, last) in enumerate(given_ranges):
        for other in range(one + 1, len(given_ranges)):
            party_too, first_too, last_too = given_ranges[other]
            both = max(0, min(last, last_too) - max(first, first_too) + 1)
            assert found[one, other] == (both if party == party_too else 0)


@given(some_ranges)
def test_joining_the_pieces_of_a_block_gives_the_block_back(given_ranges: list[Range]) -> None:
    whole = joined(cut(ranges(given_ranges)).pieces, ["block"]).sort("block")
    assert [row[-2:] for row in whole.select("first", "last").iter_rows()] == [
        (first, last) for _, first, last in given_ranges
    ]


def test_series_that_would_take_too_many_pieces_is_left_uncut_and_the_others_are_not() -> None:
    nested = [("A", 100 - size, 100 + size) for size in range(1, 60)]
    cut_off = cut(ranges([*nested, ("B", 1, 10)]), most=100)
    assert cut_off.uncut["first_transferring_party"].to_list() == ["A"]
    assert cut_off.pieces["block"].to_list() == [len(nested)]


@pytest.mark.rule("missing", "CHECK_NOT_RUN")
def test_series_left_uncut_is_not_determinable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filings, "cut", lambda placed: cut(placed, most=10))
    told = trade()["SWE-2024"]
    told["actions"] = [told["actions"][0] | units(100 - size, 100 + size) for size in range(1, 9)]
    report = check([submission("SWE-2024", told)])
    found = the(report, "CHECK_NOT_RUN", Outcome.NOT_DETERMINABLE)
    assert found.where["file"] == "SWE-2024.xlsx"
