"""Charges at the border: whether they discriminate, what a link exempts, and what they cost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import (
    CURRENCY,
    DATE,
    ID,
    MONEY,
    PARTY_ID,
    RATE,
    TAX_RATE,
    TEXT,
)
from tallystick.linking.agreement.words import EFFECTIVE, SpecialClause
from tallystick.linking.practice.around import NO_AGREEMENT, YANG, Around
from tallystick.linking.status import standing

EXEMPTION = "Regulation (EU) 2023/956 Article 2"
COST = "Regulation (EU) 2023/956 Article 31"


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderMeasure:
    """How a measure treats goods; None where it is not known."""

    id: Annotated[str, ID, "Its id."]
    imposed_by: Annotated[str, PARTY_ID, "Party that imposes it."]
    domestic_alike: Annotated[bool | None, "Whether domestic goods bear the same."] = None
    origins_alike: Annotated[bool | None, "Whether one rule holds for all origins."] = None
    credits_price_paid: Annotated[bool | None, "Whether a price paid abroad counts."] = None


def register() -> tuple[BorderMeasure, ...]:
    """Return the measures of the shipped register."""
    return tuple(
        BorderMeasure(
            id=one.id,
            imposed_by=one.imposed_by,
            domestic_alike=one.domestic_alike,
            origins_alike=one.origins_alike,
            credits_price_paid=one.credits_price_paid,
        )
        for one in law.trade_measures().values()
    )


MEASURES: Rulebook[BorderMeasure, Around] = Rulebook("trade measure")
GROUNDS = {
    "domestic_alike": Text("domestic goods bear less", "国内产品负担较轻"),
    "origins_alike": Text("origins are treated unlike", "不同来源区别对待"),
    "credits_price_paid": Text("a price paid abroad counts for nothing", "境外已付碳价不予抵扣"),
}


@MEASURES.rule(
    "TRADE_DISCRIMINATION",
    source="UNFCCC Article 3(5); Yang 2025 section 1",
    severity=Severity.WARNING,
    message=Text(
        "{measure} of {party} discriminates: {grounds}",
        "{party} 的 {measure} 存在歧视：{grounds_zh}",
    ),
    fix=Text("treat like goods alike, and count prices paid", "请同等对待同类产品，并抵扣已付碳价"),
)
def like_goods_are_treated_alike(one: BorderMeasure, _: Around) -> Shown | None:
    """A climate measure at the border treats domestic goods, origins and prices paid alike."""
    where = {"measure": one.id, "party": one.imposed_by}
    answers = {name: getattr(one, name) for name in GROUNDS}
    broken = [GROUNDS[name] for name, answer in answers.items() if answer is False]
    if broken:
        told = {"grounds": "; ".join(text.en for text in broken)}
        told["grounds_zh"] = "；".join(text.zh for text in broken)
        return fails(where, measure=one.id, party=one.imposed_by, **told)
    if None in answers.values():
        return unknown(Text("how the measure treats goods", "该措施如何对待产品"), where)
    return None


def is_exempt(origin: str, charging: str, around: Around) -> bool | None:
    """Say whether goods of one Party are exempt at the border of another on the day.

    The clause holds while the link is in force: it lapses with suspension and end. None where the
    status of the link is not certain.
    """
    clauses = around.specials(SpecialClause.BORDER_ADJUSTMENT_EXEMPTION, origin)
    if around.agreement is None or not clauses:
        return False
    parties = {party.id for party in around.agreement.parties_on(around.on)}
    if not {origin, charging} <= parties:
        return False
    return standing(around.agreement, around.on).among(EFFECTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Goods that cross a border; prices per tonne CO2 eq are in the currency of the measure."""

    id: Annotated[str, ID, "Its id."]
    measure: Annotated[str, ID, "Id of the trade measure."]
    origin: Annotated[str, PARTY_ID, "Party of origin."]
    on: Annotated[date, DATE, "Day of import."]
    good: Annotated[str, TEXT, "Good, in the words of the measure."]
    quantity_t: Annotated[int, "Tonnes of the good."]
    embedded: Annotated[Fraction | None, TAX_RATE, "Tonnes CO2 eq per tonne."] = None
    benchmark: Annotated[Fraction | None, TAX_RATE, "Free share per tonne at home."] = None
    price: Annotated[Decimal | None, MONEY, "Price of a certificate."] = None
    paid: Annotated[Decimal | None, MONEY, "Price effectively paid in the origin."] = None
    currency: Annotated[str | None, CURRENCY, "Currency of both prices."] = None
    charged_share: Annotated[Fraction | None, RATE, "Share charged, instead of the list."] = None
    charged: Annotated[Decimal | None, MONEY, "What was charged."] = None


