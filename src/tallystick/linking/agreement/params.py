"""What a clause fixes, area by area; every value may be left out where the text does not say."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from tallystick.linking.agreement.operating import (
    Contribution,
    Deadline,
    Enforcement,
    Equivalence,
    Feed,
    Liability,
    Minute,
    RecognisedExemption,
    RevenueUse,
    Task,
)
from tallystick.linking.agreement.values import DAY, PARTY_ID, RATE, SHARE, TEXT, Day, Years
from tallystick.linking.agreement.words import (
    Area,
    ChangeOfAuthorization,
    Connection,
    DecisionRule,
    DisputeStage,
    EntryRule,
    Fate,
    Holding,
    Renewal,
    SpecialClause,
)

Listed = Annotated[tuple[str, ...], TEXT]
Said = Annotated[str | None, TEXT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation:
    """Working together short of recognising units."""

    topics: Annotated[Listed, "What the parties work on together."] = ()
    support: Annotated[Listed, "What one side supports the other with."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """Environmental integrity."""

    minimum: Annotated[Listed, "Minimum criteria, such as real, additional, verified."] = ()
    exclusions: Annotated[Listed, "What is excluded, such as nuclear."] = ()
    no_net_increase: Annotated[bool | None, "Whether emissions may not rise in sum."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainableDevelopment:
    """Sustainable development and human rights."""

    report: Annotated[bool | None, "Whether a report is due."] = None
    human_rights: Annotated[bool | None, "Whether human rights are named."] = None
    safeguards: Annotated[Listed, "Safeguards named."] = ()
    contributions: Annotated[
        tuple[Contribution, ...], "What was contributed to the goals, as reported."
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrv:
    """Monitoring, reporting and verification."""

    standard: Annotated[Said, "The standard or rules applied."] = None
    equivalent: Annotated[bool | None, "Whether both sides' rules count as equivalent."] = None
    third_party: Annotated[bool | None, "Whether an independent verifier is required."] = None
    shared_verifiers: Annotated[bool | None, "Whether verifiers are accepted mutually."] = None
    equivalence: Annotated[
        tuple[Equivalence, ...], "The rules of both sides, element by element."
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Corresponding adjustments."""

    both_sides: Annotated[bool | None, "Whether both sides adjust."] = None
    same_method: Annotated[bool | None, "Whether both use one method and metric."] = None
    deadline: Annotated[Said, "By when adjustments are made."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityClass:
    """One class of information and who may see it."""

    name: Annotated[str, TEXT, "Name of the class."]
    information: Annotated[Listed, "What belongs to it."] = ()
    seen_by: Annotated[Listed, "Who may see it."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidentiality:
    """Confidential information."""

    classes: Annotated[tuple[ConfidentialityClass, ...], "Classes from open to secret."] = ()
    always_public: Annotated[Listed, "What is never confidential."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long the agreement lasts."""

    until: Annotated[Day | None, DAY, "Last day."] = None
    years: Annotated[int | None, "Length in years."] = None
    unlimited: Annotated[bool | None, "Whether it has no end."] = None
    renewal: Annotated[Renewal | None, "What happens at the end."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """Authorizing use under Article 6.3."""

    content: Annotated[Listed, "What an authorization states."] = ()
    deadline_days: Annotated[int | None, "Days to decide on a request."] = None
    both_parties: Annotated[bool | None, "Whether both Parties authorize."] = None
    changes: Annotated[ChangeOfAuthorization | None, "Whether it may be changed."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognising:
    """How a transfer, a unit or a system comes to be recognised."""

    body: Annotated[Said, "Who recognises."] = None
    precondition: Annotated[Said, "What has to be met first."] = None
    steps: Annotated[Listed, "Steps, in order."] = ()
    deadline_days: Annotated[int | None, "Days to decide."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Reports and their calendar."""

    reports: Annotated[Listed, "What is reported."] = ()
    every_years: Annotated[int | None, "Years between reports."] = None
    due: Annotated[Said, "Day of the year on which it is due."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The authority of one party."""

    party: Annotated[str, TEXT, "Id of the party."]
    name: Annotated[str, TEXT, "Name of the authority."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetentAuthorities:
    """Who acts for each party."""

    authorities: Annotated[tuple[Authority, ...], "One for each party."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryIntoForce:
    """How the agreement comes into force, and what applies before."""

    rule: Annotated[EntryRule | None, "The event that counts."] = None
    days_after: Annotated[int | None, "Days from the event to entry into force."] = None
    on_first_january: Annotated[bool | None, "Whether it waits for 1 January after."] = None
    conditions: Annotated[Listed, "What has to be met before."] = ()
    provisional: Annotated[Listed, "Articles applied provisionally from signature."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """Changing the agreement itself."""

    procedure: Annotated[Said, "How it is amended."] = None
    by_joint_body: Annotated[Listed, "What the joint body may change alone."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accession:
    """Letting further parties in."""

    open_to: Annotated[Listed, "Who may join."] = ()
    consent: Annotated[DecisionRule | None, "How the parties decide."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Leaving."""

    notice_days: Annotated[int | None, "Notice in days."] = None
    notice_months: Annotated[int | None, "Notice in months."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a dispute."""

    stage: Annotated[DisputeStage, "What is tried."]
    days: Annotated[int | None, "Days before the next stage."] = None
    body: Annotated[Said, "Before whom."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputes:
    """Settling disputes, stage by stage."""

    stages: Annotated[tuple[Stage, ...], "In order."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Suspending the recognition of units or transfers."""

    grounds: Annotated[Listed, "On which grounds."] = ()
    notice_days: Annotated[int | None, "Notice in days."] = None
    notice_months: Annotated[int | None, "Notice in months."] = None
    lasts_months: Annotated[int | None, "Longest duration in months."] = None
    until: Annotated[Said, "What ends it."] = None
    other_transactions_continue: Annotated[
        bool | None, "Whether all but the surrender of foreign units goes on."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What becomes of one kind of holding at the end."""

    holding: Annotated[Holding, "What is left."]
    fate: Annotated[Fate, "What becomes of it."]
    ratio: Annotated[Fraction | None, RATE, "Units given for one, where swapped."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """Ending the agreement and unwinding it."""

    notice_days: Annotated[int | None, "Notice in days."] = None
    notice_months: Annotated[int | None, "Notice in months."] = None
    fates: Annotated[tuple[Treatment, ...], "What becomes of units, one entry per holding."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """Information shared between the parties."""

    feeds: Annotated[Listed, "What is shared."] = ()
    frequency: Annotated[Said, "How often."] = None
    shared: Annotated[tuple[Feed, ...], "What is shared, with frequency and class."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How decisions are taken together."""

    rule: Annotated[DecisionRule | None, "The rule."] = None
    matters: Annotated[Listed, "On what."] = ()
    minutes: Annotated[tuple[Minute, ...], "What was put to the vote."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Compliance of entities and what follows a breach."""

    calendar: Annotated[Said, "When units are surrendered."] = None
    penalty: Annotated[Said, "What a missing unit costs."] = None
    make_good: Annotated[bool | None, "Whether missing units are still owed."] = None
    buyer_liability: Annotated[bool | None, "Whether a holder replaces invalidated units."] = None
    deadlines: Annotated[tuple[Deadline, ...], "Surrender and penalty, system by system."] = ()
    enforcement: Annotated[tuple[Enforcement, ...], "Measures taken to enforce the link."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordination:
    """Coordination at large."""

    body: Annotated[Said, "Who coordinates."] = None
    programme: Annotated[Listed, "Work programme."] = ()
    tasks: Annotated[tuple[Task, ...], "Its tasks, with their days."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBody:
    """The body the parties set up together."""

    name: Annotated[Said, "Its name."] = None
    composition: Annotated[Said, "Who sits on it."] = None
    rule: Annotated[DecisionRule | None, "How it decides."] = None
    powers: Annotated[Listed, "What it may do."] = ()
    binding: Annotated[bool | None, "Whether its decisions bind the parties."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeManagement:
    """What happens when one side changes its system."""

    notice_days: Annotated[int | None, "Days of notice before the change."] = None
    consultation_days: Annotated[int | None, "Days in which the other side may ask to talk."] = None
    assessed_by: Annotated[Said, "Who judges the effect on the link."] = None
    estoppel: Annotated[
        bool | None, "Whether a side that did not ask in time may no longer suspend for it."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Registries and their connection."""

    connection: Annotated[Connection | None, "How they are joined."] = None
    operator: Annotated[Said, "Who runs it."] = None
    public: Annotated[bool | None, "Whether its records are public."] = None
    records: Annotated[Listed, "What each record shows."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Auction:
    """Auctions."""

    joint: Annotated[bool | None, "Whether the parties auction together."] = None
    mutual_consent: Annotated[bool | None, "Whether a sale needs the other's consent."] = None
    platform: Annotated[Said, "Where."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParties:
    """Links with third parties."""

    notice_days: Annotated[int | None, "Notice in days."] = None
    inform: Annotated[bool | None, "Whether talks with third parties are told."] = None
    accept_or_terminate: Annotated[
        bool | None, "Whether the other side has to accept the new link or end this one."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finance:
    """Money that flows beside the units."""

    share: Annotated[Fraction | None, SHARE, "Share of the proceeds."] = None
    paid_to: Annotated[Said, "To whom."] = None
    revenue_use: Annotated[Listed, "What auction revenue is used for."] = ()
    register: Annotated[tuple[RevenueUse, ...], "Use of revenue, system by system."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A special clause."""

    special: Annotated[SpecialClause | None, "What it does."] = None
    party: Annotated[str | None, PARTY_ID, "Party it is about, where not all."] = None
    until: Annotated[Day | None, DAY, "Last day."] = None
    sectors: Annotated[Listed, "Sectors concerned."] = ()
    periods: Annotated[tuple[Years, ...], "Periods whose units end with them."] = ()
    grace_days: Annotated[int | None, "Days after a period in which its units still serve."] = None
    tolerance: Annotated[Fraction | None, SHARE, "Difference of auctioned shares allowed."] = None
    liabilities: Annotated[tuple[Liability, ...], "Who replaces invalidated credits."] = ()
    exemptions: Annotated[tuple[RecognisedExemption, ...], "Exemptions taken as good."] = ()
    measures: Annotated[Listed, "National measures each party adopts before the start."] = ()
    text: Annotated[Said, "In a few words."] = None


PARAMS: dict[str, type] = {
    Area.COOPERATION: Cooperation,
    Area.INTEGRITY: Integrity,
    Area.SUSTAINABLE_DEVELOPMENT: SustainableDevelopment,
    Area.MRV: Mrv,
    Area.ADJUSTMENT: Adjustment,
    Area.CONFIDENTIALITY: Confidentiality,
    Area.TERM: Term,
    Area.AUTHORIZATION: Authorization,
    Area.RECOGNITION: Recognising,
    Area.REPORTING: Reporting,
    Area.COMPETENT_AUTHORITIES: CompetentAuthorities,
    Area.ENTRY_INTO_FORCE: EntryIntoForce,
    Area.AMENDMENT: Amendment,
    Area.ACCESSION: Accession,
    Area.WITHDRAWAL: Withdrawal,
    Area.DISPUTES: Disputes,
    Area.SUSPENSION: Suspension,
    Area.TERMINATION: Termination,
    Area.INFORMATION: Information,
    Area.DECISION: Decision,
    Area.COMPLIANCE: Compliance,
    Area.COORDINATION: Coordination,
    Area.JOINT_BODY: JointBody,
    Area.CHANGE_MANAGEMENT: ChangeManagement,
    Area.REGISTRY: Registry,
    Area.AUCTION: Auction,
    Area.THIRD_PARTIES: ThirdParties,
    Area.FINANCE: Finance,
    Area.OTHER: Other,
}
"""The record that `params` of a clause is read as, by the area of the clause."""
