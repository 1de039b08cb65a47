"""Confidential information: the class of each field, and what a reader of a class may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Confidentiality, ConfidentialityClass
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.provisions.clauses import OPERATING, terms

PUBLIC = "public"
"""The reader who stands for everybody."""


def classes(agreement: Agreement) -> Mapping[str, ConfidentialityClass]:
    """Return the class of each field that the agreement puts in one; the first class counts."""
    found: dict[str, ConfidentialityClass] = {}
    for _, said in terms(agreement, Confidentiality):
        for one in said.classes:
            for name in one.information:
                found.setdefault(name, one)
    return found


def always_public(agreement: Agreement) -> frozenset[str]:
    """Return the fields that are never confidential."""
    return frozenset(
        name for _, said in terms(agreement, Confidentiality) for name in said.always_public
    )


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a reader sees of a record; `unclassed` fields are withheld, as nobody has ruled."""

    shown: Mapping[str, Any]
    withheld: Mapping[str, str]
    unclassed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields shown, the class of those withheld, and those without a class."""
        return {
            "shown": dict(self.shown),
            "withheld": dict(self.withheld),
            "unclassed": list(self.unclassed),
        }


def disclose(agreement: Agreement, record: Mapping[str, Any], reader: str) -> Disclosure:
    """Show a reader (a party, an authority, or "public") what the agreement lets it see."""
    by_field, free = classes(agreement), always_public(agreement)
    shown: dict[str, Any] = {}
    withheld: dict[str, str] = {}
    unclassed = []
    for name, value in record.items():
        kept = by_field.get(name)
        if name in free or (kept is not None and {reader, PUBLIC} & set(kept.seen_by)):
            shown[name] = value
        elif kept is not None:
            withheld[name] = kept.name
        else:
            unclassed.append(name)
    return Disclosure(shown, withheld, tuple(unclassed))


@OPERATING.rule(
    "CONFIDENTIAL_YET_PUBLIC",
    source="2/CMA.3 annex para 24",
    message=Text(
        '"{field}" is never confidential and stands in class "{level}"',
        "“{field}”不得保密，却列入密级“{level}”",
    ),
    fix=Text("take it out of the class", "请将其从该密级移出"),
)
def public_information_has_no_class(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """What is never confidential is in no closed class, and every class says who may see it."""
    free = always_public(agreement)
    for path, said in terms(agreement, Confidentiality):
        for index, one in enumerate(said.classes):
            where = place(agreement, facts, f"{path}.classes[{index}]")
            if not one.seen_by:
                yield unknown(Text("who may see the class", "可查阅该密级者"), where)
            elif PUBLIC not in one.seen_by:
                for name in sorted(free & set(one.information)):
                    yield fails(where, field=name, level=one.name)
