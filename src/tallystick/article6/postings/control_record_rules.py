"""Rules on freezes, pledges and limits, and on what opens and ends a matter."""

from collections.abc import Iterator

from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.control_records import (
    Ending,
    Freeze,
    Pledge,
    Restraint,
    SetControls,
)
from tallystick.article6.postings.control_rules import RESTRAINTS
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.plain import HeldRange, inside, share
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Opening = Freeze | Pledge | Propose

OPENINGS: Rulebook[Opening, Facts] = Rulebook("freeze, pledge or proposal")
ENDINGS: Rulebook[Ending, Facts] = Rulebook("end of a freeze, pledge, proposal or mistake")
RESTRAINING: Rulebook[Restraint, Facts] = Rulebook("freeze or pledge")
SETTINGS: Rulebook[SetControls, Facts] = Rulebook("controls of an account")

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
        "{held} of the {quantity} units {units} are there to be held fast",
        "{units} 共 {quantity} 个单位中只有 {held} 个可予限制",
    ),
    fix=Text(
        "freeze units that exist, and pledge units that the account holds",
        "请冻结已存在的单位，或质押该账户持有的单位",
    ),
)
def units_are_there(restraint: Restraint, facts: Facts) -> Shown | None:
    """Frozen units exist, and pledged units are on the account that pledges them."""
    units = restraint.range
    if units is None:
        return None
    held = sum(one.range.quantity for one in _held(restraint, facts))
    if held == units.quantity:
        return None
    place = {"series": units.series, "first": units.first, "last": units.last}
    where = {restraint.kind: restraint.id, **place}
    return fails(where, held=held, quantity=units.quantity, units=units)


@RESTRAINING.rule(
    "PLEDGED",
    source=DESIGN,
    message=Text(
        "units {units} are pledged to {beneficiary} already, by {pledge}",
        "单位 {units} 已依 {pledge} 质押予 {beneficiary}",
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
        if isinstance(one, Pledge) and share(one.range, restraint.range):
            where = {"pledge": restraint.id}
            yield fails(where, units=one.range, beneficiary=one.beneficiary, pledge=one.id)


@RESTRAINING.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units {units} came to their end on account {account}",
        "单位 {units} 已在账户 {account} 终结",
    ),
    fix=Text("pledge units that are neither used nor cancelled", "请质押未使用且未注销的单位"),
)
def pledged_units_are_not_at_their_end(restraint: Restraint, facts: Facts) -> Iterator[Shown]:
    """Used and cancelled units secure nothing."""
    for held in _held(restraint, facts):
        if isinstance(restraint, Pledge) and facts.is_terminal(held.account):
            yield fails({"pledge": restraint.id}, units=held.range, account=held.account)


@RESTRAINING.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("there is no account {account}", "没有账户 {account}"),
    fix=Text("name an account that is open or in use", "请指明已开立或已使用的账户"),
)
def restrained_account_is_there(restraint: Restraint, facts: Facts) -> Shown | None:
    """Only an account that was opened, or has received units, is frozen or pledges."""
    account = restraint.account
    if account is None or _is_there(account, facts):
        return None
    return fails({restraint.kind: restraint.id, "account": account}, account=account)


@SETTINGS.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("there is no account {account}", "没有账户 {account}"),
    fix=Text("name accounts that are open or in use", "请指明已开立或已使用的账户"),
)
def controlled_accounts_are_there(settings: SetControls, facts: Facts) -> Iterator[Shown]:
    """Controls are set on an account, and trust accounts, that were opened or received units."""
    for account in sorted({settings.account} | settings.trusted):
        if not _is_there(account, facts):
            yield fails({"account": account}, account=account)


def _is_there(account: str, facts: Facts) -> bool:
    return account in facts.accounts or account in facts.control.in_use


def _held(restraint: Restraint, facts: Facts) -> list[HeldRange]:
    """Return the units to be held fast: wherever they are, or on the account that pledges."""
    if restraint.range is None:
        return []
    found = inside(facts.ranges, restraint.range)
    pledging = isinstance(restraint, Pledge)
    return [one for one in found if not pledging or one.account == restraint.account]
