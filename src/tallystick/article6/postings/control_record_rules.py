"""Rules on freezes, pledges, limits and corrections, and on what opens and ends a matter."""

from collections.abc import Iterator

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    Restraint,
    SetControls,
)
from tallystick.article6.postings.control_rules import RESTRAINTS, share
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Movement
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.units import Holding, within
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Opening = Freeze | Pledge | Propose

OPENINGS: Rulebook[Opening, Facts] = Rulebook("freeze, pledge or proposal")
ENDINGS: Rulebook[Ending, Facts] = Rulebook("end of a freeze, pledge, proposal or mistake")
RESTRAINING: Rulebook[Restraint, Facts] = Rulebook("freeze or pledge")
SETTINGS: Rulebook[SetControls, Facts] = Rulebook("controls of an account")
CORRECTIONS: Rulebook[Correct, Facts] = Rulebook("correction")

ON_RECORD = Text("what is on record under this id", "该编号下的登记")


@OPENINGS.rule(
    "ID_TAKEN",
    source=DESIGN,
    message=Text("{kind} {id} is on record already", "{kind} {id} 已有登记"),
    fix=Text("choose another id", "请另选编号"),
)
def id_is_new(opening: Opening, facts: Facts) -> Shown | None:
    """An id stands for one freeze, pledge or proposal."""
    where = {opening.kind: opening.id}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    if facts.control.matter.opened is None:
        return None
    return fails(where, kind=opening.kind, id=opening.id)


@ENDINGS.rule(
    "ID_UNKNOWN",
    source=DESIGN,
    message=Text("no {kind} {id} is on record", "没有登记 {kind} {id}"),
    fix=Text("name one that is on record", "请指明已登记的编号"),
)
def it_was_opened(ending: Ending, facts: Facts) -> Shown | None:
    """Only what is on record is ended."""
    where = {ending.opened_as: ending.subject}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    if facts.control.matter.opened is not None:
        return None
    return fails(where, kind=ending.opened_as, id=ending.subject)


@ENDINGS.rule(
    "ENDED",
    source=DESIGN,
    message=Text(
        "{kind} {id} was ended on {date} by its {how}",
        "{kind} {id} 已于 {date} 以 {how} 终结",
    ),
    fix=Text("nothing is left to do", "无需再处理"),
)
def it_is_ended_once(ending: Ending, facts: Facts) -> Shown | None:
    """Whatever was opened ends once."""
    where = {ending.opened_as: ending.subject}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    ended = facts.control.matter.ended
    if ended is None:
        return None
    return fails(where, kind=ending.opened_as, id=ending.subject, date=ended.on, how=ended.kind)


@ENDINGS.rule(
    "CHRONOLOGY",
    source=DESIGN,
    message=Text(
        "{kind} {id} is of {opened}, later than {date}",
        "{kind} {id} 的日期 {opened} 晚于 {date}",
    ),
    fix=Text("date the end on or after that day", "请将终结日期定在该日或之后"),
)
def it_ends_after_it_began(ending: Ending, facts: Facts) -> Shown | None:
    """Nothing ends before its day."""
    where = {ending.opened_as: ending.subject}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    opened = facts.control.matter.opened
    if opened is None or opened.on <= ending.on:
        return None
    return fails(where, kind=ending.opened_as, id=ending.subject, opened=opened.on, date=ending.on)


@RESTRAINING.rule(
    "HOLDER",
    source=DESIGN,
    message=Text(
        "{held} of the {quantity} units {block} are there to be held fast",
        "{block} 共 {quantity} 个单位中只有 {held} 个可予限制",
    ),
    fix=Text(
        "freeze units that exist, and pledge units that the account holds",
        "请冻结已存在的单位，或质押该账户持有的单位",
    ),
)
def units_are_there(restraint: Restraint, facts: Facts) -> Shown | None:
    """Frozen units exist, and pledged units are on the account that pledges them."""
    block = restraint.block
    if block is None:
        return None
    held = sum(one.block.quantity for one in _held(restraint, facts))
    if held == block.quantity:
        return None
    where = {restraint.kind: restraint.id, "first_id": block.first_id, "last_id": block.last_id}
    return fails(where, held=held, quantity=block.quantity, block=block)


@RESTRAINING.rule(
    "PLEDGED",
    source=DESIGN,
    message=Text(
        "units {block} are pledged to {beneficiary} already, by {pledge}",
        "单位 {block} 已依 {pledge} 质押予 {beneficiary}",
    ),
    fix=Text("pledge units that are free", "请质押未设质押的单位"),
)
def units_are_pledged_once(restraint: Restraint, facts: Facts) -> Iterator[Shown]:
    """A unit secures one claim at a time."""
    if not isinstance(restraint, Pledge):
        return
    if facts.control.restraints is None:
        yield unknown(RESTRAINTS, {"pledge": restraint.id})
    for one in facts.control.restraints or ():
        if isinstance(one, Pledge) and share(one.block, restraint.block):
            where = {"pledge": restraint.id}
            yield fails(where, block=one.block, beneficiary=one.beneficiary, pledge=one.id)


