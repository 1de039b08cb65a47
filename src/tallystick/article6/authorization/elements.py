"""The elements of an authorization by their letters (4/CMA.6 para 5): stated, or not.

One document or several in sequence may hold them (para 4), so the authorizations of the approach
and of entities count as well as that of the outcomes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tallystick.article6.authorization.components import AuthorizeApproach, AuthorizeEntity
from tallystick.article6.authorization.content import Content
from tallystick.article6.postings.records import Authorize
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric
from tallystick.core.rules import Rulebook, Shown, Test, fails, unknown


class Standing(StrEnum):
    """Whether an element is in an authorization."""

    PRESENT = "present"
    ABSENT = "absent"
    OMITTED = "omitted"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Documents:
    """One version of an authorization of outcomes with the documents that complete it."""

    version: Authorize
    approaches: Sequence[AuthorizeApproach] = ()
    entities: Sequence[AuthorizeEntity] = ()

    @property
    def content(self) -> Content:
        """The rest of the full form, empty where nobody has recorded it."""
        return self.version.content or Content()


@dataclass(frozen=True, slots=True)
class Elements:
    """How every letter stands in one version of an authorization."""

    authorization: str
    party: str
    standings: Mapping[str, Standing]
    place: Mapping[str, object] = field(default_factory=dict)


def _duration(documents: Documents) -> bool:
    event = documents.version.definition
    dated = event in {None, FirstTransferDefinition.AUTHORIZATION}
    content = documents.content
    return content.expires_on is not None and (dated or content.final_event_on is not None)


def _covered(documents: Documents) -> bool:
    version = documents.version
    named = (*version.authorized_parties, *version.authorized_entities, *documents.entities)
    return bool(named) or any(one.parties for one in documents.approaches)


def _first_transfer(documents: Documents) -> bool:
    return bool((documents.version.first_transfer_definition or "").strip())


def _metrics(documents: Documents) -> bool:
    return bool(documents.content.gases) or documents.version.metric != Metric.GHG


def _either(name: str) -> Callable[[Documents], bool]:
    """Look for an element in the authorization of the outcomes and in that of the approach."""
    return lambda documents: any(
        getattr(one, name) for one in (documents.content, *documents.approaches)
    )


@dataclass(frozen=True, slots=True)
class Element:
    """A letter of para 5: what it asks for, whether always, and how to see that it is stated."""

    letter: str
    label: Text
    is_stated: Callable[[Documents], bool]
    always: bool = True


ELEMENTS = (
    Element("a", Text("the identifier of the cooperative approach", "合作方法的标识符"),
            lambda one: bool(one.version.approach), always=False),
    Element("b", Text("the Parties or entities covered", "所涵盖的缔约方或实体"),
            _covered, always=False),
    Element("c", Text("the duration, with the final date of the event of first transfer",
                      "期限，包括首次转让事件的最后日期"), _duration),
    Element("d", Text("the specification of the first transfer", "首次转让的界定"),
            _first_transfer),
    Element("e", Text("the uses covered", "所涵盖的用途"), lambda one: bool(one.version.purposes)),
    Element("f", Text("the standards and methodologies underneath", "所依据的标准和方法学"),
            _either("frameworks")),
    Element("g", Text("the circumstances and the process of changes", "变更的情形和程序"),
            lambda one: one.content.changes is not None, always=False),
    Element("h", Text("the quantity", "数量"),
            lambda one: one.version.authorized_quantity_t is not None, always=False),
    Element("i", Text("the registry that tracks the ITMOs", "跟踪减缓成果的登记处"),
            _either("tracking_registry")),
    Element("j", Text("the registries of the standards underneath", "所依据标准的登记处"),
            _either("underlying_registries"), always=False),
    Element("k", Text("the vintages", "年份"),
            lambda one: None not in {one.version.first_year, one.version.last_year}),
    Element("l", Text("the metrics and gases", "指标和气体"), _metrics),
    Element("m", Text("the sectors", "部门"), lambda one: bool(one.version.sectors), always=False),
    Element("n", Text("the activity types", "活动类型"),
            lambda one: bool(one.version.activity_types), always=False),
)  # fmt: skip
"""The fourteen elements; those that are not `always` due the paragraph asks for if applicable."""


def elements_of(documents: Documents, place: Mapping[str, object] | None = None) -> Elements:
    """Say how every letter stands; what a document is silent about is unknown until read."""
    standings = {one.letter: _standing(one, documents) for one in ELEMENTS}
    if not documents.version.covers_oimp:  # para 2(b), which letter (d) cites, is about OIMP
        standings["d"] = Standing.NOT_APPLICABLE
    return Elements(documents.version.id, documents.version.party, standings, place or {})


def _standing(element: Element, documents: Documents) -> Standing:
    if element.is_stated(documents):
        return Standing.PRESENT
    told: tuple[Content | AuthorizeApproach, ...] = (documents.content, *documents.approaches)
    if any(element.letter in one.not_applicable for one in told):
        return Standing.NOT_APPLICABLE
    if any(element.letter in one.omitted for one in told):
        return Standing.OMITTED
    if any(element.letter in one.absent for one in told):
        return Standing.ABSENT
    return Standing.UNKNOWN


CONTENTS: Rulebook[Elements, None] = Rulebook("authorization content")


def _test(element: Element) -> Test[Elements, None]:
    def element_is_stated(elements: Elements, _: None) -> Shown | None:
        """An authorization states the element, or says that it does not apply where it may.

        What it omits although it applies fails; whether what it is silent on applies is unknown.
        """
        where = {**elements.place, "authorization": elements.authorization}
        named = {"authorization": elements.authorization}
        standing = elements.standings[element.letter]
        waived = standing is Standing.NOT_APPLICABLE and not _is_due(element, elements)
        if standing is Standing.PRESENT or waived:
            return None
        is_due = standing is Standing.OMITTED or _is_due(element, elements)
        if standing is Standing.UNKNOWN or not is_due:
            return unknown(element.label, where, **named)
        return fails(where, **named)

    return element_is_stated


def _is_due(element: Element, elements: Elements) -> bool:
    """Whether the element always belongs there; (d) does wherever the uses include OIMP."""
    own = elements.standings["d"] is not Standing.NOT_APPLICABLE
    return own if element.letter == "d" else element.always


for _element in ELEMENTS:
    CONTENTS.rule(
        f"AUTH_ELEMENTS_{_element.letter.upper()}",
        source=f"4/CMA.6 para 5({_element.letter})",
        message=Text(
            f"authorization {{authorization}} does not state {_element.label.en}",
            f"授权 {{authorization}} 未说明{_element.label.zh}",
        ),
        fix=Text(
            "state it in the authorization or in a document attached to it",
            "请在授权或其附件中说明",
        ),
    )(_test(_element))
