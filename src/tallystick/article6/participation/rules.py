"""The six rules on participation, each judged on a day (2/CMA.3 annex para 4(a) to (f))."""

import re
from datetime import date

from tallystick.article6.participation.due import latest_inventory_due
from tallystick.article6.participation.record import Conclusion, InventoryReport, Record
from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Severity, Text
from tallystick.core.identifiers import REGISTRY_ID
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PARTICIPATION: Rulebook[Record, date] = Rulebook("participation")


def place(record: Record, on: date, para: str) -> dict[str, object]:
    """Say whose responsibility a finding is about, which one, and on which day."""
    return {"party": record.party, "para": para, "date": on.isoformat()}


@PARTICIPATION.rule(
    "PART_A",
    source="2/CMA.3 annex para 4(a)",
    message=Text(
        "{party} was not a Party to the Paris Agreement on {date}",
        "{party} 在 {date} 不是《巴黎协定》缔约方",
    ),
    fix=Text("cooperate only while the Agreement binds it", "仅可在其受《协定》约束期间开展合作"),
)
def is_a_party(record: Record, on: date) -> Shown | None:
    """The Agreement binds it on the day, whatever it did before or does later."""
    where = place(record, on, "4(a)")
    party = PARTIES.get(record.party)
    if party is None:
        return unknown(Text(f"whose code {record.party} is", f"代码 {record.party} 所属方"), where)
    return None if party.is_party_on(on) else fails(where, party=record.party, date=on)


@PARTICIPATION.rule(
    "PART_B",
    source="2/CMA.3 annex para 4(b)",
    message=Text(
        "no NDC of {party} maintained on {date} covers {year}",
        "{party} 在 {date} 保持的国家自主贡献均不涵盖 {year} 年",
    ),
    fix=Text("communicate an NDC for the year", "请通报涵盖该年的国家自主贡献"),
)
def ndc_is_maintained(record: Record, on: date) -> Shown | None:
    """An NDC has been communicated, is maintained, and has the year in its period."""
    where = place(record, on, "4(b)")
    if record.ndcs.versions is None:
        return unknown(Text("the NDCs communicated", "已通报的国家自主贡献"), where)
    if record.ndcs.in_force(on.year, on):
        return None
    return fails(where, party=record.party, date=on, year=on.year)


@PARTICIPATION.rule(
    "PART_C",
    source="2/CMA.3 annex para 4(c)",
    message=Text(
        "{party} has no arrangements for authorizing use towards NDCs on {date}",
        "{party} 在 {date} 没有授权用于国家自主贡献的安排",
    ),
    fix=Text(
        "name the authority and the legal instrument in force on that day",
        "请注明当日有效的主管机构和法律文书",
    ),
)
def use_can_be_authorized(record: Record, on: date) -> Shown | None:
    """An authority may authorize under an instrument in force on the day."""
    where = place(record, on, "4(c)")
    if record.arrangements is None:
        return unknown(Text("the arrangements for authorizing", "授权安排"), where)
    return None if record.arrangement_on(on) else fails(where, party=record.party, date=on)


@PARTICIPATION.rule(
    "PART_D",
    source="2/CMA.3 annex para 4(d)",
    message=Text(
        "{party} uses no registry with a valid identifier on {date} (recorded for that day: "
        "{registries})",
        "{party} 在 {date} 没有使用标识符有效的登记处（当日记录：{registries}）",
    ),
    fix=Text(
        "record a registry in use on that day, three letters and two digits such as GHA01",
        "请登记当日使用的登记处，标识符为三个字母加两位数字，例如 GHA01",
    ),
)
def outcomes_can_be_tracked(record: Record, on: date) -> Shown | None:
    """It has, or has access to, a registry in use on the day."""
    where = place(record, on, "4(d)")
    if record.registries is None:
        return unknown(Text("the arrangements for tracking", "跟踪安排"), where)
    used = [one.id for one in record.registries_on(on)]
    if any(re.fullmatch(REGISTRY_ID, one) for one in used):
        return None
    return fails(where, party=record.party, date=on, registries=", ".join(used) or "-")


