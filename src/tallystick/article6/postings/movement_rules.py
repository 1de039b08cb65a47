"""Rules on moving units: who holds them, whether they may move, and first transfer."""

from collections.abc import Iterator

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.first_transfers import first_transfer, newly_first_transferred
from tallystick.article6.postings.movements import (
    FirstTransfer,
    Movement,
    Route,
    Transfer,
    UnitPosting,
)
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.unit_rules import place
from tallystick.article6.postings.units import within
from tallystick.core.actions import Purpose
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

MOVEMENTS: Rulebook[Movement, Facts] = Rulebook("movement")
TRANSFERS: Rulebook[FirstTransfer | Transfer, Facts] = Rulebook("transfer")
FIRST_TRANSFERS: Rulebook[UnitPosting, Facts] = Rulebook("first transfer")


@MOVEMENTS.rule(
    "HOLDER",
    source=DESIGN,
    message=Text(
        "account {account} holds {held} of the {quantity} units {block}",
        "账户 {account} 只持有 {block} 共 {quantity} 个单位中的 {held} 个",
    ),
    fix=Text("move only units that the account holds", "只能转出该账户持有的单位"),
)
def giver_holds_the_units(movement: Movement, facts: Facts) -> Shown | None:
    """Units are given only by the account that holds them; TERMINAL tells of ended ones."""
    held = sum(taken.block.quantity for taken in facts.taken(movement))
    ended = sum(
        one.block.quantity
        for one in within(facts.holdings, movement.block)
        if facts.is_terminal(one.account) and one.account != movement.from_account
    )
    if held + ended == movement.block.quantity:
        return None
    return fails(
        {**place(movement), "account": movement.from_account},
        account=movement.from_account,
        held=held,
        quantity=movement.block.quantity,
        block=movement.block,
    )


@MOVEMENTS.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "units {block} came to their end on {date}, on account {account} ({kind_en})",
        "单位 {block} 已于 {date} 在账户 {account}（{kind_zh}）终结",
    ),
    fix=Text("move only units that are neither used nor cancelled", "只能转移未使用且未注销的单位"),
)
def units_are_not_at_their_end(movement: Movement, facts: Facts) -> Iterator[Shown]:
    """Used and cancelled units never move again."""
    for held in within(facts.holdings, movement.block):
        if facts.is_terminal(held.account):
            kind = facts.accounts[held.account].kind.label
            yield fails(
                {"first_id": held.block.first_id, "last_id": held.block.last_id},
                block=held.block,
                date=held.received_on,
                account=held.account,
                kind_en=kind.en,
                kind_zh=kind.zh,
            )


@MOVEMENTS.rule(
    "CHRONOLOGY",
    source=DESIGN,
    message=Text(
        "units {block} were received on {received}, after {date}",
        "单位 {block} 于 {received} 收到，晚于 {date}",
    ),
    fix=Text("date the action on or after that day", "请将行动日期定在该日或之后"),
)
def units_were_there_before(movement: Movement, facts: Facts) -> Iterator[Shown]:
    """Units move on or after the day on which the account received them."""
    for held in facts.taken(movement):
        if held.received_on > movement.on:
            yield fails(
                place(movement), block=held.block, received=held.received_on, date=movement.on
            )


@TRANSFERS.rule(
    "FT_SUBTYPE",
    source="2/CMA.3 annex para 2",
    message=Text(
        "units {block} go from {giver} to {taker}, which calls for {kind}",
        "单位 {block} 由 {giver} 转至 {taker}，应登记为 {kind}",
    ),
    fix=Text("post it as {kind}", "请登记为 {kind}"),
)
def transfer_is_named_rightly(transfer: FirstTransfer | Transfer, facts: Facts) -> Iterator[Shown]:
    """The first international transfer of units that may serve an NDC is their first transfer.

    A contribution to the Adaptation Fund is posted as a transfer, wherever the account is.
    """
    if isinstance(transfer, Transfer) and transfer.subtype:
        return
    giver, taker = facts.party_of(transfer.from_account), facts.party_of(transfer.to_account)
    if giver is None or taker is None:
        return
    for units in facts.concerned(transfer):
        authorization = facts.governing(units, transfer.on)
        if authorization is None:
            yield unknown(Text("the authorization in force", "有效授权"), place(transfer))
            continue
        serves_ndc = Purpose.NDC in authorization.purposes
        first = giver != taker and serves_ndc and units.first_transferred_on is None
        right = FirstTransfer if first else Transfer
        # A second first transfer has a rule of its own.
        twice = isinstance(transfer, FirstTransfer) and units.first_transferred_on is not None
        if not twice and not isinstance(transfer, right):
            yield fails(
                place(transfer), block=units.block, giver=giver, taker=taker, kind=right.kind
            )


