"""The words an agreement file may use where it has to choose."""

from enum import StrEnum


class Form(StrEnum):
    """The legal form in which an agreement is made."""

    TREATY = "treaty"
    TREATY_BODY_DECISION = "treaty_body_decision"
    MOU = "mou"
    JOINT_DECLARATION = "joint_declaration"
    RECIPROCAL_LEGISLATION = "reciprocal_legislation"
    UNILATERAL_STATUTE = "unilateral_statute"
    MODEL_RULE = "model_rule"
    NON_BINDING = "non_binding"
    INDUSTRY_MOC = "industry_moc"


class Subject(StrEnum):
    """What an agreement is about: linked systems, Article 6 transfers, or cooperation alone."""

    ETS_LINK = "ets_link"
    ARTICLE6 = "article6"
    COOPERATION = "cooperation"


class Level(StrEnum):
    """At which level of government a party stands; non-state parties stand outside all."""

    SUPRANATIONAL = "supranational"
    NATIONAL = "national"
    SUBNATIONAL = "subnational"
    CITY = "city"
    NON_STATE = "non_state"


class Backing(StrEnum):
    """What the law behind a party may have to give it before it links."""

    STATUTE = "statute"
    CONSENT = "consent"
    LINKAGE_FINDING = "linkage_finding"


class Role(StrEnum):
    """On which side of the trade a party stands."""

    BUYER = "buyer"
    SELLER = "seller"
    BOTH = "both"
    OBSERVER = "observer"


