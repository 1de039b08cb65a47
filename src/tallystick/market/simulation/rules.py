"""What a simulation cannot know, and what it says aloud because it had to assume it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, unknown
from tallystick.linking.agreement import Agreement
from tallystick.linking.agreement.words import EFFECTIVE
from tallystick.linking.status import standing
from tallystick.market.rules import DESIGN
from tallystick.market.simulation.calibration import Basis, Calibrated, missing
from tallystick.market.simulation.directions import Border, Opened
from tallystick.market.simulation.facts import MarketFacts


@dataclass(frozen=True, slots=True)
class Compiled:
    """An agreement as far as it could be compiled; `opened` and `borders` go together."""

    agreement: Agreement
    facts: tuple[MarketFacts, ...]
    calibrated: tuple[Calibrated, ...]
    borders: tuple[Border, ...]
    opened: tuple[Opened, ...]


SIMULATIONS: Rulebook[Compiled, None] = Rulebook("simulations of agreements")

NAMES = {
    "cap_t": Text('the yearly cap of "{system}"', "“{system}”的年度总量"),
    "price_usd": Text('the price of "{system}" in USD', "“{system}”以美元计的价格"),
    "curve": Text('an abatement-cost curve for "{system}"', "“{system}”的减排成本曲线"),
}
STATE = Text(
    "state it under facts in the agreement file: {{system: {system}, {name}: ...}}",
    "请在协议文件的facts中写明：{{system: {system}, {name}: ...}}",
)


@SIMULATIONS.rule(
    "SYSTEM_FACT_UNKNOWN",
    source=DESIGN,
    message=Text("{missing} is known", "已知{missing_zh}"),
    fix=STATE,
    supply=STATE,
)
def _facts(compiled: Compiled, _: None) -> Iterator[Shown]:
    for one in compiled.facts:
        for name in missing(one):
            shown = NAMES[name].fill({"system": one.id})
            yield unknown(shown, {"system": one.id, "fact": name}, system=one.id, name=name)


LIST = Text(
    "list it under recognition, or simulate another day", "请在recognition中列出，或换一日期"
)


@SIMULATIONS.rule(
    "NO_OPEN_DIRECTION",
    source=DESIGN,
    message=Text("the agreement opens a direction", "协议开放了某一方向"),
    fix=Text(
        "list it under recognition, or simulate another day", "请在recognition中列出或换一日期"
    ),
    supply=Text(
        "list it under recognition, or simulate another day", "请在recognition中列出或换一日期"
    ),
)
def _closed(compiled: Compiled, _: None) -> Shown | None:
    if compiled.borders:
        return None
    direction = Text("a direction that is open on the day", "当日开放的方向")
    return unknown(direction, {"path": "recognition"})


@SIMULATIONS.rule(
    "RESTRICTION_FACT_UNKNOWN",
    source=DESIGN,
    message=Text("{missing} is known", "已知{missing_zh}"),
    fix=Text("state it, or leave the restriction out", "请写明，或删去该限制"),
    supply=Text(
        "state {missing}, or leave the restriction out", "请写明{missing_zh}，或删去该限制"
    ),
)
def _restrictions(compiled: Compiled, _: None) -> Iterator[Shown]:
    for border, one in zip(compiled.borders, compiled.opened, strict=True):
        for place, name in one.unknown.items():
            path = border.path if place is None else f"{border.path}.restrictions[{place}]"
            yield unknown(Text(f"the {name} of {path}", f"{path}的{name}"), {"path": path})


BASES = {
    Basis.REGION: Text(
        "the curve {curve} ({curve_source}), stretched to the system",
        "区域曲线{curve}（按体系缩放）",
    ),
    Basis.ELASTICITY: Text(
        "a line: no curve is known that fits, the price abates {elasticity} of the cap",
        "直线：无适用的已知曲线，该价格减排总量的{elasticity}",
    ),
    Basis.BASELINE: Text("a line up to the stated baseline", "至所述基线的直线"),
}


@SIMULATIONS.rule(
    "CALIBRATED",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        '"{system}" is calibrated, not measured: at the observed {price} USD/t it emits its cap of '
        "{cap} t; baseline {baseline} t; curve: {basis}",
        "“{system}”经校准而非实测：在观测价格{price}美元/吨下排放等于总量{cap}吨；"
        "基线{baseline}吨；曲线：{basis_zh}",
    ),
    fix=Text("state better figures under facts", "请在facts中写明更好的数值"),
)
def _calibrated(compiled: Compiled, _: None) -> Iterator[Shown]:
    for one in compiled.calibrated:
        facts = one.facts
        curve = facts.curve
        basis = BASES[one.basis].fill(
            {
                "curve": curve.id if curve else "",
                "curve_source": curve.source if curve else "",
                "elasticity": facts.elasticity,
            }
        )
        values = {
            "system": facts.id,
            "price": f"{float(facts.price_usd or 0):g}",
            "cap": f"{float(facts.cap_t or 0):.0f}",
            "baseline": f"{float(facts.cap_t or 0) + one.need_t:.0f}",
            "basis": basis.en,
            "basis_zh": basis.zh,
        }
        yield Shown(values, {"system": facts.id}, Outcome.PASS)


@SIMULATIONS.rule(
    "COLLAR_LEFT_OUT",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        'the {name} of "{system}" does not bind at the observed price, which lies beyond it: '
        "it is left out",
        "观测价格已越过“{system}”的{name}，故未纳入",
    ),
    fix=Text("state floor_usd or ceiling_usd under facts", "请在facts中写明floor_usd或ceiling_usd"),
)
def _collars(compiled: Compiled, _: None) -> Iterator[Shown]:
    for one in compiled.calibrated:
        for name in one.left_out:
            values = {"system": one.facts.id, "name": name}
            yield Shown(values, {"system": one.facts.id}, Outcome.PASS)


@SIMULATIONS.rule(
    "OBSERVED_WHILE_LINKED",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        "the agreement was in effect when prices were observed, so the prices without it are "
        "those of the list, not those of a world without the link",
        "观测价格时协议已生效，故“无协议”价格取自清单，并非真正无链接情形下的价格",
    ),
    fix=Text("state price_usd under facts", "请在facts中写明price_usd"),
)
def _linked(compiled: Compiled, _: None) -> Shown | None:
    listed = any("price_usd" not in one.facts.stated for one in compiled.calibrated)
    if not compiled.borders or not listed:
        return None
    status = standing(compiled.agreement, compiled.borders[0].setting.on).status
    return Shown({}, {"status": status.value}, Outcome.PASS) if status in EFFECTIVE else None


REASONS = {
    "filter": Text(
        "the filter says which units are recognised; the model does not tell units apart",
        "该过滤规定哪些单位获认可；模型不区分单位",
    ),
    "ad_valorem": Text(
        "the tax follows the price, so prices are found by solving again until they settle",
        "该税随价格变动，故反复求解直至价格稳定",
    ),
    "entity_share": Text(
        "the share is one of each firm's emissions, which firms take into account",
        "该份额以企业自身排放计，企业将其计入决策",
    ),
    "share_of_cap": Text("the share is taken of the receiver's cap", "该份额按接收方总量计算"),
    "whole_limit": Text(
        "the limit is not one of a year; all of it may be used in the year simulated",
        "该限额不是年度限额；模拟年度内可全部使用",
    ),
}


TERMS = {
    "sop": Text("the share of proceeds is deducted in kind", "收益分成以实物扣除"),
    "omge": Text("overall mitigation is deducted in kind", "总体减缓以实物扣除"),
    "host_limit_t": Text(
        "all that the host may transfer may go in the year simulated",
        "东道方可转让的总量可全部在模拟年度转让",
    ),
}


@SIMULATIONS.rule(
    "READ_AS",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text("{reason}", "{reason_zh}"),
    fix=Text("weigh the answer accordingly", "请据此解读结果"),
)
def _aloud(compiled: Compiled, _: None) -> Iterator[Shown]:
    for border, one in zip(compiled.borders, compiled.opened, strict=True):
        for place, name in one.aloud.items():
            values = {"reason": REASONS[name].en, "reason_zh": REASONS[name].zh}
            yield Shown(values, {"path": f"{border.path}.restrictions[{place}]"}, Outcome.PASS)
    for name in dict.fromkeys(name for one in compiled.opened for name in one.terms):
        values = {"reason": TERMS[name].en, "reason_zh": TERMS[name].zh}
        yield Shown(values, {"path": f"article6.{name}"}, Outcome.PASS)
