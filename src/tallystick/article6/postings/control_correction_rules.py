"""Rules on corrections: what can be undone, and while its units are where it put them."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tallystick.article6.postings.batches import parts
from tallystick.article6.postings.control_moves import Corrected, mistaken, passages
from tallystick.article6.postings.control_record_rules import ON_RECORD
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Transfer, UnitPosting
from tallystick.article6.postings.plain import PlainPosting, inside, share
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

CORRECTIONS: Rulebook[Correct, Facts] = Rulebook("correction")


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text(
        "the posting {key} is a {kind}, which moves no units",
        "登记 {key} 是 {kind}，并未转移单位",
    ),
    fix=Text("correct a transfer, or record a later version", "请更正转让，或登记新版本"),
)
def mistake_moved_units(correction: Correct, facts: Facts) -> Shown | None:
    """Only a movement is undone; a record is corrected by a later one."""
    where = {"movement": correction.movement}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    opened = facts.control.matter.opened
    if opened is None or all(isinstance(one, UnitPosting | PlainPosting) for one in parts(opened)):
        return None
    return fails(where, key=correction.movement, kind=opened.kind)


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text(
        "the posting {key} brought units into being, and units do not vanish",
        "登记 {key} 产生了单位，而单位不得消失",
    ),
    fix=Text(
        "cancel the units, on an account for administrative cancellation where there is one",
        "请注销这些单位；设有行政注销账户的，注销至该账户",
    ),
)
def mistake_issued_nothing(correction: Correct, facts: Facts) -> Shown | None:
    """Units that were issued by mistake are cancelled, so that they stay accounted for."""
    if not any(_is_issuance(one) for one in _mistake(facts)):
        return None
    return fails({"movement": correction.movement}, key=correction.movement)


@CORRECTIONS.rule(
    "CORRECTION",
    source="4/CMA.6 para 16",
    message=Text(
        "the posting {key} gave units to the Adaptation Fund, which is a first transfer",
        "登记 {key} 将单位转让给适应基金，构成首次转让",
    ),
    fix=Text(
        "have the Fund's account give them back by a transfer; they stay first transferred",
        "请由基金账户以转让方式退回；首次转让状态不变",
    ),
)
def mistake_was_no_contribution(correction: Correct, facts: Facts) -> Shown | None:
    """What was given to the Adaptation Fund comes back by a transfer of its own."""
    given = [one for one in _mistake(facts) if isinstance(one, Transfer) and one.subtype]
    return fails({"movement": correction.movement}, key=correction.movement) if given else None


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text(
        "the batch {key} moves units {units} more than once",
        "批次 {key} 多次转移单位 {units}",
    ),
    fix=Text("move the units back by new postings", "请以新的登记将单位转回"),
)
def mistake_moved_each_unit_once(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """A batch is undone where it took each unit straight from one account to another."""
    moved = [one.range for one in passages(correction, facts.control) if one.range]
    for one, other in pairwise(sorted(moved)):
        if share(one, other):
            yield fails({"movement": correction.movement}, key=correction.movement, units=other)


@CORRECTIONS.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units that {key} moved came to their end on account {account}",
        "登记 {key} 所转移的单位已在账户 {account} 终结",
    ),
    fix=Text("used and cancelled units stay where they are", "已使用或注销的单位不得再移动"),
)
def mistake_ended_no_units(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """Used and cancelled units never move again, not even by a correction."""
    moved = passages(correction, facts.control)
    there = (held for one in moved if one.range for held in inside(facts.ranges, one.range))
    for account in sorted({one.giver or "" for one in moved} | {held.account for held in there}):
        if facts.is_terminal(account):
            where = {"movement": correction.movement}
            yield fails(where, key=correction.movement, account=account)


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text(
        "units have moved since the mistake {key}",
        "单位在误记 {key} 之后已再转移",
    ),
    fix=Text("correct the later movements first", "请先更正其后的转移"),
)
def units_are_where_the_mistake_put_them(correction: Correct, facts: Facts) -> Shown | None:
    """A mistake is undone only while its units stand as it left them."""
    where = {"movement": correction.movement}
    if not mistaken(facts.control):
        return None
    if facts.control.moved_since is None:
        return unknown(Text("whether the units have moved since", "单位其后是否转移"), where)
    return fails(where, key=correction.movement) if facts.control.moved_since else None


@CORRECTIONS.rule(
    "CHRONOLOGY",
    source=DESIGN,
    message=Text(
        "units {units} were received on {received}, after {date}",
        "单位 {units} 于 {received} 收到，晚于 {date}",
    ),
    fix=Text("date the correction on or after that day", "请将更正日期定在该日或之后"),
)
def units_were_there_before_the_correction(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """Units go back on or after the day on which they came."""
    moved = [one.range for one in passages(correction, facts.control) if one.range]
    for held in (one for wanted in moved for one in inside(facts.ranges, wanted)):
        if held.received_on > correction.on:
            where, day = {"movement": correction.movement}, held.received_on
            yield fails(where, units=held.range, received=day, date=correction.on)


@CORRECTIONS.rule(
    "UNITS_HELD",
    source=DESIGN,
    message=Text(
        "account {account} holds {held} units, fewer than the {quantity} to be given back",
        "账户 {account} 持有 {held} 个单位，少于应退回的 {quantity} 个",
    ),
    fix=Text("have the account receive as many first", "请先使该账户收到足够的单位"),
)
def taker_still_has_the_units(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """Units without serials are given back out of what the account holds."""
    due: Counter[tuple[str, str]] = Counter()
    for moved in passages(correction, facts.control):
        if moved.range is None:
            due[moved.giver or "", moved.unit_type] += moved.quantity
    for (account, unit_type), quantity in sorted(due.items()):
        held = facts.control.balances.get((account, unit_type))
        where = {"movement": correction.movement, "account": account}
        if held is None:
            yield unknown(Text("the balance of the account", "账户余额"), where)
        elif held < quantity:
            yield fails(where, account=account, held=held, quantity=quantity)


def _mistake(facts: Facts) -> tuple[Posting, ...]:
    opened = facts.control.matter.opened if facts.control.matter else None
    return parts(opened) if opened else ()


def _is_issuance(posting: Posting) -> bool:
    moves = isinstance(posting, UnitPosting | PlainPosting)
    return moves and not (isinstance(posting, Corrected) and posting.from_account)
