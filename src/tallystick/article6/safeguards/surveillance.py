"""Surveillance of transactions: mark-ups, wash trades, sales between related parties.

No decision defines any of the three. The thresholds are ours until their user sets others, and a
finding is a reason to look, not a breach.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick.article6.safeguards.relations import Relations
from tallystick.article6.safeguards.trades import Trade
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"


@dataclass(frozen=True, slots=True)
class Watch:
    """What trades are held against: our thresholds or the user's, and who is related to whom.

    `mark_up` is a share of the reference price; `relations` is None where nobody has listed any.
    """

    mark_up: Fraction = Fraction(1, 2)
    window_days: int = 30
    relations: Relations | None = None


Trades = Sequence[Trade]

SURVEILLANCE: Rulebook[Trades, Watch] = Rulebook("surveillance of trades")


@SURVEILLANCE.rule(
    "MARK_UP",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "trade {trade}: the price {price} exceeds the reference {reference} by the share {share}, "
        "above the threshold {threshold}, a parameter of ours",
        "交易 {trade}：价格 {price} 高出参考价 {reference} 的比例为 {share}，"
        "超过本系统参数阈值 {threshold}",
    ),
    fix=Text("ask the seller for the reason of the mark-up", "请要求卖方说明加价理由"),
)
def price_stays_near_its_reference(trades: Trades, watch: Watch) -> Iterator[Shown]:
    """A price is not above its reference price by more than the threshold."""
    unpriced = []
    for one in trades:
        if one.price is None or not one.reference or one.currency is None:
            unpriced.append(one)
            continue
        share = Fraction(one.price) / Fraction(one.reference) - 1
        if share > watch.mark_up:
            yield fails(
                one.where,
                trade=one.id,
                price=f"{one.price} {one.currency}",
                reference=f"{one.reference} {one.currency}",
                share=printed(share),
                threshold=printed(watch.mark_up),
            )
    if unpriced:
        lacking = Text("the price, its currency and a reference price", "价格、币种和参考价")
        yield unknown(lacking, _count(unpriced))


@SURVEILLANCE.rule(
    "WASH_TRADE",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "{seller} sold {quantity} t in trade {trade} that {buyer}, the same or a related party, "
        "bought back in trade {back} after {days} days, within the {window} of the parameter",
        "{seller} 在交易 {trade} 中售出的 {quantity} 吨于 {days} 天后由同一方或关联方 {buyer} "
        "在交易 {back} 中买回，未超过参数设定的 {window} 天",
    ),
    fix=Text("ask both sides what the trades were for", "请要求双方说明交易目的"),
)
def units_do_not_come_straight_back(trades: Trades, watch: Watch) -> Iterator[Shown]:
    """Units do not return to their seller, or to somebody related to it, within the window."""
    nameless = [one for one in trades if one.range is None]
    if nameless:
        yield unknown(Text("which units were traded", "所交易的单位"), _count(nameless))
    for sold, back in returns(trades, watch):
        yield fails(
            {**sold.where, "back": back.id},
            trade=sold.id,
            back=back.id,
            seller=sold.seller,
            buyer=back.buyer,
            quantity=common_t(sold, back),
            days=(back.on - sold.on).days,
            window=watch.window_days,
        )


@SURVEILLANCE.rule(
    "RELATED_SALE",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "trade {trade}: {seller} and {buyer} are the same or related",
        "交易 {trade}：{seller} 与 {buyer} 为同一方或关联方",
    ),
    fix=Text("show that the terms are those of strangers", "请证明交易条件与独立第三方交易相同"),
)
def strangers_trade(trades: Trades, watch: Watch) -> Iterator[Shown]:
    """Seller and buyer are independent of each other."""
    if watch.relations is None:
        yield unknown(Text("the list of related parties", "关联方名单"))
    relations = watch.relations or Relations(())
    for one in trades:
        if relations.related(one.seller, one.buyer):
            yield fails(one.where, trade=one.id, seller=one.seller, buyer=one.buyer)


def returns(trades: Trades, watch: Watch) -> Iterator[tuple[Trade, Trade]]:
    """Yield every sale with each later purchase that brings the same units back in the window.

    Ranges are cut at all bounds of their series, so that only trades of the same units meet.
    """
    relations = watch.relations or Relations(())
    ordered = sorted((one for one in trades if one.range), key=lambda one: one.on)
    bounds = _bounds(ordered)
    bought: dict[tuple[str | None, int, str], list[Trade]] = defaultdict(list)
    for one in reversed(ordered):  # newest first, so that what is bought later is known
        seller, buyer = relations.group(one.seller), relations.group(one.buyer)
        found: dict[int, Trade] = {}
        for piece in _pieces(one, bounds):
            for back in reversed(bought[one.series, piece, seller]):
                if (back.on - one.on).days > watch.window_days:
                    break
                found[id(back)] = back
            bought[one.series, piece, buyer].append(one)
        for back in found.values():
            yield one, back


def _bounds(trades: Trades) -> dict[str | None, list[int]]:
    """Return every number at which a range of a series begins, or has just ended, in order."""
    found: dict[str | None, set[int]] = defaultdict(set)
    for one in trades:
        if one.start is not None and one.end is not None:
            found[one.series] |= {one.start, one.end + 1}
    return {series: sorted(numbers) for series, numbers in found.items()}


def _pieces(trade: Trade, bounds: dict[str | None, list[int]]) -> list[int]:
    """Return the first numbers of the pieces that the range of a trade is cut into."""
    if trade.start is None or trade.end is None:
        return []
    listed = bounds[trade.series]
    return listed[bisect_left(listed, trade.start) : bisect_left(listed, trade.end + 1)]


def _count(trades: Trades) -> dict[str, object]:
    """Say how many trades an unknown is about, and which is the first."""
    return {"trades": len(trades), "first": trades[0].id}


def common_t(one: Trade, other: Trade) -> int:
    """Return how many units two trades of one series have in common."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start) + 1)