def charged_share(one: Import) -> Fraction | None:
    """Return the share of the benchmark that is charged in the year, None where not known."""
    if one.charged_share is not None:
        return one.charged_share
    measure = law.trade_measures().get(one.measure)
    return measure.charged_shares.get(one.on.year) if measure else None


def cost(one: Import, around: Around) -> Fraction | None:
    """Estimate what an import is charged, in the currency of the measure; None where a fact lacks.

    Certificates are owed for embedded emissions less what producers at home still receive free,
    the benchmark times the share not charged; the price paid in the origin is taken off.
    """
    measure = law.trade_measures().get(one.measure)
    if measure is None:
        return None
    covered = measure.holds(one.on) and one.good in measure.goods
    day = Around(on=one.on, agreement=around.agreement)
    exempt = is_exempt(one.origin, measure.imposed_by, day)
    if exempt or not covered:
        return Fraction(0)
    share = charged_share(one)
    if exempt is None or share is None or one.currency != measure.currency:
        return None
    if one.embedded is None or one.benchmark is None or one.price is None or one.paid is None:
        return None
    owed = max(Fraction(0), one.embedded - one.benchmark * (1 - share)) * one.quantity_t
    return owed * max(Fraction(0), Fraction(one.price) - Fraction(one.paid))


IMPORTS: Rulebook[Import, Around] = Rulebook("import under a trade measure")


@IMPORTS.rule(
    "BORDER_COST_UNKNOWN",
    source=COST,
    severity=Severity.INFO,
    message=Text("{measure} is no measure of the register", "登记册中没有措施 {measure}"),
    fix=Text("name a measure of the register", "请填写登记册中的措施"),
)
def cost_can_be_estimated(one: Import, around: Around) -> Shown | None:
    """An estimate needs the measure, embedded emissions, benchmark, share and both prices."""
    where = around.at(**{"import": one.id, "measure": one.measure})
    if one.measure not in law.trade_measures():
        return fails(where, measure=one.measure)
    if cost(one, around) is None:
        needed = "embedded emissions, benchmark, share charged and both prices in its currency"
        return unknown(Text(needed, "隐含排放、基准、计征比例及同币种的两项价格"), where)
    return None


@IMPORTS.rule(
    "LINKED_GOODS_CHARGED",
    source=f"{EXEMPTION}; {YANG}",
    message=Text(
        "goods of {origin} were charged {charged} under {measure} while the link exempts them",
        "链接豁免期间，{origin} 的货物仍被 {measure} 征收 {charged}",
    ),
    fix=Text("refund the charge", "请退还所征费用"),
)
def linked_goods_are_free(one: Import, around: Around) -> Shown | None:
    """Goods of a linked Party are not charged while the exemption of the link holds."""
    where = around.at(**{"import": one.id, "measure": one.measure})
    measure = law.trade_measures().get(one.measure)
    if around.agreement is None or measure is None:
        return unknown(NO_AGREEMENT, where)
    day = Around(on=one.on, agreement=around.agreement)
    exempt = is_exempt(one.origin, measure.imposed_by, day)
    if exempt is False:
        return None
    if exempt is None or one.charged is None:
        return unknown(Text("the status of the link and the charge", "链接状态和征收额"), where)
    if one.charged == 0:
        return None
    return fails(where, origin=one.origin, charged=one.charged, measure=one.measure)
