"""Rules on operating together: information shared, decisions taken, rules of MRV compared."""

from collections.abc import Iterator
from typing import Any

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.operating import Minute
from tallystick.linking.agreement.params import Confidentiality, Decision, Information, Mrv
from tallystick.linking.agreement.plain import plain_record
from tallystick.linking.agreement.words import DecisionRule
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.provisions.clauses import OPERATING, terms

SOURCE = "Liu 2024 section 1.2"


@OPERATING.rule(
    "FEED_CLASS",
    source=SOURCE,
    message=Text(
        'feed "{feed}" is of class "{level}", which the agreement does not define',
        "信息项“{feed}”的密级“{level}”未在协议中界定",
    ),
    fix=Text("define the class under confidentiality", "请在保密条款中界定该密级"),
)
def feeds_have_a_frequency_and_a_class(
    agreement: Agreement, facts: Circumstances
) -> Iterator[Shown]:
    """Information is shared at a stated frequency and in a class that the agreement defines."""
    classes = {one.name for _, said in terms(agreement, Confidentiality) for one in said.classes}
    for path, said in terms(agreement, Information):
        for index, feed in enumerate(said.shared):
            where = place(agreement, facts, f"{path}.shared[{index}]")
            if feed.frequency is None or feed.level is None:
                lacking = Text("the frequency and class of the feed", "信息项的频率和密级")
                yield unknown(lacking, where)
            elif feed.level not in classes:
                yield fails(where, feed=feed.name, level=feed.level)


def carried(minute: Minute, rule: DecisionRule, voters: tuple[str, ...]) -> bool:
    """Whether votes carry a matter: nobody against, everybody for, or more than half for."""
    votes = set(minute.votes_for) & set(voters)
    if rule is DecisionRule.CONSENSUS:
        return not set(minute.against) & set(voters) and bool(votes)
    if rule is DecisionRule.UNANIMITY:
        return votes == set(voters)
    return 2 * len(votes) > len(voters)


def minutes(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the minutes, each with whether its votes carry it by the rule agreed."""
    return [
        plain_record(minute) | {"carried": _carried(agreement, minute, said.rule)}
        for _, said in terms(agreement, Decision)
        for minute in said.minutes
    ]


def _carried(agreement: Agreement, minute: Minute, rule: DecisionRule | None) -> bool | None:
    voters = tuple(party.id for party in agreement.parties_on(minute.on.first))
    return None if rule is None else carried(minute, rule, voters)


@OPERATING.rule(
    "VOTE_NOT_CARRIED",
    source=SOURCE,
    message=Text(
        '"{matter}" of {date} is minuted as adopted, and {rule} was not reached',
        "{date} 的“{matter}”记录为通过，但未达到 {rule}",
    ),
    fix=Text("correct the minutes, or put the matter again", "请更正会议记录，或重新表决"),
)
def minutes_follow_the_rule(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """What the minutes call adopted was carried by the rule of decision agreed."""
    for path, said in terms(agreement, Decision):
        for index, minute in enumerate(said.minutes):
            where = place(agreement, facts, f"{path}.minutes[{index}]")
            if said.rule is None or minute.adopted is None:
                yield unknown(Text("the rule and the result of the vote", "表决规则和结果"), where)
            elif minute.adopted and not _carried(agreement, minute, said.rule):
                values = {"matter": minute.matter, "date": minute.on, "rule": said.rule.value}
                yield fails(where, **values)


@OPERATING.rule(
    "MRV_APART",
    source=SOURCE,
    severity=Severity.WARNING,
    message=Text(
        "{element}: the rules of both sides are not equivalent ({left}; {right})",
        "{element}：双方规则不等效（{left}；{right}）",
    ),
    fix=Text("bring the element into line, or restrict the units", "请统一该要素，或限制单位"),
)
def elements_of_mrv_are_equivalent(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Every element of monitoring, reporting and verification that is compared is equivalent."""
    for path, said in terms(agreement, Mrv):
        for index, row in enumerate(said.equivalence):
            where = place(agreement, facts, f"{path}.equivalence[{index}]")
            if row.left is None or row.right is None or row.equivalent is None:
                yield unknown(Text("both rules and how they compare", "双方规则及比较结果"), where)
            elif not row.equivalent:
                yield fails(where, element=row.element, left=row.left, right=row.right)


@OPERATING.rule(
    "VOTER_UNKNOWN",
    source=SOURCE,
    message=Text(
        "{voter} votes and is no party on {date}", "{voter} 参与表决，但在 {date} 非缔约方"
    ),
    fix=Text("name parties of the day", "请填写当日的缔约方"),
)
def voters_are_parties(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Only parties of the day vote."""
    for path, said in terms(agreement, Decision):
        for index, minute in enumerate(said.minutes):
            where = place(agreement, facts, f"{path}.minutes[{index}]")
            present = {party.id for party in agreement.parties_on(minute.on.first)}
            if not minute.votes_for and not minute.against:
                yield unknown(Text("who voted", "表决者"), where)
            for voter in sorted({*minute.votes_for, *minute.against} - present):
                yield fails(where, voter=voter, date=minute.on)
