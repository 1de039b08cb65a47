"""Rules on postings of units outside Article 6."""

from collections.abc import Iterator

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PLAIN: Rulebook[PlainPosting, Facts] = Rulebook("plain posting")
MOVES: Rulebook[Move, Facts] = Rulebook("move")
AMOUNTS: Rulebook[MoveUnits, Facts] = Rulebook("move of units")


def _place(move: Move) -> dict[str, object]:
    return {"series": move.range.series, "first": move.range.first, "last": move.range.last}


@PLAIN.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("the receiving account has no name", "接收账户没有名称"),
    fix=Text("name the account that receives the units", "请给出接收单位的账户"),
)
def receiver_is_named(posting: PlainPosting, _: Facts) -> Shown | None:
    """Units come to an account that has a name."""
    return None if posting.to_account else fails()


@PLAIN.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units never leave account {account} ({kind_en})",
        "单位不得离开账户 {account}（{kind_zh}）",
    ),
    fix=Text("move only units that are neither used nor cancelled", "只能转移未使用且未注销的单位"),
)
def giver_is_not_an_end(posting: PlainPosting, facts: Facts) -> Shown | None:
    """An account for used or cancelled units gives nothing."""
    if not facts.is_terminal(posting.from_account):
        return None
    kind = facts.accounts[posting.from_account].kind.label
    account = posting.from_account
    return fails({"account": account}, account=account, kind_en=kind.en, kind_zh=kind.zh)


@MOVES.rule(
    "AUTHORIZED",
    source="4/CMA.6 para 11",
    message=Text(
        "units {range} are issued under an authorization",
        "单位 {range} 系依授权签发",
    ),
    fix=Text(
        "post their transfer, use or cancellation, or choose serials that are not taken",
        "请登记其转让、使用或注销，或使用未占用的编号",
    ),
)
def range_is_outside_article_6(move: Move, facts: Facts) -> Iterator[Shown]:
    """Units issued under an authorization move only as Article 6 has it."""
    for held in facts.ranges:
        if held.authorized:
            yield fails(_place(move), range=held.range)


@MOVES.rule(
    "HOLDER",
    source=DESIGN,
    message=Text(
        "account {account} holds {held} of the {quantity} units {range}",
        "账户 {account} 只持有 {range} 共 {quantity} 个单位中的 {held} 个",
    ),
    fix=Text("move only units that the account holds", "只能转出该账户持有的单位"),
)
def giver_holds_the_range(move: Move, facts: Facts) -> Shown | None:
    """A range is given only by the account that holds it."""
    if not move.from_account:
        return None
    held = sum(
        min(one.range.last, move.range.last) - max(one.range.first, move.range.first) + 1
        for one in facts.ranges
        if one.account == move.from_account and not one.authorized
    )
    if held == move.range.quantity:
        return None
    return fails(
        {**_place(move), "account": move.from_account},
        account=move.from_account,
        held=held,
        quantity=move.range.quantity,
        range=move.range,
    )


@MOVES.rule(
    "EXPECTED_HOLDER",
    source=DESIGN,
    message=Text(
        "units {range} are held by {holders}, not by {expected}",
        "单位 {range} 由 {holders} 持有，而非 {expected}",
    ),
    fix=Text("look up who holds the units, and decide again", "请查明持有者后重新决定"),
)
def holder_is_as_expected(move: Move, facts: Facts) -> Shown | None:
    """Where somebody is said to hold the range, nobody else does; "" stands for nobody."""
    if move.expected is None:
        return None
    holders = sorted({held.account for held in facts.ranges}) or [""]
    if holders == [move.expected]:
        return None
    named = ", ".join(holder or "-" for holder in holders)
    return fails(_place(move), range=move.range, holders=named, expected=move.expected or "-")


@MOVES.rule(
    "DOUBLE_ISSUANCE",
    source=DESIGN,
    message=Text("units {range} exist already", "单位 {range} 已经存在"),
    fix=Text("issue serials that are not taken", "请使用尚未占用的编号"),
)
def new_range_is_new(move: Move, facts: Facts) -> Iterator[Shown]:
    """A serial comes into being once."""
    for held in facts.ranges if not move.from_account else ():
        yield fails(_place(move), range=held.range)


@MOVES.rule(
    "CHRONOLOGY",
    source=DESIGN,
    message=Text(
        "units {range} were received on {received}, after {date}",
        "单位 {range} 于 {received} 收到，晚于 {date}",
    ),
    fix=Text("date the move on or after that day", "请将日期定在该日或之后"),
)
def range_was_there_before(move: Move, facts: Facts) -> Iterator[Shown]:
    """A range moves on or after the day on which the account received it."""
    for held in facts.ranges:
        if held.received_on > move.on:
            yield fails(_place(move), range=held.range, received=held.received_on, date=move.on)


@AMOUNTS.rule(
    "UNITS_HELD",
    source=DESIGN,
    message=Text(
        "account {account} holds {held} units, fewer than {quantity}",
        "账户 {account} 持有 {held} 个单位，少于 {quantity} 个",
    ),
    fix=Text("move no more than the account holds", "转出数量不得超过账户余额"),
)
def giver_has_the_units(move: MoveUnits, facts: Facts) -> Shown | None:
    """A balance never falls below zero."""
    if not move.from_account:
        return None
    held, where = facts.balances.get(move.from_account), {"account": move.from_account}
    if held is None:
        return unknown(Text("the balance of the account", "账户余额"), where)
    if held >= move.amount.units:
        return None
    return fails(where, account=move.from_account, held=held, quantity=move.amount.units)
