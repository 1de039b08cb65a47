"""Values that recur are looked at once, and every row keeps its own."""

from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tallystick.article6.aef.recurring import RECURS, recurring

TEXTS = st.lists(st.tuples(st.sampled_from(["GHA", "CHE", "", None]), st.integers(1, 60)))


@given(TEXTS)
def test_every_row_keeps_its_value(runs: list[tuple[str | None, int]]) -> None:
    values = pl.Series([text for text, length in runs for _ in range(length)], dtype=pl.String)
    few = recurring(values)
    if few is not None:
        different, which = few
        assert different.gather(which).to_list() == values.to_list()


@given(TEXTS, st.randoms())
def test_every_row_keeps_its_value_in_no_order(
    runs: list[tuple[str | None, int]], by: Random
) -> None:
    texts = [text for text, length in runs for _ in range(length)]
    by.shuffle(texts)
    few = recurring(pl.Series(texts, dtype=pl.String))
    if few is not None:
        different, which = few
        assert different.gather(which).to_list() == texts


def test_texts_of_their_own_do_not_recur() -> None:
    assert recurring(pl.Series([str(number) for number in range(RECURS)])) is None


def test_numbers_recur_in_runs_alone() -> None:
    assert recurring(pl.Series([1, 2] * RECURS)) is None
    few = recurring(pl.Series([2020] * 50 + [2021] * 50))
    assert few is not None
    assert few[0].to_list() == [2020, 2021]


def test_nothing_has_nothing_that_recurs() -> None:
    assert recurring(pl.Series([], dtype=pl.String)) is None
