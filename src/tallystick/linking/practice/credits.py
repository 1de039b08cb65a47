"""Offsets a system takes, Kyoto units that are carried over, allocation by output."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import DATE, ID, PARTY_ID, SHARE, TAX_RATE, TEXT
from tallystick.linking.practice.around import Around

CHINA = "Yang 2025 section 4.4"
CARRY_OVER = "13/CMP.1 annex para 15"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetUse:
    """Credits used for offsets in a system; `emissions_t` is what its limit is a share of."""

    id: Annotated[str, ID, "Its id."]
    system: Annotated[str, ID, "Id of the system."]
    programme: Annotated[str, TEXT, "Programme, such as CCER."]
    methodology: Annotated[str | None, TEXT, "Methodology."] = None
    on: Annotated[date, DATE, "Day of use."]
    quantity_t: Annotated[int, "Credits used, tonnes CO2 eq."]
    emissions_t: Annotated[int | None, "What the limit is a share of, tonnes CO2 eq."] = None
    limit: Annotated[Fraction | None, SHARE, "Limit instead of the listed one."] = None


def offset_limit(one: OffsetUse) -> Fraction | None:
    """Return the share of offsets allowed: as stated, else as listed for the system."""
    if one.limit is not None:
        return one.limit
    listed = law.systems().get(one.system)
    value = listed.facts["offset_limit_pct"].value if listed else None
    return Fraction(value) / 100 if value else None


OFFSETS: Rulebook[OffsetUse, Around] = Rulebook("offsets used in a system")


@OFFSETS.rule(
    "OFFSET_LIMIT",
    source=CHINA,
    message=Text(
        "{system}: {quantity} t of offsets are used, {most} t are allowed",
        "{system}：使用抵销信用 {quantity} 吨，允许 {most} 吨",
    ),
    fix=Text("surrender allowances instead of the rest", "其余请以配额清缴"),
)
def offsets_keep_their_limit(one: OffsetUse, _: Around) -> Shown | None:
    """Offsets cover no more than the listed share of emissions."""
    where = {"use": one.id, "system": one.system}
    limit = offset_limit(one)
    if limit is None or one.emissions_t is None:
        return unknown(Text("the limit and the emissions", "抵销比例和排放量"), where)
    most = limit * one.emissions_t
    if one.quantity_t <= most:
        return None
    return fails(where, system=one.system, quantity=one.quantity_t, most=printed(most))


@OFFSETS.rule(
    "OFFSET_PROGRAMME",
    source=CHINA,
    message=Text(
        "{system} takes no credits of {programme} under {methodology}",
        "{system} 不接受 {programme} 的 {methodology} 信用",
    ),
    fix=Text("use credits of a methodology that the system takes", "请使用该体系接受的方法学信用"),
)
def programme_and_methodology_are_taken(one: OffsetUse, _: Around) -> Shown | None:
    """A system takes the credits of listed methodologies of its programmes."""
    where = {"use": one.id, "system": one.system}
    listed = [each for each in law.methodologies() if each.system == one.system]
    if one.methodology is None or not listed:
        return unknown(Text("the methodology and the list", "方法学和清单"), where)
    pairs = {(each.programme, each.methodology) for each in listed if each.holds(one.on)}
    if (one.programme, one.methodology) in pairs:
        return None
    return fails(where, system=one.system, programme=one.programme, methodology=one.methodology)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """Kyoto units a Party carries into the next commitment period."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    unit: Annotated[str, TEXT, "AAU, CER, ERU or RMU."]
    quantity_t: Annotated[int, "Units, tonnes CO2 eq."]
    assigned_amount_t: Annotated[int | None, "Assigned amount, tonnes CO2 eq."] = None


CARRY_OVERS: Rulebook[CarryOver, Around] = Rulebook("Kyoto units carried over")


@CARRY_OVERS.rule(
    "KYOTO_CARRY_OVER",
    source=CARRY_OVER,
    message=Text(
        "{party} carries over {quantity} {unit}, at most {most}",
        "{party} 结转 {quantity} {unit}，上限 {most}",
    ),
    fix=Text("cancel the rest", "请注销其余单位"),
)
def carry_over_keeps_its_limit(one: CarryOver, _: Around) -> Shown | None:
    """CERs and ERUs are carried over within a share of the assigned amount, RMUs not at all."""
    where = {"party": one.party, "unit": one.unit}
    listed = law.kyoto_units().get(one.unit)
    if listed is None or (listed.carry_over_share and one.assigned_amount_t is None):
        return unknown(
            Text("the kind of unit and the assigned amount", "单位类型和分配数量"), where
        )
    if listed.carry_over_share is None:
        return None
    most = listed.carry_over_share * (one.assigned_amount_t or 0)
    if one.quantity_t <= most:
        return None
    return fails(where, party=one.party, unit=one.unit, quantity=one.quantity_t, most=printed(most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What an installation under an intensity cap made, its benchmark and what it was given."""

    installation: Annotated[str, TEXT, "Id of the installation."]
    year: Annotated[int, "Year."]
    output: Annotated[int | None, "Output, in the unit of the benchmark."] = None
    benchmark: Annotated[Fraction | None, TAX_RATE, "Tonnes CO2 eq per unit of output."] = None
    allocated_t: Annotated[int | None, "Allowances given, tonnes CO2 eq."] = None

    @property
    def allowed_t(self) -> int | None:
        """Output times benchmark in whole tonnes, rounded down; None while one is unknown."""
        if self.output is None or self.benchmark is None:
            return None
        return int(self.output * self.benchmark)


OUTPUTS: Rulebook[Output, Around] = Rulebook("allocation under an intensity cap")


@OUTPUTS.rule(
    "INTENSITY_ALLOCATION",
    source=CHINA,
    message=Text(
        "{installation} {year}: {allocated} t were given, output times benchmark is {allowed} t",
        "{installation} {year} 年：发放 {allocated} 吨，产量乘以基准为 {allowed} 吨",
    ),
    fix=Text("correct the allocation", "请更正配额"),
)
def allocation_is_output_times_benchmark(one: Output, _: Around) -> Shown | None:
    """Under an intensity cap allowances are output times benchmark."""
    where = {"installation": one.installation, "year": one.year}
    if one.allowed_t is None or one.allocated_t is None:
        return unknown(Text("output, benchmark and allocation", "产量、基准和配额"), where)
    if one.allowed_t == one.allocated_t:
        return None
    values = {"allocated": one.allocated_t, "allowed": one.allowed_t}
    return fails(where, installation=one.installation, year=one.year, **values)
