"""What every operation may also answer, and lists as JSON or CSV."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints, create_model

from tallystick.web.api.days import IsoDate
from tallystick.web.api.problems import ProblemOut
from tallystick.web.opendata.csvs import write_csv
from tallystick.web.opendata.listing import LIMIT, LIMIT_MAX, Asked, Columns, Page

PUBLIC = dict.fromkeys((400, 422, 429, 503), ProblemOut)
"""Answers that any operation may give."""

ABOUT_ONE = {**PUBLIC, 404: ProblemOut}
GUARDED = {**ABOUT_ONE, 401: ProblemOut, 403: ProblemOut}
WRITING = {**GUARDED, 409: ProblemOut}

PartyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ListQuery(Schema):
    """Which part of a list is wanted."""

    model_config = ConfigDict(extra="ignore")

    limit: int = Field(default=LIMIT, ge=1, le=LIMIT_MAX, description="Most rows on a page.")
    cursor: str | None = Field(
        default=None, max_length=1000, description="`next` of the page before."
    )
    party: PartyCode | None = Field(default=None, description="Only rows of this Party.")
    on: IsoDate | None = Field(
        default=None, description="Day of which the list tells; today's else."
    )

    def asked(self) -> Asked:
        """Return the question as the lists take it."""
        return Asked(self.limit, self.cursor, self.party, self.on)


class FindingOut(Schema):
    """One finding of a rule, in both languages."""

    code: str
    outcome: str = Field(description="fail, not_determinable or pass.")
    severity: str
    message: str
    message_zh: str
    fix: str
    fix_zh: str
    source: str
    where: dict[str, Any]


def page_model(listing: Columns) -> type[Schema]:
    """Return the form of a page of a list."""
    rows: Any = list[listing.row]  # type: ignore[name-defined]  # the row is a value here
    text: Any = str | None
    return create_model(
        f"{listing.row.__name__.removesuffix('Row')}Page",
        __base__=Schema,
        __doc__=f"A page of {listing.name}.",
        rows=(rows, ...),
        next=(text, Field(description="Cursor of the next page; null on the last.")),
    )


def wants_csv(request: HttpRequest) -> bool:
    """Whether the address or the Accept header asks for CSV."""
    if request.path.endswith(".csv"):
        return True
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def listed(request: HttpRequest, listing: Columns, page: Page) -> Any:
    """Answer with a page, as CSV where that is asked for."""
    if not wants_csv(request):
        return {"rows": page.rows, "next": page.next}
    body = write_csv(listing.columns, page.rows)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.name}.csv"'
    if page.next:
        response.headers["X-Next-Cursor"] = page.next
    return response


CSV_CONTENT: Mapping[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
CSV_TOO = {"responses": {200: {"content": CSV_CONTENT}}}
"""Documents the CSV form beside the JSON form."""
