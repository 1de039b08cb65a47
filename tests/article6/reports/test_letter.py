"""The letter of authorization says everything in both languages, and each day what it is for."""

import re
from datetime import date

import pytest

from tallystick.article6.authorization.content import Content, Demand
from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.document import (
    Document,
    Paragraph,
    Table,
    cell_text,
    words_in,
)
from tallystick.article6.reports.letter import letter
from tallystick.article6.reports.made import Made
from tallystick.core.actions import OIMP, FirstTransferDefinition, Purpose, Purposes

DAY = date(2024, 2, 29)
VERSION = Authorize(
    on=DAY,
    id="A1",
    party="GHA",
    approach="CA0009",
    purposes=OIMP | {Purpose.NDC},
    first_transfer_definition="use or Cancellation",
    content=Content(
        expires_on=date(2030, 12, 31),
        final_event_on=date(2031, 6, 30),
        gases=("CO2",),
        demands=frozenset(Demand),
    ),
)


def lines(document: Document, language: str) -> list[str]:
    """Return what each paragraph and each last cell of a table says."""
    blocks = document.blocks
    said = [words_in(one.words, language) for one in blocks if isinstance(one, Paragraph)]
    rows = [row for one in blocks if isinstance(one, Table) for row in one.rows]
    return said + [cell_text(row[-1], language) for row in rows]


def written(version: Authorize, language: str) -> list[str]:
    return lines(letter(version, "", DAY, Made(())), language)


@pytest.mark.feature("F079")
def test_letter_tells_the_end_of_the_authorization_from_that_of_its_event() -> None:
    ends = "valid until 2030-12-31; the event of first transfer by 2031-06-30"
    assert {ends, "t CO2 eq; CO2"} <= set(written(VERSION, "en"))


@pytest.mark.feature("F079")
def test_letter_in_chinese_leaves_none_of_our_words_in_english() -> None:
    told = set(written(VERSION, "zh"))
    assert {"使用或注销", "国家自主贡献和其他国际减缓目的"} <= told
    [demanded] = [one for one in told if one.startswith("另须具备")]
    assert not re.search("[A-Za-z]", demanded)


@pytest.mark.parametrize(
    "purposes", [OIMP, {Purpose.NDC}, {Purpose.IMP}, {Purpose.OP, Purpose.NDC}]
)
@pytest.mark.parametrize("definition", FirstTransferDefinition)
def test_letter_has_chinese_for_every_use_and_event(
    purposes: Purposes, definition: FirstTransferDefinition
) -> None:
    version = Authorize(
        on=DAY, id="1", party="GHA", approach="CA0009", purposes=frozenset(purposes),
        first_transfer_definition=definition.value,
    )  # fmt: skip
    told = written(version, "zh")
    assert not [one for one in told if one in {definition.value, *map(str, Purpose)}]
