"""Whether events can be followed to the underlying units they name."""

from collections.abc import Iterator

from tallystick.article6.detectors.events import UnitEvents
from tallystick.article6.detectors.pairs import single
from tallystick.core.findings import Outcome, Text
from tallystick.core.rules import Rulebook, Shown


def links_are_whole(events: UnitEvents, _: None) -> Iterator[Shown]:
    """Show ranges that cannot be followed, for they are not as long as the units beneath them."""
    for shown in single(events, events.unlinked["id"]):
        yield Shown(shown.values, shown.where, Outcome.NOT_DETERMINABLE)


def with_links(book: Rulebook[UnitEvents, None]) -> Rulebook[UnitEvents, None]:
    """Enter in a rulebook that what cannot be followed cannot be told."""
    book.rule(
        "UNDERLYING",
        source="6/CMA.4 annex I para 4",
        message=Text(
            "{here} does not fit its underlying units{more}", "{here} 与底层单位不符{more_zh}"
        ),
        fix=Text("correct the underlying range", "请更正底层单位的编号段"),
        undecided=Text(
            "{here} is not as long as its underlying range and cannot be followed{more}",
            "{here} 与其底层编号段长度不一，无法追踪{more_zh}",
        ),
        supply=Text("state which underlying unit backs which", "请说明单位之间的对应关系"),
    )(links_are_whole)
    return book
