"""Which events make a corresponding adjustment due under an agreement."""

from typing import Any

from tallystick.article6.first_transfer import counting_kinds
from tallystick.core.actions import Purpose
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Area


def triggers(agreement: Agreement) -> tuple[str, ...] | None:
    """Return the types of action that first transfer units, and so call for an adjustment.

    None where the agreement covers other international mitigation purposes, or does not say what
    it covers, and defines no first transfer.
    """
    terms = agreement.article6
    known = {one.value for one in Purpose}
    purposes = frozenset(Purpose(name) for name in terms.purposes if name in known)
    if not purposes and terms.first_transfer is None:
        return None
    try:
        kinds = counting_kinds(purposes or frozenset(Purpose), terms.first_transfer)
    except ValueError:
        return None
    return tuple(sorted({action.value for kind in kinds for action in kind}))


def adjustment(agreement: Agreement) -> dict[str, Any]:
    """Return the clauses on adjustment with their places, the method, the trigger."""
    terms, found = agreement.article6, triggers(agreement)
    return {
        "present": any(one.is_stated for one in agreement.clauses_on(Area.ADJUSTMENT)),
        "refs": [one.ref for one in agreement.clauses_on(Area.ADJUSTMENT) if one.ref],
        "method": terms.adjustment_method.value if terms.adjustment_method else None,
        "first_transfer": terms.first_transfer.value if terms.first_transfer else None,
        "triggers": None if found is None else list(found),
    }
