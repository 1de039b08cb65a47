"""Everything on file about practice; a file is judged on the lists it holds, nothing else."""

from dataclasses import dataclass
from typing import Annotated

from tallystick.linking.agreement.values import TEXT
from tallystick.linking.practice.actors import ActorIn, Checklist, Need, Voice
from tallystick.linking.practice.allocation import AllocationPlan, Allotment
from tallystick.linking.practice.auction import SealedAuction
from tallystick.linking.practice.aviation import AviationCredit
from tallystick.linking.practice.border import BorderMeasure, Import
from tallystick.linking.practice.consent import Activation, ExemptionUse, JointSale
from tallystick.linking.practice.credits import CarryOver, OffsetUse, Output
from tallystick.linking.practice.energy import DualControl, Footprint, Generation
from tallystick.linking.practice.flows import UnitFlow
from tallystick.linking.practice.legacy import LegacyBlock
from tallystick.linking.practice.liability import Invalidation
from tallystick.linking.practice.obligations import Obligation
from tallystick.linking.practice.venues import VenueTrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A file of practice."""

    agreement: Annotated[str | None, TEXT, "Agreement it is held against: a file or an id."] = None
    obligations: Annotated[tuple[Obligation, ...], "Emissions and surrender."] = ()
    allotments: Annotated[tuple[Allotment, ...], "Allowances handed out."] = ()
    plans: Annotated[tuple[AllocationPlan, ...], "National allocation plans."] = ()
    exemptions: Annotated[tuple[ExemptionUse, ...], "Exemptions relied on elsewhere."] = ()
    activations: Annotated[tuple[Activation, ...], "Start of the link."] = ()
    sales: Annotated[tuple[JointSale, ...], "Sales by mutual consent."] = ()
    invalidations: Annotated[tuple[Invalidation, ...], "Invalidated credits."] = ()
    flows: Annotated[tuple[UnitFlow, ...], "Flows reported upward."] = ()
    measures: Annotated[tuple[BorderMeasure, ...], "Trade measures."] = ()
    imports: Annotated[tuple[Import, ...], "Imports under trade measures."] = ()
    generation: Annotated[tuple[Generation, ...], "Renewable generation."] = ()
    footprints: Annotated[tuple[Footprint, ...], "Product carbon footprints."] = ()
    controls: Annotated[tuple[DualControl, ...], "Energy and carbon under control."] = ()
    offsets: Annotated[tuple[OffsetUse, ...], "Offsets used."] = ()
    aviation: Annotated[tuple[AviationCredit, ...], "Credits of airlines."] = ()
    kyoto: Annotated[tuple[CarryOver, ...], "Kyoto units carried over."] = ()
    legacy: Annotated[tuple[LegacyBlock, ...], "Kyoto units still held."] = ()
    outputs: Annotated[tuple[Output, ...], "Allocation under an intensity cap."] = ()
    auctions: Annotated[tuple[SealedAuction, ...], "Auctions of units."] = ()
    trades: Annotated[tuple[VenueTrade, ...], "Trades on the secondary market."] = ()
    roles: Annotated[tuple[ActorIn, ...], "Roles of actors."] = ()
    voices: Annotated[tuple[Voice, ...], "Consultations and grievances."] = ()
    needs: Annotated[tuple[Need, ...], "Needs of capacity."] = ()
    checklists: Annotated[tuple[Checklist, ...], "Maturity of monitoring."] = ()
