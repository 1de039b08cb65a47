"""Solve a network: judge it, find its equilibrium and that of every market alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tallystick.core.findings import Finding, Text, refused
from tallystick.core.rules import Rulebook, Shown, fails
from tallystick.market.compile import compile_network
from tallystick.market.equilibrium import Uncertified, Unmet, settle
from tallystick.market.network import Network
from tallystick.market.results import Autarky, Solution, autarky_of, solution
from tallystick.market.rules import DESIGN, NETWORKS, SHAPES

NEEDS: Rulebook[Unmet, Network] = Rulebook("needs of markets")
CERTIFICATES: Rulebook[Uncertified, Network] = Rulebook("certificates of equilibria")


class NoSolution(Exception):  # noqa: N818 (what the network has)
    """A network without an answer; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.message.en for finding in findings))
        self.findings = findings


def check(network: Network) -> list[Finding]:
    """Return what keeps a network from being solved."""
    found = SHAPES.judge(network, None)
    return found if refused(found) else found + NETWORKS.judge(network, None)


def solve(network: Network, alone: Mapping[str, Autarky] | None = None) -> Solution:
    """Return the certified equilibrium of a network; raises NoSolution.

    `alone` are the autarkies to compare with, where the caller knows them already.
    """
    findings = check(network)
    if refused(findings):
        raise NoSolution(findings)
    program = compile_network(network)
    try:
        answer = settle(program)
    except Unmet as unmet:
        raise NoSolution(NEEDS.judge(unmet, network)) from unmet
    except Uncertified as uncertified:
        raise NoSolution(CERTIFICATES.judge(uncertified, network)) from uncertified
    return solution(network, program, answer, autarky(network) if alone is None else alone)


def autarky(network: Network) -> dict[str, Autarky]:
    """Return the autarky of every market that can meet its need alone."""
    alone = replace(network, links=(), limits=())
    while alone.markets:
        program = compile_network(alone)
        try:
            return autarky_of(alone, program, settle(program))
        except Unmet as unmet:
            lost = {int(row) // alone.n_years for row in unmet.rows}
        except Uncertified:
            return {}
        kept = (market for at, market in enumerate(alone.markets) if at not in lost)
        alone = replace(alone, markets=tuple(kept))
    return {}


@NEEDS.rule(
    "NEED_UNMET",
    source=DESIGN,
    message=Text(
        'the need of "{market}" cannot be met{year}: {short} t are lacking',
        "无法满足“{market}”的需求{year_zh}：缺少{short}吨",
    ),
    fix=Text(
        "lower the need, widen its curve or its links, or add a ceiling",
        "请降低需求、扩大其减排曲线或链接，或设置价格上限",
    ),
)
def _unmet(unmet: Unmet, network: Network) -> Iterator[Shown]:
    for row, short in zip(unmet.rows.tolist(), unmet.quantities_t.tolist(), strict=True):
        at, year = divmod(row, network.n_years)
        named = network.periods.years[year] if network.periods else None
        yield fails(
            network.markets[at].origin,
            market=network.markets[at].id,
            short=f"{short:.6g}",
            year=f" in {named}" if named else "",
            year_zh=f"（{named}年）" if named else "",
        )


@CERTIFICATES.rule(
    "NO_CERTIFICATE",
    source=DESIGN,
    message=Text(
        "no answer could be certified: the largest residual is {residual}",
        "无法验证任何解：最大残差为{residual}",
    ),
    fix=Text(
        "bring prices and quantities to similar sizes, or install clarabel for a second opinion",
        "请使价格和数量的数量级相近，或安装clarabel作第二判断",
    ),
)
def _uncertified(uncertified: Uncertified, network: Network) -> Shown:
    origin = network.markets[0].origin if network.markets else {}
    return fails(origin, residual=f"{uncertified.max_residual:.1e}")