class Binding(StrEnum):
    """How strongly the words of a clause bind."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"
    RECITAL = "recital"


class Status(StrEnum):
    """Where an agreement stands in its life."""

    EXPLORING = "exploring"
    MANDATED = "mandated"
    NEGOTIATING = "negotiating"
    INITIALLED = "initialled"
    SIGNED = "signed"
    PROVISIONAL = "provisional"
    IN_FORCE = "in_force"
    OPERATING = "operating"
    RESTRICTED = "restricted"
    SUSPENDED = "suspended"
    NOTICE_GIVEN = "notice_given"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    ABANDONED = "abandoned"
    SUPERSEDED = "superseded"


UNSIGNED = frozenset({Status.EXPLORING, Status.MANDATED, Status.NEGOTIATING, Status.INITIALLED})
"""Before signature."""

EFFECTIVE = frozenset({Status.IN_FORCE, Status.OPERATING, Status.RESTRICTED, Status.NOTICE_GIVEN})
"""Units may be recognised; a suspended agreement is in force, but recognises none."""

ENDED = frozenset({Status.TERMINATED, Status.EXPIRED, Status.ABANDONED, Status.SUPERSEDED})
"""Nothing more follows from the agreement than how it is unwound."""


class Confidence(StrEnum):
    """How well a fact is known: read in a public text, partly so, remembered, or disputed."""

    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly_verified"
    MEMORY = "memory"
    CONFLICTING = "conflicting"


class Area(StrEnum):
    """What a clause is about."""

    COOPERATION = "cooperation"
    INTEGRITY = "integrity"
    SUSTAINABLE_DEVELOPMENT = "sustainable_development"
    MRV = "mrv"
    ADJUSTMENT = "adjustment"
    CONFIDENTIALITY = "confidentiality"
    TERM = "term"
    AUTHORIZATION = "authorization"
    RECOGNITION = "recognition"
    REPORTING = "reporting"
    COMPETENT_AUTHORITIES = "competent_authorities"
    ENTRY_INTO_FORCE = "entry_into_force"
    AMENDMENT = "amendment"
    ACCESSION = "accession"
    WITHDRAWAL = "withdrawal"
    DISPUTES = "disputes"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    INFORMATION = "information"
    DECISION = "decision"
    COMPLIANCE = "compliance"
    COORDINATION = "coordination"
    JOINT_BODY = "joint_body"
    CHANGE_MANAGEMENT = "change_management"
    REGISTRY = "registry"
    AUCTION = "auction"
    THIRD_PARTIES = "third_parties"
    FINANCE = "finance"
    OTHER = "other"


class Tier(StrEnum):
    """How much a criterion weighs; a gate that is closed stops the link whatever else is met."""

    GATE = "GATE"
    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class LimitScope(StrEnum):
    """What a limit on quantity counts, always in units booked."""

    GROSS = "gross"
    NET_IMPORT = "net_import"
    NET_EXPORT = "net_export"
    ENTITY_SHARE = "entity_share"


class LimitPer(StrEnum):
    """Over which time a limit is counted anew."""

    YEAR = "year"
    PERIOD = "period"
    TOTAL = "total"


class TradedAs(StrEnum):
    """How customs and tax law see a unit that crosses a border."""

    GOODS = "goods"
    SERVICE = "service"


class DecisionRule(StrEnum):
    """How a joint body decides."""

    CONSENSUS = "consensus"
    UNANIMITY = "unanimity"
    MAJORITY = "majority"


class DisputeStage(StrEnum):
    """One stage of a dispute, from talks to a court."""

    CONSULTATION = "consultation"
    JOINT_BODY = "joint_body"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"
    COURT = "court"


class Renewal(StrEnum):
    """What happens when the term ends."""

    NONE = "none"
    TACIT = "tacit"
    BY_AGREEMENT = "by_agreement"


class EntryRule(StrEnum):
    """Which event brings an agreement into force."""

    SIGNATURE = "signature"
    NOTES_EXCHANGED = "notes_exchanged"
    CONDITIONS_MET = "conditions_met"
    RATIFICATION = "ratification"
    FIXED_DATE = "fixed_date"


class Connection(StrEnum):
    """How the registries of a link are joined."""

    DIRECT = "direct"
    COMMON = "common"
    NONE = "none"


class Holding(StrEnum):
    """What is left in accounts and pipelines when an agreement ends."""

    TRANSFERRED_UNITS = "transferred_units"
    BANKED_UNITS = "banked_units"
    AUTHORIZATIONS = "authorizations"
    PENDING_TRANSFERS = "pending_transfers"
    AUCTIONS = "auctions"


class Fate(StrEnum):
    """What becomes of it."""

    HONOUR = "honour"
    FREEZE = "freeze"
    SWAP = "swap"
    CANCEL = "cancel"


class ChangeOfAuthorization(StrEnum):
    """Whether an authorization may be changed."""

    NEVER = "never"
    BEFORE_FIRST_TRANSFER = "before_first_transfer"
    BY_AGREEMENT = "by_agreement"


class ProceedsTo(StrEnum):
    """Who receives a share of proceeds."""

    ADAPTATION_FUND = "adaptation_fund"
    HOST_ADAPTATION = "host_adaptation"


class SpecialClause(StrEnum):
    """A special clause, by what it does."""

    BANKING_LIMIT = "banking_limit"
    SECTOR_EXEMPTION = "sector_exemption"
    BORDER_ADJUSTMENT_EXEMPTION = "border_adjustment_exemption"
    FREE_ALLOCATION_UNTIL = "free_allocation_until"
    ALLOCATION_MIX = "allocation_mix"
    BUYER_LIABILITY = "buyer_liability"
    ALLOCATION_PLAN = "allocation_plan"
    IMPLEMENTING_MEASURES = "implementing_measures"
    INTEGRITY = "integrity"
    OTHER = "other"


class Liable(StrEnum):
    """Who makes good a credit that is invalidated."""

    HOLDER = "holder"
    GOVERNMENT_ACCOUNT = "government_account"


class BodyKind(StrEnum):
    """What a body that an agreement names is."""

    REGIONAL = "regional_body"
    REGULATOR = "regulator"
    SUPERVISOR = "supervisor"


class Stance(StrEnum):
    """How a party stands to a principle."""

    ACCEPTED = "accepted"
    RESERVED = "reserved"


class Frequency(StrEnum):
    """How often information is shared."""

    CONTINUOUS = "continuous"
    DAILY = "daily"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    ON_EVENT = "on_event"


class Objective(StrEnum):
    """What a party wants of its system or of the link."""

    LOWER_COST = "lower_cost"
    HIGHER_PRICE = "higher_price"
    STABLE_PRICE = "stable_price"
    DOMESTIC_ABATEMENT = "domestic_abatement"
    CLEANER_AIR = "cleaner_air"
    PUBLIC_REVENUE = "public_revenue"
    SELLING_OUTCOMES = "selling_outcomes"
    BUYING_OUTCOMES = "buying_outcomes"
    OWN_TARGET = "own_target"
    INDUSTRY = "industry"
    CONTROL = "control"
    LEADERSHIP = "leadership"


class AuthorizationLevel(StrEnum):
    """On which level a sale of outcomes is authorized."""

    ARTICLE_6_3 = "article_6_3"
    NATIONAL = "national_framework"
