"""Rules that bind where the terms of an approach say so: who registers, and who may hold units."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tallystick.article6.integrity.gate import Step
from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.movements import FirstTransfer, Movement, Transfer
from tallystick.article6.postings.permit_rules import ENTITY_ACCOUNT
from tallystick.article6.postings.records import Posting, RecordApproach
from tallystick.article6.postings.term_rules import crossings
from tallystick.article6.safeguards.entities import ENTITIES, Entity
from tallystick.article6.safeguards.scenario import REGISTRATION, RegistryEntry, Scenario
from tallystick.core.rules import Rulebook, Shown, fails

REGISTERED: Rulebook[FirstTransfer | Transfer, Facts] = Rulebook("registration under control")
IDENTIFIED: Rulebook[Movement, Facts] = Rulebook("movement between known entities")

CONTROL, KYC = REGISTRATION["REGISTRATION_CONTROL"], ENTITIES["KYC"]


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


def _terms(movement: Movement, facts: Facts) -> RecordApproach | None:
    return facts.terms.approaches.get(movement.block.series.approach)


def _each(shown: Iterable[Shown] | Shown | None) -> Iterable[Shown]:
    return [shown] if isinstance(shown, Shown) else shown or ()


AGREED_BOOKS: tuple[tuple[tuple[type[Posting], ...], Rulebook[Any, Facts]], ...] = (
    ((FirstTransfer, Transfer), REGISTERED),
    ((Movement,), IDENTIFIED),
)
"""Which of these rules apply to which postings, in the order of reporting."""
