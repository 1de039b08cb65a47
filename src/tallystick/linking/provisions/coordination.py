"""Who coordinates: tasks and authorities, and what no side may do without the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import (
    Accession,
    Auction,
    ChangeManagement,
    CompetentAuthorities,
    Coordination,
    Decision,
    JointBody,
    ThirdParties,
)
from tallystick.linking.agreement.words import Area
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.provisions.clauses import DESIGN, OPERATING, governments, terms


@OPERATING.rule(
    "TASK_LATE",
    source="Liu 2024 section 1.2",
    severity=Severity.WARNING,
    message=Text('"{task}" was due by {due}', "“{task}”应于 {due} 前完成"),
    fix=Text("enter the day it was done, or agree on a new one", "请填写完成日期，或商定新日期"),
)
def tasks_are_done_in_time(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Tasks of the work programme are done by their day."""
    for path, said in terms(agreement, Coordination):
        for index, task in enumerate(said.tasks):
            where = place(agreement, facts, f"{path}.tasks[{index}]")
            if task.done is not None and task.done.last <= facts.on:
                continue
            if task.due is None:
                yield unknown(Text("by when the task is due", "任务期限"), where)
            elif task.due.last < facts.on:
                yield fails(where, task=task.name, due=task.due)


@OPERATING.rule(
    "AUTHORITY_MISSING",
    source=DESIGN,
    message=Text("no authority is named for {party}", "未指明 {party} 的主管机构"),
    fix=Text("name its authority", "请填写其主管机构"),
)
def every_party_has_an_authority(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The clause on competent authorities names one for every government."""
    if not agreement.clauses_on(Area.COMPETENT_AUTHORITIES):
        return
    where = place(agreement, facts, "clauses")
    named = authorities(agreement)
    if not named:
        yield unknown(Text("the authorities", "主管机构"), where)
        return
    for party in governments(agreement, facts):
        if party not in named:
            yield fails(where, party=party)


def authorities(agreement: Agreement) -> dict[str, list[str]]:
    """Return the table of authorities by party."""
    table: dict[str, list[str]] = {}
    for _, said in terms(agreement, CompetentAuthorities):
        for one in said.authorities:
            table.setdefault(one.party, []).append(one.name)
    return table


@dataclass(frozen=True, slots=True)
class JointPower:
    """Something no party may do alone any more, and the place that says so."""

    power: str
    holder: str
    path: str

    def to_json(self) -> dict[str, Any]:
        """Return the power as the report lists it."""
        return {"power": self.power, "holder": self.holder, "path": self.path}


def joint_powers(agreement: Agreement) -> tuple[JointPower, ...]:
    """List the powers that the agreement makes subject to the consent of all, clause by clause."""
    return tuple(_joint_powers(agreement))


def _joint_powers(agreement: Agreement) -> Iterator[JointPower]:
    for path, body in terms(agreement, JointBody):
        if body.binding is not False:
            yield from (JointPower(one, body.name or "joint body", path) for one in body.powers)
    for path, decision in terms(agreement, Decision):
        rule = decision.rule.value if decision.rule else "parties"
        yield from (JointPower(one, rule, path) for one in decision.matters)
    yield from _consented(agreement)


def _consented(agreement: Agreement) -> Iterator[JointPower]:
    for path, auction in terms(agreement, Auction):
        if auction.mutual_consent:
            yield JointPower("sale by auction", "parties", path)
    for path, accession in terms(agreement, Accession):
        if accession.consent:
            yield JointPower("accession of a further party", accession.consent.value, path)
    for path, third in terms(agreement, ThirdParties):
        if third.accept_or_terminate:
            yield JointPower("link with a third party", "the other side", path)
    for path, change in terms(agreement, ChangeManagement):
        if change.assessed_by:
            yield JointPower("change of the own system", change.assessed_by, path)
