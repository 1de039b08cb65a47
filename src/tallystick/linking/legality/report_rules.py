"""What the Parties to an approach have to have done by a day: take part, report, adjust."""

from collections.abc import Callable, Iterator
from datetime import date

from tallystick.article6.account import Method, NdcKind
from tallystick.article6.participation import check as check_participation
from tallystick.core.findings import Outcome, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.concerned import carries_outcomes, place, state_of, taking_part
from tallystick.linking.legality.reports import (
    Reported,
    annual_due,
    biennial_due,
    biennial_years,
    initial_due,
)

REPORTS: AgreementRules = Rulebook("what Parties to an approach do")

FIRST_AUTHORIZATION = Text("the day of the first authorization", "首次授权之日")


def states(agreement: Agreement, facts: Circumstances) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the Parties between which outcomes move, each with the place of its entry."""
    if not carries_outcomes(agreement):
        return
    for path, party in taking_part(agreement, facts):
        state = state_of(party)
        if state is not None:
            yield state, {**place(agreement, facts, path), "party": state}


@REPORTS.rule(
    "C1",
    source="2/CMA.3 annex para 4; Liu 2024 section 3.2",
    message=Text(
        "{party} does not meet its participation responsibilities under para {para}",
        "{party} 未履行第 {para} 段的参与责任",
    ),
    fix=Text("meet them before anything is transferred", "请在转让之前履行"),
)
def participation_is_met(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Each Party meets the six participation responsibilities on the day."""
    for party, where in states(agreement, facts):
        record = facts.participation.get(party)
        if record is None:
            missing = Text(f"the participation record of {party}", f"{party} 的参与记录")
            yield unknown(missing, where)
            continue
        for one in check_participation(record, facts.on).requirements:
            at = {**where, "para": one.para}
            if one.outcome is Outcome.FAIL:
                yield fails(at, party=party, para=one.para)
            elif one.outcome is Outcome.NOT_DETERMINABLE:
                missing = Text(f"evidence on para {one.para}", f"第 {one.para} 段的证据")
                yield unknown(missing, at)


@REPORTS.rule(
    "C4",
    source="2/CMA.3 annex para 7(a)(ii); 2/CMA.3 annex para 7(b)",
    message=Text(
        "the NDC of {party} is multi-year, and {method} is for single-year NDCs",
        "{party} 的国家自主贡献为多年目标，而 {method} 仅适用于单年目标",
    ),
    fix=Text("adjust by trajectory or budget", "请采用轨迹法或预算法"),
)
def method_represents_the_ndc(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The method of adjustment is one for the kind of NDC that each Party has."""
    method = agreement.article6.adjustment_method
    for party, where in states(agreement, facts):
        if method is None:
            yield unknown(Text("the method of adjustment", "相应调整方法"), where)
            continue
        record = facts.participation.get(party)
        ndc = record.ndcs.in_force(facts.on.year, facts.on) if record else None
        if ndc is None:
            yield unknown(Text(f"the NDC of {party}", f"{party} 的国家自主贡献"), where)
        elif ndc.kind is NdcKind.MULTI_YEAR and method is Method.AVERAGING:
            yield fails(where, party=party, method=method.value)


def _missed(
    agreement: Agreement,
    facts: Circumstances,
    late: Callable[[Reported, date, date], Iterator[dict[str, object]]],
) -> Iterator[Shown]:
    """Show for each Party the reports since its first authorization that were not in time."""
    for party, where in states(agreement, facts):
        reported = facts.reports.get(party)
        if reported is None or reported.first_authorized_on is None:
            yield unknown(FIRST_AUTHORIZATION, where)
            continue
        for values in late(reported, reported.first_authorized_on, facts.on):
            year = {"year": values["year"]} if "year" in values else {}
            yield fails({**where, **year}, party=party, **values)


@REPORTS.rule(
    "C5",
    source="2/CMA.3 annex para 18",
    message=Text(
        "{party} authorized first on {authorized} and has not submitted its initial report by "
        "{due}",
        "{party} 于 {authorized} 首次授权，至 {due} 仍未提交初次报告",
    ),
    fix=Text(
        "submit it with the authorization, at the latest with the next biennial report",
        "请随授权提交，最迟与下一次两年期报告一并提交",
    ),
)
def initial_report_is_in_time(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """The initial report comes with the authorization, or with the next biennial report."""
    return _missed(agreement, facts, _initial)


def _initial(reported: Reported, authorized: date, on: date) -> Iterator[dict[str, object]]:
    due = initial_due(authorized)
    if min(reported.initial_on or on, on) > due:
        yield {"authorized": authorized, "due": due}


@REPORTS.rule(
    "C6",
    source="2/CMA.3 annex para 20",
    message=Text(
        "{party} submitted no annual information on {year} by {due}",
        "{party} 未在 {due} 前提交 {year} 年的年度信息",
    ),
    fix=Text("submit it in the agreed electronic format", "请以商定电子格式提交"),
)
def annual_information_is_in_time(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Annual information on every year since the first authorization came by 15 April."""
    return _missed(agreement, facts, _annual)


def _annual(reported: Reported, authorized: date, on: date) -> Iterator[dict[str, object]]:
    for year in range(authorized.year, on.year):
        due = annual_due(year)
        if min(reported.annual.get(year, on), on) > due:
            yield {"year": year, "due": due}


@REPORTS.rule(
    "C7",
    source="2/CMA.3 annex para 21; 18/CMA.1 para 3",
    message=Text(
        "{party} did not submit the biennial report of {year} by {due}",
        "{party} 未在 {due} 前提交 {year} 年的两年期报告",
    ),
    fix=Text("submit it with its annex on the approach", "请连同合作方法附件一并提交"),
)
def regular_information_is_in_time(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Regular information came with every biennial report since the first authorization."""
    return _missed(agreement, facts, _regular)


def _regular(reported: Reported, authorized: date, on: date) -> Iterator[dict[str, object]]:
    for year in biennial_years(authorized, on):
        due = biennial_due(year)
        if min(reported.biennial.get(year, on), on) > due:
            yield {"year": year, "due": due}


@REPORTS.rule(
    "C13",
    source="2/CMA.3 annex para 18(h)(i)",
    message=Text(
        "{party} has first transferred {transferred} t of at most {limit} t",
        "{party} 已首次转让 {transferred} 吨，上限为 {limit} 吨",
    ),
    fix=Text("stop first transfers, or agree on another limit", "请停止首次转让，或另行商定上限"),
)
def host_keeps_its_limit(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """What hosts transferred stays within the limit agreed against overselling."""
    limit = agreement.article6.host_limit_t
    for party, where in states(agreement, facts):
        if limit is None:
            yield unknown(Text("a limit on what the host transfers", "东道国转让上限"), where)
            return
        reported = facts.reports.get(party)
        if reported is None or reported.transferred_t is None:
            yield unknown(Text(f"what {party} transferred", f"{party} 的转让量"), where)
        elif reported.transferred_t > limit:
            yield fails(where, party=party, transferred=reported.transferred_t, limit=limit)
