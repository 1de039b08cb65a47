"""A version on record in the form of its file, from which the next version is drafted."""

from typing import Any

from tallystick.article6.authorization.content import Content
from tallystick.article6.postings.records import Authorize
from tallystick.io.authorization_version import ABSENT, LETTERS, NOT_APPLICABLE, OMITTED
from tallystick.web.authority.filing import without_empty


def as_file(version: Authorize) -> dict[str, Any]:
    """Return what stays when a version is changed: neither its change nor its revocation."""
    content, years = version.content or Content(), (version.first_year, version.last_year)
    told = {
        "id": version.id,
        "approach": version.approach,
        "purposes": sorted(one.value for one in version.purposes),
        "first_transfer": version.first_transfer_definition,
        "parties": list(version.authorized_parties),
        "entities": list(version.authorized_entities),
        "oimp": version.authorized_oimp,
        "quantity_t": version.authorized_quantity_t,
        "vintages": None if None in years else list(years),
        "sectors": list(version.sectors),
        "activity_types": list(version.activity_types),
        **_content(content),
    }
    return without_empty({**_silences(content), **without_empty(told)})


def _content(content: Content) -> dict[str, Any]:
    terms = content.changes
    return {
        "expires": content.expires_on.isoformat() if content.expires_on else None,
        "final_event": content.final_event_on.isoformat() if content.final_event_on else None,
        "frameworks": list(content.frameworks),
        "tracking_registry": content.tracking_registry,
        "underlying_registries": list(content.underlying_registries),
        "gases": list(content.gases),
        "notice": content.notice,
        "demands": sorted(one.value for one in content.demands),
        "changes": {
            "circumstances": list(terms.circumstances),
            "process": terms.process,
            "reach_back": terms.reach_back,
        }
        if terms
        else None,
    }


def _silences(content: Content) -> dict[str, str]:
    """Return the fields of which the document says nothing, or that they do not apply."""
    words = {
        ABSENT: content.absent,
        OMITTED: content.omitted,
        NOT_APPLICABLE: content.not_applicable,
    }
    return {
        name: word
        for word, letters in words.items()
        for name, letter in LETTERS.items()
        if letter in letters
    }
