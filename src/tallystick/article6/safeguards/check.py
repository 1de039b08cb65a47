"""The answers on a file of safeguards: a section for everything that the file asks about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tallystick.article6.integrity import Section
from tallystick.article6.safeguards.allocation import ALLOCATIONS
from tallystick.article6.safeguards.allowances import CAPS, SETTLEMENTS
from tallystick.article6.safeguards.claims import CLAIMS, back
from tallystick.article6.safeguards.clubs import CLUBS
from tallystick.article6.safeguards.consideration import CONSIDERATIONS
from tallystick.article6.safeguards.contract_rules import CONTRACTS
from tallystick.article6.safeguards.coverage import judge
from tallystick.article6.safeguards.decisions import DECISIONS
from tallystick.article6.safeguards.entities import ENTITIES
from tallystick.article6.safeguards.exposure import EXPOSURE
from tallystick.article6.safeguards.leakage import SECTORS
from tallystick.article6.safeguards.overselling import FORECASTS
from tallystick.article6.safeguards.pledge_rules import PLEDGES, PROMISES
from tallystick.article6.safeguards.record import SafeguardsRecord
from tallystick.article6.safeguards.rights import NATURES, POWERS
from tallystick.article6.safeguards.scenario import REGISTRATION
from tallystick.article6.safeguards.speciality import SPECIALITY
from tallystick.article6.safeguards.surplus import GUARDS
from tallystick.core.findings import Finding, Outcome, Text, worst
from tallystick.core.rules import Rulebook

Subject = TypeVar("Subject")
Facts = TypeVar("Facts")
Judged = list[Finding] | None


def _each(
    book: Rulebook[Subject, Facts], subjects: Iterable[Subject] | None, facts: Facts
) -> Judged:
    """Judge every subject; None where the file does not ask."""
    if subjects is None:
        return None
    return [finding for subject in subjects for finding in book.judge(subject, facts)]


def _coverage(record: SafeguardsRecord, _: date) -> Judged:
    return None if record.intended is None else judge(record.intended, record.forecasts or ())


def _pledges(record: SafeguardsRecord, _: date) -> Judged:
    if record.pledges is None and record.deducted is None:
        return None
    pledges = record.pledges or ()
    promised = _each(PROMISES, pledges, None) or []
    return promised + (_each(PLEDGES, record.deducted, pledges) or [])


def _claims(record: SafeguardsRecord, _: date) -> Judged:
    return None if record.claims is None else _each(CLAIMS, back(record.claims, record.ended), None)


def _link(record: SafeguardsRecord, _: date) -> Judged:
    return _each(SETTLEMENTS, None if record.link is None else [record.link], None)


SECTIONS: Mapping[str, tuple[Text, Callable[[SafeguardsRecord, date], Judged]]] = {
    "contracts": (
        Text("Contracts, default and price floor", "合同、违约与价格下限"),
        lambda record, on: _each(CONTRACTS, record.contracts, on),
    ),
    "forecasts": (
        Text("Overselling", "超售"),
        lambda record, _: _each(FORECASTS, record.forecasts, record.scenario),
    ),
    "coverage": (Text("Coverage of the host's own NDC", "东道国自身贡献的保障"), _coverage),
    "registration": (
        Text("Control over registration", "登记控制权"),
        lambda record, _: _each(REGISTRATION, record.entries, record.scenario),
    ),
    "clubs": (
        Text("Climate clubs", "气候联盟"),
        lambda record, _: _each(CLUBS, record.clubs, None),
    ),
    "speciality": (
        Text("Speciality", "专向性"),
        lambda record, _: _each(SPECIALITY, record.terms, record.concentration),
    ),
    "pledges": (
        Text("Share of proceeds and overall mitigation", "收益分成与全面减缓"),
        _pledges,
    ),
    "legal_nature": (
        Text("Legal nature of units", "单位的法律属性"),
        lambda record, _: _each(NATURES, record.placed, None),
    ),
    "powers": (
        Text("Powers that transfers move", "转让所转移的权能"),
        lambda record, _: _each(POWERS, record.moved, None),
    ),
    "consideration": (
        Text("Consideration", "对价"),
        lambda record, _: _each(CONSIDERATIONS, record.considerations, None),
    ),
    "claims": (Text("Public claims", "公开声明"), _claims),
    "caps": (
        Text("Allowances under their caps", "总量控制下的配额"),
        lambda record, _: _each(CAPS, record.caps, None),
    ),
    "settlement": (Text("Settlement of net flows", "净流量结算"), _link),
    "allocations": (
        Text("Claims to units", "单位的声索"),
        lambda record, _: _each(ALLOCATIONS, record.allocations, None),
    ),
    "entities": (
        Text("Account holders", "账户持有人"),
        lambda record, on: _each(ENTITIES, record.entities, on),
    ),
    "decisions": (
        Text("Joint decisions", "联合决策"),
        lambda record, on: _each(DECISIONS, record.proposals, on),
    ),
    "leakage": (
        Text("Leakage by sector", "行业碳泄漏"),
        lambda record, _: _each(SECTORS, record.sectors, record.leakage_most),
    ),
    "surplus": (
        Text("Promises within the surplus", "盈余范围内的承诺"),
        lambda record, _: _each(GUARDS, record.guards, None),
    ),
    "exposure": (
        Text("Competition across the link", "链接下的竞争"),
        lambda record, _: _each(EXPOSURE, record.exposed, record.leakage_most),
    ),
}
"""The sections in printed order, each with how it is judged."""


@dataclass(frozen=True, slots=True)
class Safeguards:
    """The answers on one file on one day."""

    record: SafeguardsRecord
    on: date
    sections: tuple[Section, ...]

    @property
    def findings(self) -> Sequence[Finding]:
        """Every finding, section by section."""
        return [finding for section in self.sections for finding in section.findings]

    @property
    def outcome(self) -> Outcome:
        """All sections together."""
        return worst(self.findings)


def check(record: SafeguardsRecord, on: date) -> Safeguards:
    """Judge everything that a file asks about, on a day."""
    judged = {key: (title, judge(record, on)) for key, (title, judge) in SECTIONS.items()}
    return Safeguards(
        record,
        on,
        tuple(
            Section(key, title, worst(findings), tuple(findings))
            for key, (title, findings) in judged.items()
            if findings is not None
        ),
    )
