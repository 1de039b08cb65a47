"""Public claims held against the units that were used or cancelled for those who make them.

Every claim is met from what was ended for its claimant and its year, one claim after another. What
is left is told apart: taken by an earlier claim, of another type, ended for another purpose, or
backed by nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"


class EndPurpose(StrEnum):
    """What units were ended for, or are said to have been."""

    NDC = "NDC"
    IMP = "IMP"
    OP = "OP"
    OMGE = "OMGE"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicClaim:
    """What somebody says in public: tonnes of a year, by units of a type and for a purpose."""

    id: str
    claimant: str
    year: int
    quantity_t: int
    unit: str
    purpose: EndPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Units used or cancelled for somebody and a year, of a type and for a purpose."""

    id: str
    claimant: str
    year: int
    quantity_t: int
    unit: str
    purpose: EndPurpose


@dataclass(slots=True)
class Backed:
    """A claim with what is left of it once it was met, in tonnes by what is wrong with the rest."""

    claim: PublicClaim
    known: bool = True
    left_t: dict[str, int] = field(default_factory=dict)


DOUBLE, TYPE, PURPOSE, UNBACKED = "double", "type", "purpose", "unbacked"


def back(claims: Sequence[PublicClaim], ended: Sequence[Ended] | None) -> list[Backed]:
    """Meet claims from what was ended, in the order of the claims; None says nobody knows."""
    if ended is None:
        return [Backed(claim, known=False) for claim in claims]
    free = {index: one.quantity_t for index, one in enumerate(ended)}
    return [Backed(claim, left_t=_left(claim, ended, free)) for claim in claims]


def _left(claim: PublicClaim, ended: Sequence[Ended], free: dict[int, int]) -> dict[str, int]:
    own = [
        (index, one)
        for index, one in enumerate(ended)
        if (one.claimant, one.year) == (claim.claimant, claim.year)
    ]
    fit = [index for index, one in own if _says(one) == _says(claim)]
    wanted = claim.quantity_t
    for index in fit:
        taken = min(wanted, free[index])
        free[index] -= taken
        wanted -= taken
    spent = sum(ended[index].quantity_t for index in fit) - (claim.quantity_t - wanted)
    same_type = sum(one.quantity_t for index, one in own if _same_type(one, claim, index, fit))
    other_type = sum(one.quantity_t for _, one in own if one.unit != claim.unit)
    return _split(wanted, {DOUBLE: spent, PURPOSE: same_type, TYPE: other_type})


def _split(wanted: int, reasons: dict[str, int]) -> dict[str, int]:
    """Spread what is left over the reasons, each as far as it reaches, the rest unbacked."""
    left: dict[str, int] = {}
    for reason, reach in reasons.items():
        left[reason] = min(wanted, reach)
        wanted -= left[reason]
    return {**left, UNBACKED: wanted}


def _says(one: PublicClaim | Ended) -> tuple[str, str]:
    return one.unit, one.purpose


def _same_type(one: Ended, claim: PublicClaim, index: int, fit: Sequence[int]) -> bool:
    return one.unit == claim.unit and index not in fit


CLAIMS: Rulebook[Backed, None] = Rulebook("public claims")

Test = Callable[[Backed, None], Iterator[Shown]]


def left_for(reason: str) -> Test:
    """Return the test that nothing of a claim is left for a reason."""

    def nothing_is_left(backed: Backed, _: None) -> Iterator[Shown]:
        claim = backed.claim
        where = {"claim": claim.id, "claimant": claim.claimant, "year": claim.year}
        if not backed.known:
            yield unknown(Text("what was used or cancelled", "使用和注销记录"), where)
        elif quantity := backed.left_t[reason]:
            values = {"claim": claim.id, "claimant": claim.claimant, "unit": claim.unit}
            yield fails(
                where, quantity=quantity, year=claim.year, purpose=claim.purpose.value, **values
            )

    return nothing_is_left


REASONS = {
    UNBACKED: (
        "CLAIM_UNBACKED",
        DESIGN,
        Text(
            "claim {claim}: nothing was used or cancelled for {claimant} in {year} behind "
            "{quantity} t",
            "声明 {claim}：{claimant} 在 {year} 的 {quantity} 吨没有任何使用或注销支持",
        ),
        Text("cancel {quantity} t, or withdraw the claim", "请注销 {quantity} 吨或撤回声明"),
    ),
    DOUBLE: (
        "CLAIM_DOUBLE",
        f"2/CMA.3 annex para 21(e); {DESIGN}",
        Text(
            "claim {claim}: {quantity} t rest on units that an earlier claim of {claimant} has "
            "taken up",
            "声明 {claim}：{quantity} 吨所依据的单位已被 {claimant} 的在先声明占用",
        ),
        Text(
            "cancel {quantity} t more, or withdraw one claim", "请另行注销 {quantity} 吨或撤回其一"
        ),
    ),
    TYPE: (
        "CLAIM_TYPE",
        DESIGN,
        Text(
            "claim {claim}: {quantity} t were ended in units other than {unit}",
            "声明 {claim}：{quantity} 吨以 {unit} 以外的单位终结",
        ),
        Text("name the units that were ended", "请如实说明所终结的单位"),
    ),
    PURPOSE: (
        "CLAIM_PURPOSE",
        f"Paris Agreement Article 6.5; {DESIGN}",
        Text(
            "claim {claim}: {quantity} t were ended for a purpose other than {purpose}",
            "声明 {claim}：{quantity} 吨的终结目的并非 {purpose}",
        ),
        Text("claim only what was ended for that purpose", "仅可声明为该目的而终结的数量"),
    ),
}
"""For everything that can be left of a claim its code, source, message and mend."""

for reason, (code, source, message, fix) in REASONS.items():
    CLAIMS.rule(code, source=source, message=message, fix=fix)(left_for(reason))
