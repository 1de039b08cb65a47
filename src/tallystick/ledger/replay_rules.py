"""Rules on the rows of a transaction log, before the ledger judges what they move."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.ledger.replay_log import LogRow

DESIGN = "Tallystick design"
SIDES = {
    "from_account": Text("account it comes from", "转出账户"),
    "to_account": Text("account it goes to", "转入账户"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A row, and whether its id already stands for other content."""

    row: LogRow
    changed: bool


SEEN: Rulebook[Seen, None] = Rulebook("rows to be replayed")


@SEEN.rule(
    "CONFLICT",
    source=DESIGN,
    message=Text(
        'transaction "{id}" already stands for something else',
        "交易编号“{id}”已对应其他内容",
    ),
    fix=Text(
        "restore the row, or give a correction an id of its own",
        "请恢复该行，或为更正另编交易编号",
    ),
)
def a_known_row_is_unchanged(seen: Seen, _: None) -> Shown | None:
    """An id that is known stands for the same content for ever."""
    return fails(seen.row.where, id=seen.row.transaction_id) if seen.changed else None


@SEEN.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text('transaction "{id}" names no {side}', "交易“{id}”未填写{side_zh}"),
    fix=Text(
        "name the account; only an issuance of a range of serials comes from none",
        "请填写账户；只有签发序列号区间时才没有转出账户",
    ),
)
def a_row_names_its_accounts(seen: Seen, _: None) -> Iterator[Shown]:
    """A row has two accounts, or one and issues a range."""
    row = seen.row
    for column, side in SIDES.items():
        given = row.from_account if column == "from_account" else row.to_account
        if not given and not (column == "from_account" and row.issues):
            values = {"id": row.transaction_id, "side": side.en, "side_zh": side.zh}
            yield fails({**row.where, "column": column}, **values)


OPENINGS: Rulebook[Mapping[str, int], None] = Rulebook("opening balances")


@OPENINGS.rule(
    "OPENING_BALANCE",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        "{count} account(s) are taken to begin with {units} units in all, the least that the log "
        "presupposes; no log states them",
        "推定 {count} 个账户的期初余额合计 {units} 个单位，即该日志所需的最低数额；日志本身未载明",
    ),
    fix=Text(
        "replay the earlier log instead, if there is one", "如有更早的日志，请改为先重放该日志"
    ),
)
def inferred_balances_are_told(openings: Mapping[str, int], _: None) -> Shown | None:
    """Balances that follow from a log without standing in it are reported."""
    values = {"count": len(openings), "units": sum(openings.values())}
    return Shown(values, values, Outcome.PASS) if openings else None
