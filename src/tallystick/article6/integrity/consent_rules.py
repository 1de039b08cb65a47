"""Rules on the terms of an approach: consent of both sides, and a gate that is or is not agreed."""

from collections.abc import Iterator
from datetime import date

from tallystick.article6.integrity.record import IntegrityRecord
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

CONSENTS: Rulebook[IntegrityRecord, date] = Rulebook("voluntary cooperation")


@CONSENTS.rule(
    "VOLUNTARY",
    source="Paris Agreement Article 6.1; Paris Agreement Article 6.3",
    message=Text(
        "{party} had not attested by {date} that it takes part of its own free will",
        "截至 {date}，{party} 未声明自愿参与",
    ),
    fix=Text(
        "file the consent of the Party, with its authority, document and day",
        "请提交该缔约方的同意书，注明主管机构、文件和日期",
    ),
)
def every_party_has_consented(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """Every participating Party has attested that it cooperates voluntarily."""
    if record.consents is None:
        yield unknown(Text("the consents of the Parties", "缔约方的同意"), _of(record))
        return
    for party in record.parties:
        if not any(one.party == party and one.document.on <= on for one in record.consents):
            yield fails({**_of(record), "party": party}, party=party, date=on)


@CONSENTS.rule(
    "GATE_TERMS",
    source="Tallystick design",
    message=Text("{approach} states no steps of a gate", "{approach} 未载明生效程序"),
    fix=Text("state whether transfers pass a gate", "请说明转让是否须经生效程序"),
)
def terms_say_whether_there_is_a_gate(record: IntegrityRecord, _: date) -> Shown | None:
    """It is known whether the terms make effect depend on registration and publication."""
    if record.gated is not None or not record.passages:
        return None
    return unknown(Text("whether the terms set a gate", "条款是否规定生效程序"), _of(record))


def _of(record: IntegrityRecord) -> dict[str, object]:
    return {"approach": record.approach}
