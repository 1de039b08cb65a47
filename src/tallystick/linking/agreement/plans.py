"""What the parties plan and have aligned: the stages of a link, and acts that changed a system."""

from dataclasses import dataclass
from typing import Annotated

from tallystick.linking.agreement.values import DAY, ID, PARTY_ID, TEXT, Day


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapStage:
    """A stage on the way to a full link: what sets it off, when it is reviewed, what it lifts."""

    name: Annotated[str, TEXT, "What the stage is."]
    trigger: Annotated[str | None, TEXT, "What has to be so before it begins."] = None
    review: Annotated[Day | None, DAY, "By when the parties look at it."] = None
    reached: Annotated[Day | None, DAY, "When it was reached."] = None
    lifts: Annotated[tuple[str, ...], ID, "Kinds of restriction that it ends."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """One field of a system, such as reduction_pct or mrv, as an act has set it."""

    field: Annotated[str, ID, "Field of the system, such as cap or registry."]
    value: Annotated[str, TEXT, "What it is since the act."]
    was: Annotated[str | None, TEXT, "What it was before."] = None
    theirs: Annotated[
        str | None, TEXT, "What the other system had then, where that is not what is listed."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentAct:
    """An act by which one side brought its system into line with the other."""

    title: Annotated[str, TEXT, "Its title."]
    system: Annotated[str, PARTY_ID, "System it changes."]
    on: Annotated[Day | None, DAY, "When it took effect."] = None
    sets: Annotated[tuple[Aligned, ...], "Fields it changes."] = ()
    source: Annotated[str | None, TEXT, "Where it is told."] = None
