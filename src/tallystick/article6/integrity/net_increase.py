"""No net increase of emissions for all participants together, within and between NDC periods.

Within every NDC period, and from the first year to the end of each, participants may together use
no more than they have together added to their accounts by first transfers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tallystick.core.findings import Severity, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PARAGRAPHS = "2/CMA.3 annex para 7; 2/CMA.3 annex para 17"

ByYear = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """The accounts of one Party in one NDC period, in t CO2 eq by year.

    `first_transferred_t` stands in the year of the mitigation, `used_t` in the year of use;
    `target_t` is what the NDC allows over the whole period.
    """

    party: str
    period: NdcPeriod
    target_t: int | None = None
    emissions_t: ByYear = field(default_factory=dict)
    first_transferred_t: ByYear = field(default_factory=dict)
    used_t: ByYear = field(default_factory=dict)

    def lacking(self, years: range) -> list[int]:
        """Return the years of its period, of those asked for, without adjustments on record."""
        return [
            year
            for year in self.period.years
            if year in years and not (year in self.first_transferred_t and year in self.used_t)
        ]


Participants = Sequence[Participant]
Parties = Sequence[str]

NET_INCREASE: Rulebook[Participants | None, Parties] = Rulebook("no net increase")


def net_t(participants: Participants, years: range) -> int:
    """Return what participants have added to their accounts in the years beyond what they used."""
    return sum(
        one.first_transferred_t.get(year, 0) - one.used_t.get(year, 0)
        for one in participants
        for year in years
    )


def windows(participants: Participants) -> Iterator[tuple[str, range]]:
    """Yield every NDC period by itself, then all years up to the end of each."""
    periods = sorted({one.period for one in participants})
    for period in periods:
        yield "within", period.years
    first = periods[0].first_year if periods else 0
    for last in sorted({period.last_year for period in periods}):
        yield "between", range(first, last + 1)


@NET_INCREASE.rule(
    "NO_NET_INCREASE",
    source=PARAGRAPHS,
    message=Text(
        "participants together used {excess} t more than they first transferred in {years}",
        "参与方在 {years} 合计使用量超出首次转让量 {excess} 吨",
    ),
    fix=Text(
        "adjust for the first transfers that are missing, or use less",
        "请补作首次转让的相应调整，或减少使用",
    ),
)
def adjustments_cancel_out(participants: Participants | None, parties: Parties) -> Iterator[Shown]:
    """Nothing is subtracted by users that hosts have not added, in any period or up to its end."""
    yield from _absent(participants, parties)
    for test, years in windows(participants or ()):
        where = {"test": test, "years": f"{years[0]} - {years[-1]}"}
        lacking = [one.party for one in participants or () if one.lacking(years)]
        if lacking:
            missing = ", ".join(dict.fromkeys(lacking))
            yield unknown(
                Text(f"the adjustments of {missing} for every year", f"{missing} 各年的相应调整"),
                where,
            )
        elif net_t(participants or (), years) < 0:
            excess = -net_t(participants or (), years)
            yield fails(where, years=where["years"], excess=excess)


@NET_INCREASE.rule(
    "JOINT_TARGETS",
    source=PARAGRAPHS,
    severity=Severity.WARNING,  # a missed target need not come from the cooperation
    message=Text(
        "in {years} participants together emitted {excess} t more than their targets allow",
        "参与方在 {years} 合计排放超出各自目标之和 {excess} 吨",
    ),
    fix=Text(
        "find out whether the cooperation has raised emissions, and make good what it did",
        "请查明合作是否推高排放，并予以补足",
    ),
)
def targets_hold_together(participants: Participants | None, _: Parties) -> Iterator[Shown]:
    """The emissions of all participants of a period do not exceed the sum of their targets."""
    known = participants or ()
    for period in sorted({one.period for one in known}):
        members = [one for one in known if one.period == period]
        where = {"years": str(period)}
        unknowns = [
            one.party
            for one in members
            if one.target_t is None or any(year not in one.emissions_t for year in period.years)
        ]
        if unknowns:
            missing = ", ".join(unknowns)
            yield unknown(
                Text(f"the target and all emissions of {missing}", f"{missing} 的目标和各年排放"),
                where,
            )
            continue
        emitted = sum(one.emissions_t[year] for one in members for year in period.years)
        excess = emitted - sum(one.target_t or 0 for one in members)
        if excess > 0:
            yield fails(where, years=period, excess=excess)


def _absent(participants: Participants | None, parties: Parties) -> Iterator[Shown]:
    """Show the Parties of the approach of which no accounts are on file."""
    known = {one.party for one in participants or ()}
    for party in parties:
        if party not in known:
            yield unknown(Text(f"the accounts of {party}", f"{party} 的账目"), {"party": party})
