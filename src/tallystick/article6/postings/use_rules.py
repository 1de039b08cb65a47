"""Rules on use and cancellation, and on the time that an authorization covers."""

from collections.abc import Iterator

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Cancel, Issue, UnitPosting, Use
from tallystick.article6.postings.unit_rules import place
from tallystick.article6.postings.units import Units
from tallystick.article6.requirements import USE_PURPOSE
from tallystick.core.actions import Purpose, print_purposes
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

USES: Rulebook[Use | Cancel, Facts] = Rulebook("use")
TIMES: Rulebook[UnitPosting, Facts] = Rulebook("timeframe")

IN_FORCE = Text("the authorization in force", "有效授权")


def _where(posting: UnitPosting, units: Units) -> dict[str, object]:
    return {**place(posting), "authorization": units.authorization}


@USES.rule(
    "USE_PERIOD",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "vintage {vintage} and the year of use {year} do not lie in one NDC period of {party}, "
        "the using Party",
        "年份 {vintage} 与使用年份 {year} 不在使用缔约方 {party} 的同一国家自主贡献周期内",
    ),
    fix=Text(
        "use the units for a year of the NDC period in which they occurred",
        "请用于其发生所在国家自主贡献周期内的年份",
    ),
)
def use_is_within_the_period(use: Use | Cancel, facts: Facts) -> Shown | None:
    """Units are used in the NDC period of the using Party in which they occurred."""
    year = use.year if isinstance(use, Use) else None
    if year is None:
        return None
    vintage, party = use.block.series.vintage, facts.party_of(use.from_account)
    periods = [ndc.period for ndc in facts.ndcs if vintage in ndc.period or year in ndc.period]
    if not periods:
        missing = Text("the NDC period of the using Party", "使用缔约方的国家自主贡献周期")
        return unknown(missing, {**place(use), "party": party})
    if any(vintage in period and year in period for period in periods):
        return None
    return fails({**place(use), "party": party}, vintage=vintage, year=year, party=party)


@USES.rule(
    "USE_PERIOD",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "account {account} serves the NDC period {period}, not the year {year}",
        "账户 {account} 用于国家自主贡献周期 {period}，不含 {year} 年",
    ),
    fix=Text(
        "use the units on the account for the NDC period of that year",
        "请在该年份所属国家自主贡献周期的账户上使用",
    ),
)
def use_account_serves_the_year(use: Use | Cancel, facts: Facts) -> Shown | None:
    """An account that states an NDC period takes uses for its years only."""
    account = facts.accounts.get(use.to_account)
    year = use.year if isinstance(use, Use) else None
    if year is None or account is None or account.period is None or year in account.period:
        return None
    where = {**place(use), "account": account.id}
    return fails(where, account=account.id, period=account.period, year=year)


@USES.rule("USE_PURPOSE", **USE_PURPOSE.words)
def purpose_is_authorized(use: Use | Cancel, facts: Facts) -> Iterator[Shown]:
    """Units serve only what they are authorized for."""
    if use.purpose is None:
        return
    for units in facts.concerned(use):
        authorization = facts.governing(units, use.on)
        if authorization is None:
            yield unknown(IN_FORCE, _where(use, units))
        elif use.purpose not in authorization.purposes:
            authorized = print_purposes(authorization.purposes)
            told = {"authorization": authorization.id, "authorized": authorized}
            yield fails(_where(use, units), purpose=use.purpose, **told)


@USES.rule(
    "USE_WHO",
    source="4/CMA.6 para 5(b)",
    message=Text(
        "{who} is not authorized under {authorization}",
        "{who} 未获授权 {authorization} 准许",
    ),
    fix=Text(
        "use the units as one of the authorized Parties or entities",
        "请由获授权的缔约方或实体使用",
    ),
)
def user_is_authorized(use: Use | Cancel, facts: Facts) -> Iterator[Shown]:
    """Where Parties or entities are named, only they use the units; none named means any."""
    if use.purpose is None:
        return
    party = facts.party_of(use.from_account)
    for units in facts.concerned(use):
        authorization = facts.governing(units, use.on)
        if authorization is None:
            yield unknown(IN_FORCE, _where(use, units))
            continue
        if use.purpose is Purpose.NDC:
            who, allowed = party, authorization.authorized_parties
        else:
            who, allowed = use.entity, authorization.authorized_entities
        if allowed and who is None:
            yield unknown(Text("who uses the units", "使用者"), _where(use, units))
        elif allowed and who not in allowed:
            yield fails(_where(use, units), who=who, authorization=authorization.id)


@USES.rule(
    "USE_WHO",
    source="2/CMA.3 annex para 1(d)",
    message=Text(
        "{party} cannot use towards its own NDC what it first transfers itself",
        "{party} 不能将自己首次转让的成果用于自己的国家自主贡献",
    ),
    fix=Text(
        "leave the units in the Party's own account: its inventory shows them already",
        "请将单位留在该缔约方自己的账户：其清单已反映",
    ),
)
def user_is_another_party(use: Use | Cancel, facts: Facts) -> Shown | None:
    """A use towards an NDC follows an international transfer."""
    if use.purpose is not Purpose.NDC:
        return None
    party = facts.party_of(use.from_account)
    return fails(place(use), party=party) if party == use.block.series.party else None


@TIMES.rule(
    "AUTH_TIME",
    source="4/CMA.6 para 5(c)",
    message=Text(
        "{year} lies outside the timeframe {first} to {last} of authorization {authorization}",
        "{year} 不在授权 {authorization} 的期限 {first} 至 {last} 内",
    ),
    fix=Text(
        "stay within the authorized timeframe or have it changed",
        "请不超出授权期限，或先变更授权",
    ),
)
def years_are_within_the_timeframe(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Vintage at issuance and year of use lie in the authorized timeframe, where there is one."""
    year = _year(posting)
    if year is None:
        return
    for units in facts.concerned(posting):
        authorization = facts.governing(units, posting.on)
        if authorization is None:
            yield unknown(IN_FORCE, _where(posting, units))
            continue
        first, last = authorization.first_year, authorization.last_year
        if (first is not None and year < first) or (last is not None and year > last):
            yield fails(
                _where(posting, units),
                year=year,
                first=first,
                last=last,
                authorization=authorization.id,
            )


def _year(posting: UnitPosting) -> int | None:
    if isinstance(posting, Issue):
        return posting.block.series.vintage
    return posting.year if isinstance(posting, Use) else None
