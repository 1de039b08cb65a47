"""The Parties to the Paris Agreement and every other code, from the law data."""

from datetime import date

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.parties import Party, PartyTable, Span


def _spans(printed: str) -> tuple[Span, ...]:
    """Read spans written "start/end", joined by ";"; an open span has no end."""
    bounds = [span.partition("/") for span in printed.split(";") if span]
    return tuple(
        Span(date.fromisoformat(start), date.fromisoformat(end) if end else None)
        for start, _, end in bounds
    )


PARTIES = PartyTable(
    Party(
        code=row["code"],
        name=Text(row["name_en"], row["name_zh"]),
        membership=_spans(row["paris_membership"]),
        least_developed=_spans(row["least_developed"]),
        small_island=row["small_island"] == "yes",
    )
    for row in law.party_rows()
)
"""Every ISO 3166-1 alpha-3 code and EUE, so that a code can be told from a typing error."""
