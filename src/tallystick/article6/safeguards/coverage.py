"""An option of agreements: a host transfers only while its own NDC stays covered.

No decision asks for it. The first seed of this project does: the benefit is to match the duty to
comply.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.article6.safeguards.overselling import Forecast
from tallystick.core.findings import Finding, Text, refused
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Forecasts = Sequence[Forecast]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """A first transfer that a host wants to make.

    `covered` is whether its agreement has the option, None where nobody has recorded it.
    """

    id: str
    host: str
    vintage: int
    quantity_t: int
    covered: bool | None


COVERAGE: Rulebook[Intended, Forecasts] = Rulebook("coverage of the host's own NDC")


@COVERAGE.rule(
    "HOST_NOT_COVERED",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: after {quantity} t more, {host} is projected at {balance} t in "
        "{years}, beyond its target of {target} t",
        "转让 {transfer}：再转让 {quantity} 吨后，{host} 在 {years} 的预计余额为 {balance} 吨，"
        "超出目标 {target} 吨",
    ),
    fix=Text(
        "transfer {excess} t less, or cover them with measures or units first",
        "请减少转让 {excess} 吨，或先以措施或单位补足",
    ),
)
def host_remains_covered(intended: Intended, forecasts: Forecasts) -> Shown | None:
    """Where the agreement asks for it, the host's projected balance stays within its target."""
    where = {"transfer": intended.id, "host": intended.host}
    if intended.covered is None:
        return unknown(Text("whether the agreement has the option", "协定是否含此选项"), where)
    if not intended.covered:
        return None
    known = _forecast(intended, forecasts)
    after = known.with_transfer(intended.quantity_t, intended.vintage) if known else None
    spans = [one for one in after.spans() if _concerns(one[0], intended)] if after else []
    if not spans or any(balance is None for _, balance, _, _ in spans):
        lacking = Text(
            f"the forecast and target of {intended.host}", f"{intended.host} 的预测和目标"
        )
        return unknown(lacking, where)
    for years, balance, target, _ in spans:
        if balance is not None and balance > target:
            return fails(
                {**where, "years": years},
                transfer=intended.id,
                quantity=intended.quantity_t,
                host=intended.host,
                balance=balance,
                years=years,
                target=target,
                excess=min(balance - target, intended.quantity_t),
            )
    return None


def judge(listed: Sequence[Intended], forecasts: Forecasts) -> list[Finding]:
    """Judge transfers one after another; each that is not refused counts against those after it."""
    findings: list[Finding] = []
    for intended in listed:
        found = COVERAGE.judge(intended, forecasts)
        findings += found
        if not refused(found):
            concerned = _forecast(intended, forecasts)
            forecasts = [
                one.with_transfer(intended.quantity_t, intended.vintage)
                if one is concerned
                else one
                for one in forecasts
            ]
    return findings


def _forecast(intended: Intended, forecasts: Forecasts) -> Forecast | None:
    """Return the host's forecast of the period that the vintage lies in."""
    return next(
        (one for one in forecasts if one.party == intended.host and intended.vintage in one.period),
        None,
    )


def _concerns(years: str, intended: Intended) -> bool:
    """Whether a span is the period or the year of the vintage."""
    return not years.isdigit() or int(years) == intended.vintage
