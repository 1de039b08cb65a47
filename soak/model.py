"""Model: both databases and a plain-Python ledger are driven through random histories."""

from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from typing import Any

from state_machine import drive

from soak._places import Places, everywhere
from tallystick.ledger import Ledger, open_ledger

TIMES = 300
STEPS = 40
AT_ONCE = 10
"""So many histories are driven between two looks at the time."""


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Drive so many histories in so many seconds at the most."""
    until, faults, driven = monotonic() + seconds, list[str](), 0
    with everywhere() as found, ExitStack() as opened:
        while driven < times and monotonic() < until and not faults:
            group = min(AT_ONCE, times - driven)
            try:
                drive(_opener(found, opened), group, STEPS)
                driven += group
            except Exception as error:  # whatever hypothesis found is the fault
                notes = getattr(error, "__notes__", ())
                faults.append("\n".join([f"{type(error).__name__}: {error}", *notes]))
    return [
        {
            "name": "model",
            "databases": [places.name for places in found],
            "histories": driven,
            "histories_asked": times,
            "steps_each": STEPS,
            "faults": faults,
            "holds": driven == times and not faults,
        }
    ]


def _opener(places: list[Places], opened: ExitStack) -> Callable[[], list[Ledger]]:
    """Open a new ledger everywhere at each call; those before are closed."""

    def new() -> list[Ledger]:
        opened.close()
        ledgers = [opened.enter_context(open_ledger(one.new())) for one in places]
        for ledger in ledgers:
            ledger.create()
        return ledgers

    return new
