"""Entering something about a compliance case: who may, and that the rules let it pass."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from tallystick.article6.integrity import Case, State
from tallystick.article6.integrity.remedies import CASES
from tallystick.core.findings import Finding
from tallystick.ledger import Conflict, Refused
from tallystick.web.compliance.models import ComplianceEntry
from tallystick.web.compliance.stored import Entry, Kind, entries_of, fold
from tallystick.web.people.models import User
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.entering import speakers, voice

NEEDED = {
    Kind.OPEN: "case.open",
    Kind.ANSWER: "case.answer",
    Kind.REFER: "case.answer",
    Kind.DECIDE: "remedy.decide",
    Kind.MEASURE: "remedy.decide",
    Kind.DONE: "case.answer",
    Kind.CLOSE: "case.open",
    Kind.WITHDRAW: "case.open",
}
"""Which permission each entry asks for."""

MOMENTS = {
    Kind.ANSWER: {State.OPENED},
    Kind.REFER: {State.OPENED, State.ANSWERED},
    Kind.DECIDE: {State.ANSWERED, State.REFERRED},
    Kind.MEASURE: {State.DECIDED},
    Kind.DONE: {State.DECIDED},
    Kind.CLOSE: {State.DECIDED},
    Kind.WITHDRAW: {State.OPENED, State.ANSWERED, State.REFERRED},
}
"""In which states of a case something is offered; the rules have the last word."""


def offered(user: Someone, case: Case, on: date) -> Iterator[tuple[Kind, str]]:
    """Yield what a user may enter now, and in whose name."""
    state = case.state(on)
    for kind, moments in MOMENTS.items():
        if state not in moments or (kind is Kind.DONE and not case.outstanding(on)):
            continue
        fitting = [by for by in voices(user, kind) if _speaks(kind, by, case)]
        if fitting:
            yield kind, fitting[0]


def voices(user: Someone, kind: Kind) -> list[str]:
    """Return the names in which a user may enter something."""
    return list(dict.fromkeys(voice(one) for one in speakers(user, NEEDED[kind])))


def _speaks(kind: Kind, by: str, case: Case) -> bool:
    """Whether it is for somebody to say; the committee decides, each side its own part."""
    match kind:
        case Kind.ANSWER | Kind.DONE:
            return by == case.against
        case Kind.CLOSE | Kind.WITHDRAW:
            return by == case.opened_by
        case Kind.REFER:
            return by in {case.against, case.opened_by}
    return by not in {case.against, case.opened_by}


def own_key(user: User, key: str) -> str:
    """Return a key as it is kept, so that the keys of two users never meet."""
    return f"user-{user.pk} {key}"


def enter(new: Entry, number: int | None, *, actor: User, key: str, seen: int = 0) -> int:
    """Add an entry to a case, a new one without a number; return the number of the case.

    The same key with the same entry is one entry. Raises Refused where a rule does not let it
    pass, and Conflict where the key stands for another or somebody else was first.
    """
    before = ComplianceEntry.objects.filter(key=own_key(actor, key)).first()
    if before is not None:
        return _same(before, new, number)
    try:
        with transaction.atomic():
            return _add(new, number, actor, own_key(actor, key), seen)
    except IntegrityError as error:
        raise Conflict(key) from error


def _same(before: ComplianceEntry, new: Entry, number: int | None) -> int:
    kept, asked = dict(before.body), new.to_json()
    kept.pop("on"), asked.pop("on")
    if kept != asked or number not in {None, before.number}:
        raise Conflict(before.key)
    return before.number


def _add(new: Entry, number: int | None, actor: User, key: str, seen: int) -> int:
    is_new = number is None
    there: list[Entry] = [] if number is None else entries_of(number)
    if len(there) != seen:
        raise Conflict(key)
    named = _next_number() if number is None else number
    judge(there, new, named)
    first = new if is_new else there[0]
    ComplianceEntry.objects.create(
        number=named,
        step=len(there) + 1,
        body=new.to_json(),
        parties=f" {first.by}  {first.against} ",
        actor=actor,
        key=key,
    )
    return named


def _next_number() -> int:
    newest = ComplianceEntry.objects.order_by("-number").first()
    return newest.number + 1 if newest else 1


def judge(there: Sequence[Entry], new: Entry, number: int) -> list[Finding]:
    """Return what the rules newly find after an entry; raises Refused where they newly refuse."""
    before = CASES.judge(fold(number, there), new.on) if there else ()
    known = {one.to_json()["message"] for one in before}
    found = CASES.judge(fold(number, [*there, new]), new.on)
    newly = [one for one in found if one.to_json()["message"] not in known]
    is_over = new.kind is Kind.CLOSE
    if any(one.refuses for one in (found if is_over else newly)):
        raise Refused(found if is_over else newly)
    return newly
