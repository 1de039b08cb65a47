"""What is on file about the integrity of one cooperative approach.

In every list None says that nobody has recorded anything, and an empty list that there is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tallystick.article6.integrity.baselines import BaselineRegister
from tallystick.article6.integrity.bodies import Body, Engagement
from tallystick.article6.integrity.cooperation import NonMarket, ResultsFinance
from tallystick.article6.integrity.gate import Passage
from tallystick.article6.integrity.net_increase import Participant
from tallystick.article6.integrity.remedies import Case
from tallystick.article6.participation.record import Evidence
from tallystick.law import Exclusion


@dataclass(frozen=True, slots=True)
class Consent:
    """The attestation of a Party that it takes part of its own free will."""

    party: str
    authority: str
    document: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanence:
    """Whether an outcome can be reversed, until when it is watched and which Party answers."""

    at_risk: bool
    monitored_until: date | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """One mitigation outcome of the approach, in t CO2 eq; None where nothing is on file.

    It is what `emissions_t` and `leakage_t` leave of the reference level of the activity.
    """

    id: str
    party: str
    activity: str
    sector: str
    vintage: int
    quantity_t: int
    reference_t: int | None = None
    emissions_t: int | None = None
    leakage_t: int | None = None
    measured: Evidence | None = None
    verified: Evidence | None = None
    verifier: str | None = None
    traits: frozenset[str] | None = None
    permanence: Permanence | None = None
    public: str | None = None

    @property
    def reduction_t(self) -> int | None:
        """How far the emissions lie below the reference level, before leakage."""
        if self.reference_t is None or self.emissions_t is None:
            return None
        return self.reference_t - self.emissions_t


@dataclass(frozen=True, slots=True)
class Replacement:
    """Units that make a reversal good."""

    quantity_t: int
    document: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Mitigation released again; what was adjusted stays so, and the loss is to be replaced."""

    id: str
    outcome: str
    on: date
    quantity_t: int
    due: date | None = None
    replacements: tuple[Replacement, ...] = ()

    def outstanding_t(self, on: date) -> int:
        """Return what is still to be replaced on a day."""
        done = sum(one.quantity_t for one in self.replacements if one.document.on <= on)
        return max(0, self.quantity_t - done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one Party reported on the approach for a year: outcomes by id in t CO2 eq.

    `public` is where it can be read, `withheld` the basis on which it is confidential.
    """

    party: str
    year: int
    outcomes_t: Mapping[str, int]
    method: str | None = None
    metric: str | None = None
    gwp: str | None = None
    public: str | None = None
    withheld: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityRecord:
    """Everything on file about one cooperative approach.

    `gated` says whether its terms let no transfer take effect before the steps of the gate.
    """

    approach: str
    parties: tuple[str, ...]
    consents: tuple[Consent, ...] | None = None
    exclusions: tuple[Exclusion, ...] | None = None
    baselines: BaselineRegister = field(default_factory=BaselineRegister)
    outcomes: tuple[Mitigation, ...] | None = None
    reversals: tuple[Reversal, ...] | None = None
    reports: tuple[Report, ...] | None = None
    bodies: tuple[Body, ...] | None = None
    engagements: tuple[Engagement, ...] | None = None
    participants: tuple[Participant, ...] | None = None
    gated: bool | None = None
    passages: tuple[Passage, ...] = ()
    cases: tuple[Case, ...] = ()
    non_market: tuple[NonMarket, ...] = ()
    results_finance: tuple[ResultsFinance, ...] = ()

    def outcome(self, identifier: str) -> Mitigation | None:
        """Return an outcome by its id."""
        return next((one for one in self.outcomes or () if one.id == identifier), None)
