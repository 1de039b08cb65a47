"""Random worlds of reports with faults put in: what every way of checking has to agree on."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random

from aef_trade import Book, Row, Trade, acquired, authorization, book, submissions, trade

from tallystick.article6.aef.check import check
from tallystick.core.findings import Finding

PARTIES = ("GHA", "CHE", "SWE", "KEN")
WIDE = 40
ROWS = ("actions", "holdings")

Fault = Callable[[Random, Trade], object]


def digest(seed: int) -> str:
    """Return what is found in the world of a seed, as outcomes and places without words."""
    found = check(submissions(world(seed))).findings
    told = sorted(json.dumps(_judged(one), sort_keys=True, default=str) for one in found)
    counts = Counter(f"{one.code} {one.outcome.value}" for one in found)
    summary = "; ".join(f"{code}: {count}" for code, count in sorted(counts.items()))
    return f"{hashlib.sha256(''.join(told).encode()).hexdigest()[:16]} {summary}"


def _judged(one: Finding) -> object:
    return one.code, one.outcome.value, one.severity.value, dict(one.where)


def world(seed: int) -> Trade:
    """Build the trade of a seed, consistent before its faults."""
    random = Random(seed)
    told = trade() if seed % 3 == 0 else _many(random)
    for _ in range(random.randrange(seed % 8 + 1)):
        random.choice(FAULTS)(random, told)
    return told


def _many(random: Random) -> Trade:
    """Let hosts send blocks to and fro within a year, then use some and hold the rest."""
    told: Trade = {}
    for party in PARTIES:
        hosts = party in PARTIES[::3]
        terms = [authorization("A1", authorized_parties=None)] if hosts else []
        told[f"{party}-2023"] = book(party, 2023, authorizations=terms, actions=[], holdings=[])
    for host in PARTIES[::3]:
        for nth in range(random.randrange(3, 12)):
            _pass_on(random, told, _block(host, 1 + nth * WIDE), host)
    return told


def _block(host: str, first: int) -> Row:
    last = first + WIDE - 1
    return {
        "approach": "CA0009",
        "authorization_id": "A1",
        "first_transferring_party": host,
        "registry": f"{host}01",
        "first_id": f"CA0009-{host}01-{host}-{first}-2022",
        "last_id": f"CA0009-{host}01-{host}-{last}-2022",
        "underlying_registry": "GS",
        "underlying_first_unit": f"GS1-1-{host}-{first + 7000}",
        "underlying_last_unit": f"GS1-1-{host}-{last + 7000}",
        "metric": "GHG",
        "quantity_t": str(WIDE),
        "mitigation_type": "Emission reductions",
        "vintage": "2022",
    }


def _pass_on(random: Random, told: Trade, block: Row, host: str) -> None:
    """Send a block from its host through one or two others."""
    others = random.sample([party for party in PARTIES if party != host], 2)
    way = [host, *others[: random.randrange(1, 3)]]
    for nth, (giver, taker) in enumerate(pairwise(way)):
        on = f"2023-0{5 + nth}-1{random.randrange(9)}"
        kind = "Transfer" if nth else "First transfer"
        subtype = None if nth else "First transfer to another Party"
        sent: Row = {"action_type": kind, "action_subtype": subtype, "acquiring_party": taker}
        told[f"{giver}-2023"]["actions"].append(block | sent | {"acted_at": on})
        told[f"{taker}-2023"]["actions"].append(block | acquired(giver, on))
    if random.random() < 0.5:
        used: Row = {"action_type": "Use", "use_year": "2023", "acted_at": "2023-11-30"}
        told[f"{way[-1]}-2023"]["actions"].append(block | used)
    else:
        told[f"{way[-1]}-2023"]["holdings"].append(dict(block))


def _rows(random: Random, told: Trade) -> list[Row]:
    books: list[Book] = list(told.values())
    return random.choice([one[table] for one in books for table in ROWS if one[table]])


def _dropped(random: Random, told: Trade) -> None:
    rows = _rows(random, told)
    if len(rows) > 1:
        rows.pop(random.randrange(len(rows)))


def _again(random: Random, told: Trade) -> None:
    rows = _rows(random, told)
    rows.append(dict(random.choice(rows)))


def _elsewhere(random: Random, told: Trade) -> None:
    row, filed = random.choice(_rows(random, told)), random.choice(list(told.values()))
    filed["actions"].append(dict(row))
    filed["holdings"].append(_held(random.choice(_rows(random, told))))


def _held(row: Row) -> Row:
    return {key: row.get(key) for key in _block("GHA", 1)}


def _shifted(random: Random, told: Trade) -> None:
    row = random.choice(_rows(random, told))
    end, by = random.choice(["first_id", "last_id"]), random.choice([-50, -3, -1, 1, 3, 50])
    *before, serial, vintage = str(row[end]).split("-")
    if serial.isdecimal():
        row[end] = "-".join([*before, str(max(1, int(serial) + by)), vintage])


def _exchanged(random: Random, told: Trade) -> None:
    one, other = random.choice(_rows(random, told)), random.choice(_rows(random, told))
    column = random.choice(sorted({*one} & {*other}))
    one[column], other[column] = other[column], one[column]


def _written(random: Random, told: Trade) -> None:
    row = random.choice(_rows(random, told))
    column, text = random.choice(WORDS)
    if column in row:
        row[column] = text


WORDS: tuple[tuple[str, str | None], ...] = (
    ("first_id", "5"),
    ("last_id", " CA0009-GHA01-GHA-1,000-2022"),
    ("first_id", "CA0009-GHA01-CHE-41-2022"),
    ("first_id", "CA0009-GHA01-GHA-41"),
    ("last_id", None),
    ("registry", "GHA02"),
    ("vintage", "2021"),
    ("vintage", "twenty"),
    ("first_transferring_party", "CHE"),
    ("first_transferring_party", "USA"),
    ("authorization_id", "A9"),
    ("acted_at", "2023-05-10"),
    ("acted_at", "2023-12-31T10:00:00Z"),
    ("acted_at", "2019-01-01"),
    ("acted_at", "soon"),
    ("action_type", "Use"),
    ("action_type", "Cancellation"),
    ("action_type", "Acquisition"),
    ("action_type", "First transfer"),
    ("acquiring_party", "KEN"),
    ("acquiring_party", None),
    ("transferring_party", "SWE"),
    ("quantity_t", "7"),
    ("metric", "non-GHG"),
    ("underlying_registry", "Verra"),
    ("underlying_first_unit", "GS1-1-GHA-7001"),
    ("underlying_first_unit", None),
    ("underlying_last_unit", "GS1-1-GHA-7040"),
    ("underlying_last_unit", "the last"),
    ("use_year", "2031"),
)

FAULTS: tuple[Fault, ...] = (_dropped, _again, _elsewhere, _shifted, _exchanged, _written, _written)
