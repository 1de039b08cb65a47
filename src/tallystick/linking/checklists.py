"""Checklists after published guides: the design of a system, and the regulation of a link."""

from collections.abc import Callable, Mapping
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.restrictions import Discount, ExchangeRate
from tallystick.linking.agreement.words import Area
from tallystick.linking.systems import Profile


def handbook(system: Profile) -> list[dict[str, Any]]:
    """Go through the ten steps of design: what a system has settled, and what is not known.

    A step without facts of its own is for people to answer, and stays open.
    """
    return [
        {
            "step": number,
            "name": step.name,
            "en": step.en,
            "zh": step.zh,
            "settled": {name: _value(system, name) for name in step.facts},
            "complete": all(_value(system, name) for name in step.facts) if step.facts else None,
            "source": law.checklist_source("handbook"),
        }
        for number, step in enumerate(law.handbook_steps(), start=1)
    ]


def _value(system: Profile, name: str) -> str | None:
    fact = system.facts.get(name)
    return fact.value if fact else None


def regulation(agreement: Agreement) -> list[dict[str, Any]]:
    """Answer the questions to the regulation of a link from what its agreement states.

    An answer is true, false, or None where nothing in the agreement speaks to it.
    """
    return [
        {
            "name": question.name,
            "en": question.en,
            "zh": question.zh,
            "answer": _answer(agreement, question),
            "source": law.checklist_source("ncm"),
        }
        for question in law.ncm_questions()
    ]


def _answer(agreement: Agreement, question: law.Question) -> bool | None:
    answers = [_asked(agreement, name) for name in question.asks]
    return True if True in answers else False if False in answers else None


def _asked(agreement: Agreement, name: str) -> bool | None:
    if name in ASKED:
        return ASKED[name](agreement)
    return any(clause.is_stated for clause in agreement.clauses_on(Area(name))) or None


def _rates(agreement: Agreement) -> list[ExchangeRate | Discount]:
    return [
        each
        for one in agreement.recognition
        for each in one.restrictions
        if isinstance(each, ExchangeRate | Discount)
    ]


def _names_units(agreement: Agreement) -> bool | None:
    return all(one.units for one in agreement.recognition) if agreement.recognition else None


def _is_rated(agreement: Agreement) -> bool | None:
    rates = [one for one in _rates(agreement) if isinstance(one, ExchangeRate)]
    return any(one.rating for one in rates) if rates else None


def _is_bounded(agreement: Agreement) -> bool | None:
    rates = _rates(agreement)
    return all(one.valid and one.valid.last for one in rates) if rates else None


ASKED: Mapping[str, Callable[[Agreement], bool | None]] = {
    "form": lambda one: law.legal_force(one.form) != "political",
    "recognition": _names_units,
    "rate": lambda one: bool(_rates(one)) or None,
    "rating": _is_rated,
    "validity": _is_bounded,
}
"""How questions are answered that are about more than a clause."""


def cited(source: str) -> tuple[law.Work, ...]:
    """Return the works that a source of a criterion rests on, in the order of the source."""
    parts = [part.strip() for part in source.split(";")]
    return tuple(
        next(work for work in law.bibliography() if part.startswith(work.cited_as))
        for part in parts
    )
