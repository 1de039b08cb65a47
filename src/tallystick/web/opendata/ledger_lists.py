"""The lists that the ledger fills."""

from collections.abc import Iterable, Sequence
from typing import Any

from tallystick.article6.postings.plain import HeldRange
from tallystick.article6.postings.records import Authorize, RecordApproach
from tallystick.article6.postings.units import Holding
from tallystick.ledger import Entry
from tallystick.ledger.reading import NEWEST_ID, reading
from tallystick.web.opendata.cursors import read_cursor, write_cursor
from tallystick.web.opendata.listing import Asked, Page, sliced

Row = dict[str, Any]


def transfers(place: str, asked: Asked) -> Page:
    """List standing transfers between Parties, the newest first; of one giving Party if named."""
    before = _before(asked)
    with reading(place) as reader:
        found = reader.transfers(asked.limit + 1, before, asked.party)
    return _page([transfer(entry) for entry in found], asked)


def transfer(entry: Entry) -> Row:
    """Return a transfer as a row."""
    units = entry.units
    block = entry.block
    if units is None or block is None:
        raise ValueError(f"entry {entry.id} moves no units")
    return {
        "id": entry.id,
        "posting": entry.posting,
        "date": entry.effective_on,
        "type": entry.type.value,
        "giving": entry.party,
        "receiving": entry.counterparty,
        "authorization": entry.authorization,
        "authorized_on": entry.authorized_on,
        "approach": block.series.approach,
        "vintage": block.series.vintage,
        "first_id": block.first_id,
        "last_id": block.last_id,
        "quantity_t": block.quantity,
        "metric": units.metric,
        "source": entry.note.get("source"),
    }


def approaches(place: str, asked: Asked) -> Page:
    """List cooperative approaches by id; those of one Party if named."""
    with reading(place) as reader:
        newest: dict[str, RecordApproach] = {one.id: one for one in reader.records(RecordApproach)}
    told = [approach(one) for name, one in sorted(newest.items())]
    return sliced([row for row in told if asked.party in {None, *row["parties"]}], asked)


def approach(record: RecordApproach) -> Row:
    """Return an approach as a row."""
    return {
        "id": record.id,
        "parties": list(record.parties),
        "title_en": record.title.en,
        "title_zh": record.title.zh,
        "date": record.on,
    }


def authorizations(place: str, asked: Asked) -> Page:
    """List every version of every authorization; of one Party if named."""
    with reading(place) as reader:
        found: Sequence[Authorize] = reader.records(Authorize)
    told = [authorization(one) for one in found if asked.party in {None, one.party}]
    return sliced(sorted(told, key=lambda row: (row["id"], row["version"])), asked)


def authorization(record: Authorize) -> Row:
    """Return a version of an authorization as a row."""
    kept = ("id", "version", "party", "approach", "first_transfer_definition", "first_year")
    return {
        **{name: getattr(record, name) for name in (*kept, "last_year", "metric")},
        "authorized_quantity_t": record.authorized_quantity_t,
        "date": record.on,
        "purposes": sorted(record.purposes),
        "authorized_parties": list(record.authorized_parties),
    }


def postings(place: str, asked: Asked) -> Page:
    """List postings, the newest first."""
    before = _before(asked)
    with reading(place) as reader:
        found = reader.postings(asked.limit + 1, before)
    told = [
        {"id": one.id, "kind": one.kind, "date": one.posting.on, "recorded_at": one.recorded_at}
        for one in found
    ]
    return _page(told, asked)


def holdings(place: str, account: str, asked: Asked) -> Page:
    """List what an account holds, by serial, in the order in which its series came."""
    place_read = read_cursor(asked.cursor, str, int) or ("", 0)
    after = (str(place_read[0]), int(place_read[1]))
    with reading(place) as reader:
        found = [_row(held) for held in reader.held(account, asked.limit + 1, after)]
    kept = found[: asked.limit]
    more = len(found) > asked.limit
    end = write_cursor(kept[-1]["series"], kept[-1]["first"]) if more else None
    return Page(kept, end)


def _row(held: Holding | HeldRange) -> Row:
    return _holding(held) if isinstance(held, Holding) else _range(held)


def _holding(held: Holding) -> Row:
    block = held.block
    return {
        "account": held.account,
        "series": str(block.series),
        "first": block.first,
        "last": block.last,
        "units": block.quantity,
        "authorization": held.units.authorization,
        "received_on": held.received_on,
        "first_transferred_on": held.units.first_transferred_on,
    }


def _range(held: HeldRange) -> Row:
    return {
        "account": held.account,
        "series": held.range.series,
        "first": held.range.first,
        "last": held.range.last,
        "units": held.range.quantity,
        "authorization": None,
        "received_on": held.received_on,
        "first_transferred_on": None,
    }


def _before(asked: Asked) -> int:
    place = read_cursor(asked.cursor, int)
    return int(place[0]) if place else NEWEST_ID


def _page(rows: Iterable[Row], asked: Asked) -> Page:
    """Keep a page of rows with numbers; one row more than a page says that there is another."""
    found = list(rows)
    kept = found[: asked.limit]
    return Page(kept, write_cursor(kept[-1]["id"]) if len(found) > asked.limit else None)
