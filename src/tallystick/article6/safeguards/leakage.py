"""An estimate of the emissions that move elsewhere because a sector pays a carbon price.

The estimate is ours: reductions times the leakage rate of the sector, less what free allocation and
a border adjustment hold back. It is as good as the rates that its user gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A sector of a linked system; rates and shares lie between 0 and 1, None where not known.

    `rate` is what leaks of each tonne reduced without any protection, `free_share` the share of
    free allocation, `border_share` the share of trade under a border adjustment.
    """

    system: str
    name: str
    reduction_t: int | None = None
    rate: Fraction | None = None
    free_share: Fraction | None = None
    border_share: Fraction | None = None

    @property
    def leakage_t(self) -> Fraction | None:
        """The estimate in t CO2 eq, None where anything is not known."""
        known = self.reduction_t, self.rate, self.free_share, self.border_share
        reduction, rate, free, border = known
        if reduction is None or rate is None or free is None or border is None:
            return None
        return reduction * rate * (1 - free) * (1 - border)


SECTORS: Rulebook[Sector, Fraction] = Rulebook("leakage of linked sectors")


@SECTORS.rule(
    "SECTOR_LEAKAGE",
    source="Tallystick design",
    severity=Severity.WARNING,
    message=Text(
        "{sector} of {system}: {leakage} t of {reduction} t reduced are estimated to leak, more "
        "than the share {most}",
        "{system} 的 {sector}：减排 {reduction} 吨中估计泄漏 {leakage} 吨，超过比例 {most}",
    ),
    fix=Text(
        "widen the border adjustment, or aim free allocation at this sector",
        "请扩大边境调节范围或对该行业定向免费分配",
    ),
)
def leakage_is_small(sector: Sector, most: Fraction) -> Iterator[Shown]:
    """What is estimated to leak is no larger share of the reductions than the user tolerates."""
    where = {"system": sector.system, "sector": sector.name}
    leakage, reduction = sector.leakage_t, sector.reduction_t
    if leakage is None or reduction is None:
        lacking = Text("reductions, leakage rate and protection", "减排量、泄漏率和保护比例")
        yield unknown(lacking, where)
    elif leakage > most * reduction:
        told = {"leakage": printed(leakage), "most": printed(most)}
        yield fails(where, reduction=reduction, **where, **told)
