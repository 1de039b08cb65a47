"""Agreements written out for people: complete in both languages, gaps marked."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from linking_samples import agreement, direction

from tallystick import law
from tallystick.article6.reports.document import Document, Heading, Paragraph
from tallystick.core.findings import Text
from tallystick.linking.agreement import Article6Terms, Clause, Dates, Names, Window, Years
from tallystick.linking.agreement import words as words_module
from tallystick.linking.agreement.keys import keys
from tallystick.linking.agreement.params import PARAMS, Suspension, Termination, Treatment
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.words import (
    Area,
    Binding,
    Confidence,
    Fate,
    Form,
    Holding,
    LimitScope,
    Subject,
    Tier,
)
from tallystick.linking.coverage import coverage
from tallystick.linking.drafting import draft
from tallystick.linking.wording import restriction_said

UNSPOKEN = (Confidence, Tier)
"""Words that no text for negotiators says."""


def texts(document: Document) -> list[Text]:
    return [
        block.words if isinstance(block.words, Text) else Text(block.words, block.words)
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    ]


def records(record: type) -> list[type]:
    inner = [key.held for key in keys(record) if isinstance(key.held, type)]
    made = [one for one in inner if not issubclass(one, StrEnum)]
    return [record, *(deeper for one in made for deeper in records(one))]


def test_every_word_and_key_that_can_be_said_has_both_languages() -> None:
    spoken = [
        word.value
        for enum in vars(words_module).values()
        if isinstance(enum, type) and issubclass(enum, StrEnum) and enum is not StrEnum
        if enum not in UNSPOKEN
        for word in enum
    ]
    made = [one for params in (*PARAMS.values(), Article6Terms) for one in records(params)]
    spoken += [key.attribute for one in made for key in keys(one)]
    known = law.agreement_words()
    assert [word for word in spoken if not all(known.get(word, ("", "")))] == []


@pytest.mark.parametrize(
    ("restriction", "en", "zh"),
    [
        (Discount(rate=Fraction(1, 5)), "1/5", "不予记入"),
        (ExchangeRate(rate=Fraction(4, 5), reciprocal=True), "inverse", "倒数"),
        (ExchangeRate(rating="agency"), "agency", "评级"),
        (BorderTax(amount=Decimal("2.50"), currency="EUR"), "2.50 EUR", "边境税"),
        (BorderTax(rate=Fraction(1, 20)), "1/20 of the price", "价格"),
        (Quantity(scope=LimitScope.NET_IMPORT, limit_t=7), "net import", "净进口"),
        (Quantity(scope=LimitScope.ENTITY_SHARE, share=Fraction(1, 10)), "GAP", "缺"),
        (UnitFilter(vintages=Years(2021, None), exclude=("hfc",)), "2021", "不含 hfc"),
        (UnitFilter(hosts=("SEN",), registered=Window()), "host Party among SEN", "东道国"),
    ],
)
def test_restriction_is_said_in_a_sentence(restriction: Restriction, en: str, zh: str) -> None:
    sentence = restriction_said(restriction)
    assert en in sentence.en
    assert zh in sentence.zh


def test_window_of_a_restriction_is_said() -> None:
    limited = Discount(rate=Fraction(1, 5), valid=Window(None, None))
    assert "from ... to ..." in restriction_said(limited).en


def test_what_is_stated_is_written_out() -> None:
    params = Suspension(notice_days=30, grounds=("breach of the treaty",))
    fates = Termination(fates=(Treatment(holding=Holding.BANKED_UNITS, fate=Fate.SWAP),))
    clauses = (
        Clause(area=Area.SUSPENSION, ref="art 15", binding=Binding.SHALL, params=params),
        Clause(area=Area.TERMINATION, params=fates, summary=Names("It ends.", "终止。")),
    )
    linked = replace(agreement(direction("che_ets", "eu_ets")), clauses=clauses)
    said = texts(draft(linked))
    assert any("Suspension (art 15)" in one.en and "中止" in one.zh for one in said)
    assert any(one.en == "notice in days: 30" and one.zh == "通知期（日）：30" for one in said)
    assert any("units held over" in one.en and "予以置换" in one.zh for one in said)
    assert any(one.en == "It ends." and one.zh == "终止。" for one in said)


@pytest.mark.feature("F196")
def test_every_gap_is_marked_in_both_languages() -> None:
    clauses = (Clause(area=Area.MRV),)
    bare = replace(agreement(form=Form.TREATY), dates=Dates(), clauses=clauses)
    bare = replace(bare, subject=Subject.ARTICLE6)
    document = draft(bare)
    gaps = [one for one in texts(document) if "[GAP" in one.en]
    assert all("【缺" in one.zh for one in gaps)
    missing = coverage(bare).missing
    assert Area.AUTHORIZATION in missing
    assert len([one for one in gaps if "no clause on" in one.en]) == len(missing)
    told = " ".join(one.en for one in gaps)
    for what in ("day not fixed", "no direction is open", "binds", "first transfer"):
        assert what.replace("binds", "bind") in told
    assert "[GAP" in document.title.en


def test_nothing_is_marked_where_nothing_is_called_for() -> None:
    statute = agreement(direction("che_ets", "eu_ets"), form=Form.UNILATERAL_STATUTE)
    assert not [one for one in texts(draft(statute)) if "no clause on" in one.en]
