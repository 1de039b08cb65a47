"""Actions on mitigation outcomes, what they are authorized for, and when they first transfer."""

from collections.abc import Iterable
from enum import StrEnum


class ActionType(StrEnum):
    """What can happen to a mitigation outcome (2/CMA.3 annex paras 20(a) and 29).

    A contribution is a transfer to the Adaptation Fund (4/CMA.6 para 16).
    """

    AUTHORIZATION = "authorization"
    ISSUANCE = "issuance"
    FIRST_TRANSFER = "first_transfer"
    TRANSFER = "transfer"
    ACQUISITION = "acquisition"
    USE = "use"
    CANCELLATION = "cancellation"
    VOLUNTARY_CANCELLATION = "voluntary_cancellation"
    CONTRIBUTION = "contribution"


TERMINAL = frozenset({ActionType.USE, ActionType.CANCELLATION, ActionType.VOLUNTARY_CANCELLATION})
"""After these a unit never moves again (2/CMA.3 annex para 21(e))."""


class Purpose(StrEnum):
    """What a mitigation outcome may be used for (2/CMA.3 annex para 1(d) and (f))."""

    NDC = "NDC"
    IMP = "IMP"
    OP = "OP"


Purposes = frozenset[Purpose]
OIMP: Purposes = frozenset({Purpose.IMP, Purpose.OP})
"""Other international mitigation purposes: the two sub-classes of para 1(f) together."""

_WORDS: dict[str, Purposes] = {
    "NDC": frozenset({Purpose.NDC}),
    "IMP": frozenset({Purpose.IMP}),
    "OP": frozenset({Purpose.OP}),
    "OIMP": OIMP,
}


def parse_purposes(words: str | Iterable[str]) -> Purposes:
    """Read purposes from a list of words or from the printed form, such as "NDC and OIMP".

    Raises ValueError on a word that is not a purpose, or when there is none.
    """
    listed = words.split(" and ") if isinstance(words, str) else list(words)
    purposes: Purposes = frozenset()
    for word in listed:
        known = _WORDS.get(str(word).strip().upper())
        if known is None:
            raise ValueError(f'"{word}" is not a purpose; use {", ".join(_WORDS)}')
        purposes |= known
    if not purposes:
        raise ValueError("no purpose is given")
    return purposes


def print_purposes(purposes: Purposes) -> str:
    """Write purposes as the agreed electronic format prints them."""
    other = purposes & OIMP
    words = [word for word, members in _WORDS.items() if other and members == other]
    return " and ".join((["NDC"] if Purpose.NDC in purposes else []) + words)


class FirstTransferDefinition(StrEnum):
    """The event a Party specifies as the first transfer for OIMP (2/CMA.3 annex para 2(b))."""

    AUTHORIZATION = "Authorization"
    ISSUANCE = "Issuance"
    USE_OR_CANCELLATION = "Use or cancellation"


def parse_first_transfer_definition(text: str) -> FirstTransferDefinition:
    """Read a definition in the decision's or the nomenclature's spelling, in any case.

    Raises ValueError when the text names none of the three events.
    """
    word = text.strip().casefold().replace("authorisation", "authorization")
    for definition in FirstTransferDefinition:
        if definition.value.casefold() == word:
            return definition
    raise ValueError(f'"{text}" is none of {", ".join(FirstTransferDefinition)}')
