"""Rules on every posting of units."""

from collections.abc import Iterator
from functools import lru_cache

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Movement,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.requirements import ITMO_VINTAGE, ITMO_VINTAGE_FUTURE
from tallystick.core.findings import Text
from tallystick.core.identifiers import Series, parse_full_id
from tallystick.core.rules import Rulebook, Shown, fails, unknown

UNITS: Rulebook[UnitPosting, Facts] = Rulebook("units")


def place(posting: UnitPosting) -> dict[str, object]:
    """Say which units a finding is about."""
    return {"first_id": posting.block.first_id, "last_id": posting.block.last_id}


@UNITS.rule(
    "ITMO_ID",
    source="6/CMA.4 annex I para 5",
    message=Text(
        '"{identifier}" is not CANNNN-PPPNN-PPP-serial-yyyy',
        "“{identifier}”不是 CANNNN-PPPNN-PPP-编号-年份 的形式",
    ),
    fix=Text(
        "give approach, registry, Party, serial and vintage in this shape",
        "请按此形式给出合作方法、登记处、缔约方、编号和年份",
    ),
)
def identifier_has_its_shape(posting: UnitPosting, _: Facts) -> Shown | None:
    """An identifier consists of its five components, and nothing but them."""
    if _is_exact(posting.block.series):
        return None
    return fails(place(posting), identifier=posting.block.first_id)


@lru_cache(maxsize=4096)
def _is_exact(series: Series) -> bool:
    """Whether the identifiers of a series read back as they are; every serial does."""
    try:
        return parse_full_id(series.full_id(1)) == (series, 1)
    except ValueError:
        return False


@UNITS.rule("ITMO_VINTAGE", **ITMO_VINTAGE.words)
def vintage_is_not_too_old(posting: UnitPosting, facts: Facts) -> Shown | None:
    """Mitigation outcomes date from the first year of the guidance onward."""
    vintage = posting.block.series.vintage
    if facts.first_vintage is None:
        return unknown(Text("the first vintage", "最早年份"), place(posting))
    if vintage >= facts.first_vintage:
        return None
    return fails(place(posting), vintage=vintage, first=facts.first_vintage)


@UNITS.rule("ITMO_VINTAGE_FUTURE", **ITMO_VINTAGE_FUTURE.words)
def vintage_is_not_in_the_future(posting: UnitPosting, _: Facts) -> Shown | None:
    """A mitigation outcome has occurred before it is booked."""
    vintage, year = posting.block.series.vintage, posting.on.year
    return fails(place(posting), vintage=vintage, year=year) if vintage > year else None


@UNITS.rule(
    "PART_A",
    source="2/CMA.3 annex para 4(a)",
    message=Text(
        "{party} was not a Party to the Paris Agreement on {date}",
        "{party} 在 {date} 不是《巴黎协定》缔约方",
    ),
    fix=Text(
        "date the action on a day on which the Paris Agreement binds the Party",
        "请将行动日期定在《巴黎协定》对该缔约方有约束力的日期",
    ),
)
def participants_are_parties(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Those who issue, transfer, acquire and use are Parties to the Paris Agreement."""
    for code in _participants(posting, facts):
        party = facts.parties.get(code)
        if party is None:
            yield unknown(
                Text("the membership of the Party", "缔约方资格信息"),
                {**place(posting), "party": code},
            )
        elif not party.is_party_on(posting.on):
            yield fails({**place(posting), "party": code}, party=code, date=posting.on)


def _participants(posting: UnitPosting, facts: Facts) -> list[str]:
    """Cancelling, and moving units at home, stays open to a Party that has left."""
    if isinstance(posting, Cancel):
        return []
    accounts = [posting.to_account]
    if isinstance(posting, Movement):
        accounts.insert(0, posting.from_account)
    parties = sorted({party for party in map(facts.party_of, accounts) if party})
    at_home = isinstance(posting, FirstTransfer | Transfer) and len(parties) == 1
    return [] if at_home else parties


@UNITS.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("account {account} is not open", "账户 {account} 尚未开立"),
    fix=Text("open the account first", "请先开立该账户"),
)
def accounts_are_open(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Units stand only on accounts that have been opened."""
    named = [posting.to_account]
    if isinstance(posting, Movement):
        named.insert(0, posting.from_account)
    for account in named:
        if account not in facts.accounts:
            yield fails({**place(posting), "account": account}, account=account)


@UNITS.rule(
    "ACCOUNT",
    source="2/CMA.3 annex para 29",
    message=Text(
        "account {account} ({kind_en}) does not take units by {route}",
        "账户 {account}（{kind_zh}）不接收以 {route} 方式转入的单位",
    ),
    fix=Text("choose an account of a kind that does", "请选择可接收的账户类型"),
)
def account_takes_the_units(posting: UnitPosting, facts: Facts) -> Shown | None:
    """The receiving account is of a kind that takes such units."""
    account = facts.accounts.get(posting.to_account)
    if account is None or posting.route in account.kind.takes:
        return None
    return fails(
        {**place(posting), "account": account.id},
        account=account.id,
        kind_en=account.kind.label.en,
        kind_zh=account.kind.label.zh,
        route=posting.route,
    )


@UNITS.rule(
    "ACCOUNT",
    source="2/CMA.3 annex para 29",
    message=Text(
        "account {account} belongs to {party}, the units come from an account of {other}",
        "账户 {account} 属于 {party}，而单位来自 {other} 的账户",
    ),
    fix=Text(
        "use or cancel on an account of the Party that holds the units",
        "请在持有单位的缔约方账户上使用或注销",
    ),
)
def use_and_cancellation_stay_at_home(posting: UnitPosting, facts: Facts) -> Shown | None:
    """Units are used and cancelled on an account of the Party whose account gives them."""
    if not isinstance(posting, Use | Cancel):
        return None
    giver, taker = facts.party_of(posting.from_account), facts.party_of(posting.to_account)
    if giver is None or taker is None or giver == taker:
        return None
    return fails(place(posting), account=posting.to_account, party=taker, other=giver)
