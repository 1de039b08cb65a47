"""Whatever is tried in whatever order, the life of a link keeps its rules."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from lifecycle_samples import BREACH, HONOURED, THIRD_LINK, course, link

from tallystick.linking.agreement.params import Treatment
from tallystick.linking.agreement.words import ENDED, Status
from tallystick.linking.lifecycle.change import Change, is_estopped
from tallystick.linking.lifecycle.course import advance, notify
from tallystick.linking.lifecycle.moves import FINAL, may_follow
from tallystick.linking.lifecycle.step import Course, Step
from tallystick.linking.unwinding import stranded

days = st.integers(0, 400)


class Life(RuleBasedStateMachine):
    """Takes steps with any evidence and watches what must hold after each."""

    course: Course

    @initialize()
    def begin(self) -> None:
        self.course = course(link(), Status.EXPLORING, date(2015, 1, 1))
        self.agreed: tuple[Treatment, ...] = ()

    @rule(
        to=st.sampled_from(Status),
        after=st.integers(-5, 400),
        notice=st.none() | days,
        met=st.sampled_from([True, False, None]),
        ground=st.sampled_from([BREACH, THIRD_LINK, "price too high", None]),
        fates=st.integers(0, len(HONOURED)),
        change=st.sampled_from([None, "c0", "c1"]),
    )
    def step(
        self,
        to: Status,
        after: int,
        notice: int | None,
        met: bool | None,
        ground: str | None,
        fates: int,
        change: str | None,
    ) -> None:
        on = self.course.since + timedelta(days=after)
        tried = Step(
            to=to,
            on=on,
            notified_on=None if notice is None else on - timedelta(days=notice),
            event_on=on - timedelta(days=1),
            conditions_met=met,
            registries_connected=met,
            ground=ground,
            change=change,
            agreed=HONOURED[:fates],
        )
        before, taken = self.course, advance(self.course, tried)
        if taken.refused:
            assert taken.course is before
            return
        assert may_follow(before.agreement.form, before.status, to)
        assert on >= before.since
        self.course, self.agreed = taken.course, tried.agreed
        self.not_estopped(tried)

    def not_estopped(self, taken: Step) -> None:
        change = self.course.change(taken.change) if taken.change else None
        if taken.to is Status.SUSPENDED and change:
            assert not is_estopped(self.course.agreement, change, taken.on)

    @rule(name=st.sampled_from(["c0", "c1"]), asked=st.none() | days)
    def change(self, name: str, asked: int | None) -> None:
        notified = self.course.since
        self.course = notify(
            self.course,
            Change(
                id=name,
                system="che_ets",
                feature="offsets",
                notified_on=notified,
                asked_on=None if asked is None else notified + timedelta(days=asked),
            ),
        )

    @invariant()
    def nothing_is_stranded(self) -> None:
        moved = any(step.to in {Status.IN_FORCE, Status.OPERATING} for step in self.course.steps)
        if self.course.status in FINAL and moved:
            assert stranded(self.course.agreement, self.agreed) == ()

    @invariant()
    def ends_are_final(self) -> None:
        assert all(step.to not in ENDED for step in self.course.steps[:-1])


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife = pytest.mark.feature("F189")(Life.TestCase)
