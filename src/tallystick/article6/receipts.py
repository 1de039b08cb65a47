"""Transfers between registries: what one side sent and what the other acknowledges.

Neither side may later deny that there was a transfer, nor its type, time or content (6/CMA.4
annex I para 10), and unique identifiers stay as they are (para 33).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tallystick.core.actions import ActionType
from tallystick.core.findings import Finding, Text
from tallystick.core.identifiers import Block
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Notice:
    """What one registry says of a transfer; `signed_by` names the key that signed it, if any."""

    transfer: str
    registry: str
    type: ActionType
    at: datetime
    blocks: tuple[Block, ...]
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A transfer as sent, and its receipt, None while there is none."""

    sent: Notice
    receipt: Notice | None = None


RECEIPTS: Rulebook[Exchanged, None] = Rulebook("transfer between registries")


@RECEIPTS.rule(
    "TRANSFER_RECEIPT",
    source="6/CMA.4 annex I para 10",
    message=Text(
        "{registry} acknowledges transfer {transfer} with another {what}: {received}, not {sent}",
        "{registry} 对转让 {transfer} 的回执{what_zh}不一致：{received}，而非 {sent}",
    ),
    fix=Text(
        "have both registries sign the same type, time and content",
        "请双方登记处对相同的类型、时间和内容签名",
    ),
)
def both_sides_sign_the_same(exchanged: Exchanged, _: None) -> Iterator[Shown]:
    """The receipt repeats type, time and quantity, and both sides have signed."""
    sent, receipt = exchanged.sent, exchanged.receipt
    where: dict[str, object] = {"transfer": sent.transfer, "registry": sent.registry}
    if receipt is None:
        yield unknown(Text("the receipt of the other registry", "对方登记处的回执"), where)
        return
    for notice in (sent, receipt):
        if notice.signed_by is None:
            signature = Text(f"the signature of {notice.registry}", f"{notice.registry} 的签名")
            yield unknown(signature, where)
    named = {"transfer": sent.transfer, "registry": receipt.registry}
    for what, one, other in _compared(sent, receipt):
        if one != other:
            yield fails(where, **named, what=what.en, what_zh=what.zh, sent=one, received=other)


@RECEIPTS.rule(
    "ID_IMMUTABLE",
    source="6/CMA.4 annex I para 33",
    message=Text(
        "transfer {transfer} sent {sent} and {registry} recorded {received}",
        "转让 {transfer} 发出 {sent}，而 {registry} 记录为 {received}",
    ),
    fix=Text("record every unique identifier as it was sent", "请按发出的原样记录每个唯一标识符"),
)
def identifiers_stay_as_they_are(exchanged: Exchanged, _: None) -> Shown | None:
    """The identifiers received are those sent, however their blocks are cut."""
    sent, receipt = exchanged.sent, exchanged.receipt
    where: dict[str, object] = {"transfer": sent.transfer, "registry": sent.registry}
    if receipt is None:
        return unknown(Text("the identifiers received", "收到的标识符"), where)
    one, other = _joined(sent.blocks), _joined(receipt.blocks)
    if one == other:
        return None
    return fails(
        where,
        transfer=sent.transfer,
        registry=receipt.registry,
        sent="; ".join(map(str, one)),
        received="; ".join(map(str, other)),
    )


def judge_exchanged(exchanged: Exchanged) -> list[Finding]:
    """Judge a transfer between registries by its receipt."""
    return RECEIPTS.judge(exchanged, None)


def _compared(sent: Notice, receipt: Notice) -> Iterator[tuple[Text, object, object]]:
    yield Text("transfer", "转让编号"), sent.transfer, receipt.transfer
    yield Text("type", "类型"), sent.type, receipt.type
    yield Text("time", "时间"), sent.at, receipt.at
    yield Text("quantity", "数量"), _quantity(sent), _quantity(receipt)


def _quantity(notice: Notice) -> int:
    return sum(block.quantity for block in notice.blocks)


def _joined(blocks: tuple[Block, ...]) -> list[Block]:
    """Join neighbouring blocks, so that how they are cut makes no difference."""
    found: list[Block] = []
    for block in sorted(blocks):
        before = found[-1] if found else None
        if before and before.series == block.series and before.last + 1 == block.first:
            found[-1] = Block(block.series, before.first, block.last)
        else:
            found.append(block)
    return found
