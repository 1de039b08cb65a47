"""Overlaps against a plain comparison of every pair, on ranges of every kind and size."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.overlaps import FIRST, Overlaps, find_mismatches, find_overlaps

Range = tuple[int, int, int]
LEAST, MOST = -(2**63), 2**63 - 1


def frame(ranges: Sequence[Range]) -> pl.DataFrame:
    schema = {"series": pl.Int64, "start": pl.Int64, "end": pl.Int64}
    return pl.DataFrame(ranges, schema=schema, orient="row")


def compared(ranges: Sequence[Range]) -> tuple[set[int], set[int]]:
    """Compare every row with every earlier one (by start, then end, then place)."""
    order = sorted(range(len(ranges)), key=lambda row: (*ranges[row], row))
    taken, equal = set(), set()
    for place, row in enumerate(order):
        series, start, _ = ranges[row]
        for earlier in order[:place]:
            if ranges[earlier] == ranges[row]:
                equal.add(row)
            if ranges[earlier][0] == series and ranges[earlier][2] >= start:
                taken.add(row)
    return taken, equal


def bounds(lowest: int, highest: int) -> st.SearchStrategy[Range]:
    number = st.integers(lowest, highest)
    return st.tuples(st.sampled_from([-7, 0, 1, 2**40]), number, number).map(
        lambda parts: (parts[0], min(parts[1:]), max(parts[1:]))
    )


some_ranges = st.one_of(
    st.lists(bounds(1, 12), max_size=25),
    st.lists(bounds(-(10**6), 10**6), max_size=25),
    st.lists(bounds(2**61, 2**62), max_size=25),
    st.lists(bounds(LEAST, MOST), max_size=25),
)


@given(ranges=some_ranges, repeated=st.lists(st.integers(0, 24), max_size=6))
def test_same_rows_as_comparing_every_pair(ranges: list[Range], repeated: list[int]) -> None:
    ranges = ranges + [ranges[row] for row in repeated if row < len(ranges)]
    taken, equal = compared(ranges)
    found = find_overlaps(frame(ranges))
    assert found.overlapping == len(taken)
    assert found.duplicates == len(equal)
    assert {row for row, _ in found.overlaps} == taken
    assert {row for row, _ in found.repeats} == equal
    for row, earlier in found.overlaps:
        assert row != earlier
        assert ranges[earlier][0] == ranges[row][0]
        assert ranges[earlier][1] <= ranges[row][1] <= ranges[earlier][2]
    for row, earlier in found.repeats:
        assert earlier < row
        assert ranges[earlier] == ranges[row]


@given(ranges=some_ranges)
def test_first_rows_at_fault_do_not_depend_on_how_many_are_named(ranges: list[Range]) -> None:
    every, two = find_overlaps(frame(ranges)), find_overlaps(frame(ranges), first=2)
    assert two.overlaps == every.overlaps[:2]
    assert two.repeats == every.repeats[:2]
    assert (two.overlapping, two.duplicates) == (every.overlapping, every.duplicates)


@given(ranges=some_ranges, data=st.data())
def test_order_of_rows_does_not_matter(ranges: list[Range], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(ranges))
    first, second = find_overlaps(frame(ranges)), find_overlaps(frame(shuffled))
    assert (first.overlapping, first.duplicates) == (second.overlapping, second.duplicates)


@given(ranges=some_ranges)
def test_wide_and_packed_numbers_agree(ranges: list[Range]) -> None:
    far = 5, LEAST, LEAST + 1
    near = find_overlaps(frame([row for row in ranges if row[0] != far[0]]))
    whole = find_overlaps(frame([*(row for row in ranges if row[0] != far[0]), far]))
    assert whole == near


def test_no_ranges_have_no_overlaps() -> None:
    assert find_overlaps(frame([])) == Overlaps(0, 0, (), ())


def test_neighbours_and_other_series_do_not_overlap() -> None:
    assert find_overlaps(frame([(1, 1, 4), (1, 5, 9), (2, 1, 9)])).overlapping == 0


def test_long_range_is_found_far_behind_short_ones() -> None:
    ranges = [(1, 1, 1_000), *((1, 2_000 + i, 2_000 + i) for i in range(50)), (1, 900, 2_010)]
    assert find_overlaps(frame(ranges)).overlapping == 12


def test_repeat_also_overlaps_and_names_what_it_repeats() -> None:
    found = find_overlaps(frame([(1, 3, 7), (1, 1, 2), (1, 3, 7), (1, 3, 7)]))
    assert found == Overlaps(2, 2, ((2, 0), (3, 0)), ((2, 0), (3, 0)))


def test_same_start_is_taken_in_order_of_end() -> None:
    assert find_overlaps(frame([(1, 5, 9), (1, 5, 6)])).overlaps == ((0, 1),)


def test_earlier_row_named_is_the_one_that_reaches_furthest() -> None:
    assert find_overlaps(frame([(1, 1, 9), (1, 2, 3), (1, 8, 8)])).overlaps[1] == (2, 0)


def test_all_rows_are_counted_and_only_the_first_are_named() -> None:
    found = find_overlaps(frame([(1, 1, 5)] * 1_000))
    assert (found.overlapping, found.duplicates) == (999, 999)
    assert len(found.overlaps) == len(found.repeats) == FIRST


def test_series_of_text_are_told_apart() -> None:
    ranges = frame([(0, 1, 5), (1, 1, 5), (0, 5, 6)]).with_columns(
        pl.Series("series", ["a", "b", "a"], dtype=pl.Categorical)
    )
    assert find_overlaps(ranges).overlaps == ((2, 0),)


@pytest.mark.parametrize(
    ("start", "end", "quantity", "wrong"),
    [
        (1, 5, 5, False),
        (1, 5, 4, True),
        (7, 7, 1, False),
        (7, 7, 0, True),
        (1, 5, None, False),
        (1, MOST, MOST, False),
        (0, MOST, MOST, True),
        (LEAST, MOST, LEAST, True),
        (LEAST, MOST, 0, True),
        (-1, MOST, LEAST, True),
    ],
)
def test_quantity_is_held_against_the_length(
    start: int, end: int, quantity: int | None, wrong: bool
) -> None:
    ranges = frame([(1, start, end)]).with_columns(quantity=pl.lit(quantity, dtype=pl.Int64))
    assert find_mismatches(ranges) == ((1, (0,)) if wrong else (0, ()))
