"""Rules on an agreement that a ledger is to hold movements to."""

from collections.abc import Iterator
from datetime import date

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.consistency import contradictions
from tallystick.linking.agreement.words import ENDED
from tallystick.linking.status import standing
from tallystick.linking.unwinding import stranded

RECORDED: Rulebook[Agreement, date] = Rulebook("agreements that a ledger holds movements to")


@RECORDED.rule(
    "LINK_STRANDS",
    source="Vienna Convention on the Law of Treaties Article 70; Liu 2024 section 1.2",
    message=Text(
        "the agreement ends, and what becomes of {holding} is not stated",
        "协议终止，但未规定 {holding} 的处置",
    ),
    fix=Text("state its fate in the clause on termination", "请在终止条款规定其处置"),
)
def nothing_is_left_without_a_fate(agreement: Agreement, on: date) -> Iterator[Shown]:
    """An agreement that has ended states what becomes of everything it leaves behind."""
    where = {"agreement": agreement.id, "date": on.isoformat()}
    ended = standing(agreement, on).among(ENDED)
    left = stranded(agreement)
    if ended is None and left:
        yield unknown(Text("whether the agreement has ended", "协议是否已终止"), where)
    for holding in left if ended else ():
        yield fails(where, holding=holding.value)


@RECORDED.rule(
    "LINK_CONTRADICTS_ITSELF",
    source="Tallystick design",
    message=Text(
        "{path} says {value} and would have to be {expected_en}",
        "{path} 为 {value}，应为 {expected_zh}",
    ),
    fix=Text("correct the agreement before it is recorded", "请先更正协议再登记"),
)
def parts_go_together(agreement: Agreement, _: date) -> Iterator[Shown]:
    """The parts of an agreement do not contradict each other."""
    for one in contradictions(agreement):
        told = {"expected_en": one.expected.en, "expected_zh": one.expected.zh}
        where = {"agreement": agreement.id, "path": one.path}
        yield fails(where, path=one.path, value=one.value, **told)
