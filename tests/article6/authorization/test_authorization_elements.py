"""The fourteen elements of an authorization, each present, absent, waived or unknown."""

from dataclasses import replace
from typing import Any

import pytest
from authorization_samples import AIRLINE, FULL, VERSION, said

from tallystick import law
from tallystick.article6.authorization.components import AuthorizeApproach
from tallystick.article6.authorization.content import Content
from tallystick.article6.authorization.elements import (
    CONTENTS,
    ELEMENTS,
    Documents,
    Elements,
    Standing,
    elements_of,
)
from tallystick.article6.postings.records import Authorize
from tallystick.core.actions import Purpose
from tallystick.core.findings import Outcome
from tallystick.core.rules import Rule

LETTERS = "abcdefghijklmn"
WAIVABLE = "abghjmn"
WITHOUT: dict[str, Authorize] = {
    "a": replace(VERSION, approach=""),
    "b": replace(VERSION, authorized_parties=()),
    "c": said(expires_on=None),
    "d": replace(VERSION, first_transfer_definition=None),
    "f": said(frameworks=()),
    "g": said(changes=None),
    "h": replace(VERSION, authorized_quantity_t=None),
    "i": said(tracking_registry=None),
    "j": said(underlying_registries=()),
    "k": replace(VERSION, last_year=None),
    "l": said(gases=()),
    "m": replace(VERSION, sectors=()),
    "n": replace(VERSION, activity_types=()),
}


def standings(version: Authorize, **beside: Any) -> dict[str, Standing]:
    return dict(elements_of(Documents(version, **beside)).standings)


def outcome(letter: str, standing: Standing) -> Outcome | None:
    everything = dict.fromkeys(LETTERS, Standing.PRESENT) | {letter: standing}
    found = CONTENTS.judge(Elements("A1", "GHA", everything), None)
    assert {one.code for one in found} <= {f"AUTH_ELEMENTS_{letter.upper()}"}
    return found[0].outcome if found else None


@pytest.mark.feature("F007")
@pytest.mark.rule(
    "pass", "AUTH_ELEMENTS_A", "AUTH_ELEMENTS_B", "AUTH_ELEMENTS_C", "AUTH_ELEMENTS_D",
    "AUTH_ELEMENTS_E", "AUTH_ELEMENTS_F", "AUTH_ELEMENTS_G", "AUTH_ELEMENTS_H", "AUTH_ELEMENTS_I",
    "AUTH_ELEMENTS_J", "AUTH_ELEMENTS_K", "AUTH_ELEMENTS_L", "AUTH_ELEMENTS_M", "AUTH_ELEMENTS_N",
)  # fmt: skip
def test_full_authorization_has_every_element() -> None:
    assert standings(VERSION) == dict.fromkeys(LETTERS, Standing.PRESENT)
    assert CONTENTS.judge(elements_of(Documents(VERSION)), None) == []


@pytest.mark.parametrize("letter", WITHOUT)
def test_element_left_out_is_unknown_until_the_document_is_said_to_be_silent(letter: str) -> None:
    version = WITHOUT[letter]
    assert standings(version)[letter] is Standing.UNKNOWN
    assert standings(said(version, absent=frozenset(letter)))[letter] is Standing.ABSENT
    assert standings(said(version, omitted=frozenset(letter)))[letter] is Standing.OMITTED
    waived = said(version, not_applicable=frozenset(letter))
    assert standings(waived)[letter] is Standing.NOT_APPLICABLE
    others = {one: found for one, found in standings(version).items() if one != letter}
    assert set(others.values()) == {Standing.PRESENT}


@pytest.mark.rule(
    "missing", "AUTH_ELEMENTS_A", "AUTH_ELEMENTS_B", "AUTH_ELEMENTS_C", "AUTH_ELEMENTS_D",
    "AUTH_ELEMENTS_E", "AUTH_ELEMENTS_F", "AUTH_ELEMENTS_G", "AUTH_ELEMENTS_H", "AUTH_ELEMENTS_I",
    "AUTH_ELEMENTS_J", "AUTH_ELEMENTS_K", "AUTH_ELEMENTS_L", "AUTH_ELEMENTS_M", "AUTH_ELEMENTS_N",
)  # fmt: skip
def test_element_that_nobody_has_looked_for_is_undecided() -> None:
    for letter in LETTERS:
        assert outcome(letter, Standing.PRESENT) is None
        assert outcome(letter, Standing.UNKNOWN) is Outcome.NOT_DETERMINABLE


