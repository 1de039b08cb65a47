"""Rules on single actions; an action that breaks one does not count."""

from tallystick import law
from tallystick.article6.account.values import Account, Action
from tallystick.article6.requirements import ITMO_VINTAGE, ITMO_VINTAGE_FUTURE, USE_PURPOSE
from tallystick.core.actions import (
    OIMP,
    TERMINAL,
    ActionType,
    Purpose,
    Purposes,
    print_purposes,
)
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

ACTIONS: Rulebook[Action, Account] = Rulebook("action")

NDC_ONLY: Purposes = frozenset({Purpose.NDC})
FIRST_TRANSFERRING = TERMINAL | {ActionType.FIRST_TRANSFER, ActionType.CONTRIBUTION}


def place(action: Action) -> dict[str, object]:
    """Say which action a finding is about."""
    named = {"authorization": action.authorization, "counterparty": action.counterparty}
    return {
        **action.origin,
        "action": action.type.value,
        "date": action.on.isoformat(),
        "vintage": action.vintage,
        **{name: value for name, value in named.items() if value},
    }


@ACTIONS.rule("ITMO_VINTAGE", **ITMO_VINTAGE.words)
def vintage_is_not_too_old(action: Action, _: Account) -> Shown | None:
    """Mitigation outcomes date from the first year of the guidance onward."""
    first = int(law.parameter("first_vintage"))
    if action.vintage >= first:
        return None
    return fails(place(action), vintage=action.vintage, first=first)


@ACTIONS.rule("ITMO_VINTAGE_FUTURE", **ITMO_VINTAGE_FUTURE.words)
def vintage_is_not_in_the_future(action: Action, _: Account) -> Shown | None:
    """A mitigation outcome has occurred before anything happens to it."""
    if action.vintage <= action.on.year:
        return None
    return fails(place(action), vintage=action.vintage, year=action.on.year)


@ACTIONS.rule(
    "BLOCK_QTY",
    source="6/CMA.4 annex I para 6",
    message=Text(
        "the block from {first} to {last} holds {held} units, not {quantity}",
        "区块 {first} 至 {last} 含 {held} 个单位，而非 {quantity} 个",
    ),
    fix=Text("correct the block or the quantity", "请更正区块或数量"),
)
def block_holds_the_quantity(action: Action, _: Account) -> Shown | None:
    """A block of serials holds as many units as the action moves."""
    if action.block is None:
        return None
    first, last = action.block
    held = last - first + 1
    if held == action.quantity_t:
        return None
    return fails(place(action), first=first, last=last, held=held, quantity=action.quantity_t)


@ACTIONS.rule(
    "AUTH_REF",
    source="2/CMA.3 annex para 20(a)",
    message=Text("authorization {authorization} is not found", "找不到授权 {authorization}"),
    fix=Text(
        "list the authorization, or leave it out for units acquired from another Party",
        "请列出该授权；对从其他缔约方获取的单位，请不填授权",
    ),
)
def authorization_is_listed(action: Action, account: Account) -> Shown | None:
    """The Party's own authorizations are in the account; others' are where those Parties report."""
    named = action.authorization
    if named is None or named in account.authorizations or action.type is ActionType.ACQUISITION:
        return None
    if action.is_ndc_use:
        missing = Text(
            f"authorization {named} of the first transferring Party",
            f"首次转让缔约方的授权 {named}",
        )
        return unknown(missing, place(action))
    return fails(place(action), authorization=named)


@ACTIONS.rule(
    "FT_UNAUTH",
    source="4/CMA.6 para 11",
    message=Text("no authorization is in force on {date}", "{date} 没有有效授权"),
    fix=Text(
        "name the authorization under which the units are first transferred, and date it before",
        "请注明单位首次转让所依据的授权，且其日期须在此之前",
    ),
)
def first_transfer_is_authorized(action: Action, account: Account) -> Shown | None:
    """Nothing is first transferred, or ends as a first transfer, before it is authorized."""
    if action.is_ndc_use or action.type not in FIRST_TRANSFERRING:
        return None
    authorization = account.authorizations.get(action.authorization or "")
    if authorization is None:
        if action.type is ActionType.FIRST_TRANSFER:
            return fails(place(action), date=action.on)
        if action.authorization is None and action.purposes & OIMP:
            return unknown(Text("whose authorization it is", "所依据的授权"), place(action))
        return None
    if authorization.on is None:
        missing = Text("the date of the authorization", "授权日期")
        return unknown(missing, place(action))
    return None if authorization.on <= action.on else fails(place(action), date=action.on)


@ACTIONS.rule("USE_PURPOSE", **USE_PURPOSE.words)
def purpose_is_authorized(action: Action, account: Account) -> Shown | None:
    """Units serve only what they are authorized for."""
    purposes = NDC_ONLY if action.is_ndc_use else action.purposes
    authorization = account.authorizations.get(action.authorization or "")
    if authorization is None or action.type not in TERMINAL or not purposes:
        return None
    if purposes & authorization.purposes:
        return None
    return fails(
        place(action),
        purpose=print_purposes(purposes),
        authorization=authorization.id,
        authorized=print_purposes(authorization.purposes),
    )


@ACTIONS.rule(
    "USE_PERIOD",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "vintage {vintage} and the year of use {year} do not both lie in the NDC period {period} "
        "of {party}, the using Party, whose period decides",
        "年份 {vintage} 与使用年份 {year} 并非都在使用缔约方 {party} 的国家自主贡献周期 {period} 内"
        "（以使用缔约方的周期为准）",
    ),
    fix=Text(
        "use the units for a year of the NDC period in which they occurred",
        "请用于其发生所在国家自主贡献周期内的年份",
    ),
)
def use_is_within_the_period(action: Action, account: Account) -> Shown | None:
    """Units are used in the NDC period of the using Party in which they occurred."""
    period = account.ndc.period
    if not action.is_ndc_use or action.year is None:
        return None
    if action.vintage in period and action.year in period:
        return None
    return fails(
        place(action),
        vintage=action.vintage,
        year=action.year,
        period=period,
        party=account.party,
    )
