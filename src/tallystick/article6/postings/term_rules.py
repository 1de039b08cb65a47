"""Rules on the terms of an approach: quality at issuance, the effect gate, and oversight."""

from collections.abc import Iterator
from typing import Any

from tallystick import law
from tallystick.article6.integrity.gate import GATE, REQUIRED, Filed, Passage, Step, on_file
from tallystick.article6.postings.control_records import Correct, Freeze
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Issue, Transfer
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import OpenAccount, Posting, RecordApproach
from tallystick.article6.postings.term_records import Appoint, Oversight
from tallystick.article6.postings.unit_rules import place
from tallystick.article6.postings.units import Units
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, Test, fails

QUALITY: Rulebook[Issue, Facts] = Rulebook("quality at issuance")
TERMS: Rulebook[RecordApproach, Facts] = Rulebook("terms of an approach")
GATED: Rulebook[FirstTransfer | Transfer, Facts] = Rulebook("transfer under a gate")
OWNERS: Rulebook[OpenAccount | Appoint, Facts] = Rulebook("ownership")
OVERSIGHT: Rulebook[Oversight | Freeze | Correct, Facts] = Rulebook("oversight")


@QUALITY.rule(
    "QUALITY",
    source="2/CMA.3 annex para 1(a); 2/CMA.3 annex para 22(b)",
    message=Text(
        "the terms of {approach} demand at issuance: {label_en}",
        "{approach} 的条款要求签发时载明：{label_zh}",
    ),
    fix=Text("state {attribute} and issue then", "请载明 {attribute} 后再签发"),
)
def quality_is_stated(issue: Issue, facts: Facts) -> Iterator[Shown]:
    """Units whose quality is not stated as the terms demand cannot be issued."""
    approach = facts.terms.approaches.get(issue.block.series.approach)
    for attribute in approach.quality if approach else ():
        if not issue.quality.get(attribute, "").strip():
            named = law.quality_attributes().get(attribute, {})
            yield fails(
                {**place(issue), "attribute": attribute},
                approach=issue.block.series.approach,
                attribute=attribute,
                label_en=named.get("label_en", attribute),
                label_zh=named.get("label_zh", attribute),
            )


@TERMS.rule(
    "QUALITY_KIND",
    source=DESIGN,
    message=Text(
        '"{attribute}" is no quality of units; known are {known}',
        "“{attribute}”不是单位质量要素；已知要素为 {known}",
    ),
    fix=Text("choose among the known ones", "请从已知要素中选用"),
)
def demanded_quality_is_known(approach: RecordApproach, _: Facts) -> Iterator[Shown]:
    """The terms demand only qualities that the catalogue has."""
    known = law.quality_attributes()
    for attribute in approach.quality:
        if attribute not in known:
            listed = ", ".join(known)
            yield fails({"approach": approach.id}, attribute=attribute, known=listed)


def passages(transfer: FirstTransfer | Transfer, facts: Facts) -> Iterator[Passage]:
    """Yield what a transfer between Parties takes through the gate of its approach."""
    approach = facts.terms.approaches.get(transfer.block.series.approach)
    if approach is not None and approach.gated:
        yield from crossings(transfer, facts)


def crossings(transfer: FirstTransfer | Transfer, facts: Facts) -> Iterator[Passage]:
    """Yield what a transfer moves from Party to Party, with the steps on file."""
    giver, taker = facts.party_of(transfer.from_account), facts.party_of(transfer.to_account)
    if None in (giver, taker) or giver == taker:
        return
    for units in facts.concerned(transfer):
        yield Passage(
            id=str(units.block),
            giver=giver or "",
            taker=taker or "",
            on=transfer.on,
            steps=_steps(units, facts),
        )


def _steps(units: Units, facts: Facts) -> tuple[Filed, ...]:
    filed = facts.terms.steps.get(units.authorization, ())
    return tuple(one.filed for one in filed if one.covers(units.block))


def _through(step: Step, name: Text) -> Test[FirstTransfer | Transfer, Facts]:
    test = on_file(step, name)

    def step_is_taken(transfer: FirstTransfer | Transfer, facts: Facts) -> Iterator[Shown]:
        return (shown for one in passages(transfer, facts) for shown in test(one, None))

    return step_is_taken


for needed, (code, named) in REQUIRED.items():
    rule = GATE[code]
    GATED.rule(code, source=rule.source, message=rule.message, fix=rule.fix)(
        _through(needed, named)
    )


@TERMS.rule(
    "REGISTRAR_UNNAMED",
    source=DESIGN,
    message=Text(
        "the terms of {approach} put registration under international control and name no body",
        "{approach} 的条款规定由国际机构控制登记，但未指明该机构",
    ),
    fix=Text("name the body that registers", "请指明登记机构"),
)
def registrar_is_named(approach: RecordApproach, _: Facts) -> Shown | None:
    """Where a body controls registration, the terms name it."""
    if approach.registration is not Control.INTERNATIONAL or approach.registrar:
        return None
    return fails({"approach": approach.id}, approach=approach.id)


@OWNERS.rule(
    "OVERSIGHT_OWNS",
    source=DESIGN,
    message=Text(
        "{body} oversees and cannot own units, as account {account} would let it",
        "{body} 承担监管职责，不得持有单位；账户 {account} 使其可以持有",
    ),
    fix=Text(
        "open the account for another, or appoint a body without accounts",
        "请为其他主体开户，或委任没有账户的机构",
    ),
)
def who_oversees_owns_no_units(posting: OpenAccount | Appoint, facts: Facts) -> Iterator[Shown]:
    """A body that oversees has no account, neither before its appointment nor after."""
    if isinstance(posting, OpenAccount):
        accounts: tuple[str, ...] = (posting.id,) if facts.terms.overseers else ()
        body = posting.name
    else:
        accounts, body = facts.terms.owned, posting.body
    for account in accounts:
        yield fails({"account": account, "body": body}, account=account, body=body)


@OVERSIGHT.rule(
    "OVERSIGHT",
    source=DESIGN,
    message=Text(
        "{body} was not appointed to oversee by {date}", "{body} 在 {date} 前未获监管委任"
    ),
    fix=Text("record its mandate first", "请先登记其授权"),
)
def overseer_is_appointed(said: Oversight | Freeze | Correct, facts: Facts) -> Shown | None:
    """Only a body with a mandate annotates, refers, suspends and undoes as an overseer."""
    if said.by is None or said.by in facts.terms.overseers:
        return None
    return fails({"body": said.by}, body=said.by, date=said.on)


TERM_BOOKS: tuple[tuple[tuple[type[Posting], ...], Rulebook[Any, Facts]], ...] = (
    ((RecordApproach,), TERMS),
    ((Issue,), QUALITY),
    ((FirstTransfer, Transfer), GATED),
    ((OpenAccount, Appoint), OWNERS),
    ((Oversight, Freeze, Correct), OVERSIGHT),
)
"""Which of these rules apply to which postings, in the order of reporting."""
