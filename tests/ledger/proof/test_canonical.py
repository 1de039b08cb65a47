import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tallystick.ledger.proof.canonical import canonical, canonical_text


class Kind(StrEnum):
    USE = "use"


class Rank(Enum):
    FIRST = 1


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


def as_read_back(value: object) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return [as_read_back(one) for one in value]
    assert isinstance(value, dict)
    return {key: as_read_back(one) for key, one in value.items()}


@given(VALUES)
def test_plain_json_reads_back_what_was_written(value: object) -> None:
    assert json.loads(canonical(value)) == as_read_back(value)


@given(VALUES)
def test_writing_again_what_was_read_gives_the_same_bytes(value: object) -> None:
    once = canonical(value)
    assert canonical(json.loads(once)) == once


@given(st.recursive(TEXT | st.booleans(), lambda v: st.lists(v) | st.dictionaries(TEXT, v)))
def test_standard_encoder_with_keys_in_utf_16_order_agrees(value: Any) -> None:
    def ordered(one: Any) -> Any:
        if isinstance(one, dict):
            keys = sorted(one, key=lambda key: key.encode("utf-16-be"))
            return {key: ordered(one[key]) for key in keys}
        return [ordered(each) for each in one] if isinstance(one, list) else one

    text = json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":"))
    assert canonical(value) == text.encode()


@given(st.recursive(TEXT | st.booleans(), lambda v: st.lists(v) | st.dictionaries(TEXT, v)))
def test_fast_encoder_writes_the_bytes_of_the_reference_encoder(value: Any) -> None:
    assert canonical_text(value) == rfc8785.dumps(value)


def test_keys_are_ordered_by_utf_16_as_in_section_3_2_3_of_the_rfc() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = list(json.loads(canonical(dict.fromkeys(keys, True))))
    assert written == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_an_integer_of_any_size_is_a_string() -> None:
    assert canonical({"units": 2**53, "more": -(10**30)}) == (
        b'{"more":"-1000000000000000000000000000000","units":"9007199254740992"}'
    )


def test_dates_and_enumerations_become_text() -> None:
    noon = datetime(2026, 11, 21, 20, tzinfo=timezone(timedelta(hours=8)))
    value = {"on": date(2026, 11, 21), "at": noon, "kind": Kind.USE, "rank": Rank.FIRST}
    assert canonical(value) == (
        b'{"at":"2026-11-21T12:00:00Z","kind":"use","on":"2026-11-21","rank":"1"}'
    )


def test_one_instant_has_one_form() -> None:
    noon = datetime(2026, 11, 21, 12, 0, 0, 5, tzinfo=UTC)
    elsewhere = noon.astimezone(timezone(timedelta(hours=-5)))
    assert canonical(noon) == canonical(elsewhere) == b'"2026-11-21T12:00:00.000005Z"'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal("1.0"),
        Fraction(1, 2),
        b"bytes",
        {1, 2},
        {1: "one"},
        {"inside": [0.5]},
        datetime(2026, 11, 21),
        "\ud800",
        {"\udfff": "key"},
        [10**5000],
    ],
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


def test_endless_nesting_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="nested"):
        canonical(value)
