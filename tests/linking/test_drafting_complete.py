"""A draft says everything that an agreement file can hold, in both languages."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any

import pytest

from tallystick.article6.reports.document import Document
from tallystick.core.findings import Text
from tallystick.io.catalogue import catalogue
from tallystick.io.documents.markdown import text
from tallystick.linking.agreement import Agreement, Clause, Names, Window, Years
from tallystick.linking.agreement.keys import Chosen, Key, Pair, keys
from tallystick.linking.agreement.params import PARAMS
from tallystick.linking.agreement.restrictions import BorderTax, ExchangeRate, Quantity, Restriction
from tallystick.linking.agreement.values import ALWAYS, Day, Shape
from tallystick.linking.agreement.words import Area
from tallystick.linking.drafting import draft
from tallystick.linking.wording import restriction_said, said

CANDIDATES = (
    "word{number}",
    "{number}",
    "{year}",
    "{year}-03-01",
    "03-{day:02}",
    "1/{number}",
    "AB{letter}",
    "AAA",
    "true",
    "{year:04}-01-01T00:00",
    "+01:00",
    "Authorization",
    "7",
)
"""Texts of which at least one has the shape of any value."""


class Maker:
    """Makes records in which every key is filled, with values that occur nowhere else."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def record(self, made: type) -> Any:
        """Return a record with all its keys."""
        built = {key.attribute: self._value(key) for key in keys(made) if key.attribute != "params"}
        return made(**built)

    def _value(self, key: Key) -> Any:
        if isinstance(key.held, Chosen):
            kinds = [self.record(one) for one in key.held.among.values()]
            return tuple(kinds)
        one = self._one(key.held)
        return (one,) if key.listed else one

    def _one(self, held: Any) -> Any:
        if isinstance(held, Shape):
            return self._scalar(held)
        if isinstance(held, Pair):
            return held.made(self._scalar(held.of), self._scalar(held.of))
        if issubclass(held, StrEnum):
            return list(held)[-1]
        return self.record(held)

    def _scalar(self, shape: Shape) -> Any:
        number = next(self._numbers)
        letter = chr(ord("A") + number % 26)
        told = {"number": number + 1000, "year": 2000 + number, "day": number % 28 + 1}
        for candidate in CANDIDATES:
            try:
                return shape.read(candidate.format(letter=letter, **told))
            except ValueError:
                continue
        raise AssertionError(f"no candidate for {shape.expression}")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every value of a record by its path, as it is said."""
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from leaves(one, f"{path}[{index}]")
    elif isinstance(value, Names | Day | Window | Years) or not is_dataclass(value):
        if value not in (None, ALWAYS):
            yield path, said(value)
    else:
        for field in fields(value):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}")


def written(document: Document, language: str) -> str:
    return text(document, language).casefold()


def untold(agreement: Agreement) -> list[str]:
    """Return the paths of values that the draft leaves out in one of the languages."""
    document = draft(agreement)
    english, chinese = written(document, "en"), written(document, "zh")
    return [
        path
        for path, value in leaves(agreement)
        if value.en.casefold() not in english or value.zh.casefold() not in chinese
    ]


def whole() -> Agreement:
    """An agreement in which every key of the file is filled, a clause for every area."""
    maker = Maker()
    made: Agreement = maker.record(Agreement)
    clauses = tuple(
        replace(maker.record(Clause), area=Area(area), params=maker.record(params))
        for area, params in PARAMS.items()
    )
    return replace(made, clauses=clauses)


ALTERNATIVES: tuple[dict[type, tuple[str, ...]], ...] = (
    {Quantity: ("limit_t",), BorderTax: ("amount", "currency"), ExchangeRate: ("rating",)},
    {Quantity: ("share", "base"), BorderTax: ("rate",), ExchangeRate: ("rate",)},
)
"""Keys of restrictions of which a file states one or the other: what is left out in turn."""


@pytest.mark.feature("F196")
@pytest.mark.parametrize("dropped", ALTERNATIVES)
def test_every_key_of_the_file_is_told_in_both_languages(
    dropped: dict[type, tuple[str, ...]],
) -> None:
    one = whole()
    (direction,) = one.recognition
    kept = tuple(_without(each, dropped) for each in direction.restrictions)
    assert len({type(each) for each in kept}) == len(kept) > 3
    told = replace(one, recognition=(replace(direction, restrictions=kept),))
    assert untold(told) == []
    for restriction in kept:
        sentence = restriction_said(restriction)
        for path, value in leaves(restriction):
            assert path in SPOKEN or value.en in sentence.en, path
            assert path in SPOKEN or value.zh in sentence.zh, path


SPOKEN = (".reciprocal",)
"""What a sentence says in words of its own."""


def _without(one: Restriction, dropped: dict[type, tuple[str, ...]]) -> Restriction:
    emptied: dict[str, Any] = dict.fromkeys(dropped.get(type(one), ()))
    made: Restriction = type(one)(**{**_held(one), **emptied})
    return made


def _held(one: Restriction) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


@pytest.mark.parametrize("name", ["link_eu_ch", "a6_ch_ghana", "link_rggi_mou", "coop_asean_accf"])
def test_agreements_of_the_catalogue_are_told_whole(name: str) -> None:
    assert untold(catalogue()[name]) == []
