"""What a report tells, element by element, and whether each element has a value.

Values are judged by their type and never by whether they are "truthy": zero is a value, an empty
text is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from tallystick import law
from tallystick.core.findings import Finding, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Value: TypeAlias = str | int | tuple[str, ...] | Mapping[int, int]
Condition: TypeAlias = Mapping[str, bool | None]
"""Whether what an element depends on is the case, by its word in the outline; None: not known."""

OPTIONAL = "if_applicable"
WITHHELD = "Confidential / 保密: {basis}"


@dataclass(frozen=True, slots=True)
class Information:
    """The values told by element name, and the reasons why others do not apply.

    `confidential` gives the basis on which an element is not to be made public (para 24).
    `years` are those for which yearly values are asked; None where they are not known.
    """

    told: Mapping[str, Value] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    confidential: Mapping[str, str] = field(default_factory=dict)
    years: NdcPeriod | None = None
    where: Mapping[str, object] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether an element has a value of its own."""
        value = self.told.get(name)
        if isinstance(value, str):
            return bool(value.strip())
        if isinstance(value, int):
            return True
        return value is not None and len(value) > 0

    def published(self) -> "Information":
        """Return what the public may read: what is confidential gives way to its basis."""
        withheld = {
            name: WITHHELD.format(basis=basis)
            for name, basis in self.confidential.items()
            if self.has(name)
        }
        return replace(self, told={**self.told, **withheld})


@dataclass(frozen=True, slots=True)
class Asked:
    """An element as a report is asked for it: outright, not at all, or nobody knows."""

    element: law.Element
    needed: bool | None

    @property
    def is_optional(self) -> bool:
        """Whether the report may say that the element does not apply."""
        return self.element.when.endswith(OPTIONAL)


COMPLETENESS: Rulebook[Asked, Information] = Rulebook("report completeness")
APPLIES = Text("whether {label} applies", "“{label_zh}”是否适用")
YEARS = Text("the years of the duration", "期限所含年份")
INCOMPLETE = Text("{place} {label}: no value is given", "{place} {label_zh}：没有给出值")
GIVE = Text(
    "give a value; zero is one, an empty field is none",
    "请给出值；零是有效值，空白则不是",
)


def complete(asked: Asked, information: Information) -> Shown | None:
    """Every element that is asked for has a value of its type, or one in its stead."""
    element = asked.element
    where = {**information.where, "para": element.para, "element": element.name}
    if information.has(element.name):
        return _years_without_value(element, information, where)
    if element.instead is not None and information.has(element.instead):
        return None
    if asked.needed is False or (asked.is_optional and element.name in information.not_applicable):
        return None
    if asked.needed is None or asked.is_optional:
        return unknown(APPLIES.fill(_words(element)), where, **_words(element))
    return fails(where, **_words(element))


def _words(element: law.Element) -> dict[str, object]:
    words = {"label": element.label_en, "label_zh": element.label_zh}
    return {"place": element.place, **words}


def _years_without_value(
    element: law.Element, information: Information, where: Mapping[str, object]
) -> Shown | None:
    """Yearly values have to cover every year of the duration."""
    value = information.told[element.name]
    if not isinstance(value, Mapping):
        return None
    if information.years is None:
        return unknown(YEARS, where, **_words(element))
    lacking = [year for year in information.years.years if year not in value]
    return fails({**where, "years": lacking}, **_words(element)) if lacking else None


IR_INCOMPLETE = COMPLETENESS.rule(
    "IR_INCOMPLETE",
    source="2/CMA.3 annex para 18; 4/CMA.6 annex I",
    message=INCOMPLETE,
    fix=GIVE,
)(complete)
BTR_INCOMPLETE = COMPLETENESS.rule(
    "BTR_INCOMPLETE",
    source="2/CMA.3 annex para 21; 2/CMA.3 annex para 22",
    message=INCOMPLETE,
    fix=GIVE,
)(complete)


def asked(outline: str, conditions: Condition, on: date | None) -> Iterator[Asked]:
    """Yield the elements of an outline that the decisions in force on a day ask for."""
    for element in law.outline(outline).elements:
        if on is None or element.since <= on:
            yield Asked(element, _needed(element, conditions))


def _needed(element: law.Element, conditions: Condition) -> bool | None:
    """An element in the stead of others, or only offered a place, is never asked for itself."""
    word = element.when.removesuffix(OPTIONAL).rstrip("_")
    return {"": True, "always": True, "instead": False, "offered": False, **conditions}[word]


def judge_completeness(
    rule_code: str, questions: Iterable[Asked], information: Information
) -> list[Finding]:
    """Judge every element that is asked for; each finding cites the element's own paragraph."""
    rule = COMPLETENESS[rule_code]
    return [
        replace(finding, source=one.element.source)
        for one in questions
        for finding in rule.judge(one, information)
    ]
