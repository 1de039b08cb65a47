"""Invalidated credits: who replaces them, by the jurisdiction of whoever holds them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import ID, PARTY_ID, TEXT
from tallystick.linking.agreement.words import Liable, SpecialClause
from tallystick.linking.practice.around import YANG, Around


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCredits:
    """Invalidated credits of one holder, and what has been replaced for them."""

    holder: Annotated[str, TEXT, "Who holds or surrendered them."]
    party: Annotated[str, PARTY_ID, "Party under whose law the holder is."]
    quantity_t: Annotated[int, "Tonnes CO2 eq."]
    replaced_t: Annotated[int | None, "Units given instead, tonnes CO2 eq."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalidation:
    """Credits that a Party declares invalid, wherever they are held."""

    id: Annotated[str, ID, "Its id."]
    declared_by: Annotated[str, PARTY_ID, "Party that declares it."]
    holdings: Annotated[tuple[HeldCredits, ...], "Who holds the credits."]


def liable(party: str, around: Around) -> Liable | None:
    """Say who replaces under the law of a Party; None where the agreement does not say."""
    for clause in around.specials(SpecialClause.BUYER_LIABILITY):
        for one in clause.liabilities:
            if one.party == party:
                return one.liable
    return None


def to_replace(one: Invalidation, around: Around) -> dict[str, int]:
    """Return what every holder, or the account of a government, still has to give, in tonnes."""
    owed: Counter[str] = Counter()
    for held in one.holdings:
        who = liable(held.party, around)
        if who is None or held.replaced_t is None:
            continue
        name = held.holder if who is Liable.HOLDER else f"government account of {held.party}"
        owed[name] += max(0, held.quantity_t - held.replaced_t)
    return {name: quantity for name, quantity in owed.items() if quantity}


INVALIDATIONS: Rulebook[Invalidation, Around] = Rulebook("invalidated credits")


@INVALIDATIONS.rule(
    "CREDIT_NOT_REPLACED",
    source=YANG,
    message=Text(
        "{holder} under the law of {party}: {quantity} t are invalid, {replaced} t replaced; "
        "{liable} replaces",
        "{holder}（{party} 法律）：{quantity} 吨无效，已补足 {replaced} 吨；责任方为 {liable}",
    ),
    fix=Text("replace the rest", "请补足其余单位"),
)
def invalid_credits_are_replaced(one: Invalidation, around: Around) -> Iterator[Shown]:
    """Whoever is liable where the holder is gives good units for the invalid ones."""
    for held in one.holdings:
        where = around.at(invalidation=one.id, holder=held.holder, party=held.party)
        who = liable(held.party, around)
        if who is None or held.replaced_t is None:
            yield unknown(Text("who replaces, and what was replaced", "补足责任和补足量"), where)
        elif held.replaced_t < held.quantity_t:
            values = {"holder": held.holder, "party": held.party, "liable": who.value}
            yield fails(where, quantity=held.quantity_t, replaced=held.replaced_t, **values)