@RESTRAINING.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units {block} came to their end on account {account}",
        "单位 {block} 已在账户 {account} 终结",
    ),
    fix=Text("pledge units that are neither used nor cancelled", "请质押未使用且未注销的单位"),
)
def pledged_units_are_not_at_their_end(restraint: Restraint, facts: Facts) -> Iterator[Shown]:
    """Used and cancelled units secure nothing."""
    for held in _held(restraint, facts):
        if isinstance(restraint, Pledge) and facts.is_terminal(held.account):
            yield fails({"pledge": restraint.id}, block=held.block, account=held.account)


@RESTRAINING.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("account {account} is not open", "账户 {account} 尚未开立"),
    fix=Text("name an account that is open", "请指明已开立的账户"),
)
def restrained_account_is_open(restraint: Restraint, facts: Facts) -> Shown | None:
    """Only an open account is frozen, or pledges."""
    account = restraint.account
    if account is None or account in facts.accounts:
        return None
    return fails({restraint.kind: restraint.id, "account": account}, account=account)


@SETTINGS.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("account {account} is not open", "账户 {account} 尚未开立"),
    fix=Text("name accounts that are open", "请指明已开立的账户"),
)
def controlled_accounts_are_open(settings: SetControls, facts: Facts) -> Iterator[Shown]:
    """Controls are set on an open account and trust open accounts."""
    for account in sorted({settings.account} | settings.trusted):
        if account not in facts.accounts:
            yield fails({"account": account}, account=account)


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text(
        "the posting {key} is a {kind}, which moves no units from an account",
        "登记 {key} 是 {kind}，并未从账户转出单位",
    ),
    fix=Text("correct a transfer, or record a later version", "请更正转让，或登记新版本"),
)
def mistake_is_a_movement(correction: Correct, facts: Facts) -> Shown | None:
    """Only a movement is undone; a record is corrected by a later one."""
    where = {"movement": correction.movement}
    if facts.control.matter is None:
        return unknown(ON_RECORD, where)
    opened = facts.control.matter.opened
    if opened is None or isinstance(opened, Movement):
        return None
    return fails(where, key=correction.movement, kind=opened.kind)


@CORRECTIONS.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units {block} came to their end on account {account}",
        "单位 {block} 已在账户 {account} 终结",
    ),
    fix=Text("used and cancelled units stay where they are", "已使用或注销的单位不得再移动"),
)
def mistake_ended_no_units(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """Used and cancelled units never move again, not even by a correction."""
    mistake = _mistake(facts)
    for held in within(facts.holdings, mistake.block) if mistake else ():
        if facts.is_terminal(held.account):
            where = {"movement": correction.movement}
            yield fails(where, block=held.block, account=held.account)


@CORRECTIONS.rule(
    "CORRECTION",
    source=DESIGN,
    message=Text("units {block} have moved since the mistake", "单位 {block} 在误记后已再转移"),
    fix=Text("correct the later movements first", "请先更正其后的转移"),
)
def units_are_where_the_mistake_put_them(correction: Correct, facts: Facts) -> Shown | None:
    """A mistake is undone only while its units stand as it left them."""
    mistake, where = _mistake(facts), {"movement": correction.movement}
    if mistake is None:
        return None
    if facts.control.moved_since is None:
        return unknown(Text("whether the units have moved since", "单位其后是否转移"), where)
    return fails(where, block=mistake.block) if facts.control.moved_since else None


@CORRECTIONS.rule(
    "CHRONOLOGY",
    source=DESIGN,
    message=Text(
        "units {block} were received on {received}, after {date}",
        "单位 {block} 于 {received} 收到，晚于 {date}",
    ),
    fix=Text("date the correction on or after that day", "请将更正日期定在该日或之后"),
)
def units_were_there_before_the_correction(correction: Correct, facts: Facts) -> Iterator[Shown]:
    """Units go back on or after the day on which they came."""
    mistake = _mistake(facts)
    for held in within(facts.holdings, mistake.block) if mistake else ():
        if held.received_on > correction.on:
            where = {"movement": correction.movement}
            yield fails(where, block=held.block, received=held.received_on, date=correction.on)


def _held(restraint: Restraint, facts: Facts) -> list[Holding]:
    """Return the units to be held fast: wherever they are, or on the account that pledges."""
    if restraint.block is None:
        return []
    inside = within(facts.holdings, restraint.block)
    pledging = isinstance(restraint, Pledge)
    return [one for one in inside if not pledging or one.account == restraint.account]


def _mistake(facts: Facts) -> Movement | None:
    opened = facts.control.matter.opened if facts.control.matter else None
    return opened if isinstance(opened, Movement) else None
