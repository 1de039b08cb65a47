"""Units of the Kyoto Protocol that a Party still holds: family, periods and serial numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.core.serials.form import Registry, SerialError, SerialRange
from tallystick.core.serials.registries import parse
from tallystick.linking.agreement.values import ID, PARTY_ID, TEXT
from tallystick.linking.practice.around import Around

SERIALS = "13/CMP.1 annex para 23"
CARRY_OVER = "13/CMP.1 annex para 15"
PARIS = "3/CMA.3 annex para 75"
PARIS_UNIT = "CER"
"""The only unit of the Kyoto Protocol that may be used towards an NDC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyBlock:
    """A block of Kyoto units; what its serial number tells need not be stated beside it."""

    id: Annotated[str, ID, "Its id."]
    party: Annotated[str, PARTY_ID, "Party in whose registry it is held."]
    account: Annotated[str | None, TEXT, "Account that holds it."] = None
    serial: Annotated[str | None, TEXT, "Range of serial numbers, as registries print it."] = None
    unit: Annotated[str | None, TEXT, "AAU, RMU, ERU, ERU_RMU, CER, tCER or lCER."] = None
    original_period: Annotated[int | None, "Commitment period of issuance."] = None
    applicable_period: Annotated[int | None, "Commitment period it is valid for."] = None
    quantity_t: Annotated[int | None, "Units, tonnes CO2 eq."] = None
    towards_ndc: Annotated[bool | None, "Whether it is to be used towards an NDC."] = None

    @property
    def numbers(self) -> SerialRange | None:
        """The serial numbers; None where none are stated or they are not those of Kyoto units."""
        try:
            found = parse(self.serial) if self.serial else None
        except SerialError:
            return None
        return found if found and found.registry is Registry.KYOTO else None

    def told(self) -> dict[str, Any]:
        """Return unit, periods and quantity: as the serial number tells them, else as stated."""
        stated = {
            "unit": self.unit,
            "original_period": self.original_period,
            "applicable_period": self.applicable_period,
            "quantity_t": self.quantity_t,
        }
        return stated if self.numbers is None else _numbered(self.numbers)


def _numbered(numbers: SerialRange) -> dict[str, Any]:
    """Return what the serial numbers of a block tell."""
    codes = {one.code: name for name, one in law.kyoto_units().items()}
    parts = numbers.attributes
    return {
        "unit": codes[parts["unit"]],
        "original_period": int(parts["original"]),
        "applicable_period": int(parts["applicable"]),
        "quantity_t": numbers.quantity,
    }


def holdings(blocks: Sequence[LegacyBlock]) -> list[dict[str, Any]]:
    """Add up blocks by Party, family, unit and applicable commitment period, tonnes CO2 eq.

    A block whose unit, period or quantity is not known is left out of the sums.
    """
    sums: Counter[tuple[str, str, str, int]] = Counter()
    for one in blocks:
        told = one.told()
        listed = law.kyoto_units().get(told["unit"] or "")
        if listed and told["applicable_period"] is not None and told["quantity_t"] is not None:
            key = (one.party, listed.family, listed.unit, told["applicable_period"])
            sums[key] += told["quantity_t"]
    heads = ("party", "family", "unit", "period", "quantity_t")
    return [dict(zip(heads, (*key, quantity), strict=True)) for key, quantity in sums.items()]


LEGACY: Rulebook[LegacyBlock, Around] = Rulebook("Kyoto units from before the Paris Agreement")


@LEGACY.rule(
    "KYOTO_SERIAL",
    source=SERIALS,
    message=Text("{block}: the serial number {problem}", "{block}：序列号{problem_zh}"),
    fix=Text("correct the number or what stands beside it", "请更正序列号或其旁所列内容"),
)
def serial_tells_what_is_stated(one: LegacyBlock, _: Around) -> Iterator[Shown]:
    """The serial number is one of Kyoto units, and agrees with whatever is stated beside it."""
    where = {"block": one.id, "party": one.party}
    if one.serial is None:
        yield unknown(Text("the serial number", "序列号"), where)
    elif one.numbers is None:
        yield fails(where, block=one.id, **_problem(f'"{one.serial}"', f"“{one.serial}”"))
    else:
        for key, number in one.told().items():
            stated = getattr(one, key)
            if stated is not None and stated != number:
                said = f"tells {key} {number}, stated is {stated}"
                problem = _problem(said, f"显示 {key} 为 {number}，所列为 {stated}", "")
                yield fails({**where, "key": key}, block=one.id, **problem)


def _problem(en: str, zh: str, verb: str = "cannot be read: ") -> dict[str, str]:
    return {"problem": verb + en, "problem_zh": ("无法读取：" if verb else "") + zh}


@LEGACY.rule(
    "KYOTO_PERIOD",
    source=CARRY_OVER,
    message=Text(
        "{block}: {unit} of commitment period {original} cannot be valid for period {applicable}",
        "{block}：第 {original} 承诺期的 {unit} 不能用于第 {applicable} 承诺期",
    ),
    fix=Text("cancel the units, or correct the period", "请注销该单位或更正承诺期"),
)
def later_period_takes_what_is_carried_over(one: LegacyBlock, _: Around) -> Shown | None:
    """A unit is valid for its own commitment period, or a later one if its kind is carried over."""
    where = {"block": one.id, "party": one.party}
    told = one.told()
    unit, original = told["unit"], told["original_period"]
    applicable = told["applicable_period"]
    listed = law.kyoto_units().get(unit or "")
    if listed is None or original is None or applicable is None:
        return unknown(Text("kind of unit and both periods", "单位类型和两个承诺期"), where)
    known = {original, applicable} <= set(law.kyoto_periods())
    if known and (applicable == original or (applicable > original and _is_carried(listed))):
        return None
    return fails(where, block=one.id, unit=unit, original=original, applicable=applicable)


def _is_carried(listed: law.KyotoUnit) -> bool:
    return listed.carry_over_share is None or listed.carry_over_share > 0


@LEGACY.rule(
    "KYOTO_TOWARDS_NDC",
    source=PARIS,
    message=Text(
        "{block}: {unit} cannot be used towards an NDC", "{block}：{unit} 不得用于国家自主贡献"
    ),
    fix=Text(
        "use CERs that 3/CMA.3 admits, and check them one by one",
        "请使用第3/CMA.3号决定准许的核证减排量，并逐项核查",
    ),
)
def only_cers_reach_an_ndc(one: LegacyBlock, _: Around) -> Shown | None:
    """Of all Kyoto units only CERs can be used towards an NDC, on further conditions of their own.

    Temporary and long-term CERs are excluded; AAUs, ERUs and RMUs are no mitigation outcomes.
    """
    where = {"block": one.id, "party": one.party}
    unit = one.told()["unit"]
    if one.towards_ndc is False:
        return None
    if one.towards_ndc is None or unit not in law.kyoto_units():
        return unknown(Text("kind of unit and use", "单位类型和用途"), where)
    return None if unit == PARIS_UNIT else fails(where, block=one.id, unit=unit)
