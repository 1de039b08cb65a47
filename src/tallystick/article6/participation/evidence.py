"""What each answer on participation rests on: documents with their days."""

from datetime import date

from tallystick.article6.participation.due import latest_inventory_due
from tallystick.article6.participation.record import Evidence, Record
from tallystick.article6.parties import PARTIES

DEPOSITARY = "notifications of the depositary (UN Treaty Collection XXVII.7.d)"


def of_membership(record: Record, on: date) -> list[Evidence]:
    """Name the entry into force that binds it, and the withdrawal that no longer does."""
    party = PARTIES.get(record.party)
    days = [
        day
        for span in (party.membership if party else ())
        for day in (span.start, span.end)
        if day is not None and day <= on
    ]
    return [Evidence(DEPOSITARY, days[-1])] if days else []


def of_ndc(record: Record, on: date) -> list[Evidence]:
    """Name the NDC in force for the year, or the newest one maintained."""
    newest = next(iter(record.ndcs.maintained(on)), None)
    version = record.ndcs.in_force(on.year, on) or newest
    if version is None:
        return []
    return [Evidence(version.document or f"NDC {version.version}", version.communicated_on)]


def of_authorizing(record: Record, on: date) -> list[Evidence]:
    """Name the instrument under which use is authorized."""
    found = record.arrangement_on(on)
    return [Evidence(f"{found.authority}: {found.instrument}", found.valid.start)] if found else []


def of_tracking(record: Record, on: date) -> list[Evidence]:
    """Name the registries in use."""
    return [
        Evidence(f"{one.id}: {one.document}", one.valid.start) for one in record.registries_on(on)
    ]


def of_inventory(record: Record, on: date) -> list[Evidence]:
    """Name the report that was due last, or the rule by which none was due."""
    due = latest_inventory_due(record, on)
    if due is None:
        return [Evidence("18/CMA.1 para 3: no report was due", on)]
    report = record.inventory_due(due)
    if report is None or report.submitted_on is None or report.submitted_on > on:
        return []
    return [Evidence(report.document or f"inventory report due {due}", report.submitted_on)]


def of_contribution(record: Record, on: date) -> list[Evidence]:
    """Name the statement and who has reviewed it."""
    found = record.statement_reviewed_by(on)
    if found is None or found.reviewed_on is None:
        return []
    return [Evidence(f"{found.attachment}, reviewed by {found.reviewer}", found.reviewed_on)]
