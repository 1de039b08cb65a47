"""Cases and events for tests to change."""

from datetime import date
from typing import Any

from tallystick.article6.review import SECRETARIAT, Event, Kind, Opening, Side

MIRROR = Opening(
    against="CHE",
    about="CHE does not report an acquisition",
    about_zh="CHE 未报告获取",
    code="MIRROR",
    source="6/CMA.4 annex I para 39",
    ids="CA0009-GHA01-GHA-1-2022 to CA0009-GHA01-GHA-100-2022",
    balance=True,
    sides=(
        Side(party="CHE", file="CHE-2023.xlsx", table="actions"),
        Side(
            party="GHA", file="GHA-2023.xlsx", table="actions", row=2, cells={"quantity_t": "100"}
        ),
    ),
)
DAY = date(2024, 6, 1)


def event(kind: Kind, by: str = SECRETARIAT, **others: Any) -> Event:
    told: dict[str, Any] = {"subject": "1", "on": DAY, "text": "done"}
    return Event(kind=kind, by=by, **{**told, **others})


def opened(opening: Opening = MIRROR, by: str = SECRETARIAT, **others: Any) -> Event:
    return event(Kind.OPEN, by, opening=opening, **others)
