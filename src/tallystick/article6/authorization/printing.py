"""The answers on authorizations in the form that the command prints."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.authorization.dossier import Answer, Report
from tallystick.core.actions import print_purposes
from tallystick.core.findings import Finding, Outcome, worst


def to_json(report: Report) -> dict[str, Any]:
    """Return the answers and findings as plain data."""
    return {
        "on": report.on.isoformat(),
        "outcome": worst(report.findings).value,
        "authorizations": [_authorization(one) for one in report.answers],
        "entities": [_entity(entity, valid) for entity, valid in report.entities],
        "findings": [finding.to_json() for finding in report.findings],
    }


def unread_to_json(on: date, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the same form for files that could not be read."""
    return {
        "on": on.isoformat(),
        "outcome": Outcome.NOT_DETERMINABLE.value,
        "authorizations": [],
        "entities": [],
        "findings": [finding.to_json() for finding in findings],
    }


def _authorization(answer: Answer) -> dict[str, Any]:
    shown = answer.version or answer.newest
    content = shown.content
    years = (shown.first_year, shown.last_year)
    return {
        "id": shown.id,
        "party": shown.party,
        "approach": shown.approach,
        "state": answer.state.value,
        "version": answer.version.version if answer.version else None,
        "versions": answer.newest.version,
        "purposes": print_purposes(shown.purposes),
        "first_transfer": {
            "declared": shown.first_transfer_definition,
            "interpreted": shown.definition.value if shown.definition else None,
        },
        "quantity_t": shown.authorized_quantity_t,
        "vintages": None if None in years else list(years),
        "expires": content.expires_on.isoformat() if content and content.expires_on else None,
        "keys": sorted(answer.keys),
        "elements": {
            letter: standing.value for letter, standing in answer.elements.standings.items()
        },
    }


def _entity(entity: AuthorizeEntity, valid: bool) -> dict[str, Any]:
    return {
        "number": entity.number,
        "name": entity.name,
        "country": entity.country,
        "approach": entity.approach,
        "party": entity.party,
        "type": entity.entity_type.value if entity.entity_type else None,
        "kyc": entity.kyc.value if entity.kyc else None,
        "permits": sorted(one.value for one in entity.permits),
        "valid": valid,
    }
