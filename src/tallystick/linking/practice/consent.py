"""What links ask of both sides: exemptions taken as good, measures adopted, sales agreed to."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Auction
from tallystick.linking.agreement.values import DATE, ID, PARTY_ID, TEXT
from tallystick.linking.agreement.words import Area, SpecialClause
from tallystick.linking.practice.around import NO_AGREEMENT, YANG, Around


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionUse:
    """An exemption that one Party granted and that is relied on in another."""

    sector: Annotated[str, TEXT, "Sector that is exempt."]
    granted_by: Annotated[str, PARTY_ID, "Party that exempts."]
    relied_on_in: Annotated[str, PARTY_ID, "Party where it is relied on."]


def exemption_matrix(agreement: Agreement, on: date) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return by granting and recognising Party the sectors whose exemption is taken as good.

    An empty tuple stands for all sectors; a pair that is not there recognises nothing.
    """
    around = Around(on=on, agreement=agreement)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for clause in around.specials(SpecialClause.SECTOR_EXEMPTION):
        for one in clause.exemptions:
            pair = (one.granted_by, one.recognised_by)
            before = found.get(pair)
            everything = not one.sectors or before == ()
            found[pair] = () if everything else (*(before or ()), *one.sectors)
    return found


EXEMPTIONS: Rulebook[ExemptionUse, Around] = Rulebook("exemption relied on")


@EXEMPTIONS.rule(
    "EXEMPTION_NOT_RECOGNISED",
    source=YANG,
    message=Text(
        "{other} does not recognise the exemption of {sector} by {party}",
        "{other} 不承认 {party} 对 {sector} 的豁免",
    ),
    fix=Text("surrender units there, or agree on recognition", "请在当地清缴，或约定互认"),
)
def exemption_is_recognised(one: ExemptionUse, around: Around) -> Shown | None:
    """An exemption counts elsewhere only where the agreement has it recognised."""
    where = around.at(granted_by=one.granted_by, relied_on_in=one.relied_on_in, sector=one.sector)
    if around.agreement is None:
        return unknown(NO_AGREEMENT, where)
    pair = (one.granted_by, one.relied_on_in)
    sectors = exemption_matrix(around.agreement, around.on).get(pair)
    known = {sector.casefold() for sector in sectors or ()}
    if sectors is not None and (not sectors or one.sector.casefold() in known):
        return None
    return fails(where, sector=one.sector, party=one.granted_by, other=one.relied_on_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalMeasure:
    """An act by which a Party carries out one measure that the link asks for."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    measure: Annotated[str, TEXT, "Measure, in the words of the agreement."]
    act: Annotated[str | None, TEXT, "The act."] = None
    adopted_on: Annotated[date | None, DATE, "Day of adoption."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """The start of a link, and the national measures that stand on file for it."""

    on: Annotated[date, DATE, "Day on which the link is to start."]
    measures: Annotated[tuple[NationalMeasure, ...], "Acts of the Parties."] = ()


ACTIVATIONS: Rulebook[Activation, Around] = Rulebook("start of a link")


@ACTIVATIONS.rule(
    "MEASURES_NOT_ADOPTED",
    source=YANG,
    message=Text(
        "{party} has not adopted {measure} by {date}: the link does not start",
        "截至 {date}，{party} 尚未通过 {measure}：链接不得启动",
    ),
    fix=Text("adopt the measure before the start", "请在启动前通过该措施"),
)
def measures_precede_the_start(one: Activation, around: Around) -> list[Shown]:
    """Every Party has adopted every measure the agreement asks for before the link starts."""
    if around.agreement is None:
        return [unknown(NO_AGREEMENT, around.at())]
    shown: list[Shown] = []
    acts = {(act.party, act.measure.casefold()): act for act in one.measures}
    for party in around.agreement.parties_on(one.on):
        for clause in around.specials(SpecialClause.IMPLEMENTING_MEASURES, party.id):
            for measure in clause.measures:
                where = around.at(party=party.id, measure=measure)
                act = acts.get((party.id, measure.casefold()))
                if act is not None and act.adopted_on is None:
                    shown.append(unknown(Text("the day of adoption", "通过日期"), where))
                elif act is None or (act.adopted_on or one.on) > one.on:
                    shown.append(fails(where, party=party.id, measure=measure, date=one.on))
    return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class JointSale:
    """Units one Party wants to sell at auction; `consents` None where nobody wrote them down."""

    id: Annotated[str, ID, "Its id."]
    seller: Annotated[str, PARTY_ID, "Party that sells."]
    quantity_t: Annotated[int, "Units, tonnes CO2 eq."]
    on: Annotated[date, DATE, "Day of the auction."]
    written: Annotated[bool, "Whether consents are on file at all."] = False
    consents: Annotated[tuple[str, ...], PARTY_ID, "Parties that agreed."] = ()


SALES: Rulebook[JointSale, Around] = Rulebook("sale by mutual consent")


@SALES.rule(
    "SALE_WITHOUT_CONSENT",
    source=YANG,
    message=Text(
        "sale {sale} of {quantity} t by {seller}: {lacking} did not agree",
        "{seller} 出售 {quantity} 吨（{sale}）：{lacking} 未同意",
    ),
    fix=Text("obtain the consents before the auction", "请在拍卖前取得同意"),
)
def others_agreed_to_the_sale(one: JointSale, around: Around) -> Shown | None:
    """Where sales need mutual consent, every other Party of the day has agreed."""
    where = around.at(sale=one.id, seller=one.seller)
    if around.agreement is None:
        return unknown(NO_AGREEMENT, where)
    said = [clause.params for clause in around.agreement.clauses_on(Area.AUCTION)]
    if not any(isinstance(terms, Auction) and terms.mutual_consent for terms in said):
        return None
    if not one.written:
        return unknown(Text("the consents", "各方同意"), where)
    parties = {party.id for party in around.agreement.parties_on(one.on)}
    lacking = ", ".join(sorted(parties - {one.seller} - set(one.consents)))
    values = {"sale": one.id, "quantity": one.quantity_t, "seller": one.seller}
    return fails(where, lacking=lacking, **values) if lacking else None
