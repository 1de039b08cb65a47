"""What agreements of a form usually say, and what becomes of what is left when they end."""

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.coverage import coverage
from tallystick.linking.legality.concerned import place
from tallystick.linking.unwinding import left_over, stranded

COMPLETENESS: AgreementRules = Rulebook("what agreements leave out")


@COMPLETENESS.rule(
    "C19",
    source="Liu 2024 section 1.2",
    severity=Severity.WARNING,
    message=Text(
        "the file has no clause on {areas}, on which agreements of this form usually have one",
        "文件没有关于 {areas} 的条款，而此类协议通常设有",
    ),
    fix=Text(
        "add the clauses, or check that the text says nothing on these",
        "请补充条款，或核实文本对此未作规定",
    ),
)
def clauses_are_complete(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """The areas usual for form and subject each have a clause."""
    missing = coverage(agreement).missing
    where = place(agreement, facts, "clauses")
    if not missing:
        return None
    if not agreement.clauses:
        return unknown(Text("the clauses of the agreement", "协议条款"), where)
    return fails(where, areas=", ".join(missing))


@COMPLETENESS.rule(
    "C20",
    source="Vienna Convention on the Law of Treaties Article 70; Liu 2024 section 1.2",
    message=Text(
        "at its end the agreement leaves without a stated fate: {holdings}",
        "协议终止时未规定以下各项的处置：{holdings}",
    ),
    fix=Text(
        "state in `fates` of the termination clause: honour, freeze, swap or cancel",
        "请在终止条款的 `fates` 中写明：honour、freeze、swap 或 cancel",
    ),
)
def nothing_is_stranded(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """The agreement says what becomes of everything that is left when it ends."""
    where = place(agreement, facts, "clauses")
    left = stranded(agreement)
    if not left:
        return None
    if left == left_over(agreement):
        return unknown(Text("what becomes of units at the end", "终止时单位的处置"), where)
    return fails(where, holdings=", ".join(left))
