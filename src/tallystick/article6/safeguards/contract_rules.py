"""Rules on contracts: their terms are complete, default is covered, the price keeps its floor."""

from datetime import date
from fractions import Fraction

from tallystick.article6.safeguards.contracts import Contract
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"

CONTRACTS: Rulebook[Contract, date] = Rulebook("contract of the lower tier")


@CONTRACTS.rule(
    "CONTRACT_TERMS",
    source=DESIGN,
    message=Text("contract {contract} does not state {terms}", "合同 {contract} 未载明 {terms}"),
    fix=Text("state {terms}", "请载明 {terms}"),
)
def terms_are_stated(contract: Contract, _: date) -> Shown | None:
    """A contract states seller, buyer, price, volume, delivery, default and governing law."""
    lacking = ", ".join(contract.lacking())
    if not lacking:
        return None
    if contract.document is None:
        return unknown(Text("the document of the contract", "合同文件"), place(contract))
    return fails(place(contract), contract=contract.id, terms=lacking)


@CONTRACTS.rule(
    "CONTRACT_DELIVERY",
    source=DESIGN,
    message=Text(
        "contract {contract}: deliveries add up to {total} t, the volume is {volume} t",
        "合同 {contract}：各批交付合计 {total} 吨，而合同量为 {volume} 吨",
    ),
    fix=Text("make the deliveries add up to the volume", "请使交付合计等于合同量"),
)
def deliveries_add_up(contract: Contract, _: date) -> Shown | None:
    """The deliveries of a contract add up to its volume."""
    if contract.deliveries is None or contract.volume_t is None:
        return unknown(Text("the volume or the deliveries", "合同量或交付安排"), place(contract))
    total = sum(one.quantity_t for one in contract.deliveries)
    if total == contract.volume_t:
        return None
    return fails(place(contract), contract=contract.id, total=total, volume=contract.volume_t)


@CONTRACTS.rule(
    "CONTRACT_LATE",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "contract {contract}: {due} t were due by {date}, {delivered} t are delivered",
        "合同 {contract}：截至 {date} 应交付 {due} 吨，已交付 {delivered} 吨",
    ),
    fix=Text("deliver the rest, or claim what follows on default", "请补足交付，或主张违约后果"),
)
def what_is_due_is_delivered(contract: Contract, on: date) -> Shown | None:
    """What was due by the day has been delivered."""
    if contract.deliveries is None:
        return unknown(Text("the deliveries", "交付安排"), place(contract))
    due = sum(one.quantity_t for one in contract.deliveries if one.on <= on)
    if due <= contract.delivered_t:
        return None
    values = {"contract": contract.id, "date": on, "delivered": contract.delivered_t}
    return fails(place(contract), due=due, **values)


@CONTRACTS.rule(
    "DEFAULT_RISK",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "contract {contract}: the expected loss {loss} {currency} exceeds margin and premium of "
        "{security} {currency}",
        "合同 {contract}：预期损失 {loss} {currency} 超过保证金与溢价合计 {security} {currency}",
    ),
    fix=Text(
        "ask for {gap} {currency} more of margin or premium, or a lower outstanding volume",
        "请增加 {gap} {currency} 的保证金或溢价，或减少未交付量",
    ),
)
def default_is_covered(contract: Contract, _: date) -> Shown | None:
    """Margin and premium cover the probability of default times the exposure."""
    loss = contract.expected_loss
    if loss is None:
        lacking = Text("the probability of default and the exposure", "违约概率和敞口")
        return unknown(lacking, place(contract))
    if loss <= contract.security:
        return None
    return fails(
        place(contract),
        contract=contract.id,
        currency=contract.currency or "-",
        loss=printed(loss),
        security=printed(contract.security),
        gap=printed(loss - contract.security),
    )


@CONTRACTS.rule(
    "PRICE_FLOOR",
    source=DESIGN,
    message=Text(
        "contract {contract}: the price {price} {currency} is below {ratio} of {index}, "
        "{floor} {currency}",
        "合同 {contract}：价格 {price} {currency} 低于 {index} 的 {ratio}，即 {floor} {currency}",
    ),
    fix=Text("agree on {floor} {currency} or more", "请约定不低于 {floor} {currency} 的价格"),
)
def price_keeps_its_floor(contract: Contract, _: date) -> Shown | None:
    """The price is not below the floor that the contract sets relative to an index."""
    floor = contract.floor
    if floor is None:
        return None
    if contract.price is None or floor.price is None or contract.currency != floor.currency:
        lacking = Text(
            f"the price and the level of {floor.index} in one currency",
            f"同一币种的价格和 {floor.index} 的水平",
        )
        return unknown(lacking, place(contract))
    if Fraction(contract.price) >= floor.price:
        return None
    return fails(
        place(contract),
        contract=contract.id,
        price=contract.price,
        currency=contract.currency,
        ratio=printed(floor.ratio),
        index=floor.index,
        floor=printed(floor.price),
    )


def place(contract: Contract) -> dict[str, object]:
    """Say which contract a finding is about."""
    return {"contract": contract.id}
