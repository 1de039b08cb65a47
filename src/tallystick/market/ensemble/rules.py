"""What an ensemble has to satisfy before it is drawn, and what is said about its outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.ensemble.draws import Distribution, Draw, Spread, Uncertainty
from tallystick.market.ensemble.parameters import Known
from tallystick.market.ensemble.plan import OutOfRange
from tallystick.market.network import Network
from tallystick.market.rules import DESIGN

INDEFINITE = -1e-9
"""Eigenvalues of a correlation matrix from here on are rounding."""

DRAWS: Rulebook[Uncertainty, Network] = Rulebook("draws of an ensemble")
DRAWN: Rulebook[OutOfRange, Draw] = Rulebook("drawn values")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many draws there were, which have no equilibrium, and how many of these pump units."""

    n_draws: int
    unsolved: tuple[int, ...]
    pumps: int


OUTCOMES: Rulebook[Outcome, Network] = Rulebook("outcomes of ensembles")


@DRAWS.rule(
    "DRAW_TARGET_UNKNOWN",
    source=DESIGN,
    message=Text(
        'the draw "{draw}" names a market, link or limit that the file does not have',
        "抽样“{draw}”所指的市场、链接或限制在文件中不存在",
    ),
    fix=Text(
        "name a market, the two ends of a link, or a limit by its place from 1 on",
        "请写出市场、链接的两端，或限制的序号（从1开始）",
    ),
)
def _target(uncertainty: Uncertainty, network: Network) -> Iterator[Shown]:
    known = Known(network)
    for draw in uncertainty.draws:
        if known.choices(draw) is None:
            yield fails(draw.origin, draw=draw.name)


@DRAWS.rule(
    "DRAW_PARAMETER_UNKNOWN",
    source=DESIGN,
    message=Text(
        '"{parameter}" of the draw "{draw}" is not a number that can be drawn there',
        "抽样“{draw}”的参数“{parameter}”不可在此抽取",
    ),
    fix=Text("write one of {choices}", "请写成以下之一：{choices}"),
)
def _parameter(uncertainty: Uncertainty, network: Network) -> Iterator[Shown]:
    known = Known(network)
    for draw in uncertainty.draws:
        choices = known.choices(draw)
        if choices is not None and draw.parameter not in choices:
            shown = {"parameter": draw.parameter, "choices": ", ".join(choices)}
            yield fails(draw.origin, draw=draw.name, **shown)


@DRAWS.rule(
    "DRAW_DISTRIBUTION",
    source=DESIGN,
    message=Text(
        'the numbers {numbers} of the draw "{draw}" make no {kind} distribution',
        "抽样“{draw}”的数值{numbers}不构成{kind}分布",
    ),
    fix=Text(
        "give finite numbers, a deviation not below 0, and low, mode and high in this order",
        "请给出有限数值、不小于0的标准差，并使low、mode、high依次不减",
    ),
)
def _distribution(uncertainty: Uncertainty, _: Network) -> Iterator[Shown]:
    for draw in uncertainty.draws:
        if not _possible(draw.spread) or not draw.least <= draw.greatest:
            numbers = ", ".join(f"{number:g}" for number in draw.spread.numbers)
            yield fails(draw.origin, draw=draw.name, numbers=numbers, kind=draw.spread.kind.value)


def _possible(spread: Spread) -> bool:
    if not all(isfinite(number) for number in spread.numbers):
        return False
    if spread.kind in {Distribution.NORMAL, Distribution.LOGNORMAL}:
        return spread.numbers[1] >= 0
    return list(spread.numbers) == sorted(spread.numbers)


@DRAWS.rule(
    "DRAW_REPEATED",
    source=DESIGN,
    message=Text('"{draw}" is drawn more than once', "“{draw}”被重复抽取"),
    fix=Text("leave one of them, or give them different years", "请只保留一处，或为其指定不同年份"),
)
def _repeated(uncertainty: Uncertainty, network: Network) -> Iterator[Shown]:
    periods = network.periods.years if network.periods else (0,)
    seen: set[tuple[object, str, int]] = set()
    for draw in uncertainty.draws:
        years = periods if draw.years is None else draw.years
        keys = {(draw.target, draw.parameter, year) for year in years}
        if keys & seen:
            yield fails(draw.origin, draw=draw.name)
        seen |= keys


@DRAWS.rule(
    "CORRELATION_IMPOSSIBLE",
    source=DESIGN,
    message=Text(
        "these correlations contradict each other: the matrix has the eigenvalue {eigenvalue}",
        "这些相关系数相互矛盾：矩阵的特征值为{eigenvalue}",
    ),
    fix=Text(
        "bring the correlations nearer to 0, or complete the pairs that are missing",
        "请减小相关系数的绝对值，或补全缺少的配对",
    ),
)
def _correlation(uncertainty: Uncertainty, _: Network) -> Shown | None:
    if uncertainty.correlation is None:
        return None
    matrix = np.array(uncertainty.correlation)
    size = len(uncertainty.draws)
    fits = matrix.shape == (size, size) and bool(np.all(np.isfinite(matrix)))
    if not fits or np.any(matrix != matrix.T) or np.any(np.diag(matrix) != 1):
        return fails(uncertainty.origin, eigenvalue="?")
    least = float(np.linalg.eigvalsh(matrix)[0]) if size else 0.0
    return None if least >= INDEFINITE else fails(uncertainty.origin, eigenvalue=f"{least:.3g}")


@DRAWN.rule(
    "DRAW_OUT_OF_RANGE",
    source=DESIGN,
    message=Text(
        'number {number} of the draw "{draw}" is {value}, which {parameter} cannot be',
        "抽样“{draw}”的第{number}个值为{value}，{parameter}不可取该值",
    ),
    fix=Text(
        "set min or max, at which values beyond are held, or choose another distribution",
        "请设置min或max（超出的值取该界限），或选择其他分布",
    ),
)
def _out_of_range(wrong: OutOfRange, draw: Draw) -> Shown:
    shown = {"draw": draw.name, "parameter": draw.parameter}
    return fails(draw.origin, number=wrong.number + 1, value=f"{wrong.value:.6g}", **shown)


@OUTCOMES.rule(
    "DRAWS_UNSOLVED",
    source=DESIGN,
    severity=Severity.WARNING,
    message=Text(
        "{count} of {draws} draws have no equilibrium ({pumps} multiply units); no figure includes "
        "them; the first are {first}",
        "{draws}次抽样中有{count}次无均衡解（其中{pumps}次单位无限增加），各数字均不包含；"
        "最先出现的是{first}",
    ),
    fix=Text(
        "add ceilings so that every need can be met, or bound the draws with min and max",
        "请设置价格上限以满足所有需求，或用min和max限制抽样",
    ),
)
def _unsolved(outcome: Outcome, network: Network) -> Shown | None:
    if not outcome.unsolved:
        return None
    first = ", ".join(str(number + 1) for number in outcome.unsolved[:5])
    counts = {"count": len(outcome.unsolved), "draws": outcome.n_draws, "pumps": outcome.pumps}
    return fails(network.markets[0].origin, first=first, **counts)
