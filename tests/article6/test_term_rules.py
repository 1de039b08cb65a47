"""Rules on the terms of an approach: each passes, refuses, and lets nothing missing through."""

from dataclasses import replace
from datetime import date

import pytest

from tallystick import law
from tallystick.article6.integrity import Step
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_records import Correct, Freeze
from tallystick.article6.postings.facts import Account, AccountKind, Facts
from tallystick.article6.postings.movements import FirstTransfer, Issue, Route, Transfer
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import OpenAccount, Posting, RecordApproach
from tallystick.article6.postings.term_facts import TermFacts
from tallystick.article6.postings.term_records import Annotate, Appoint, FileStep, Refer
from tallystick.article6.postings.term_rules import TERM_BOOKS
from tallystick.article6.postings.units import Holding, Units
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.findings import Outcome, Text
from tallystick.core.identifiers import Block, Series

ON, SENT = date(2024, 3, 1), date(2024, 6, 1)
BLOCK = Block(Series("CA0009", "GHA01", "GHA", 2022), 1, 100)
KIND = AccountKind("party_holding", False, frozenset(Route), Text("holding", "持有"))
UNITS = Units(block=BLOCK, authorization="A1", metric="GHG", mitigation_type="Emission reductions")
APPROACH = RecordApproach(on=ON, id="CA0009", parties=("GHA", "CHE"), title=Text("A", "甲"))
STEPS = tuple(
    FileStep(on=ON, authorization="A1", step=step, by="DOE-1", document="d", party=party)
    for step in Step
    for party in (("GHA", "CHE") if step in {Step.ELIGIBILITY, Step.APPROVAL} else (None,))
)
BASE = Facts(
    parties=PARTIES,
    first_vintage=2021,
    accounts={code: Account(code, KIND, code, code) for code in ("GHA", "CHE")},
    holdings=(Holding(account="GHA", received_on=ON, units=UNITS),),
)
ISSUE = Issue(on=ON, block=BLOCK, to_account="GHA", authorization="A1", mitigation_type="Removals")
SEND = FirstTransfer(on=SENT, block=BLOCK, from_account="GHA", to_account="CHE")
OPEN = OpenAccount(on=ON, id="GHA:9", account_kind="party_holding", party="GHA", name="Council")
APPOINT = Appoint(on=ON, body="Council", mandate="article 9")
SUSPEND = Freeze(on=ON, id="F1", reason="under review", account="GHA", by="Council")
UNDO = Correct(on=ON, movement="t", reason="not delivered", by="Council")
NOTE = Annotate(on=ON, by="Council", text="note", block=BLOCK)


def found(posting: Posting, terms: TermFacts) -> list[tuple[str, Outcome]]:
    return [
        (finding.code, finding.outcome)
        for kinds, book in TERM_BOOKS
        if isinstance(posting, kinds)
        for finding in book.judge(posting, replace(BASE, terms=terms))
    ]


def gated(*steps: FileStep) -> TermFacts:
    return TermFacts({"CA0009": replace(APPROACH, gated=True)}, {"A1": steps})


OVERSEEN = TermFacts(overseers=frozenset({"Council"}))
DEMANDING = TermFacts({"CA0009": replace(APPROACH, quality=("measured",))})


IN_ORDER: list[tuple[Posting, TermFacts]] = [
    (APPROACH, TermFacts()),
    (replace(APPROACH, quality=("measured", "leakage")), TermFacts()),
    (ISSUE, TermFacts()),
    (replace(ISSUE, quality={"measured": "report"}), DEMANDING),
    (SEND, TermFacts()),
    (SEND, gated(*STEPS)),
    (replace(SEND, to_account="GHA"), gated()),
    (Transfer(on=SENT, block=BLOCK, from_account="GHA", to_account="CHE"), gated(*STEPS)),
    (OPEN, TermFacts()),
    (APPOINT, TermFacts()),
    (NOTE, OVERSEEN),
    (Refer(on=ON, by="Council", text="note", to="committee", posting="p"), OVERSEEN),
    (SUSPEND, OVERSEEN),
    (UNDO, OVERSEEN),
    (replace(SUSPEND, by=None), TermFacts()),
    (replace(UNDO, by=None), TermFacts()),
]


@pytest.mark.rule("pass", "OVERSIGHT", "OVERSIGHT_OWNS", "QUALITY", "QUALITY_KIND")
def test_what_is_in_order_passes() -> None:
    for posting, terms in IN_ORDER:
        assert found(posting, terms) == []


CASES: dict[str, tuple[Posting, TermFacts, str]] = {
    "quality missing": (ISSUE, DEMANDING, "QUALITY"),
    "quality blank": (replace(ISSUE, quality={"measured": " "}), DEMANDING, "QUALITY"),
    "quality unheard of": (replace(APPROACH, quality=("nice",)), TermFacts(), "QUALITY_KIND"),
    "registrar unnamed": (
        replace(APPROACH, registration=Control.INTERNATIONAL), TermFacts(), "REGISTRAR_UNNAMED",
    ),
    "opens an account": (OPEN, OVERSEEN, "OVERSIGHT_OWNS"),
    "has an account": (APPOINT, TermFacts(owned=("GHA:9",)), "OVERSIGHT_OWNS"),
    "not appointed": (NOTE, TermFacts(), "OVERSIGHT"),
    "suspends unappointed": (SUSPEND, TermFacts(), "OVERSIGHT"),
    "undoes unappointed": (UNDO, TermFacts(), "OVERSIGHT"),
    **{
        f"no {one.step} {one.party}": (
            SEND,
            gated(*(other for other in STEPS if other is not one)),
            "GATE_" + {
                Step.ELIGIBILITY: "ELIGIBILITY", Step.APPROVAL: "APPROVAL",
                Step.CERTIFICATION: "CERTIFIED", Step.PUBLICATION: "PUBLISHED",
                Step.REGISTRATION: "REGISTERED",
            }[one.step],
        )
        for one in STEPS
    },
}  # fmt: skip


@pytest.mark.feature("F086")
@pytest.mark.feature("F090")
@pytest.mark.parametrize("case", CASES)
def test_fault_is_refused(case: str) -> None:
    posting, terms, code = CASES[case]
    assert found(posting, terms) == [(code, Outcome.FAIL)]


def test_every_rule_is_seen_to_fail_and_cites_its_source() -> None:
    rules = [rule for _, book in TERM_BOOKS for rule in book.rules]
    assert all(found(posting, terms) for posting, terms, _ in CASES.values())
    assert {rule.code for rule in rules} == {code for _, _, code in CASES.values()}
    for rule in rules:
        assert rule.source == DESIGN or law.paragraph(rule.source)


@pytest.mark.rule("fail", "GATE_CERTIFIED", "GATE_ELIGIBILITY")
def test_nothing_on_file_lets_nothing_through() -> None:
    assert [code for code, _ in found(SEND, gated())] == [
        *["GATE_ELIGIBILITY"] * 2, *["GATE_APPROVAL"] * 2,
        "GATE_CERTIFIED", "GATE_PUBLISHED", "GATE_REGISTERED",
    ]  # fmt: skip


def test_catalogue_of_quality_cites_its_paragraphs() -> None:
    for row in law.quality_attributes().values():
        assert law.paragraph(row["source"])
        assert all((row["label_en"], row["label_zh"]))
    for listed in law.exclusions().values():
        assert all(law.paragraph(one.source).status == "unverified" for one in listed)
    assert {one.states for one in law.remedies().values()} == {"quantity", "money", "days"}