@TRANSFERS.rule(
    "FT_SUBTYPE",
    source="4/CMA.6 para 16; 7/CMA.4 annex I para 39",
    message=Text(
        "account {account} takes what is given to the Adaptation Fund, and the {kind} of {block} "
        "does not say whether it is mandatory or voluntary",
        "账户 {account} 接收转让给适应基金的单位，而 {block} 的 {kind} 未说明属强制还是自愿",
    ),
    fix=Text(
        "post it as a transfer with the subtype that says so", "请登记为转让，并填写相应的子类型"
    ),
)
def contribution_says_what_it_is(transfer: FirstTransfer | Transfer, facts: Facts) -> Shown | None:
    """Units reach the Adaptation Fund by transfers that say so, for they are first transfers."""
    account = facts.accounts.get(transfer.to_account)
    if account is None or Route.CONTRIBUTION not in account.kind.takes:
        return None
    if isinstance(transfer, Transfer) and transfer.subtype:
        return None
    where = {**place(transfer), "account": account.id}
    return fails(where, account=account.id, kind=transfer.kind, block=transfer.block)


@TRANSFERS.rule(
    "FT_TWICE",
    source="4/CMA.6 para 12",
    message=Text(
        "units {block} were first transferred on {date}",
        "单位 {block} 已于 {date} 首次转让",
    ),
    fix=Text("post it as a transfer", "请登记为转让"),
)
def first_transfer_is_once(transfer: FirstTransfer | Transfer, facts: Facts) -> Iterator[Shown]:
    """Units are first transferred once."""
    for units in facts.concerned(transfer):
        if isinstance(transfer, FirstTransfer) and units.first_transferred_on is not None:
            yield fails(place(transfer), block=units.block, date=units.first_transferred_on)


@FIRST_TRANSFERS.rule(
    "FT_UNAUTH",
    source="4/CMA.6 para 11",
    message=Text(
        "no authorization is in force for units {block} on {date}",
        "单位 {block} 在 {date} 没有有效授权",
    ),
    fix=Text("authorize the units first", "请先授权"),
)
def first_transfer_is_authorized(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Units are first transferred only under an authorization in force."""
    for units in facts.concerned(posting):
        if first_transfer(posting, units, facts) is None:
            continue
        if not facts.is_in_force(units.authorization, posting.on):
            yield fails(place(posting), block=units.block, date=posting.on)


@FIRST_TRANSFERS.rule(
    "AUTH_CAP",
    source="4/CMA.6 para 5(h)",
    message=Text(
        "{total} units first transferred exceed the {cap} that {authorization} authorizes",
        "首次转让 {total} 个单位，超过授权 {authorization} 的数量 {cap}",
    ),
    fix=Text(
        "stay within the authorized quantity or have it changed",
        "请不超过授权数量，或先变更授权",
    ),
)
def first_transfers_stay_within_the_cap(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """First transfers do not exceed the authorized quantity, where there is one."""
    for identifier, quantity in newly_first_transferred(posting, facts).items():
        cap = facts.cap_t(identifier, posting.on)
        if cap is None:
            continue
        done = facts.first_transferred.get(identifier)
        where = {**place(posting), "authorization": identifier}
        if done is None:
            missing = Text("what has been first transferred before", "此前已首次转让的数量")
            yield unknown(missing, where)
        elif done.quantity_t + quantity > cap:
            yield fails(where, total=done.quantity_t + quantity, cap=cap, authorization=identifier)
