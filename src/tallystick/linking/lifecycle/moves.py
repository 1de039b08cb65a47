"""Which status may follow which."""

from collections.abc import Mapping

from tallystick.linking.agreement.words import ENDED, Form, Status

BEFORE_FORCE = (
    Status.EXPLORING,
    Status.MANDATED,
    Status.NEGOTIATING,
    Status.INITIALLED,
    Status.SIGNED,
    Status.PROVISIONAL,
)
"""The way to entry into force; stations may be left out, as a memorandum stops at signature."""

ALIVE = frozenset({Status.IN_FORCE, Status.OPERATING, Status.RESTRICTED})
FINAL = frozenset({Status.TERMINATED, Status.EXPIRED, Status.SUPERSEDED})


def _moves() -> Mapping[Status, frozenset[Status]]:
    moves = {
        status: frozenset(BEFORE_FORCE[place + 1 :]) | ALIVE | {Status.ABANDONED}
        for place, status in enumerate(BEFORE_FORCE)
    }
    for status in (Status.SIGNED, Status.PROVISIONAL):
        moves[status] |= FINAL
    for status in ALIVE:
        moves[status] = (ALIVE - {status}) | FINAL | {Status.SUSPENDED, Status.NOTICE_GIVEN}
    moves[Status.SUSPENDED] = ALIVE | FINAL | {Status.NOTICE_GIVEN}
    moves[Status.NOTICE_GIVEN] = ALIVE | FINAL | {Status.SUSPENDED}
    return moves | dict.fromkeys(ENDED, frozenset())


MOVES = _moves()

ENACTED = frozenset({Form.UNILATERAL_STATUTE, Form.RECIPROCAL_LEGISLATION, Form.MODEL_RULE})
"""Forms made by law, which may be enacted again after a repeal."""


def may_follow(form: Form, before: Status, after: Status) -> bool:
    """Whether one status may follow another."""
    if form in ENACTED and before in ENDED:
        return after in ALIVE
    return after in MOVES[before]
