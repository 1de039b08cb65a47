"""Rules that bind where the terms of an approach say so.

They are about who registers, who may hold units, and whether the host stays covered.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tallystick.article6.integrity.gate import Step
from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.first_transfers import newly_first_transferred
from tallystick.article6.postings.movements import (
    FirstTransfer,
    Movement,
    Transfer,
    UnitPosting,
)
from tallystick.article6.postings.permit_rules import ENTITY_ACCOUNT
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import Posting, RecordApproach
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.article6.postings.term_rules import crossings
from tallystick.article6.postings.unit_rules import place
from tallystick.article6.safeguards.coverage import COVERAGE
from tallystick.article6.safeguards.entities import ENTITIES, Entity
from tallystick.article6.safeguards.scenario import REGISTRATION, RegistryEntry, Scenario
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

REGISTERED: Rulebook[FirstTransfer | Transfer, Facts] = Rulebook("registration under control")
IDENTIFIED: Rulebook[Movement, Facts] = Rulebook("movement between known entities")
COVERED: Rulebook[UnitPosting, Facts] = Rulebook("first transfer from a host that is covered")

CONTROL, KYC = REGISTRATION["REGISTRATION_CONTROL"], ENTITIES["KYC"]
COVER = COVERAGE["HOST_NOT_COVERED"]


@REGISTERED.rule(CONTROL.code, source=CONTROL.source, message=CONTROL.message, fix=CONTROL.fix)
def those_in_control_have_consented(
    transfer: FirstTransfer | Transfer, facts: Facts
) -> Iterator[Shown]:
    """A transfer between Parties is registered once all who can block it have consented.

    Consent is a step of registration on file, in the name of the Party or of the body.
    """
    approach = _terms(transfer, facts)
    if approach is None or approach.registration is None:
        return
    scenario = Scenario(approach.registration, body=approach.registrar)
    for one in crossings(transfer, facts):
        filed = [step for step in one.steps or () if step.step is Step.REGISTRATION]
        consents = frozenset(step.party or step.by for step in filed if step.stands(one.on))
        entry = RegistryEntry(id=one.id, host=one.giver, taker=one.taker, consents=consents)
        yield from _each(CONTROL.test(entry, scenario))


@IDENTIFIED.rule(KYC.code, source=KYC.source, message=KYC.message, fix=KYC.fix)
def entities_are_known(movement: Movement, facts: Facts) -> Iterator[Shown]:
    """Where the terms ask for it, units move only between entities whose identity is verified.

    A check that nobody has recorded is no verification.
    """
    approach = _terms(movement, facts)
    if approach is None or not approach.identified:
        return
    for name in (movement.from_account, movement.to_account):
        account = facts.accounts.get(name)
        if account is not None and account.kind.code == ENTITY_ACCOUNT:
            yield from _identified(account, movement.on, facts)


def _identified(account: Account, on: date, facts: Facts) -> Iterable[Shown]:
    checks = [one for one in facts.terms.identities.get(account.id, ()) if one.on <= on]
    if not checks:
        named = {"entity": account.id, "kind": account.kind.label.en}
        return [fails({"entity": account.id}, state="not on record", date=on, **named)]
    last = checks[-1]
    entity = Entity(
        id=account.id,
        name=account.name,
        kind=last.holder,
        identity=last.identity,
        checked_on=last.on,
        valid_until=last.until,
    )
    return _each(KYC.test(entity, on))


@COVERED.rule(
    "HOST_FORECAST",
    source=DESIGN,
    message=Text(
        "the terms of {approach} ask for the forecast and the target of {host} for {year}, and "
        "none is on record",
        "{approach} 的条款要求 {host} {year} 年的预测和目标，但没有登记",
    ),
    fix=Text("record the forecast with that year first", "请先登记含该年份的预测"),
)
def host_has_a_forecast(posting: UnitPosting, facts: Facts) -> Shown | None:
    """Where the terms ask for it, a vintage without a projection or a target covers nothing."""
    series = posting.block.series
    if not _is_bound(posting, facts) or _forecast(posting, facts):
        return None
    where = {**place(posting), "host": series.party, "year": series.vintage}
    return fails(where, approach=series.approach, host=series.party, year=series.vintage)


@COVERED.rule(COVER.code, source=COVER.source, message=COVER.message, fix=COVER.fix)
def host_stays_covered(posting: UnitPosting, facts: Facts) -> Shown | None:
    """Where the terms ask for it, a vintage's first transfers stay within the host's forecast."""
    if not _is_bound(posting, facts):
        return None
    series, forecast = posting.block.series, _forecast(posting, facts)
    where = {**place(posting), "host": series.party, "years": series.vintage}
    if forecast is None:
        return unknown(Text("the forecast and target", "预测和目标"), where)
    quantity_t = sum(newly_first_transferred(posting, facts).values())
    done_t = facts.terms.done_t.get((series.party, series.vintage), 0)
    excess_t = done_t + quantity_t - forecast.covers_t[series.vintage]
    if excess_t <= 0:
        return None
    return fails(
        where,
        transfer=posting.block,
        quantity=quantity_t,
        host=series.party,
        balance=forecast.emissions_t[series.vintage] + done_t + quantity_t,
        years=series.vintage,
        target=forecast.target_t[series.vintage],
        excess=min(excess_t, quantity_t),
    )


def _is_bound(posting: UnitPosting, facts: Facts) -> bool:
    """Whether a posting first transfers units whose host the terms want covered."""
    approach = _terms(posting, facts)
    asks = approach is not None and approach.host_covered
    return bool(asks and newly_first_transferred(posting, facts))


def _forecast(posting: UnitPosting, facts: Facts) -> RecordForecast | None:
    """Return the host's forecast where it has the vintage."""
    series = posting.block.series
    forecast = facts.terms.forecasts.get(series.party)
    return forecast if forecast and series.vintage in forecast.covers_t else None


def _terms(posting: UnitPosting, facts: Facts) -> RecordApproach | None:
    return facts.terms.approaches.get(posting.block.series.approach)


def _each(shown: Iterable[Shown] | Shown | None) -> Iterable[Shown]:
    return [shown] if isinstance(shown, Shown) else shown or ()


AGREED_BOOKS: tuple[tuple[tuple[type[Posting], ...], Rulebook[Any, Facts]], ...] = (
    ((FirstTransfer, Transfer), REGISTERED),
    ((Movement,), IDENTIFIED),
    ((UnitPosting,), COVERED),
)
"""Which of these rules apply to which postings, in the order of reporting."""
