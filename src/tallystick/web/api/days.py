"""Days and instants as the document says them: ISO 8601 text, and never a number of seconds."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}.*")


def _written(form: re.Pattern[str]) -> BeforeValidator:
    """Refuse numbers and other ways of writing, which would be read as seconds since 1970."""

    def check(told: object) -> object:
        if isinstance(told, date) or (isinstance(told, str) and form.fullmatch(told)):
            return told
        raise ValueError("write it as ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z")

    return BeforeValidator(check)


IsoDate = Annotated[date, _written(DAY)]
Instant = Annotated[datetime, _written(INSTANT)]
