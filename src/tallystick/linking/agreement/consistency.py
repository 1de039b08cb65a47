"""What the parts of one agreement say about each other, where that cannot all be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tallystick.core.findings import Text
from tallystick.linking.agreement.agreement import Agreement, Recognition
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
)
from tallystick.linking.agreement.values import ALWAYS


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place in the agreement, what stands there, and what it would have to be."""

    path: str
    value: str
    expected: Text


def contradictions(agreement: Agreement) -> Iterator[Contradiction]:
    """Yield what cannot be so, in the order of the file."""
    yield from _parties(agreement)
    yield from _dates(agreement)
    yield from _recognition(agreement)
    yield from _facts(agreement)
    yield from _references(agreement)


def _parties(agreement: Agreement) -> Iterator[Contradiction]:
    if not agreement.parties:
        yield Contradiction("parties", "[]", Text("at least one party", "至少一个缔约方"))
    seen: set[str] = set()
    for index, party in enumerate(agreement.parties):
        if party.id in seen and party.joined is None:
            expected = Text("a party not listed before", "未曾列出的缔约方")
            yield Contradiction(f"parties[{index}].id", party.id, expected)
        seen.add(party.id)
        if party.joined and party.left and party.left.last < party.joined.first:
            expected = Text("a day after it joined", "晚于加入之日的日期")
            yield Contradiction(f"parties[{index}].left", str(party.left), expected)


def _dates(agreement: Agreement) -> Iterator[Contradiction]:
    dates = agreement.dates
    start = dates.in_force or dates.signed
    if dates.ends and start and dates.ends.last < start.first:
        expected = Text("a day after the agreement began", "晚于协议开始之日的日期")
        yield Contradiction("dates.ends", str(dates.ends), expected)
    for index, event in enumerate(agreement.history):
        if (event.on is None) == (event.by is None):
            expected = Text("either `on` or `by`", "`on` 与 `by` 两者之一")
            yield Contradiction(f"history[{index}]", event.status.value, expected)


def _recognition(agreement: Agreement) -> Iterator[Contradiction]:
    known = agreement.ends_named
    named = ", ".join(sorted(known))
    for index, one in enumerate(agreement.recognition):
        path = f"recognition[{index}]"
        for key, end in (("from", one.origin), ("to", one.destination)):
            if end not in known:
                expected = Text(
                    f"a system of a party, a party, or one declared under `systems`: {named}",
                    f"缔约方的体系、缔约方或在 `systems` 下声明的体系：{named}",
                )
                yield Contradiction(f"{path}.{key}", end, expected)
        if one.origin == one.destination:
            expected = Text("another system than `from`", "与 `from` 不同的体系")
            yield Contradiction(f"{path}.to", one.destination, expected)
        for place, restriction in enumerate(one.restrictions):
            yield from _restriction(restriction, f"{path}.restrictions[{place}]")
        yield from _rates(one, path)
    yield from _overlaps(agreement)
    yield from _reciprocal(agreement)


def _facts(agreement: Agreement) -> Iterator[Contradiction]:
    """Figures are given once for each system of the agreement."""
    left = set(agreement.ends_named)
    for index, one in enumerate(agreement.facts):
        if one.system not in left:
            expected = Text("a system of this agreement, named once", "本协议的某一体系，仅列一次")
            yield Contradiction(f"facts[{index}].system", one.system, expected)
        left.discard(one.system)


def _reciprocal(agreement: Agreement) -> Iterator[Contradiction]:
    """A reciprocal rate settles the other direction, which then cannot say something else."""
    rates = [
        (f"recognition[{index}].restrictions[{place}]", one, rate)
        for index, one in enumerate(agreement.recognition)
        for place, rate in enumerate(one.restrictions)
        if isinstance(rate, ExchangeRate)
    ]
    for (_, one, rate), (path, other, inverse) in combinations(rates, 2):
        opposite = (one.origin, one.destination) == (other.destination, other.origin)
        together = (rate.valid or ALWAYS).overlaps(inverse.valid or ALWAYS)
        settled = opposite and together and (rate.reciprocal or inverse.reciprocal)
        if settled and rate.rate and inverse.rate and rate.rate * inverse.rate != 1:
            expected = Text(f"{1 / rate.rate}, the inverse", f"倒数 {1 / rate.rate}")
            yield Contradiction(f"{path}.rate", str(inverse.rate), expected)


def _restriction(one: Restriction, path: str) -> Iterator[Contradiction]:
    if isinstance(one, Quantity) and (one.limit_t is None) == (one.share is None):
        yield Contradiction(path, one.kind, _either("limit", "share"))
    if isinstance(one, BorderTax):
        if (one.amount is None) == (one.rate is None):
            yield Contradiction(path, one.kind, _either("amount", "rate"))
        if one.amount is not None and one.currency is None:
            expected = Text("an amount with its currency", "带货币代码的金额")
            yield Contradiction(f"{path}.amount", str(one.amount), expected)
    if isinstance(one, ExchangeRate) and (one.rate is None) == (one.rating is None):
        yield Contradiction(path, one.kind, _either("rate", "rating"))


def _either(first: str, second: str) -> Text:
    return Text(f"either `{first}` or `{second}`", f"`{first}` 与 `{second}` 两者之一")


def _rates(one: Recognition, path: str) -> Iterator[Contradiction]:
    """Two rates or two discounts of one direction may not hold on the same day."""
    for kind in (ExchangeRate, Discount):
        listed = [(i, each) for i, each in enumerate(one.restrictions) if isinstance(each, kind)]
        for (_, left), (index, right) in combinations(listed, 2):
            if (left.valid or ALWAYS).overlaps(right.valid or ALWAYS):
                expected = Text(
                    "a time that does not overlap with the one before", "与前一条不重叠的有效期"
                )
                yield Contradiction(f"{path}.restrictions[{index}]", right.kind, expected)


def _overlaps(agreement: Agreement) -> Iterator[Contradiction]:
    """The same units may not be recognised twice in one direction on the same day."""
    for (_, left), (index, right) in combinations(enumerate(agreement.recognition), 2):
        same = (left.origin, left.destination) == (right.origin, right.destination)
        common = set(left.units) & set(right.units) or (not left.units or not right.units)
        if same and common and left.valid.overlaps(right.valid):
            expected = Text(
                "a direction not listed before for the same units and days",
                "未就相同单位和日期列出过的方向",
            )
            yield Contradiction(
                f"recognition[{index}]", f"{right.origin} to {right.destination}", expected
            )


def _references(agreement: Agreement) -> Iterator[Contradiction]:
    criteria = {one.id for one in agreement.criteria}
    for index, one in enumerate(agreement.recognition):
        for place, name in enumerate(one.criteria):
            if name not in criteria:
                expected = Text("the id of a criterion of this file", "本文件中某项标准的标识")
                yield Contradiction(f"recognition[{index}].criteria[{place}]", name, expected)
    if agreement.id in agreement.replaces:
        expected = Text("another agreement than itself", "本协议以外的协议")
        yield Contradiction("replaces", agreement.id, expected)
    yield from _contracts(agreement)


def _contracts(agreement: Agreement) -> Iterator[Contradiction]:
    under = {contract.id: contract.under for contract in agreement.contracts}
    for index, contract in enumerate(agreement.contracts):
        reached, at = {contract.id}, contract.under
        while at in under and at not in reached:
            reached.add(at)
            at = under[at]
        if at == contract.id:
            expected = Text(
                "an agreement or contract that does not rest on this one",
                "不以本合同为依据的协议或合同",
            )
            yield Contradiction(f"contracts[{index}].under", str(contract.under), expected)
