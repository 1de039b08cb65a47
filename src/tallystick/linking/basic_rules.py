"""The rules every agreement has to meet before anything else is asked."""

from collections.abc import Iterator

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import ENDED
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.status import standing

BASICS: AgreementRules = Rulebook("agreements")
DESIGN = "Tallystick design"


@BASICS.rule(
    "AGREEMENT_UNSIGNED",
    source=DESIGN,
    message=Text(
        "on {date} the agreement is {status}: nobody has signed it",
        "{date} 协议处于 {status} 状态，尚未签署",
    ),
    fix=Text(
        "give dates.signed once it is signed, or ask about a later day",
        "签署后请填写 dates.signed，或查询更晚的日期",
    ),
)
def is_signed(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Before its signature nothing follows from an agreement."""
    stands = standing(agreement, facts.on)
    where = {"agreement": agreement.id, "date": facts.on.isoformat(), "path": "dates"}
    if stands.is_signed:
        return None
    if stands.is_signed is None:
        return unknown(Text("when it was signed", "签署日期"), where)
    return fails(where, date=facts.on, status=stands.status.value)


@BASICS.rule(
    "AGREEMENT_ENDED",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text("on {date} the agreement is {status}", "{date} 协议处于 {status} 状态"),
    fix=Text("ask about a day before its end", "请查询其终止前的日期"),
)
def has_not_ended(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """After its end nothing follows from an agreement but how it is unwound."""
    stands = standing(agreement, facts.on)
    where = {"agreement": agreement.id, "date": facts.on.isoformat(), "path": "dates"}
    has_ended = stands.among(ENDED)
    if has_ended is None:
        return unknown(Text("whether it has ended", "协议是否已终止"), where)
    return fails(where, date=facts.on, status=stands.status.value) if has_ended else None


@BASICS.rule(
    "SYSTEM_UNKNOWN",
    source=DESIGN,
    message=Text(
        'there is no system "{system}" in the list of systems', "体系清单中没有“{system}”"
    ),
    fix=Text(
        "write the id of a listed system, or declare it under `systems`",
        "请填写清单中的体系标识，或在 `systems` 下声明",
    ),
)
def systems_are_known(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Every system of a party is a listed one or declared in the file."""
    declared = {system.id for system in agreement.systems}
    for index, party in enumerate(agreement.parties):
        for place, system in enumerate(party.systems):
            where = {"agreement": agreement.id, "path": f"parties[{index}].systems[{place}]"}
            if system in declared:
                continue
            if facts.systems is None:
                yield unknown(Text("the list of systems", "体系清单"), where)
            elif system not in facts.systems:
                yield fails(where, system=system)


@BASICS.rule(
    "REPLACES_ITSELF",
    source=DESIGN,
    message=Text(
        "what the agreement replaces replaces it in turn: {way}", "协议之间相互取代：{way}"
    ),
    fix=Text("correct `replaces` in one of them", "请更正其中一份的 `replaces`"),
)
def replaces_no_successor(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The chain of agreements replaced never leads back; a link of it that is missing shows."""
    way, ahead = [agreement.id], list(agreement.replaces)
    while ahead:
        name = ahead.pop()
        where = {"agreement": agreement.id, "path": "replaces"}
        if name == agreement.id:
            yield fails(where, way=" > ".join([*way, name]))
            return
        if name in way:
            continue
        way.append(name)
        replaced = facts.other(name)
        if replaced is None:
            yield unknown(Text(f'the agreement "{name}"', f"协议“{name}”"), where)
        else:
            ahead.extend(replaced.replaces)
