"""The report of who supervises an agreement: its joint body, or else each party by itself."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tallystick.article6.reports.document import (
    OUTCOMES,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from tallystick.core.findings import Finding, Text
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import JointBody, Reporting
from tallystick.linking.agreement.values import Window
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import taking_part
from tallystick.linking.lifecycle.calendar import Entry, calendar
from tallystick.linking.lifecycle.notice import MONTHS, add_months
from tallystick.linking.provisions import Provisions, provisions
from tallystick.linking.provisions.clauses import terms
from tallystick.linking.provisions.coordination import authorities
from tallystick.linking.status import standing


@dataclass(frozen=True, slots=True)
class Supervision:
    """What a supervisor sees on a day; `body` is None where no joint body was set up."""

    agreement: Agreement
    facts: Circumstances
    body: JointBody | None
    provisions: Provisions
    findings: tuple[Finding, ...]
    ahead: tuple[Entry, ...]

    @property
    def parties(self) -> list[dict[str, Any]]:
        """What each party has to look after by itself: its authority and the findings on it."""
        named = authorities(self.agreement)
        return [
            {
                "party": party.id,
                "authorities": named.get(party.id, []),
                "findings": dict(Counter(one.outcome.value for one in self._on(party.id, path))),
            }
            for path, party in taking_part(self.agreement, self.facts)
        ]

    def _on(self, party: str, path: str) -> list[Finding]:
        return [
            one
            for one in self.findings
            if one.where.get("party") == party or str(one.where.get("path")).startswith(path)
        ]

    def to_json(self) -> dict[str, Any]:
        """Return everything a reviewer needs, as `agreement supervision` prints it."""
        told = self.provisions.to_json()
        tables = ("minutes", "tasks", "enforcement", "joint_consent")
        return {
            "id": self.agreement.id,
            "on": self.facts.on.isoformat(),
            "status": standing(self.agreement, self.facts.on).status.value,
            "supervised_by": (self.body.name or "joint body") if self.body else None,
            "powers": list(self.body.powers) if self.body else [],
            "reports": [
                one for _, said in terms(self.agreement, Reporting) for one in said.reports
            ],
            "parties": self.parties,
            **{name: told[name] for name in tables},
            "ahead": [entry.to_json() for entry in self.ahead],
            "findings": [finding.to_json() for finding in self.findings],
        }

    def document(self) -> Document:
        """Return the report as a text in English and Chinese."""
        title = Text("Supervision of {id} on {on}", "{id} 的监督报告（{on}）")
        named = {"id": self.agreement.id, "on": self.facts.on}
        return Document(title.fill(named), tuple(_blocks(self)))


NOBODY = Text(
    "No body supervises this agreement; each party supervises itself and is reviewed.",
    "本协议没有监督机构；各缔约方自行监督并接受审评。",
)
BODY = Text("Supervised by {body}.", "由 {body} 监督。")


def _blocks(found: Supervision) -> list[Block]:
    body = BODY.fill({"body": found.body.name or "-"}) if found.body else NOBODY
    told = found.to_json()
    parties = tuple(
        (
            str(one["party"]),
            ", ".join(one["authorities"]) or None,
            ", ".join(f"{name} {count}" for name, count in one["findings"].items()) or "-",
        )
        for one in told["parties"]
    )
    tasks = tuple((one["name"], one.get("due"), one.get("done")) for one in told["tasks"])
    votes = tuple(
        (one["on"], one["matter"], {True: "+", False: "-"}.get(one["carried"]))
        for one in told["minutes"]
    )
    due = tuple((entry.on, entry.kind, entry.text) for entry in found.ahead)
    judged = tuple((one.code, OUTCOMES[one.outcome], one.message) for one in found.findings)
    return [
        Paragraph(body),
        *_section(Text("Parties", "缔约方"), PARTY_HEADS, parties),
        *_section(Text("Decisions", "决定"), VOTE_HEADS, votes),
        *_section(Text("Work programme", "工作计划"), TASK_HEADS, tasks),
        *_section(Text("Due in the next year", "未来一年到期事项"), DUE_HEADS, due),
        *_section(Text("Findings", "检查结果"), FINDING_HEADS, judged),
    ]


def _section(
    name: Text, heads: tuple[Text, ...], rows: tuple[tuple[Cell, ...], ...]
) -> tuple[Block, ...]:
    none = Paragraph(Text("Nothing is on record.", "没有记录。"))
    return (Heading(1, name), Table(name, heads, rows) if rows else none)


PARTY_HEADS = (Text("Party", "缔约方"), Text("Authority", "主管机构"), Text("Findings", "检查结果"))
VOTE_HEADS = (Text("Day", "日期"), Text("Matter", "事项"), Text("Carried", "通过"))
TASK_HEADS = (Text("Task", "任务"), Text("Due", "期限"), Text("Done", "完成"))
DUE_HEADS = (Text("Day", "日期"), Text("Kind", "类别"), Text("What", "事项"))
FINDING_HEADS = (Text("Code", "代码"), Text("Outcome", "结果"), Text("Finding", "检查发现"))


def supervise(agreement: Agreement, facts: Circumstances) -> Supervision:
    """Gather on a day what has to be supervised, and what falls due in the year after it."""
    laid_out = provisions(agreement, facts)
    ahead = Window(facts.on, add_months(facts.on, MONTHS))
    return Supervision(
        agreement=agreement,
        facts=facts,
        body=next((said for _, said in terms(agreement, JointBody)), None),
        provisions=laid_out,
        findings=(*check(agreement, facts).findings, *laid_out.findings),
        ahead=calendar(agreement, ahead),
    )
