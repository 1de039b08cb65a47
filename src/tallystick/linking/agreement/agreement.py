"""An agreement as its parties wrote it down; what follows from it is derived, never stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from tallystick.article6.adjustment import Method
from tallystick.core.actions import FirstTransferDefinition
from tallystick.linking.agreement.keys import Chosen, Named
from tallystick.linking.agreement.params import PARAMS, Termination
from tallystick.linking.agreement.plans import AlignmentAct, RoadmapStage
from tallystick.linking.agreement.restrictions import RESTRICTIONS, Restriction
from tallystick.linking.agreement.values import (
    ALWAYS,
    DATE,
    DAY,
    FIRST_TRANSFER,
    ID,
    MONEY,
    PARTY_ID,
    RATE,
    SHARE,
    TEXT,
    Day,
    Names,
    Window,
)
from tallystick.linking.agreement.words import (
    Area,
    AuthorizationLevel,
    Backing,
    Binding,
    BodyKind,
    Confidence,
    Form,
    Level,
    LimitPer,
    Objective,
    ProceedsTo,
    Role,
    Stance,
    Status,
    Subject,
    Tier,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTo:
    """One party to the agreement, with the systems it brings."""

    id: Annotated[str, PARTY_ID, "ISO alpha-3 or EUE for Parties; otherwise a short name."]
    level: Annotated[Level, "Level of government."]
    systems: Annotated[tuple[str, ...], ID, "Ids of its systems."] = ()
    role: Annotated[Role, "Side of the trade."] = Role.BOTH
    name: Annotated[Names | None, "Full name, where the id does not say it."] = None
    state: Annotated[str | None, PARTY_ID, "The State a party below State level belongs to."] = None
    statute: Annotated[str | None, TEXT, "Law that enables it to link."] = None
    constitutional_bar: Annotated[
        bool | None, "Whether a higher law keeps a party below State level from binding itself."
    ] = None
    consent: Annotated[str | None, TEXT, "Act by which its State consented."] = None
    linkage_finding: Annotated[
        str | None, TEXT, "Finding its own law asks for before it links."
    ] = None
    lacks: Annotated[
        tuple[Backing, ...], "What it is known not to have; left out, it is unknown."
    ] = ()
    joined: Annotated[Day | None, DAY, "When it joined, where later than the others."] = None
    left: Annotated[Day | None, DAY, "First day on which it is no party any more."] = None
    objectives: Annotated[tuple[Objective, ...], "What it wants of the link."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The three days every agreement is asked for."""

    signed: Annotated[Day | None, DAY, "Signature."] = None
    in_force: Annotated[Day | None, DAY, "Entry into force."] = None
    ends: Annotated[Day | None, DAY, "Last day, null while there is none."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change of status on a day, or by a day where only that is known."""

    status: Annotated[Status, "Status from then on."]
    on: Annotated[Day | None, DAY, "When it happened."] = None
    by: Annotated[Day | None, DAY, "By when it had happened, where `on` is not known."] = None
    note: Annotated[str | None, TEXT, "What happened."] = None
    source: Annotated[str | None, TEXT, "Where it is told."] = None
    confidence: Annotated[Confidence | None, "How well it is known."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSystem:
    """A system or crediting programme that the shipped list does not know."""

    id: Annotated[str, ID, "Its id."]
    name: Annotated[Names | None, "Its name."] = None
    kind: Annotated[str | None, TEXT, "What it is, such as cap_and_trade or crediting."] = None
    units: Annotated[tuple[str, ...], TEXT, "The units it issues."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFacts:
    """What the parties take for a fact of one market in a simulation, instead of what is listed."""

    system: Annotated[str, PARTY_ID, "System (or Party) the figures are about."]
    cap_t: Annotated[int | None, "Cap of a year, tonnes CO2 eq."] = None
    baseline_t: Annotated[int | None, "Emissions of a year without a price, tonnes CO2 eq."] = None
    price_usd: Annotated[Decimal | None, MONEY, "Price of a tonne without the link, in USD."] = None
    elasticity: Annotated[
        Fraction | None, RATE, "Abatement at that price as a share of the cap."
    ] = None
    curve: Annotated[str | None, TEXT, "Id of an abatement-cost curve of a region."] = None
    floor_usd: Annotated[Decimal | None, MONEY, "Price below which units are withheld."] = None
    ceiling_usd: Annotated[Decimal | None, MONEY, "Price at which more units are sold."] = None
    auctioned: Annotated[Fraction | None, SHARE, "Share of the cap that is auctioned."] = None
    source: Annotated[str | None, TEXT, "Where the figures are told."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """One open direction: which units of one system are good in another."""

    origin: Annotated[str, Named("from"), PARTY_ID, "System (or Party) whose units are recognised."]
    destination: Annotated[str, Named("to"), PARTY_ID, "System (or Party) that recognises them."]
    units: Annotated[tuple[str, ...], TEXT, "Unit types, such as CHU, CER or ITMO."] = ()
    restrictions: Annotated[
        tuple[Restriction, ...], Chosen("kind", RESTRICTIONS), "What limits it."
    ] = ()
    valid: Annotated[Window, "On which days the direction is open."] = ALWAYS
    criteria: Annotated[tuple[str, ...], TEXT, "Ids of criteria it depends on."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A test that the linked systems have to pass."""

    id: Annotated[str, ID, "Its id."]
    feature: Annotated[str, TEXT, "Feature of the systems that is compared."]
    requirement: Annotated[str, TEXT, "What is required."]
    tier: Annotated[Tier, "How much it weighs."] = Tier.MUST
    ref: Annotated[str | None, TEXT, "Where it stands."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimit:
    """A limit on what the host may transfer."""

    limit_t: Annotated[int, "Tonnes CO2 eq."]
    sector: Annotated[str | None, TEXT, "Sector, if only one."] = None
    per: Annotated[LimitPer, "Over which time."] = LimitPer.TOTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Article6Terms:
    """What is agreed for transfers under Article 6."""

    first_transfer: Annotated[
        FirstTransferDefinition | None, FIRST_TRANSFER, "Event that is the first transfer for OIMP."
    ] = None
    adjustment_method: Annotated[Method | None, "Method of corresponding adjustment."] = None
    sop: Annotated[Fraction | None, SHARE, "Share of proceeds."] = None
    sop_to: Annotated[ProceedsTo | None, "Who receives it."] = None
    omge: Annotated[Fraction | None, SHARE, "Overall mitigation, cancelled."] = None
    host_limit_t: Annotated[int | None, "Most that the host transfers, tonnes CO2 eq."] = None
    host_limits: Annotated[tuple[HostLimit, ...], "Limits by sector or time."] = ()
    exclusions: Annotated[tuple[str, ...], TEXT, "Activities that are excluded."] = ()
    purposes: Annotated[tuple[str, ...], TEXT, "Purposes from NDC, IMP, OP, OIMP."] = ()
    recognition_of_transfers: Annotated[str | None, TEXT, "How a transfer is recognised."] = None

    @property
    def is_stated(self) -> bool:
        """Whether any term is there at all."""
        return self != Article6Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: what it is about, where it stands, how it binds and what it fixes."""

    area: Annotated[Area, "What it is about."]
    ref: Annotated[str | None, TEXT, "Where it stands in the text."] = None
    binding: Annotated[Binding | None, "How its words bind."] = None
    rights: Annotated[tuple[Role, ...], "Roles to which it gives a right."] = ()
    duties: Annotated[tuple[Role, ...], "Roles on which it lays a duty."] = ()
    params: Annotated[Any, Chosen("area", PARAMS, inside=False), "What it fixes, by area."] = None
    summary: Annotated[Names | None, "Gloss in a sentence."] = None
    since: Annotated[Day | None, DAY, "From when, where later than the agreement."] = None
    until: Annotated[Day | None, DAY, "Last day, where earlier."] = None
    source: Annotated[str | None, TEXT, "Where it is told."] = None
    confidence: Annotated[Confidence | None, "How well it is known."] = None

    @property
    def is_stated(self) -> bool:
        """Whether it says anything beyond its area."""
        said = (self.ref, self.binding, self.params, self.summary)
        return any(one is not None for one in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizedBy:
    """A document that authorizes the sale of a contract, on one of two levels."""

    level: Annotated[AuthorizationLevel, "Under Article 6.3, or under national law."]
    document: Annotated[str, TEXT, "The document."]
    on: Annotated[date, DATE, "Its day."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A commercial contract of the lower tier."""

    id: Annotated[str, ID, "Its id."]
    under: Annotated[str | None, ID, "The agreement or contract it rests on."] = None
    buyer: Annotated[str | None, TEXT, "Who buys."] = None
    seller: Annotated[str | None, TEXT, "Who sells."] = None
    state_sells: Annotated[bool | None, "Whether the host State itself sells."] = None
    authorizations: Annotated[
        tuple[AuthorizedBy, ...] | None, "Documents by which its sale is authorized."
    ] = None
    valid: Annotated[Window, "On which days it holds."] = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body beside the parties: a regional body, a regulator, a supervisor."""

    name: Annotated[str, TEXT, "Its name."]
    kind: Annotated[BodyKind, "What it is."]
    of: Annotated[str | None, PARTY_ID, "Party whose body it is, none where of all."] = None
    binding: Annotated[bool | None, "Whether its decisions bind under the agreement."] = None
    source: Annotated[str | None, TEXT, "Where it is told."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """How the parties stand to one principle of the list."""

    id: Annotated[str, ID, "Its id in the list of principles."]
    stance: Annotated[Stance, "Accepted or reserved."] = Stance.ACCEPTED
    party: Annotated[str | None, PARTY_ID, "Party that says so, where not all."] = None
    ref: Annotated[str | None, TEXT, "Where it is said."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement, whatever its form, with any number of parties."""

    id: Annotated[str, Named("agreement"), ID, "Id of the agreement."]
    title: Annotated[Names | None, "Its title."] = None
    form: Annotated[Form, "Its legal form."]
    subject: Annotated[Subject | None, "What it is about, where the rest does not show it."] = None
    parties: Annotated[tuple[PartyTo, ...], "All parties, at least one."]
    dates: Annotated[Dates, "Its days."] = Dates()
    history: Annotated[tuple[Event, ...], "Its statuses, in order."] = ()
    replaces: Annotated[tuple[str, ...], ID, "Agreements that it replaces."] = ()
    aliases: Annotated[tuple[str, ...], ID, "Other ids of the same agreement."] = ()
    umbrella_statute: Annotated[str | None, ID, "Statute that all systems share."] = None
    systems: Annotated[tuple[DeclaredSystem, ...], "Systems the shipped list does not know."] = ()
    recognition: Annotated[
        tuple[Recognition, ...], "Open directions; one that is not listed is closed."
    ] = ()
    facts: Annotated[
        tuple[SystemFacts, ...], "Figures for a simulation, by system; they prevail over the list."
    ] = ()
    article6: Annotated[Article6Terms, "Terms for Article 6."] = Article6Terms()
    criteria: Annotated[tuple[Criterion, ...], "Tests the systems have to pass."] = ()
    clauses: Annotated[tuple[Clause, ...], "Its clauses."] = ()
    bodies: Annotated[tuple[Body, ...], "Bodies beside the parties."] = ()
    principles: Annotated[tuple[Principle, ...], "Principles accepted or reserved."] = ()
    contracts: Annotated[tuple[Contract, ...], "Contracts of the lower tier."] = ()
    roadmap: Annotated[tuple[RoadmapStage, ...], "Stages on the way to a full link."] = ()
    alignments: Annotated[
        tuple[AlignmentAct, ...], "Acts that brought a system into line with the other."
    ] = ()
    languages: Annotated[tuple[str, ...], TEXT, "Authentic languages."] = ()
    depositary: Annotated[str | None, TEXT, "Who keeps it."] = None
    notes: Annotated[tuple[str, ...], TEXT, "What else should be known."] = ()
    sources: Annotated[tuple[str, ...], TEXT, "Where it is told."] = ()
    confidence: Annotated[Confidence | None, "How well the whole is known."] = None
    as_of: Annotated[date | None, DATE, "Day of the last look at the sources."] = None

    @property
    def about(self) -> Subject:
        """What it is about: as stated, or as its terms and directions show."""
        if self.subject:
            return self.subject
        if self.article6.is_stated:
            return Subject.ARTICLE6
        shared = len(self.systems_held) < sum(len(party.systems) for party in self.parties)
        return Subject.ETS_LINK if self.recognition or shared else Subject.COOPERATION

    @property
    def systems_held(self) -> frozenset[str]:
        """The systems of all parties."""
        return frozenset(system for party in self.parties for system in party.systems)

    @property
    def ends_named(self) -> frozenset[str]:
        """Every system or Party that a direction may start from or lead to."""
        declared = {system.id for system in self.systems}
        return self.systems_held | {party.id for party in self.parties} | declared

    def clauses_on(self, area: Area) -> tuple[Clause, ...]:
        """Return the clauses on an area, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.area is area)

    def parties_on(self, on: date) -> tuple[PartyTo, ...]:
        """Return who is party on a day, as far as its joining and leaving are known."""
        return tuple(
            party
            for party in self.parties
            if (party.joined is None or party.joined.last <= on)
            and (party.left is None or on < party.left.first)
        )

    def behind(self, end: str) -> tuple[PartyTo, ...]:
        """Return the parties that an end of a direction is, or belongs to."""
        return tuple(party for party in self.parties if end == party.id or end in party.systems)

    @property
    def fates(self) -> tuple[Any, ...]:
        """What the termination clauses say becomes of what is left."""
        return tuple(
            fate
            for clause in self.clauses_on(Area.TERMINATION)
            if isinstance(clause.params, Termination)
            for fate in clause.params.fates
        )
