"""Agreement files to start from, by form, every key explained where it stands."""

from collections.abc import Iterator
from enum import StrEnum

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement, Article6Terms
from tallystick.linking.agreement.keys import Chosen, Held, Pair, keys
from tallystick.linking.agreement.params import PARAMS
from tallystick.linking.agreement.values import Shape
from tallystick.linking.agreement.words import Area, Form, Subject


class Start(StrEnum):
    """What a new agreement is to be."""

    TREATY = "treaty"
    MOU = "mou"
    UNILATERAL_STATUTE = "unilateral_statute"
    NON_BINDING = "non_binding"
    ARTICLE6_TREATY = "article6_treaty"
    ARTICLE6_MOU = "article6_mou"


FORMS: dict[Start, tuple[Form, Subject]] = {
    Start.TREATY: (Form.TREATY, Subject.ETS_LINK),
    Start.MOU: (Form.MOU, Subject.COOPERATION),
    Start.UNILATERAL_STATUTE: (Form.UNILATERAL_STATUTE, Subject.ETS_LINK),
    Start.NON_BINDING: (Form.NON_BINDING, Subject.ETS_LINK),
    Start.ARTICLE6_TREATY: (Form.TREATY, Subject.ARTICLE6),
    Start.ARTICLE6_MOU: (Form.MOU, Subject.ARTICLE6),
}

HEAD = """\
# An agreement to fill in. What is left out or null counts as unknown and never passes a check.
# 待填写的协议。未填写或为 null 的内容视为未知，不会通过检查。
agreement: new_agreement
title: {{en: New agreement, zh: 新协议}}
form: {form}
subject: {subject}
parties:
"""
PARTY = "  - {{id: {id}, level: national, role: {role}{systems}}}\n"
DATES = "dates: {signed: null, in_force: null, ends: null}\n"
DECLARED = """\
# Remove what the list of systems knows; `tallystick agreement check` says which.
systems: [{id: system_a}, {id: system_b}]
"""
DIRECTION = "  - {{from: {origin}, to: {destination}, units: [{unit}]}}\n"
RESTRICTIONS = """\
    # restrictions:
    #  - {kind: quantity, scope: net_import, limit: 1000000, per: year}
    #  - {kind: border_tax, amount: "2.50", currency: EUR}
    #  - {kind: exchange_rate, rate: 4/5, reciprocal: true, valid: [2026-01-01, 2026-12-31]}
    #  - {kind: discount, rate: 1/5}
    #  - {kind: unit_filter, vintages: [2021, 2030], exclude: []}
"""


def template(start: Start) -> str:
    """Return the text of an agreement file to start from."""
    form, subject = FORMS[start]
    parts = [HEAD.format(form=form.value, subject=subject.value)]
    parts += [*_parties(start, subject), DATES, *_recognition(start, subject)]
    if subject is Subject.ARTICLE6:
        parts += ["article6:\n", *_keys(Article6Terms, "  # ")]
        parts.append("  first_transfer: null\n")
    parts += _clauses(form, subject)
    parts.append("sources: []\n# Further keys / 其他字段:\n")
    parts += _keys(Agreement, "# ")
    return "".join(parts)


def _parties(start: Start, subject: Subject) -> Iterator[str]:
    linked = subject is Subject.ETS_LINK
    sides = (("AAA", "seller", "system_a"), ("BBB", "buyer", "system_b"))
    for name, side, system in sides[1:] if start is Start.UNILATERAL_STATUTE else sides:
        role = side if subject is Subject.ARTICLE6 else "both"
        systems = f", systems: [{system}]" if linked else ""
        yield PARTY.format(id=name, role=role, systems=systems)


def _recognition(start: Start, subject: Subject) -> Iterator[str]:
    if subject is Subject.COOPERATION:
        return
    one_way = start is Start.UNILATERAL_STATUTE or subject is Subject.ARTICLE6
    ends = ("AAA", "BBB") if subject is Subject.ARTICLE6 else ("system_a", "system_b")
    unit = "ITMO" if subject is Subject.ARTICLE6 else "unit_of_the_system"
    if subject is Subject.ETS_LINK:
        yield DECLARED
    yield "recognition:\n"
    yield DIRECTION.format(origin=ends[0], destination=ends[1], unit=unit)
    yield RESTRICTIONS
    if not one_way:
        yield DIRECTION.format(origin=ends[1], destination=ends[0], unit=unit)


def _clauses(form: Form, subject: Subject) -> Iterator[str]:
    expected = law.expected_areas(subject, form)
    listed = [area for area in Area if area in expected]
    words = law.agreement_words()
    yield "clauses:\n" if listed else "clauses: []\n"
    for area in listed:
        yield f"  # {' / '.join(words[area])}\n"
        yield f"  - area: {area.value}\n    ref: null\n    binding: null\n    params:\n"
        yield from _keys(PARAMS[area], "      # ")


def _keys(record: type, margin: str) -> Iterator[str]:
    """Yield a comment for each key: its name, what it holds and what it means."""
    for key in keys(record):
        several = "list of " if key.listed else ""
        yield f"{margin}{key.name}: {several}{_holds(key.held)}. {key.about}\n"


def _holds(held: Held) -> str:
    if isinstance(held, Shape | Pair):
        return held.expected.en
    if isinstance(held, Chosen):
        return f"a record by {held.by}"
    if issubclass(held, StrEnum):
        return " | ".join(word.value for word in held)
    made: type = held
    return f"{{{', '.join(key.name for key in keys(made))}}}"
