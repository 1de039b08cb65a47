"""Acts that brought a system into line, and the criteria tested again with what they set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.plans import AlignmentAct
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.compatibility import parameters
from tallystick.linking.compatibility.comparison import outcome
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.legality.concerned import place
from tallystick.linking.risks.rulebook import RISKS
from tallystick.linking.systems import Profile, profiles
from tallystick.linking.systems.profile import field_value

FIXED = frozenset({"id", "level", "facts", "as_of"})
SETTABLE = frozenset(one.name for one in fields(Profile)) - FIXED
"""The fields of a system that an act can set."""


@dataclass(frozen=True, slots=True)
class Retest:
    """One criterion between the changed system and another, before an act and after it."""

    act: str
    on: str
    source: str | None
    feature: str
    other: str
    before: str
    after: str

    def to_json(self) -> dict[str, Any]:
        """Return the criterion with both outcomes."""
        return {
            "act": self.act,
            "on": self.on,
            "source": self.source,
            "feature": self.feature,
            "other": self.other,
            "before": self.before,
            "after": self.after,
        }


def retests(agreement: Agreement, on: date) -> tuple[Retest, ...]:
    """Test every criterion that acts in effect on a day bear on, against each other system."""
    return tuple(
        one
        for act in agreement.alignments
        if act.on is not None and act.on.last <= on
        for one in _retested(agreement, act)
    )


def _retested(agreement: Agreement, act: AlignmentAct) -> Iterator[Retest]:
    known = profiles()
    if act.system not in known or _misread(act):
        return
    own = known[act.system]
    theirs = {one.field: one.theirs for one in act.sets if one.theirs is not None}
    versions = [
        _with(own, texts)
        for texts in (
            {one.field: one.was for one in act.sets},
            {one.field: one.value for one in act.sets},
            dict.fromkeys((one.field for one in act.sets), None),
        )
    ]
    for name in sorted((agreement.systems_held - {act.system}) & known.keys()):
        other = _with(known[name], theirs)
        for feature, before, after in _borne_upon(versions, other):
            yield Retest(act.title, str(act.on), act.source, feature, name, before, after)


def _borne_upon(versions: list[Profile], other: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield the criteria that the fields bear on: they change with them or without them."""
    limits = parameters()
    for row in law.compatibility_features():
        was, now, blank = (CRITERIA[row.name](one, other, limits) for one in versions)
        if was != now or now != blank:
            yield row.name, outcome(was), outcome(now)


def _with(one: Profile, texts: Mapping[str, str | None]) -> Profile:
    """Set fields of a profile; what an act does not tell was not known."""
    values: dict[str, Any] = {
        name: None if text is None else field_value(name, text) for name, text in texts.items()
    }
    return replace(one, **values)


def _misread(act: AlignmentAct) -> list[str]:
    """Return the fields that a system does not have, or whose values are not of their kind."""
    return [
        one.field for one in act.sets if not _is_read(one.field, one.value, one.was, one.theirs)
    ]


def _is_read(name: str, *texts: str | None) -> bool:
    try:
        read = [field_value(name, text) for text in texts if text is not None]
    except ValueError:
        return False
    return name in SETTABLE and bool(read)


@RISKS.rule(
    "ALIGNMENT_FIELD",
    source="Tallystick design",
    message=Text(
        '"{act}" sets {fields}, which a system does not have in that form',
        "“{act}”设定的 {fields} 不是体系的字段或取值形式不符",
    ),
    fix=Text("choose among {known}", "请从 {known} 中选用"),
)
def acts_set_fields_of_systems(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """An act says when it took effect and sets fields of a listed system."""
    for index, act in enumerate(agreement.alignments):
        where = place(agreement, facts, f"alignments[{index}]")
        if act.on is None or not act.sets or act.system not in profiles():
            yield unknown(Text("its day, its system and what it sets", "日期、体系和内容"), where)
        elif misread := _misread(act):
            known = ", ".join(sorted(SETTABLE))
            yield fails(where, act=act.title, fields=", ".join(misread), known=known)
