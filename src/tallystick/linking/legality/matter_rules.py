"""Principles that are listed, bodies within their powers, acts that match on both sides."""

from collections.abc import Iterator

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Backing, BodyKind, Form, Level
from tallystick.linking.circumstances import AgreementRules, Circumstances

MATTERS: AgreementRules = Rulebook("principles, bodies and domestic acts")
YANG = "Yang 2025 section 3.1"


@MATTERS.rule(
    "PRINCIPLE_UNKNOWN",
    source="Yang 2025 section 1",
    message=Text("{principle} is no principle of the list", "原则清单中没有 {principle}"),
    fix=Text("use one of {listed}", "请使用 {listed} 之一"),
)
def principles_are_listed(agreement: Agreement, _: Circumstances) -> Iterator[Shown]:
    """Principles that an agreement accepts or reserves are those of the list."""
    listed = ", ".join(law.principles())
    for index, one in enumerate(agreement.principles):
        if one.id not in law.principles():
            where = {"agreement": agreement.id, "path": f"principles[{index}].id"}
            yield fails(where, principle=one.id, listed=listed)


@MATTERS.rule(
    "PRINCIPLE_RESERVED",
    source="Yang 2025 section 1",
    severity=Severity.WARNING,
    message=Text("{party} reserves {principle}", "{party} 对 {principle} 提出保留"),
    fix=Text("settle the reservation, or leave the matter out", "请解决该保留，或不涉及该事项"),
)
def principles_are_shared(agreement: Agreement, _: Circumstances) -> Iterator[Shown]:
    """What one party reserves is no common ground; a reservation names who makes it."""
    for index, one in enumerate(agreement.principles):
        where = {"agreement": agreement.id, "path": f"principles[{index}]"}
        if one.stance == "reserved" and one.party is None:
            yield unknown(Text("who reserves it", "提出保留的一方"), where)
        elif one.stance == "reserved":
            yield fails(where, party=one.party, principle=one.id)


@MATTERS.rule(
    "BODY_WITHOUT_POWER",
    source=YANG,
    message=Text(
        "{body} is a {kind} whose decisions cannot bind under a {form}",
        "{body} 是 {kind}，在 {form} 下其决定不具约束力",
    ),
    fix=Text(
        "give it power by a binding act, or say that it binds nobody",
        "请以有约束力的文书授权，或注明无约束力",
    ),
)
def bodies_keep_to_their_powers(agreement: Agreement, _: Circumstances) -> Iterator[Shown]:
    """A body of all binds only under a binding form; a regulator binds in its party alone."""
    for index, one in enumerate(agreement.bodies):
        where = {"agreement": agreement.id, "path": f"bodies[{index}]"}
        if one.binding is None:
            yield unknown(
                Text(f"whether {one.name} binds", f"{one.name} 的决定是否有约束力"), where
            )
        elif one.binding and not _may_bind(agreement, one.kind, one.of):
            yield fails(where, body=one.name, kind=one.kind.value, form=agreement.form.value)


def _may_bind(agreement: Agreement, kind: BodyKind, of: str | None) -> bool:
    """A regulator binds under its party's own law; what belongs to all needs a binding form."""
    if kind is BodyKind.REGULATOR:
        levels = {party.level for party in agreement.parties if party.id == of}
        return bool(levels) and Level.NON_STATE not in levels
    return law.legal_force(agreement.form) == "binding"


@MATTERS.rule(
    "ACTS_NOT_MATCHED",
    source="Liu 2024 section 3.1",
    severity=Severity.WARNING,
    message=Text(
        "{party} has no act of its own beside those of the others",
        "{party} 没有与其他方相对应的国内法令",
    ),
    fix=Text("enact it before units are recognised", "请在认可单位前颁布"),
)
def acts_match_on_all_sides(agreement: Agreement, _: Circumstances) -> Iterator[Shown]:
    """Reciprocal legislation, or a declaration that opens a direction, rests on acts of each."""
    declared = agreement.form is Form.JOINT_DECLARATION and bool(agreement.recognition)
    if agreement.form is not Form.RECIPROCAL_LEGISLATION and not declared:
        return
    for index, one in enumerate(agreement.parties):
        where = {"agreement": agreement.id, "path": f"parties[{index}]"}
        if one.statute is not None:
            continue
        if Backing.STATUTE in one.lacks:
            yield fails(where, party=one.id)
        else:
            yield unknown(Text(f"the act of {one.id}", f"{one.id} 的国内法令"), where)
