"""Transfers between registries: neither side can deny what both have signed."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.receipts import RECEIPTS, Exchanged, Notice, judge_exchanged
from tallystick.core.actions import ActionType
from tallystick.core.findings import Outcome
from tallystick.core.identifiers import Block, Series

SERIES = Series("CA0009", "GHA01", "GHA", 2022)
SENT = Notice(
    "T-1",
    "GHA01",
    ActionType.FIRST_TRANSFER,
    datetime(2025, 7, 7, 12, tzinfo=UTC),
    (Block(SERIES, 1, 100),),
    signed_by="GHA01+2025",
)
RECEIPT = replace(SENT, registry="CHE01", signed_by="CHE01+2025")
FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE


def found(receipt: Notice | None = RECEIPT, sent: Notice = SENT) -> dict[str, Outcome]:
    return {one.code: one.outcome for one in judge_exchanged(Exchanged(sent, receipt))}


@pytest.mark.rule("pass", "TRANSFER_RECEIPT", "ID_IMMUTABLE")
def test_receipt_that_repeats_the_transfer_passes() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"transfer": "T-2"}, {"TRANSFER_RECEIPT": FAIL}),
        ({"type": ActionType.TRANSFER}, {"TRANSFER_RECEIPT": FAIL}),
        ({"at": datetime(2025, 7, 8, 12, tzinfo=UTC)}, {"TRANSFER_RECEIPT": FAIL}),
        pytest.param(
            {"blocks": (Block(SERIES, 1, 99),)},
            {"TRANSFER_RECEIPT": FAIL, "ID_IMMUTABLE": FAIL},
            marks=pytest.mark.rule("fail", "TRANSFER_RECEIPT", "ID_IMMUTABLE"),
        ),
        ({"blocks": (Block(SERIES, 101, 200),)}, {"ID_IMMUTABLE": FAIL}),
    ],
)
def test_what_differs_is_found(change: dict[str, Any], codes: dict[str, Outcome]) -> None:
    assert found(replace(RECEIPT, **change)) == codes


@pytest.mark.rule("missing", "TRANSFER_RECEIPT", "ID_IMMUTABLE")
def test_transfer_without_a_receipt_or_a_signature_is_undecided() -> None:
    assert found(None) == {"TRANSFER_RECEIPT": UNKNOWN, "ID_IMMUTABLE": UNKNOWN}
    assert found(sent=replace(SENT, signed_by=None)) == {"TRANSFER_RECEIPT": UNKNOWN}
    assert found(replace(RECEIPT, signed_by=None)) == {"TRANSFER_RECEIPT": UNKNOWN}


@given(st.sets(st.integers(1, 99)), st.randoms())
def test_blocks_may_be_cut_and_ordered_in_any_way(cuts: set[int], random: Any) -> None:
    bounds = [0, *sorted(cuts), 100]
    blocks = [Block(SERIES, first + 1, last) for first, last in pairwise(bounds)]
    random.shuffle(blocks)
    assert found(replace(RECEIPT, blocks=tuple(blocks))) == {}


@pytest.mark.parametrize("code", ["TRANSFER_RECEIPT", "ID_IMMUTABLE"])
def test_rule_cites_its_paragraph(code: str) -> None:
    assert law.paragraph(RECEIPTS[code].source).verified
