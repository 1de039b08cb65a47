"""When entities of the linked systems surrender, brought to one clock, and what a miss costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.operating import Deadline
from tallystick.linking.agreement.params import Compliance
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.provisions.clauses import DESIGN, OPERATING, terms

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The end of surrender of each system in one year, in UTC, the earliest first."""

    year: int
    ends: tuple[tuple[str, datetime], ...]

    @property
    def common(self) -> datetime:
        """The last moment at which units still serve on every side."""
        return self.ends[0][1]

    @property
    def apart(self) -> timedelta:
        """The time between the first end and the last."""
        return self.ends[-1][1] - self.common

    def to_json(self) -> dict[str, Any]:
        """Return the ends, the last common moment, and the hours between first and last."""
        return {
            "year": self.year,
            "ends": {system: end.isoformat() for system, end in self.ends},
            "common_until": self.common.isoformat(),
            "hours_apart": printed(Fraction(self.apart // timedelta(minutes=1), 60)),
        }


def end_of(deadline: Deadline, year: int) -> datetime | None:
    """Return the moment in UTC at which the last day of surrender ends, None if not stated."""
    if deadline.due is None or deadline.utc_offset is None:
        return None
    month, day = (int(part) for part in deadline.due.split("-"))
    leap = month == 2 and day > 28  # noqa: PLR2004 (29 February ends with February in other years)
    last = date(year, 3, 1) - ONE_DAY if leap else date(year, month, day)
    sign = -1 if deadline.utc_offset.startswith("-") else 1
    hours, minutes = (int(part) for part in deadline.utc_offset[1:].split(":"))
    offset = sign * timedelta(hours=hours, minutes=minutes)
    return datetime.combine(last + ONE_DAY, time(), tzinfo=UTC) - offset


def aligned(agreement: Agreement, year: int) -> Aligned | None:
    """Bring the ends of surrender of a year to one clock; None unless two are known."""
    known = [
        (one.system, end)
        for _, said in terms(agreement, Compliance)
        for one in said.deadlines
        if (end := end_of(one, year)) is not None
    ]
    if len(known) < 2:  # noqa: PLR2004 (one clock alone cannot be aligned)
        return None
    return Aligned(year, tuple(sorted(known, key=lambda one: (one[1], one[0]))))


@OPERATING.rule(
    "DEADLINES_APART",
    source="Liu 2024 section 1.2",
    severity=Severity.WARNING,
    message=Text(
        "surrender ends {hours} h apart: {first} first, {last} last",
        "清缴截止相差 {hours} 小时：{first} 最早，{last} 最晚",
    ),
    fix=Text(
        "move units across before {common}, or agree on one day", "请在 {common} 前转让，或商定同日"
    ),
)
def deadlines_fall_together(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Surrender ends at the same moment on all sides, whatever their time zones."""
    for path, said in terms(agreement, Compliance):
        for index, one in enumerate(said.deadlines):
            if end_of(one, facts.on.year) is None:
                lacking = Text("the day and time zone of surrender", "清缴日期和时区")
                yield unknown(lacking, place(agreement, facts, f"{path}.deadlines[{index}]"))
    found = aligned(agreement, facts.on.year)
    if found is not None and found.apart:
        told = found.to_json()
        first, last = found.ends[0][0], found.ends[-1][0]
        values = {"hours": told["hours_apart"], "common": told["common_until"]}
        yield fails(place(agreement, facts, "clauses"), first=first, last=last, **values)


@OPERATING.rule(
    "PENALTIES_APART",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "a missing unit costs {left} {currency} in {one} and {right} {currency} in {other}",
        "短缺单位在 {one} 罚 {left} {currency}，在 {other} 罚 {right} {currency}",
    ),
    fix=Text("bring the lower penalty near the higher", "请将较低处罚提高至接近较高者"),
)
def penalties_are_comparable(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Penalties in one currency lie no further apart than the comparison of systems allows."""
    least = law.compatibility_parameters()["penalty_ratio"].value
    for path, said in terms(agreement, Compliance):
        where = place(agreement, facts, f"{path}.deadlines")
        for one, other in combinations(said.deadlines, 2):
            ratio = _ratio(one, other)
            if ratio is None:
                yield unknown(Text("both penalties in one currency", "同一币种的处罚"), where)
            elif ratio < least:
                values = {"left": one.penalty, "right": other.penalty, "currency": one.currency}
                yield fails(where, one=one.system, other=other.system, **values)


def _ratio(one: Deadline, other: Deadline) -> Fraction | None:
    amounts = [each.penalty for each in (one, other) if each.penalty is not None]
    if len(amounts) != 2 or one.currency is None or one.currency != other.currency:  # noqa: PLR2004
        return None
    return Fraction(min(amounts)) / Fraction(max(amounts)) if max(amounts) else Fraction(1)


@OPERATING.rule(
    "ENFORCEMENT_TARGET",
    source="Liu 2024 section 1.2",
    message=Text(
        '"{measure}" names {by} as who acts, which is no party', "“{measure}”的执行方 {by} 非缔约方"
    ),
    fix=Text("name the party that acts", "请填写执行的缔约方"),
)
def measures_name_ground_and_target(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """A measure of enforcement names the party that acts, against whom, and the ground."""
    known = {party.id for party in agreement.parties}
    for path, said in terms(agreement, Compliance):
        for index, one in enumerate(said.enforcement):
            where = place(agreement, facts, f"{path}.enforcement[{index}]")
            if one.by is None or one.against is None or one.ground is None:
                yield unknown(Text("who acts, on whom and why", "执行方、对象和理由"), where)
            elif one.by not in known:
                yield fails(where, measure=one.measure, by=one.by)
