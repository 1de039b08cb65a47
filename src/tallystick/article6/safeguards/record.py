"""Everything on file that safeguards are judged on; None for what the file does not ask about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.article6.distribution import Distribution
from tallystick.article6.safeguards.allocation import Allocation
from tallystick.article6.safeguards.allowances import Cap, Link
from tallystick.article6.safeguards.claims import Ended, PublicClaim
from tallystick.article6.safeguards.clubs import Club
from tallystick.article6.safeguards.consideration import Consideration
from tallystick.article6.safeguards.contracts import Contract
from tallystick.article6.safeguards.coverage import Intended
from tallystick.article6.safeguards.decisions import Proposal
from tallystick.article6.safeguards.entities import Entity
from tallystick.article6.safeguards.exposure import Exposed
from tallystick.article6.safeguards.leakage import Sector
from tallystick.article6.safeguards.overselling import Forecast
from tallystick.article6.safeguards.pledges import Deducted, Pledge
from tallystick.article6.safeguards.rights import Moved, Placed
from tallystick.article6.safeguards.scenario import RegistryEntry, Scenario
from tallystick.article6.safeguards.speciality import Concentration, Terms
from tallystick.article6.safeguards.surplus import Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardsRecord:
    """A file of safeguards; `ended` and `leakage_most` belong to the claims and the sectors."""

    scenario: Scenario = field(default_factory=Scenario)
    concentration: Concentration = field(default_factory=Concentration)
    leakage_most: Fraction = Fraction(1, 10)
    contracts: Sequence[Contract] | None = None
    forecasts: Sequence[Forecast] | None = None
    intended: Sequence[Intended] | None = None
    entries: Sequence[RegistryEntry] | None = None
    clubs: Sequence[Club] | None = None
    terms: Sequence[Terms] | None = None
    pledges: Sequence[Pledge] | None = None
    deducted: Sequence[Deducted] | None = None
    placed: Sequence[Placed] | None = None
    moved: Sequence[Moved] | None = None
    considerations: Sequence[Consideration] | None = None
    claims: Sequence[PublicClaim] | None = None
    ended: Sequence[Ended] | None = None
    caps: Sequence[Cap] | None = None
    link: Link | None = None
    allocations: Sequence[Allocation] | None = None
    entities: Sequence[Entity] | None = None
    proposals: Sequence[Proposal] | None = None
    sectors: Sequence[Sector] | None = None
    guards: Sequence[Guard] | None = None
    exposed: Sequence[Exposed] | None = None
    distribution: Distribution | None = None
