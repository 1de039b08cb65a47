"""NDC versions of one Party by the day they were communicated, and the five-year cycle."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick import law
from tallystick.article6.account import NdcKind
from tallystick.core.findings import Finding, Severity, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class TargetForm(StrEnum):
    """What kind of target an NDC sets (18/CMA.1 annex para 64(a))."""

    ABSOLUTE = "absolute"
    INTENSITY = "intensity"
    NON_GHG = "non-GHG"
    POLICIES = "policies and measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class NdcVersion:
    """One communicated NDC; None where the communication leaves something open.

    `target` and `conditional` are the Party's own words for the whole target and for the part
    that depends on support; `withdrawn_on` is the first day on which it is no longer maintained.
    """

    version: str
    communicated_on: date
    period: NdcPeriod
    kind: NdcKind
    form: TargetForm
    target: str | None = None
    conditional: str | None = None
    sectors: frozenset[str] | None = None
    gases: frozenset[str] | None = None
    document: str | None = None
    withdrawn_on: date | None = None

    def is_maintained_on(self, on: date) -> bool:
        """Whether it had been communicated by the day and not been withdrawn."""
        return self.communicated_on <= on and (self.withdrawn_on is None or on < self.withdrawn_on)

    def covers(self, sector: str, gas: str) -> bool | None:
        """Say whether mitigation lies inside the NDC; None where its scope is not stated.

        Both kinds are adjusted for (2/CMA.3 annex paras 13 and 14).
        """
        inside = [
            None if scope is None else name in scope
            for scope, name in ((self.sectors, sector), (self.gases, gas))
        ]
        if False in inside:
            return False
        return None if None in inside else True


@dataclass(frozen=True, slots=True)
class NdcRegister:
    """Every NDC that a Party has communicated, in any order; None where nobody has recorded any."""

    party: str
    versions: tuple[NdcVersion, ...] | None = None

    def maintained(self, on: date) -> tuple[NdcVersion, ...]:
        """Return the versions maintained on a day, the newest first."""
        standing = [one for one in self.versions or () if one.is_maintained_on(on)]
        return tuple(sorted(standing, key=lambda one: one.communicated_on, reverse=True))

    def in_force(self, year: int, on: date) -> NdcVersion | None:
        """Return the newest version maintained on the day whose period contains the year."""
        return next((one for one in self.maintained(on) if year in one.period), None)


CYCLE: Rulebook[NdcRegister, date] = Rulebook("NDC register")


@CYCLE.rule(
    "NDC_CYCLE",
    source="Paris Agreement Article 4.9; 2/CMA.3 annex para 4(b)",
    severity=Severity.WARNING,  # para 4(b) rests on Article 4.2: a late NDC is still maintained
    message=Text(
        "{party} last communicated an NDC on {communicated}; the next was due by the end of {due}",
        "{party} 最近一次于 {communicated} 通报国家自主贡献；下一次应在 {due} 年底前通报",
    ),
    fix=Text(
        "communicate a new or updated NDC, or enter the one that was communicated",
        "请通报新的或更新的国家自主贡献，或登记已通报者",
    ),
)
def ndc_is_communicated_every_five_years(register: NdcRegister, on: date) -> Shown | None:
    """A Party communicates an NDC in every five-year cycle, counted in calendar years."""
    where = {"party": register.party, "date": on.isoformat()}
    communicated = [
        one.communicated_on for one in register.versions or () if one.communicated_on <= on
    ]
    if not communicated:
        return unknown(Text("an NDC communicated by that day", "该日之前通报的国家自主贡献"), where)
    last = max(communicated)
    due = last.year + int(law.parameter("ndc_cycle"))
    if on.year <= due:
        return None
    return fails(where, party=register.party, communicated=last, due=due)


def judge_cycle(register: NdcRegister, on: date) -> list[Finding]:
    """Judge on a day whether the Party has kept to the five-year cycle."""
    return CYCLE.judge(register, on)
