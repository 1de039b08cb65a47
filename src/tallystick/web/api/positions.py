"""Operations on the position of a Party: balances, what a number rests on, forecasts, duties."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Schema

from tallystick.article6.account import run
from tallystick.article6.account.report import to_json
from tallystick.article6.safeguards.overselling import FORECASTS
from tallystick.article6.safeguards.scenario import Scenario
from tallystick.core.findings import Text, worst
from tallystick.io.documents.icalendar import calendar_text
from tallystick.ledger import open_ledger
from tallystick.web.api.answers import CSV_TOO, GUARDED, FindingOut, listed, page_model
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import Name, Strict
from tallystick.web.api.problems import INVALID, Problem
from tallystick.web.api.records import Code
from tallystick.web.api.records_in import ByYear
from tallystick.web.authority.positions import accounts, forecast, number_behind
from tallystick.web.authority.reports import duties
from tallystick.web.languages import is_chinese
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.places import ledger_place

PERMISSION = "adjustment.read"
Year = Annotated[int, Path(ge=1990, le=9998)]


class BalancesOut(Schema):
    """The account of each NDC period on record, as `account run` tells it."""

    balances: list[dict[str, Any]]


class TransferredOut(Schema):
    """First transfers of a vintage under an authorization, and the actions they come from."""

    authorization: str
    vintage: int
    dated: list[dict[str, Any]] = Field(description="Day and quantity of each first transfer.")
    events: list[dict[str, Any]]


class NumberOut(Schema):
    """A number of the structured summary, its paragraph and the actions it rests on."""

    para: str
    citation: str
    label_en: str
    label_zh: str
    year: int
    value: Any
    first_transfers: list[TransferredOut]
    uses: list[dict[str, Any]]


class PlansIn(Strict):
    """Projected emissions, and planned first transfers by vintage, in tonnes by year."""

    emissions_t: ByYear
    transfers_t: ByYear


class ForecastOut(Schema):
    """What the Party may still sell by its newest NDC."""

    verdict: str
    oversold_t: int | None
    spans: list[dict[str, Any]]
    findings: list[FindingOut]


class DutyRow(Schema):
    """One thing that falls due."""

    due_on: date | None
    code: str
    title_en: str
    title_zh: str
    source: str


DUTIES = Columns("duties", DutyRow)


@router.get(
    "/parties/{code}/position", response={200: BalancesOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def position(request: HttpRequest, code: Code) -> Any:
    """Return adjustments and balance for each NDC period; asks for `adjustment.read`."""
    desk(request, code, PERMISSION)
    with open_ledger(ledger_place()) as ledger:
        return {"balances": [to_json(run(one)) for one in accounts(ledger, code)]}


@router.get(
    "/parties/{code}/position/{year}/{para}",
    response={200: NumberOut, **GUARDED},
    tags=["read"],
    auth=KNOWN,
)
def number(request: HttpRequest, code: Code, year: Year, para: Annotated[Name, Path()]) -> Any:
    """Return a number of the position with the actions behind it; asks for `adjustment.read`."""
    desk(request, code, PERMISSION)
    found = number_behind(code, year, para)
    row = found["row"]
    kept = ("para", "citation", "label_en", "label_zh")
    transfers = [
        {**one, "dated": [{"on": each.on, "quantity_t": each.quantity_t} for each in one["dated"]]}
        for one in found["first_transfers"]
    ]
    return {
        **{name: getattr(row, name) for name in kept},
        "year": year,
        "value": found["number"],
        "first_transfers": transfers,
        "uses": found["uses"],
    }


@router.post(
    "/parties/{code}/position/forecast",
    response={200: ForecastOut, **GUARDED},
    tags=["check"],
    auth=KNOWN,
)
def forecast_position(request: HttpRequest, code: Code, body: PlansIn) -> Any:
    """Say whether plans would oversell, with nothing recorded; asks for `adjustment.read`."""
    desk(request, code, PERMISSION)
    with open_ledger(ledger_place()) as ledger:
        found = accounts(ledger, code)
    if not found:
        said = Text(f"no NDC of {code} is on record", f"{code} 没有登记国家自主贡献")
        raise Problem(INVALID, said)
    plans = [
        {int(year): value for year, value in told.items()}
        for told in (body.emissions_t, body.transfers_t)
    ]
    told = forecast(found[-1], *plans)
    judged = FORECASTS.judge(told, Scenario())
    names = ("years", "balance_t", "target_t", "sold_t")
    return {
        "verdict": worst(judged).value,
        "oversold_t": told.oversold_t,
        "spans": [dict(zip(names, span, strict=True)) for span in told.spans()],
        "findings": [one.to_json() for one in judged],
    }


@router.get(
    "/parties/{code}/duties",
    response={200: page_model(DUTIES), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def list_duties(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List what a Party owes from this year on; asks for `adjustment.read`."""
    desk(request, code, PERMISSION)
    rows = [
        {
            "due_on": one.due_on,
            "code": one.code,
            "title_en": one.title.en,
            "title_zh": one.title.zh,
            "source": one.source,
        }
        for one in duties(code, timezone.now().date())
    ]
    return listed(request, DUTIES, sliced(rows, asked.asked()))


@router.get(
    "/parties/{code}/duties/file",
    response=GUARDED,
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {"text/calendar": {"schema": {"type": "string"}}},
            }
        }
    },
    tags=["read"],
    auth=KNOWN,
)
def duties_file(request: HttpRequest, code: Code) -> Any:
    """Return the duties as a calendar file; asks for `adjustment.read`."""
    desk(request, code, PERMISSION)
    listed_duties = duties(code, timezone.now().date())
    text = calendar_text(code, listed_duties, datetime.now(UTC), "zh" if is_chinese() else "en")
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
