"""The agreements that ship with the package, decoded once."""

from collections.abc import Mapping
from functools import cache

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.plain import from_plain


@cache
def shipped_agreements() -> Mapping[str, Agreement]:
    """Return every agreement of the catalogue by its id."""
    return {name: from_plain(record) for name, record in law.agreement_records().items()}


def shipped_agreement(name: str) -> Agreement | None:
    """Return an agreement of the catalogue by its id or an alias, decoding no other."""
    records = law.agreement_records()
    if name in records:
        return from_plain(records[name])
    aliased = (one for one in records.values() if name in one.get("aliases", ()))
    return next((from_plain(one) for one in aliased), None)
