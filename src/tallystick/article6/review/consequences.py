"""What an inconsistency leads to: a request to the Parties, and no bar to anything."""

from collections.abc import Iterable

from tallystick.article6.review.cases import Case
from tallystick.core.findings import Finding, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

CONSEQUENCES: Rulebook[Case, None] = Rulebook("review consequences")


@CONSEQUENCES.rule(
    "NDC_USE_INCONSISTENT",
    severity=Severity.WARNING,
    source="4/CMA.6 para 40",
    message=Text(
        "Parties are requested not to use {ids} towards an NDC: {inconsistency} in the report of"
        " {party} is not resolved, and an emissions balance would change",
        "请各缔约方勿将 {ids} 用于国家自主贡献：{party} 报告中的 {inconsistency} 尚未解决，"
        "且影响排放量余额",
    ),
    fix=Text(
        "resolve case {case}; transfer, holding and other uses are not barred",
        "请解决案件 {case}；转让、持有和其他用途不受限制",
    ),
)
def inconsistent_itmos_are_not_used(case: Case, _: None) -> Shown | None:
    """What the check found inconsistent is not to be used towards an NDC where a balance moves."""
    told = case.opening
    if case.is_closed or told.code is None or told.balance is False:
        return None
    where = {"case": case.number, "party": told.against, "ids": told.ids}
    if told.balance is None:
        return unknown(Text("whether a balance would change", "是否影响排放量余额"), where)
    units = told.ids or "the ITMOs concerned"
    told_of = {"ids": units, "inconsistency": told.code, "party": told.against}
    return fails(where, **told_of, case=case.number)


def requests(cases: Iterable[Case]) -> list[Finding]:
    """Return the requests that follow from the cases not yet resolved."""
    return [finding for case in cases for finding in CONSEQUENCES.judge(case, None)]