@pytest.mark.rule(
    "fail", "AUTH_ELEMENTS_C", "AUTH_ELEMENTS_D", "AUTH_ELEMENTS_E", "AUTH_ELEMENTS_F",
    "AUTH_ELEMENTS_I", "AUTH_ELEMENTS_K", "AUTH_ELEMENTS_L",
)  # fmt: skip
def test_absent_element_fails_where_it_is_always_due_and_is_undecided_elsewhere() -> None:
    for letter in LETTERS:
        absent = Outcome.NOT_DETERMINABLE if letter in WAIVABLE else Outcome.FAIL
        assert outcome(letter, Standing.ABSENT) is absent


@pytest.mark.feature("F007")
@pytest.mark.rule(
    "fail", "AUTH_ELEMENTS_A", "AUTH_ELEMENTS_B", "AUTH_ELEMENTS_C", "AUTH_ELEMENTS_D",
    "AUTH_ELEMENTS_E", "AUTH_ELEMENTS_F", "AUTH_ELEMENTS_G", "AUTH_ELEMENTS_H", "AUTH_ELEMENTS_I",
    "AUTH_ELEMENTS_J", "AUTH_ELEMENTS_K", "AUTH_ELEMENTS_L", "AUTH_ELEMENTS_M", "AUTH_ELEMENTS_N",
)  # fmt: skip
def test_element_that_is_omitted_although_it_applies_fails() -> None:
    for letter in LETTERS:
        assert outcome(letter, Standing.OMITTED) is Outcome.FAIL


@pytest.mark.parametrize("letter", LETTERS)
def test_only_elements_asked_for_if_applicable_can_be_waived(letter: str) -> None:
    waived = outcome(letter, Standing.NOT_APPLICABLE)
    assert waived is (None if letter in {*WAIVABLE, "d"} else Outcome.FAIL)


def test_specification_of_first_transfer_is_for_oimp_alone() -> None:
    version = replace(VERSION, purposes=frozenset({Purpose.NDC}), first_transfer_definition=None)
    assert standings(version)["d"] is Standing.NOT_APPLICABLE
    assert CONTENTS.judge(elements_of(Documents(version)), None) == []
    silent = said(WITHOUT["d"], not_applicable=frozenset("d"))
    assert standings(silent)["d"] is Standing.NOT_APPLICABLE


def test_final_day_is_due_where_an_event_after_the_authorization_is_the_first_transfer() -> None:
    open_ended = said(final_event_on=None)
    assert standings(open_ended)["c"] is Standing.UNKNOWN
    at_once = replace(open_ended, first_transfer_definition="Authorization")
    assert standings(at_once)["c"] is Standing.PRESENT


def test_sequential_documents_complete_one_another() -> None:
    bare = replace(
        VERSION,
        authorized_parties=(),
        content=Content(expires_on=FULL.expires_on, final_event_on=FULL.final_event_on),
    )
    approach = AuthorizeApproach(
        on=VERSION.on,
        party="GHA",
        approach="CA0009",
        frameworks=("JCM guidelines",),
        tracking_registry="GHA01",
        not_applicable=frozenset("j"),
    )
    assert {standings(bare)[one] for one in "bfij"} == {Standing.UNKNOWN}
    together = standings(bare, approaches=(approach,), entities=(AIRLINE,))
    assert [together[one] for one in "bfij"] == [
        Standing.PRESENT,
        Standing.PRESENT,
        Standing.PRESENT,
        Standing.NOT_APPLICABLE,
    ]


@pytest.mark.parametrize("rule", CONTENTS.rules, ids=lambda rule: rule.code)
def test_rule_cites_its_letter(rule: Rule[Elements, None]) -> None:
    letter = rule.code[-1].lower()
    assert rule.source == f"4/CMA.6 para 5({letter})"
    assert law.paragraph(rule.source).id == rule.source
    assert law.paragraph(rule.source).verified
    assert rule.message.en != rule.message.zh


def test_elements_are_those_of_the_paragraph() -> None:
    assert "".join(one.letter for one in ELEMENTS) == LETTERS
