"""Power and products: renewable certificates, carbon footprints, and the two kinds of control."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from tallystick.core.findings import Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import ID, TAX_RATE, TEXT
from tallystick.linking.practice.around import Around

CHINA = "Yang 2025 section 4.4"
DESIGN = "Tallystick design"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What a plant generated in a year, and what was claimed on it, in megawatt hours."""

    plant: Annotated[str, TEXT, "Id of the plant."]
    year: Annotated[int, "Year."]
    generated_mwh: Annotated[int | None, "Generation, MWh."] = None
    certified_mwh: Annotated[int | None, "Under renewable certificates, MWh."] = None
    credited_mwh: Annotated[int | None, "Under carbon credits, MWh."] = None


GENERATIONS: Rulebook[Generation, Around] = Rulebook("renewable generation")


@GENERATIONS.rule(
    "RENEWABLE_DOUBLE_CLAIM",
    source=CHINA,
    message=Text(
        "{plant} {year}: {certified} MWh certified and {credited} MWh credited of {generated} MWh",
        "{plant} {year} 年：发电 {generated} 兆瓦时，绿证 {certified}，碳信用 {credited} 兆瓦时",
    ),
    fix=Text("cancel {double} MWh of either", "请注销其中一方 {double} 兆瓦时"),
)
def power_is_claimed_once(one: Generation, _: Around) -> Shown | None:
    """A megawatt hour backs a renewable certificate or a carbon credit, never both."""
    where = {"plant": one.plant, "year": one.year}
    if one.generated_mwh is None or one.certified_mwh is None or one.credited_mwh is None:
        return unknown(Text("generation, certificates and credits", "发电量、绿证和碳信用"), where)
    double = one.certified_mwh + one.credited_mwh - one.generated_mwh
    if double <= 0:
        return None
    values = {"certified": one.certified_mwh, "credited": one.credited_mwh, "double": double}
    return fails(where, plant=one.plant, year=one.year, generated=one.generated_mwh, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The footprint of a product made in an installation, beside what the installation reported."""

    product: Annotated[str, TEXT, "Product."]
    installation: Annotated[str, TEXT, "Id of the installation, as in its system."]
    year: Annotated[int, "Year."]
    direct: Annotated[Fraction | None, TAX_RATE, "Direct, t CO2 eq per tonne of product."] = None
    upstream: Annotated[Fraction | None, TAX_RATE, "Upstream, t CO2 eq per tonne."] = None
    power: Annotated[Fraction | None, TAX_RATE, "Of power used, t CO2 eq per tonne."] = None
    output_t: Annotated[int | None, "Product made, tonnes."] = None
    reported_t: Annotated[int | None, "Verified emissions of the product, t CO2 eq."] = None

    @property
    def embedded(self) -> Fraction | None:
        """Direct emissions and those of power, t CO2 eq per tonne, as border measures ask."""
        if self.direct is None or self.power is None:
            return None
        return self.direct + self.power

    @property
    def whole(self) -> Fraction | None:
        """The whole footprint, t CO2 eq per tonne."""
        embedded = self.embedded
        return None if embedded is None or self.upstream is None else embedded + self.upstream


FOOTPRINTS: Rulebook[Footprint, Around] = Rulebook("product carbon footprint")


@FOOTPRINTS.rule(
    "FOOTPRINT_APART",
    source=CHINA,
    message=Text(
        "{product} of {installation} {year}: the footprint says {stated} t in all, the "
        "installation reported {reported} t",
        "{installation} {product} {year} 年：足迹合计 {stated} 吨，设施报告 {reported} 吨",
    ),
    fix=Text("use one set of data for both", "请使用同一套数据"),
)
def footprint_fits_the_installation(one: Footprint, _: Around) -> Shown | None:
    """Direct emissions of a footprint are those the installation reports, to the tonne."""
    where = {"product": one.product, "installation": one.installation, "year": one.year}
    if one.direct is None or one.output_t is None or one.reported_t is None:
        return unknown(Text("direct emissions, output and report", "直接排放、产量和报告"), where)
    stated = one.direct * one.output_t
    if abs(stated - one.reported_t) < 1:
        return None
    values = {"product": one.product, "installation": one.installation, "year": one.year}
    return fails(where, stated=printed(stated), reported=one.reported_t, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class DualControl:
    """Energy and carbon of a region in a year beside its caps; energy in tonnes coal equivalent."""

    region: Annotated[str, ID, "Id of the region."]
    year: Annotated[int, "Year."]
    output: Annotated[int | None, "Output, in money of a fixed year."] = None
    energy_tce: Annotated[int | None, "Energy used, tonnes coal equivalent."] = None
    emissions_t: Annotated[int | None, "Emissions, tonnes CO2 eq."] = None
    energy_cap_tce: Annotated[int | None, "Cap on energy."] = None
    energy_intensity_cap: Annotated[Fraction | None, TAX_RATE, "Energy per unit of output."] = None
    carbon_cap_t: Annotated[int | None, "Cap on emissions."] = None
    carbon_intensity_cap: Annotated[Fraction | None, TAX_RATE, "Emissions per unit."] = None

    def indicators(self) -> Iterator[tuple[str, Fraction | None, Fraction]]:
        """Yield every indicator that is capped: its name, its value if known, and the cap."""
        totals = (
            ("energy", self.energy_tce, self.energy_cap_tce, self.energy_intensity_cap),
            ("carbon", self.emissions_t, self.carbon_cap_t, self.carbon_intensity_cap),
        )
        for name, total, cap, intensity_cap in totals:
            if cap is not None:
                yield name, None if total is None else Fraction(total), Fraction(cap)
            if intensity_cap is not None:
                known = total is not None and self.output
                yield f"{name} intensity", self._per_output(total) if known else None, intensity_cap

    def _per_output(self, total: int | None) -> Fraction | None:
        return Fraction(total, self.output) if total is not None and self.output else None


CONTROLS: Rulebook[DualControl, Around] = Rulebook("control of energy and carbon")


@CONTROLS.rule(
    "CONTROL_EXCEEDED",
    source=CHINA,
    message=Text(
        "{region} {year}: {indicator} is {value}, above its cap of {cap}",
        "{region} {year} 年：{indicator} 为 {value}，超过上限 {cap}",
    ),
    fix=Text("reduce it, or have the cap changed", "请降低该指标，或调整上限"),
)
def indicators_keep_their_caps(one: DualControl, _: Around) -> Iterator[Shown]:
    """Totals and intensities of energy and of carbon each keep the cap that is set for them."""
    for name, value, cap in one.indicators():
        where = {"region": one.region, "year": one.year, "indicator": name}
        if value is None:
            yield unknown(Text(f"the value of {name}", f"{name} 的数值"), where)
        elif value > cap:
            named = {"region": one.region, "year": one.year, "indicator": name}
            yield fails(where, value=printed(value), cap=printed(cap), **named)
