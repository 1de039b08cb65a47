"""What is given for units, what that makes the transfer, and what benefit it confers.

Some see a transfer without a price as a gift, others every transfer as a benefit conferred in a
market. The legal report gives both readings, with the benefit valued at both prices.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tallystick.article6.safeguards.rights import Benefit
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Kind(StrEnum):
    """What is given in return."""

    SALE = "sale"
    SWAP = "swap"
    GRANT = "grant"
    ZERO = "zero"


AS_RIGHT = {
    Kind.SALE: Text("a right is transferred for a price", "以价款转移权利"),
    Kind.SWAP: Text("a right is exchanged for another", "以权利交换权利"),
    Kind.GRANT: Text("a gift of an outcome of the host's own", "专属性成果的赠与"),
    Kind.ZERO: Text("a gift of an outcome of the host's own", "专属性成果的赠与"),
}
"""The reading of those who see a right or a gift, and no benefit in an ITMO."""

AS_BENEFIT = {
    Kind.SALE: Text(
        "a benefit is conferred to the extent of a lower price", "在低价范围内授予利益"
    ),
    Kind.SWAP: Text(
        "benefits are exchanged, the difference is conferred", "利益互换，差额部分为授予"
    ),
    Kind.GRANT: Text("a benefit of the whole market value is conferred", "授予全部市场价值的利益"),
    Kind.ZERO: Text("a benefit of the whole market value is conferred", "授予全部市场价值的利益"),
}
"""The reading of those who see a benefit conferred wherever there is a market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consideration:
    """What is given for a transfer; prices are per t in the currency.

    `kind` is None where nobody has recorded it; `in_return` names what a swap gives.
    """

    id: str
    giver: str
    taker: str
    quantity_t: int
    kind: Kind | None = None
    price: Decimal | None = None
    market_price: Decimal | None = None
    currency: str | None = None
    in_return: str | None = None

    @property
    def at_price(self) -> Fraction | None:
        """The value at the price of the transfer; a grant and a zero transfer have none."""
        if self.kind in {Kind.GRANT, Kind.ZERO}:
            return Fraction(0)
        return None if self.price is None else self.quantity_t * Fraction(self.price)

    @property
    def at_market(self) -> Fraction | None:
        """The value at the price of the market."""
        return None if self.market_price is None else self.quantity_t * Fraction(self.market_price)

    @property
    def benefit(self) -> Fraction | None:
        """What is conferred on the taker: the market value less what it gives, never below 0."""
        if self.at_price is None or self.at_market is None:
            return None
        return max(Fraction(0), self.at_market - self.at_price)

    @property
    def received(self) -> Benefit | None:
        """What the giver receives, None for a transfer without a price in money."""
        if self.kind is not Kind.SALE or self.price is None or self.currency is None:
            return None
        return Benefit(self.giver, self.id, self.quantity_t * self.price, self.currency)

    def to_json(self) -> dict[str, object]:
        """Return both readings and both values as the legal report shows them."""
        return {
            "id": self.id,
            "kind": self.kind,
            "as_right": AS_RIGHT[self.kind].en if self.kind else None,
            "as_right_zh": AS_RIGHT[self.kind].zh if self.kind else None,
            "as_benefit": AS_BENEFIT[self.kind].en if self.kind else None,
            "as_benefit_zh": AS_BENEFIT[self.kind].zh if self.kind else None,
            "value_at_price": printed(self.at_price),
            "value_at_market": printed(self.at_market),
            "benefit": printed(self.benefit),
            "currency": self.currency,
        }


CONSIDERATIONS: Rulebook[Consideration, None] = Rulebook("consideration of transfers")


@CONSIDERATIONS.rule(
    "CONSIDERATION",
    source="Tallystick design",
    message=Text(
        "transfer {transfer} is called a {kind}, but {fault}",
        "转让 {transfer} 记为“{kind}”，但{fault_zh}",
    ),
    fix=Text("correct the kind, or what is given in return", "请更正类型或对价"),
)
def consideration_fits_its_kind(given: Consideration, _: None) -> Shown | None:
    """A sale has a price, a swap names what is given in return, a grant and a zero have neither."""
    where = {"transfer": given.id}
    if given.kind is None:
        return unknown(Text("what is given in return", "对价"), where)
    fault = _fault(given)
    if fault is None:
        return None
    values = {"transfer": given.id, "kind": given.kind.value}
    return fails(where, fault=fault.en, fault_zh=fault.zh, **values)


def _fault(given: Consideration) -> Text | None:
    if given.kind is Kind.SALE and (not given.price or given.currency is None):
        return Text("it has no price with a currency", "没有价格和币种")
    if given.kind is Kind.SWAP and given.in_return is None:
        return Text("nothing is named in return", "未载明交换物")
    if given.kind in {Kind.GRANT, Kind.ZERO} and (given.price or given.in_return):
        return Text("something is given in return", "存在对价")
    return None


@CONSIDERATIONS.rule(
    "BENEFIT_CONFERRED",
    source="Tallystick design",
    message=Text(
        "transfer {transfer} confers {benefit} {currency} on {taker}: {quantity} t are worth "
        "{market} {currency} in the market",
        "转让 {transfer} 使 {taker} 获得 {benefit} {currency} 的利益：{quantity} 吨的市场价值为 "
        "{market} {currency}",
    ),
    fix=Text("state the reason for the lower price", "请说明低价的理由"),
    severity=Severity.INFO,
)
def market_value_is_given(given: Consideration, _: None) -> Shown | None:
    """What is given for units is worth what the market gives."""
    where = {"transfer": given.id}
    if given.benefit is None or given.currency is None:
        return unknown(Text("both prices with their currency", "两种价格及其币种"), where)
    if given.benefit == 0:
        return None
    return fails(
        where,
        transfer=given.id,
        benefit=printed(given.benefit),
        currency=given.currency,
        taker=given.taker,
        quantity=given.quantity_t,
        market=printed(given.at_market),
    )
