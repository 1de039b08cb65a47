"""Both ledgers and the model, driven step by step by hypothesis; they agree after every step."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from asked_controls import Hold, holds
from asked_steps import ACCOUNTS, AUTHORIZATIONS, DAYS, Step, steps
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from ledger_samples import day, open_account, record_ndc
from model import Authorization, Model
from model_controls import UnitId

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Conflict, Ledger, Refused

NewPlaces = Callable[[], list[Ledger]]
"""Opens a new empty ledger on each database; whoever gives it closes them."""


class LedgersAndModel(RuleBasedStateMachine):
    """Ledgers that are asked the same as the model, and must hold the same."""

    def __init__(self, new: NewPlaces) -> None:
        super().__init__()
        self.ledgers = new()
        known = {
            name: Authorization(
                one.purposes, one.authorized_quantity_t, name == "B1", name in {"A2", "A3"}
            )
            for name, one in AUTHORIZATIONS.items()
        }
        self.model = Model(set(ACCOUNTS), known, range(2021, 2031))
        self.tried: list[Posting] = []

    @initialize()
    def begin(self) -> None:
        """Open the accounts, record the NDCs and authorize."""
        records = [record_ndc(party) for party in ("CHE", "SWE")]
        begun = [*map(open_account, ACCOUNTS), *records, *AUTHORIZATIONS.values()]
        for ledger in self.ledgers:
            for _ in ledger.post_many((f"begin {n}", one) for n, one in enumerate(begun)):
                pass

    @rule(step=steps)
    def ask(self, step: Step) -> None:
        """Ask for one thing, lawful or not."""
        self._post(step.posting(self.model))

    @rule(parts=st.lists(steps, min_size=2, max_size=3))
    def ask_together(self, parts: list[Step]) -> None:
        """Ask for several things that stand or fall together."""
        same_day = [replace(part, on=parts[0].on).posting(self.model) for part in parts]
        self._post(Batch(on=same_day[0].on, postings=tuple(same_day)))

    @rule(hold=holds)
    def control(self, hold: Hold) -> None:
        """Hold units or accounts fast, limit them, let them go, decide, or undo a mistake."""
        self._post(hold.posting(self.model))

    @rule()
    def merge(self) -> None:
        """Merge neighbouring ranges, which changes nothing that a ledger says."""
        for ledger in self.ledgers:
            ledger.merge()
            assert ledger.merge() == 0
            assert held(ledger, None) == self.model.held()

    @rule(pick=st.integers(0, 10_000), changed=st.booleans())
    def ask_again(self, pick: int, changed: bool) -> None:
        """Send a key once more, with its posting or with another."""
        if self.tried:
            pick %= len(self.tried)
            before = self.tried[pick]
            other = replace(before, note={"changed": "yes"}) if changed else before
            self._compare(f"step {pick}", other)

    def _post(self, posting: Posting) -> None:
        self.tried.append(posting)
        self._compare(f"step {len(self.tried) - 1}", posting)

    def _compare(self, key: str, posting: Posting) -> None:
        due = self.model.post(key, posting)
        for ledger in self.ledgers:
            assert answer(ledger, key, posting) == due, (key, posting)
            for on in (None, posting.on, day(DAYS // 2)):
                assert held(ledger, on) == self.model.held(on), on
                assert balances(ledger, on) == self.model.balance(on), on
        new = sum(units for _, giver, _, units in self.model.paid if not giver)
        assert sum(self.model.balance().values()) == new


def answer(ledger: Ledger, key: str, posting: Posting) -> str:
    """Ask a ledger and return its answer in one word."""
    try:
        return str(ledger.post(posting, key=key).status)
    except Refused:
        return "refused"
    except Conflict:
        return "conflict"


def held(ledger: Ledger, on: date | None) -> dict[UnitId, tuple[str, date, date | None]]:
    """Return what a ledger says of each unit; no unit is held twice."""
    found = [
        *(
            ((str(one.block.series), one.block.first, one.block.last),
             (one.account, one.received_on, one.units.first_transferred_on))
            for one in ledger.holdings(on)
        ),
        *(
            ((one.range.series, one.range.first, one.range.last),
             (one.account, one.received_on, None))
            for one in ledger.ranges(on)
        ),
    ]  # fmt: skip
    units = [(name, stand) for place, stand in found for name in names_of(*place)]
    assert max(Counter(name for name, _ in units).values(), default=1) == 1
    return dict(units)


def names_of(series: str, first: int, last: int) -> Iterable[UnitId]:
    """Name the units of a range one by one."""
    return ((series, serial) for serial in range(first, last + 1))


def balances(ledger: Ledger, on: date | None) -> dict[str, int]:
    """Return what accounts of a ledger hold in units without serials."""
    return {one.account: one.amount.units for one in ledger.balances(on) if one.amount.units}


def drive(new: NewPlaces, examples: int, steps_each: int, *, anew: bool = True) -> None:
    """Drive ledgers and model through so many histories of so many steps, others each time."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps_each,
        derandomize=not anew,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    make: Any = partial(LedgersAndModel, new)  # any callable will do, though a class is declared
    run_state_machine_as_test(make, settings=profile)