@PARTICIPATION.rule(
    "PART_E",
    source="2/CMA.3 annex para 4(e); 18/CMA.1 para 3",
    message=Text(
        "the inventory report of {party} due {due} had not been provided on {date}",
        "{party} 应于 {due} 前提交的国家清单报告在 {date} 仍未提交",
    ),
    fix=Text("submit the report", "请提交该报告"),
)
def latest_inventory_is_provided(record: Record, on: date) -> Shown | None:
    """The last inventory report that was due has been handed in."""
    due = latest_inventory_due(record, on)
    where = place(record, on, "4(e)")
    if due is None:
        return None
    if record.inventories is None:
        return unknown(Text(f"the inventory report due {due}", f"应于 {due} 提交的清单报告"), where)
    report = record.inventory_due(due)
    if is_provided(report, on) or may_claim_flexibility(record, report, on):
        return None
    return fails(where, party=record.party, date=on, due=due)


def is_provided(report: InventoryReport | None, on: date) -> bool:
    """Whether a report was handed in by a day."""
    return report is not None and report.submitted_on is not None and report.submitted_on <= on


def may_claim_flexibility(record: Record, report: InventoryReport | None, on: date) -> bool:
    """Whether a report is left to the discretion of its Party, which says so (18/CMA.1 para 4)."""
    party = PARTIES.get(record.party)
    if party is None or report is None or not report.flexibility:
        return False
    return party.small_island or party.is_least_developed_on(on)


CLAIMED = Text(
    "the inventory report of {party} due {due} is left to its discretion ({flexibility}), but "
    "para 4(e) itself waives nothing: whether it is met cannot be told",
    "{party} 应于 {due} 提交的清单报告可自行酌定（{flexibility}），但第4(e)段本身并无豁免："
    "无法判定是否符合",
)
SUBMIT = Text(
    "submit the report, or record how the review sees the claim",
    "请提交报告，或记录审评对该主张的意见",
)


@PARTICIPATION.rule(
    "PART_E",
    source="18/CMA.1 para 4; 2/CMA.3 annex para 4(e)",
    severity=Severity.WARNING,
    message=CLAIMED,
    fix=SUBMIT,
    undecided=CLAIMED,
    supply=SUBMIT,
)
def flexibility_is_no_report(record: Record, on: date) -> Shown | None:
    """A least developed country or small island State may report later, and is not told off."""
    due = latest_inventory_due(record, on)
    report = record.inventory_due(due) if due else None
    if is_provided(report, on) or not may_claim_flexibility(record, report, on):
        return None
    claim = Text(f"the inventory report due {due}", f"应于 {due} 提交的清单报告")
    return unknown(
        claim,
        place(record, on, "4(e)"),
        party=record.party,
        due=due,
        flexibility=report.flexibility if report else None,
    )


@PARTICIPATION.rule(
    "PART_F",
    source="2/CMA.3 annex para 4(f)",
    message=Text(
        "{reviewer} found on {reviewed} that the participation of {party} does not contribute to "
        "its NDC, its long-term strategy and the long-term goals",
        "{reviewer} 于 {reviewed} 认定 {party} 的参与无助于其国家自主贡献、长期战略和长期目标",
    ),
    fix=Text(
        "change the participation, or have a new statement reviewed",
        "请调整参与方式，或提交新的说明供审阅",
    ),
)
def participation_contributes(record: Record, on: date) -> Shown | None:
    """A named person has read the statement; no program decides this."""
    where = place(record, on, "4(f)")
    statement = record.statement_reviewed_by(on)
    if statement is None:
        missing = Text(
            "a statement with narrative, attachment and the conclusion of a named reviewer",
            "附有说明、附件和具名审阅人结论的声明",
        )
        return unknown(missing, where)
    if statement.conclusion is Conclusion.CONTRIBUTES:
        return None
    reviewed = {"reviewer": statement.reviewer, "reviewed": statement.reviewed_on}
    return fails(where, party=record.party, **reviewed)
