"""The file of transfers between registries: what one side sent, what the other acknowledges."""

from datetime import datetime
from pathlib import Path

from tallystick.article6.receipts import Exchanged, Notice
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block, parse_full_id
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import TEXT, Form, one_of
from tallystick.io.yamlfile.source import read_fields

EXCHANGED = ("sent", "receipt")
NOTICE = ("transfer", "registry", "type", "at", "blocks", "signed_by")
BLOCK = ("first", "last")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


MOMENT = Form(
    Text(
        "a time with its offset, such as 2025-07-07T12:00:00Z",
        "带时区的时刻，例如2025-07-07T12:00:00Z",
    ),
    _moment,
)
IDENTIFIER = Form(
    Text("an identifier such as CA0009-GHA01-GHA-1-2022", "标识符，例如CA0009-GHA01-GHA-1-2022"),
    parse_full_id,
)
ONE_SERIES = Text(
    "the last identifier of the series of first, not before it",
    "与first同一系列且不在其前的末个标识符",
)


def read_receipts(path: Path) -> list[Exchanged]:
    """Read the transfers of a file; raises Damaged with every mistake, its line, value and mend."""
    file = read_fields(path, ("transfers",))
    read = [_exchanged(Fields(one, EXCHANGED, file.damage)) for one in file.records("transfers")]
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return [one for one in read if one is not None]


def _exchanged(fields: Fields) -> Exchanged | None:
    sent = fields.record("sent", NOTICE)
    receipt = fields.record("receipt", NOTICE) if fields.given("receipt") is not None else None
    told = _notice(sent) if sent else None
    return Exchanged(told, _notice(receipt) if receipt else None) if told else None


def _notice(fields: Fields) -> Notice | None:
    transfer, registry = fields.required("transfer", TEXT), fields.required("registry", TEXT)
    kind, at = fields.required("type", one_of(ActionType)), fields.required("at", MOMENT)
    blocks = [_block(Fields(one, BLOCK, fields.damage)) for one in fields.records("blocks")]
    signed_by = fields.optional("signed_by", TEXT)
    if transfer is None or registry is None or kind is None or at is None:
        return None
    held = tuple(one for one in blocks if one is not None)
    return Notice(transfer, registry, kind, at, held, signed_by)


def _block(fields: Fields) -> Block | None:
    first, last = fields.required("first", IDENTIFIER), fields.required("last", IDENTIFIER)
    if first is None or last is None:
        return None
    if first[0] != last[0] or last[1] < first[1]:
        fields.refuse("last", ONE_SERIES)
        return None
    return Block(first[0], first[1], last[1])
