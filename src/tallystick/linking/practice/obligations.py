"""What entities of a Party surrender for, and what a clause exempts and has reported instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import PARTY_ID, TEXT
from tallystick.linking.agreement.words import SpecialClause
from tallystick.linking.practice.around import NO_AGREEMENT, YANG, Around


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorEmissions:
    """What a sector emitted in the year, tonnes CO2 eq."""

    sector: Annotated[str, TEXT, "Name of the sector."]
    emissions_t: Annotated[int | None, "Verified emissions, tonnes CO2 eq."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a Party's sectors emitted in a year and surrendered for."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    year: Annotated[int, "Year."]
    sectors: Annotated[tuple[SectorEmissions, ...], "Emissions by sector."]
    surrendered_t: Annotated[int | None, "Units surrendered, tonnes CO2 eq."] = None
    reported_exempt_t: Annotated[int | None, "Exempt emissions reported, tonnes CO2 eq."] = None


def exempt_sectors(one: Obligation, around: Around) -> frozenset[str]:
    """Return the sectors a clause takes out of the obligation on the day, in lower case."""
    return frozenset(
        sector.casefold()
        for clause in around.specials(SpecialClause.SECTOR_EXEMPTION, one.party)
        if clause.until is None or around.on <= clause.until.last
        for sector in clause.sectors
    )


def split(one: Obligation, around: Around) -> tuple[int, int] | None:
    """Return what is to be surrendered and what is exempt, in tonnes; None while one is unknown."""
    exempt = exempt_sectors(one, around)
    due = freed = 0
    for sector in one.sectors:
        if sector.emissions_t is None:
            return None
        if sector.sector.casefold() in exempt:
            freed += sector.emissions_t
        else:
            due += sector.emissions_t
    return due, freed


OBLIGATIONS: Rulebook[Obligation, Around] = Rulebook("emissions to surrender for")


@OBLIGATIONS.rule(
    "OBLIGATION_SHORT",
    source=YANG,
    message=Text(
        "{party} {year}: {surrendered} t are surrendered for {due} t, {exempt} t being exempt",
        "{party} {year} 年：应清缴 {due} 吨，已清缴 {surrendered} 吨，豁免 {exempt} 吨",
    ),
    fix=Text("surrender the rest", "请补足清缴"),
)
def what_is_not_exempt_is_surrendered_for(one: Obligation, around: Around) -> Shown | None:
    """Emissions outside the exempt sectors are surrendered for."""
    found = split(one, around)
    where = around.at(party=one.party, year=one.year)
    if found is None or one.surrendered_t is None:
        return unknown(Text("emissions and units surrendered", "排放量和清缴量"), where)
    due, exempt = found
    if one.surrendered_t >= due:
        return None
    values = {"party": one.party, "year": one.year, "surrendered": one.surrendered_t}
    return fails(where, due=due, exempt=exempt, **values)


@OBLIGATIONS.rule(
    "EXEMPT_UNREPORTED",
    source=YANG,
    message=Text(
        "{party} {year}: {exempt} t are exempt and {reported} t are reported as such",
        "{party} {year} 年：豁免 {exempt} 吨，报告 {reported} 吨",
    ),
    fix=Text("report exempt emissions in full", "请完整报告豁免排放"),
)
def exempt_emissions_are_reported(one: Obligation, around: Around) -> Iterator[Shown]:
    """Emissions that leave the obligation stay in the report."""
    where = around.at(party=one.party, year=one.year)
    if around.agreement is None:
        yield unknown(NO_AGREEMENT, where)
        return
    found = split(one, around)
    if not exempt_sectors(one, around):
        return
    if found is None or one.reported_exempt_t is None:
        yield unknown(Text("exempt emissions and their report", "豁免排放及其报告"), where)
    elif found[1] != one.reported_exempt_t:
        values = {"party": one.party, "year": one.year, "exempt": found[1]}
        yield fails(where, reported=one.reported_exempt_t, **values)
