"""Rules that hold units and accounts fast, and the demands of accounts on movements."""

from collections import Counter
from collections.abc import Iterator

from tallystick.article6.postings.control_moves import Moving, Passage, passages
from tallystick.article6.postings.control_records import Freeze, Pledge, SetControls
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.plain import share
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
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
    for moved in passages(posting, facts.control):
        if facts.control.restraints is None:
            yield unknown(RESTRAINTS, moved.place)
        for one in facts.control.restraints or ():
            if isinstance(one, Freeze) and _freezes(one, moved):
                yield fails(
                    {**moved.place, "freeze": one.id},
                    what=one.account or one.range,
                    date=one.on,
                    freeze=one.id,
                    reason=one.reason,
                )


@CONTROLLED.rule(
    "PLEDGED",
    source=DESIGN,
    message=Text(
        "units {units} are pledged to {beneficiary} since {date} by {pledge}: {reason}",
        "单位 {units} 自 {date} 起依 {pledge} 质押予 {beneficiary}：{reason}",
    ),
    fix=Text("have the pledge released first", "请先解除质押"),
)
def nothing_pledged_moves(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """Pledged units are neither transferred, used nor cancelled."""
    for moved in passages(posting, facts.control):
        if facts.control.restraints is None:
            yield unknown(RESTRAINTS, moved.place)
        for one in facts.control.restraints or ():
            if isinstance(one, Pledge) and share(one.range, moved.range):
                yield fails(
                    {**moved.place, "pledge": one.id},
                    units=one.range,
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
def taker_stays_within_its_limit(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """An account holds no more units than its limit, where it has one."""
    passed: Counter[str] = Counter()
    for moved in passages(posting, facts.control):
        if moved.giver == moved.taker:
            continue
        passed[moved.taker] += moved.quantity
        passed[moved.giver or ""] -= moved.quantity
        where = {**moved.place, "account": moved.taker}
        if facts.control.settings is None:
            yield unknown(SETTINGS, where)
        setting = _setting(facts, moved.taker)
        if setting is None or setting.holding_t is None:
            continue
        held = facts.control.held_t.get(moved.taker)
        if held is None:
            yield unknown(Text("what the account holds", "账户持有量"), where)
        elif held + passed[moved.taker] > setting.holding_t:
            after = held + passed[moved.taker]
            yield fails(where, account=moved.taker, held=after, limit=setting.holding_t)


@CONTROLLED.rule(
    "LIMIT_TRANSFER",
    source=DESIGN,
    message=Text(
        "{quantity} units are more than the {limit} that account {account} gives at a time",
        "{quantity} 个单位超过账户 {account} 单次转出限额 {limit}",
    ),
    fix=Text("send fewer units or have the limit raised", "请减少数量或先提高限额"),
)
def giver_stays_within_its_limit(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """An account gives no more units at a time than its limit, where it has one."""
    for moved in passages(posting, facts.control):
        if moved.giver is None:
            continue
        where = {**moved.place, "account": moved.giver}
        if facts.control.settings is None:
            yield unknown(SETTINGS, where)
        setting, quantity = _setting(facts, moved.giver), moved.quantity
        if setting and setting.transfer_t is not None and quantity > setting.transfer_t:
            yield fails(where, account=moved.giver, quantity=quantity, limit=setting.transfer_t)


@CONTROLLED.rule(
    "APPROVAL",
    source=DESIGN,
    message=Text(
        "account {account} gives units only when a second person approves",
        "账户 {account} 须经第二人批准方可转出单位",
    ),
    fix=Text("propose the posting and have another person approve it", "请提出申请并由他人批准"),
)
def two_persons_give_the_units(posting: Moving, facts: Facts) -> Iterator[Shown]:
    """Where an account demands it, its units move only by an approved proposal."""
    if facts.control.approved:
        return
    for moved in passages(posting, facts.control):
        if moved.giver is None:
            continue
        where = {**moved.place, "account": moved.giver}
        if facts.control.settings is None:
            yield unknown(SETTINGS, where)
        setting = _setting(facts, moved.giver)
        if setting is not None and setting.approval:
            yield fails(where, account=moved.giver)


def _freezes(freeze: Freeze, moved: Passage) -> bool:
    return freeze.account in moved.accounts or share(freeze.range, moved.range)


def _setting(facts: Facts, account: str) -> SetControls | None:
    return (facts.control.settings or {}).get(account)
