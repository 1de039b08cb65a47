"""Rules that hold units and accounts fast, and the demands of accounts on movements."""

from collections.abc import Iterator

from tallystick.article6.postings.control_moves import Moving, passage
from tallystick.article6.postings.control_records import Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block
from tallystick.core.rules import Rulebook, Shown, fails, unknown

CONTROLLED: Rulebook[Moving, Facts] = Rulebook("controlled movement")

RESTRAINTS = Text("what is frozen or pledged", "冻结与质押情况")
SETTINGS = Text("what the account demands", "账户的管控要求")


@CONTROLLED.rule(
    "FROZEN",
    source=DESIGN,
    message=Text(
        "{what} is frozen since {date} by {freeze}: {reason}",
        "{what} 自 {date} 起被 {freeze} 冻结：{reason}",
    ),
    fix=Text("wait until the freeze is lifted", "请待解除冻结"),
)
def nothing_frozen_moves(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """Units neither enter nor leave a frozen account, and no frozen unit moves."""
    moved = passage(posting, facts.control)
    if moved is None:
        return
    if facts.control.restraints is None:
        yield unknown(RESTRAINTS, moved.place)
    for one in facts.control.restraints or ():
        if not isinstance(one, Freeze):
            continue
        if one.account in moved.accounts or share(one.block, moved.block):
            yield fails(
                {**moved.place, "freeze": one.id},
                what=one.account or one.block,
                date=one.on,
                freeze=one.id,
                reason=one.reason,
            )


@CONTROLLED.rule(
    "PLEDGED",
    source=DESIGN,
    message=Text(
        "units {block} are pledged to {beneficiary} since {date} by {pledge}: {reason}",
        "单位 {block} 自 {date} 起依 {pledge} 质押予 {beneficiary}：{reason}",
    ),
    fix=Text("have the pledge released first", "请先解除质押"),
)
def nothing_pledged_moves(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """Pledged units are neither transferred, used nor cancelled."""
    moved = passage(posting, facts.control)
    if moved is None:
        return
    if facts.control.restraints is None:
        yield unknown(RESTRAINTS, moved.place)
    for one in facts.control.restraints or ():
        if isinstance(one, Pledge) and share(one.block, moved.block):
            yield fails(
                {**moved.place, "pledge": one.id},
                block=one.block,
                beneficiary=one.beneficiary,
                date=one.on,
                pledge=one.id,
                reason=one.reason,
            )


@CONTROLLED.rule(
    "LIMIT_HOLDING",
    source=DESIGN,
    message=Text(
        "account {account} would hold {held} units, more than its limit {limit}",
        "账户 {account} 将持有 {held} 个单位，超过限额 {limit}",
    ),
    fix=Text("send fewer units or have the limit raised", "请减少数量或先提高限额"),
)
def taker_stays_within_its_limit(posting: Moving, facts: Facts) -> Shown | None:
    """An account holds no more units than its limit, where it has one."""
    moved = passage(posting, facts.control)
    if moved is None or moved.giver == moved.taker:
        return None
    where = {**moved.place, "account": moved.taker}
    if facts.control.settings is None:
        return unknown(SETTINGS, where)
    setting = _setting(facts, moved.taker)
    if setting is None or setting.holding_t is None:
        return None
    held = facts.control.held_t.get(moved.taker)
    if held is None:
        return unknown(Text("what the account holds", "账户持有量"), where)
    after = held + moved.quantity
    if after <= setting.holding_t:
        return None
    return fails(where, account=moved.taker, held=after, limit=setting.holding_t)


@CONTROLLED.rule(
    "LIMIT_TRANSFER",
    source=DESIGN,
    message=Text(
        "{quantity} units are more than the {limit} that account {account} gives at a time",
        "{quantity} 个单位超过账户 {account} 单次转出限额 {limit}",
    ),
    fix=Text("send fewer units or have the limit raised", "请减少数量或先提高限额"),
)
def giver_stays_within_its_limit(posting: Moving, facts: Facts) -> Shown | None:
    """An account gives no more units at a time than its limit, where it has one."""
    moved = passage(posting, facts.control)
    if moved is None or moved.giver is None:
        return None
    where = {**moved.place, "account": moved.giver}
    if facts.control.settings is None:
        return unknown(SETTINGS, where)
    setting, quantity = _setting(facts, moved.giver), moved.quantity
    if setting is None or setting.transfer_t is None or quantity <= setting.transfer_t:
        return None
    return fails(where, account=moved.giver, quantity=quantity, limit=setting.transfer_t)


@CONTROLLED.rule(
    "APPROVAL",
    source=DESIGN,
    message=Text(
        "account {account} gives units only when a second person approves",
        "账户 {account} 须经第二人批准方可转出单位",
    ),
    fix=Text("propose the posting and have another person approve it", "请提出申请并由他人批准"),
)
def two_persons_give_the_units(posting: Moving, facts: Facts) -> Shown | None:
    """Where an account demands it, its units move only by an approved proposal."""
    moved = passage(posting, facts.control)
    if moved is None or moved.giver is None or facts.control.approved:
        return None
    where = {**moved.place, "account": moved.giver}
    if facts.control.settings is None:
        return unknown(SETTINGS, where)
    setting = _setting(facts, moved.giver)
    return fails(where, account=moved.giver) if setting and setting.approval else None


def share(one: Block | None, other: Block | None) -> bool:
    """Whether two blocks have a unit in common; where there is none, there are no units."""
    if one is None or other is None or one.series != other.series:
        return False
    return one.first <= other.last and other.first <= one.last


def _setting(facts: Facts, account: str) -> SetControls | None:
    return (facts.control.settings or {}).get(account)
