"""Pages of guarded lists: what is asked, and the rows of a table with the newest first."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from tallystick.web.opendata.cursors import read_cursor, write_cursor
from tallystick.web.opendata.listing import LIMIT, LIMIT_MAX, Asked, Page

Row = TypeVar("Row", bound=Model)


class PageQuery(Schema):
    """Which part of a list is wanted."""

    model_config = ConfigDict(extra="ignore")

    limit: int = Field(default=LIMIT, ge=1, le=LIMIT_MAX, description="Most rows on a page.")
    cursor: str | None = Field(
        default=None, max_length=1000, description="`next` of the page before."
    )

    def asked(self) -> Asked:
        """Return the question as short lists take it."""
        return Asked(self.limit, self.cursor)


def newest_first(
    found: QuerySet[Row], asked: PageQuery, told: Callable[[Row], dict[str, Any]]
) -> Page:
    """Return a page of what a query finds, the newest first; raises BadCursorError."""
    before = read_cursor(asked.cursor, int)
    older = found.filter(pk__lt=before[0]) if before else found
    rows = list(older.order_by("-pk")[: asked.limit + 1])
    shown = rows[: asked.limit]
    more = write_cursor(int(shown[-1].pk)) if len(rows) > asked.limit else None
    return Page([told(one) for one in shown], more)
