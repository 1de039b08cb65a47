"""What the state machine asks of ledgers: controls that hold fast, let go, decide and undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from asked_steps import DAYS, Step, steps
from hypothesis import strategies as st
from ledger_samples import day
from model import Model, is_terminal
from model_controls import passings

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Posting


@dataclass(frozen=True)
class Hold:
    """A control that is asked for, in numbers that the state gives a meaning to."""

    kind: str
    pick: int
    account: str
    whole: bool
    rightly: bool
    on: int
    hours: int
    person: str
    limit: int | None
    step: Step

    def posting(self, model: Model) -> Posting:
        """Return the posting; `rightly` one that names what is there to be named, if anything."""
        makers: dict[str, Callable[[Model], Posting]] = {
            "freeze": self._freeze,
            "pledge": self._pledge,
            "demand": self._demand,
            "correct": self._correct,
            "proposal": self._propose,
        }
        if self.kind in makers:
            return makers[self.kind](model)
        opened_as = {"unfreeze": "freeze", "release": "pledge"}.get(self.kind, "proposal")
        opened = [
            one
            for place, one in model.controls.opened.items()
            if one.kind == opened_as and place not in model.controls.ended
        ]
        if not opened:
            return makers[opened_as](model)
        return self._end(opened[self.pick % len(opened)])

    @property
    def _given(self) -> dict[str, Any]:
        return {"on": day(self.on), "reason": "a reason"}

    def _name(self, model: Model) -> str:
        """Name what is opened, with a new name where it shall be lawful."""
        return str(len(model.controls.opened) if self.rightly else self.pick)

    def _units(self, model: Model) -> tuple[str, Range]:
        step = replace(self.step, kind="plain", rightly=self.rightly)
        series, first, last, holder = step.held(model, bool)
        return holder, Range(series, first, last)

    def _freeze(self, model: Model) -> Posting:
        if self.whole:
            return Freeze(id=self._name(model), account=self.account, **self._given)
        return Freeze(id=self._name(model), range=self._units(model)[1], **self._given)

    def _pledge(self, model: Model) -> Posting:
        holder, units = self._units(model)
        account = holder if self.rightly else self.account
        told = {"id": self._name(model), "beneficiary": "bank", **self._given}
        return Pledge(account=account, range=units, **told)

    def _demand(self, _: Model) -> Posting:
        return SetControls(
            account=self.account,
            approval=self.whole,
            delay_hours=self.hours if self.whole else 0,
            trusted=frozenset({"CHE"} if self.rightly else {self.step.taker or "CHE"}),
            holding_t=self.limit,
            transfer_t=None if self.limit is None else self.limit + self.pick,
            **self._given,
        )

    def _correct(self, model: Model) -> Posting:
        """Undo one of the latest movements, or anything; without any, move something first."""
        keys = [key for key in model.asked if not self.rightly or self._can_undo(model, key)]
        if self.rightly and not keys:
            there = any(name == "S" for name, _ in model.units)
            kind = "plain" if there else "plain issue"
            step = replace(self.step, kind=kind, series="S", rightly=True, on=DAYS, units=3)
            return replace(step, taker="B").posting(model)
        key = keys[-1 - self.pick % len(keys)] if keys else "none"
        on = DAYS if self.rightly else self.on
        return Correct(movement=key, on=day(on), reason="a reason")

    def _can_undo(self, model: Model, key: str) -> bool:
        moved = list(passings(model.asked[key]))
        lasting = all(one.giver and not is_terminal(one.taker) for one in moved)
        return bool(moved) and lasting and key not in model.corrected

    def _propose(self, model: Model) -> Posting:
        at = datetime.combine(day(self.on), time(12), UTC)
        deadline = at + timedelta(hours=1 + 24 * self.pick)
        carried = (
            self._correct(model) if self.whole and self.pick == 1 else self.step.posting(model)
        )
        told: dict[str, Any] = {"id": self._name(model), "on": day(self.on), "at": at}
        return Propose(posting=carried, proposer=self.person, deadline=deadline, **told)

    def _end(self, opened: Posting) -> Posting:
        """End what is open, on a day and by a person that may where it shall be lawful."""
        given = self._given
        if self.rightly:
            given["on"] = max(opened.on, given["on"])
        match opened:
            case Freeze():
                return Unfreeze(freeze=opened.id, **given)
            case Pledge():
                return Release(pledge=opened.id, **given)
        assert isinstance(opened, Propose)
        start = opened.at if self.rightly else datetime.combine(given["on"], time(12), UTC)
        at, person = start + timedelta(hours=self.hours), self.person
        if self.rightly:
            other = {"ann": "ben", "ben": "ann"}[opened.proposer]
            person = opened.proposer if self.kind == "withdraw" else other
        told = {**given, "on": at.date(), "proposal": opened.id, "at": at, "person": person}
        return DECISIONS[self.kind](**told)


DECISIONS: dict[str, type[Decision]] = {
    "approve": Approve,
    "reject": Reject,
    "withdraw": Withdraw,
    "expire": Expire,
}
holds = st.builds(
    Hold,
    kind=st.sampled_from(
        ["freeze", "unfreeze", "unfreeze", "pledge", "release", "demand", "demand", "correct",
         "correct", "proposal", "proposal", "approve", "approve", *DECISIONS]
    ),
    pick=st.integers(1, 4),
    account=st.sampled_from(["GHA", "CHE", "SWE", "A", "B", "CHE:use", "nobody"]),
    whole=st.booleans(),
    rightly=st.integers(0, 4).map(bool),
    on=st.integers(0, DAYS),
    hours=st.sampled_from([0, 0, 1, 30, 80]),
    person=st.sampled_from(["ann", "ben"]),
    limit=st.sampled_from([None, None, 0, 20, 60]),
    step=steps,
)  # fmt: skip
