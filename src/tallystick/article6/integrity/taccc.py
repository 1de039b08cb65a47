"""The five principles of accounting, each with a check and a section of its own."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from tallystick import law
from tallystick.article6.integrity.outcome_rules import where
from tallystick.article6.integrity.record import IntegrityRecord, Report
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PRINCIPLES = "2/CMA.3 annex para 7; 2/CMA.3 annex para 17; Paris Agreement Article 4.13"

TACCC: Rulebook[IntegrityRecord, date] = Rulebook("principles of accounting")

UNREPORTED = Text("the reports of the Parties", "缔约方的报告")


def public_share(record: IntegrityRecord, party: str) -> Fraction | None:
    """Return how much of a Party's outcomes and reports is public or withheld with a basis.

    None where the Party has nothing on file.
    """
    open_ = [bool(one.public or one.withheld) for one in _reports(record) if one.party == party]
    open_ += [bool(one.public) for one in record.outcomes or () if one.party == party]
    return Fraction(sum(open_), len(open_)) if open_ else None


@TACCC.rule(
    "TRANSPARENCY",
    source=f"2/CMA.3 annex para 24; {PRINCIPLES}",
    message=Text(
        "{what} of {party} is neither public nor withheld with its basis",
        "{party} 的{what_zh}既未公开，也未说明保密依据",
    ),
    fix=Text("publish it, or state why it is confidential", "请公开，或说明保密理由"),
)
def everything_is_public(record: IntegrityRecord, _: date) -> Iterator[Shown]:
    """Reports and outcomes can be read by the public, unless a basis for secrecy is given."""
    yield from _unreported(record)
    for report in _reports(record):
        if not (report.public or report.withheld):
            told = {"what": f"the report on {report.year}", "what_zh": f"{report.year} 年报告"}
            yield fails(_of(report), party=report.party, **told)
    for one in record.outcomes or ():
        if not one.public:
            told = {"what": f"outcome {one.id}", "what_zh": f"成果 {one.id}"}
            yield fails(where(one), party=one.party, **told)


@TACCC.rule(
    "ACCURACY",
    source=PRINCIPLES,
    message=Text(
        "{party} reported {reported} t of {outcome} for {year}, {verified} t were verified",
        "{party} 在 {year} 年报告 {outcome} 为 {reported} 吨，而核查量为 {verified} 吨",
    ),
    fix=Text("report the quantity that was verified", "请报告经核查的数量"),
)
def reported_quantities_are_verified_ones(record: IntegrityRecord, _: date) -> Iterator[Shown]:
    """What is reported of an outcome is what was verified."""
    yield from _unreported(record)
    for report in _reports(record):
        for identifier, reported in report.outcomes_t.items():
            outcome, place = record.outcome(identifier), {**_of(report), "outcome": identifier}
            if outcome is None or outcome.verified is None:
                yield unknown(Text("the verified quantity", "经核查的数量"), place)
            elif outcome.quantity_t != reported:
                yield fails(
                    place,
                    party=report.party,
                    reported=reported,
                    outcome=identifier,
                    year=report.year,
                    verified=outcome.quantity_t,
                )


@TACCC.rule(
    "COMPLETENESS",
    source=PRINCIPLES,
    message=Text(
        "{party} has not reported {what} by {date}", "截至 {date}，{party} 未报告{what_zh}"
    ),
    fix=Text("report what is missing", "请补报"),
)
def every_party_reports_everything(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """Every Party reports for each year of the approach, and its host every outcome."""
    yield from _unreported(record)
    if record.reports is None:
        return
    years = [one.vintage for one in record.outcomes or ()] + [one.year for one in record.reports]
    filed = {(one.party, one.year) for one in record.reports}
    for party in record.parties:
        for year in range(min(years, default=1), max(years, default=0) + 1):
            if (party, year) not in filed:
                told = {"what": f"on {year}", "what_zh": f" {year} 年情况"}
                yield fails({"party": party, "year": year}, party=party, date=on, **told)
    for one in record.outcomes or ():
        if not any(one.id in report.outcomes_t for report in record.reports):
            told = {"what": f"outcome {one.id}", "what_zh": f"成果 {one.id}"}
            yield fails(where(one), party=one.party, date=on, **told)


@TACCC.rule(
    "COMPARABILITY",
    source=f"18/CMA.1 annex para 37; {PRINCIPLES}",
    message=Text(
        "{party} reported {year} in {metric} with {gwp}, {other} in {other_metric} with "
        "{other_gwp}",
        "{party} 的 {year} 年报告采用 {metric} 和 {gwp}，{other} 采用 {other_metric} 和 "
        "{other_gwp}",
    ),
    fix=Text("report in one metric with the values the CMA adopted", "请采用同一指标和通过的数值"),
)
def reports_can_be_compared(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """All Parties report in the metric of the first report, with the GWP set of the CMA."""
    yield from _unreported(record)
    adopted = str(law.parameter("gwp_set", on))
    reports = _reports(record)
    for report in reports:
        if report.metric is None or report.gwp is None:
            yield unknown(Text("the metric and its GWP values", "指标及其增温潜势值"), _of(report))
        elif reports[0].metric and (report.metric, report.gwp) != (reports[0].metric, adopted):
            yield fails(
                _of(report),
                party=report.party,
                year=report.year,
                metric=report.metric,
                gwp=report.gwp,
                other=reports[0].party,
                other_metric=reports[0].metric,
                other_gwp=adopted,
            )


@TACCC.rule(
    "CONSISTENCY",
    source=PRINCIPLES,
    message=Text(
        "{party} reported {what} as {before} for {earlier} and as {after} for {later}",
        "{party} 就{what_zh}在 {earlier} 年报告 {before}，在 {later} 年报告 {after}",
    ),
    fix=Text("keep to what was reported, or restate it with the reason", "请保持一致，或说明理由"),
)
def reports_do_not_contradict_each_other(record: IntegrityRecord, _: date) -> Iterator[Shown]:
    """A Party keeps its method, and says one quantity of one outcome."""
    yield from _unreported(record)
    said: dict[tuple[str, str], tuple[int, object]] = {}
    for report in _reports(record):
        if report.method is None:
            yield unknown(Text("the method of adjustment", "相应调整方法"), _of(report))
        for what, value in _statements(report):
            earlier, before = said.setdefault((report.party, what), (report.year, value))
            if before != value:
                name = Text("the method", "方法") if not what else Text(what, what)
                yield fails(
                    _of(report),
                    party=report.party,
                    what=name.en,
                    what_zh=name.zh,
                    before=before,
                    earlier=earlier,
                    after=value,
                    later=report.year,
                )


def _statements(report: Report) -> Iterator[tuple[str, object]]:
    """Yield what must not change: the method under no name, quantities under their outcomes."""
    if report.method is not None:
        yield "", report.method
    yield from report.outcomes_t.items()


def _reports(record: IntegrityRecord) -> list[Report]:
    return sorted(record.reports or (), key=lambda one: (one.year, one.party))


def _unreported(record: IntegrityRecord) -> Iterator[Shown]:
    if record.reports is None:
        yield unknown(UNREPORTED, {"approach": record.approach})


def _of(report: Report) -> dict[str, object]:
    return {"party": report.party, "year": report.year}
