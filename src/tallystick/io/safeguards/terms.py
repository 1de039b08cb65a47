"""Scenario, speciality, clubs and pledges of a file of safeguards."""

from collections.abc import Callable
from typing import Any

from tallystick.article6.groups import Differentiated, Group
from tallystick.article6.safeguards.clubs import Club, Member
from tallystick.article6.safeguards.pledges import (
    Deducted,
    Destination,
    Form,
    Paid,
    Pledge,
    Purpose,
    Taken,
)
from tallystick.article6.safeguards.scenario import Control, RegistryEntry, Scenario
from tallystick.article6.safeguards.speciality import Concentration, Received, Terms
from tallystick.core.findings import Text
from tallystick.io.integrity_terms import AMOUNT, TRUTH, names
from tallystick.io.safeguards.forms import SHARE, Entry, Forms, made, several, words
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, NATURAL, POSITIVE, TEXT, one_of
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.records import SPAN, each, listed, span

SCENARIO: Forms = {"control": one_of(Control), "price_linked": TRUTH, "body": TEXT}
CONCENTRATION: Forms = {"share": SHARE, "herfindahl": SHARE}
ENTRY: Forms = {"id": TEXT, "host": PARTY, "to": PARTY}
RECEIVED: Forms = {"recipient": TEXT, "date": DATE, "quantity_t": POSITIVE}
DEDUCTED: Forms = {"id": TEXT, "host": PARTY, "date": DATE, "gross_t": POSITIVE, "net_t": NATURAL}
PLEDGE: Forms = {
    "id": TEXT,
    "purpose": one_of(Purpose),
    "by": TEXT,
    "document": TEXT,
}
GROUP = one_of(Group)
PLEDGE_MAYBE: Forms = {"destination": one_of(Destination), "form": one_of(Form)}
CLUB_KNOWN = Text("the id of a club of this file", "本文件所列联盟的编号")


def scenario(file: Fields) -> Scenario:
    """Read the scenario, that of the decisions where the file names none."""
    return _settings(file, "scenario", Scenario, SCENARIO)


def concentration(file: Fields) -> Concentration:
    """Read the thresholds of concentration, ours where the file sets none."""
    return _settings(file, "concentration", Concentration, CONCENTRATION)


def _settings(file: Fields, name: str, make: Callable[..., Entry], maybe: Forms) -> Entry:
    inside = file.record(name, maybe) if file.given(name) is not None else None
    read = made(inside, make, {}, maybe) if inside else None
    return read or make()


def entries(file: Fields) -> tuple[RegistryEntry, ...] | None:
    """Read the entries that a registry is asked for."""
    read = [
        made(one, RegistryEntry, ENTRY, consents=words(one, "consents"))
        for one in each(file, "entries", (*ENTRY, "consents"))
    ]
    return listed(file, "entries", read)


def clubs(file: Fields) -> tuple[Club, ...] | None:
    """Read the registers of clubs."""
    known = ("id", "members", "criteria", "consent_share")
    return listed(file, "clubs", [_club(one) for one in each(file, "clubs", known)])


def _club(fields: Fields) -> Club | None:
    known = ("party", "founder", "consents", "criteria", *SPAN)
    members = [_member(one) for one in each(fields, "members", known)]
    return made(
        fields,
        Club,
        {"id": TEXT},
        {"consent_share": SHARE},
        members=tuple(one for one in members if one),
        criteria=words(fields, "criteria") or frozenset(),
    )


def _member(fields: Fields) -> Member | None:
    valid = span(fields)
    parts: dict[str, Any] = {
        "valid": valid,
        "consents": words(fields, "consents"),
        "criteria": words(fields, "criteria"),
    }
    return made(fields, Member, {"party": PARTY}, {"founder": TRUTH}, **parts) if valid else None


def terms(file: Fields, known: tuple[Club, ...]) -> tuple[Terms, ...] | None:
    """Read who may receive and who has received under agreements."""
    fields = ("id", "host", "recipients", "open_criteria", "received", "club")
    return listed(file, "terms", [_terms(one, known) for one in each(file, "terms", fields)])


def _terms(fields: Fields, known: tuple[Club, ...]) -> Terms | None:
    named = fields.optional("club", TEXT)
    club = next((one for one in known if one.id == named), None)
    if named and club is None:
        fields.refuse("club", CLUB_KNOWN)
    parts: dict[str, Any] = {
        "recipients": names(fields, "recipients"),
        "received": several(fields, "received", Received, RECEIVED),
        "club": club,
    }
    return made(fields, Terms, {"id": TEXT}, {"host": PARTY, "open_criteria": TRUTH}, **parts)


def pledges(file: Fields) -> tuple[Pledge, ...] | None:
    """Read the pledges."""
    known = (*PLEDGE, *PLEDGE_MAYBE, "share", "by_group", "beneficiaries")
    return listed(file, "pledges", [_pledge(one) for one in each(file, "pledges", known)])


def _pledge(fields: Fields) -> Pledge | None:
    general, given = fields.required("share", SHARE), fields.given("by_group")
    inside = fields.record("by_group", Group) if given is not None else None
    read = {group: inside.optional(group, SHARE) for group in Group} if inside else {}
    special = {group: share for group, share in read.items() if share is not None}
    if general is None:
        return None
    share = Differentiated("share", general, special)
    named = [fields.read("beneficiaries", one, GROUP) for one in fields.items("beneficiaries")]
    beneficiaries = frozenset(one for one in named if one is not None)
    parts: dict[str, Any] = {"share": share, "beneficiaries": beneficiaries}
    return made(fields, Pledge, PLEDGE, PLEDGE_MAYBE, **parts)


def deducted(file: Fields) -> tuple[Deducted, ...] | None:
    """Read transfers as they were booked, with what was taken off."""
    read = [
        _deducted(one) for one in each(file, "transfers", (*DEDUCTED, "proceeds", "taken", "paid"))
    ]
    return listed(file, "transfers", read)


def _deducted(fields: Fields) -> Deducted | None:
    taken = several(fields, "taken", Taken, {"quantity_t": POSITIVE}, {"pledge": TEXT, "to": PARTY})
    paid = several(fields, "paid", Paid, {"amount": AMOUNT, "pledge": TEXT}, {"to": PARTY})
    return made(fields, Deducted, DEDUCTED, {"proceeds": AMOUNT}, taken=taken, paid=paid)
