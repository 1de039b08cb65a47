"""How the text of one cell is read: by the type of its field, or not at all."""

from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from tallystick import law
from tallystick.article6.aef.recurring import recurring
from tallystick.article6.parties import PARTIES
from tallystick.core.identifiers import APPROACH_ID, PARTY_CODE, REGISTRY_ID, VINTAGE

Read = Callable[[pl.Expr], pl.Expr]

SEPARATORS = r"\s*[;,]\s*"
"""What stands between the members of a cell that lists several."""

_NOISE = r"[\s,]"
_AUTHORIZATION_ID = r"[A-Za-z0-9 ./-]+"  # the wider of the two published patterns
_VERSION = r"([1-9]\d*)(?:\.(\d+))?"  # a number cell of 1.0 arrives as 1
_SERIAL = r"[1-9]\d{0,17}"  # keeps the bounds of ranges within 64 bits
_BEFORE = rf"^(?<approach>{APPROACH_ID})-(?<registry>{REGISTRY_ID})-(?<party>{PARTY_CODE})-$"
_AFTER = rf"^-(?<vintage>{VINTAGE})$"
_HEAD, _TAIL = len("CA0001-PPP01-PPP-"), len("-2021")
"""What stands before and after the serial of a full identifier; both are of fixed width."""

IDENTIFIER = pl.Struct(
    {
        "serial": pl.Int64,
        "approach": pl.String,
        "registry": pl.String,
        "party": pl.String,
        "vintage": pl.Int64,
    }
)
"""What is read from an identifier."""

_ISO_TIME = "%Y-%m-%dT%H:%M:%S%.f"


def canonical(name: str) -> Mapping[str, str]:
    """Return the spelling of the nomenclature for every known spelling, in lower case."""
    own = {value.casefold(): value for value in law.nomenclature(name)}
    return {**law.spellings(name), **own}


def _shaped(pattern: str) -> Read:
    return lambda cell: pl.when(cell.str.contains(f"^(?:{pattern})$")).then(cell)


def _whole(pattern: str) -> Read:
    return lambda cell: _shaped(pattern)(cell).cast(pl.Int64, strict=False)


def _one_of(words: Mapping[str, str]) -> Read:
    return lambda cell: cell.str.to_lowercase().replace_strict(
        list(words), list(words.values()), default=None, return_dtype=pl.String
    )


def members(cell: pl.Expr) -> pl.Expr:
    """Split a cell that lists several values into the values, blanks dropped."""
    listed = cell.str.replace_all(SEPARATORS, ";").str.split(";")
    return listed.list.eval(pl.element().filter(pl.element() != ""))


def _party(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.is_in(list(PARTIES))).then(cell)


def _several(one: Read) -> Read:
    """Read a list in order, null as a whole when it is empty or one member cannot be read."""

    def read(cell: pl.Expr) -> pl.Expr:
        known = members(cell).list.eval(one(pl.element())).list.sort()
        complete = (known.list.len() > 0) & ~known.list.eval(pl.element().is_null()).list.any()
        return pl.when(complete).then(known)

    return read


def _version(cell: pl.Expr) -> pl.Expr:
    parts = _shaped(_VERSION)(cell).str.extract_groups(_VERSION)
    minor = parts.struct.field("2").fill_null("0")
    return pl.concat_str(parts.struct.field("1"), pl.lit("."), minor)


def _date(cell: pl.Expr) -> pl.Expr:
    return pl.coalesce(
        cell.str.strip_suffix("T00:00:00").str.to_date("%Y-%m-%d", strict=False),
        cell.str.to_date("%d/%m/%Y", strict=False),
    )


def _instant(cell: pl.Expr) -> pl.Expr:
    """Read a date or a moment; a moment without an offset is taken as universal time."""
    return pl.coalesce(
        cell.str.to_datetime(_ISO_TIME, strict=False),
        cell.str.to_datetime(f"{_ISO_TIME}%#z", strict=False).dt.replace_time_zone(None),
        _date(cell).cast(pl.Datetime("us")),
    )


def _identifier(cell: pl.Expr) -> pl.Expr:
    """Read either reading of an ITMO identifier; a bare serial leaves the series null."""
    return cell.map_batches(_identifiers, return_dtype=IDENTIFIER, is_elementwise=True)


def _identifiers(texts: pl.Series) -> pl.Series:
    """Read a column, and where some of it cannot be read, again without blanks and commas."""
    read = _components(texts)
    if read.null_count() > texts.null_count():
        read = _components(texts.str.replace_all(_NOISE, ""))
    return read.alias(texts.name)


def _components(texts: pl.Series) -> pl.Series:
    """Cut each text at the fixed widths around its serial, and read the few heads and tails once.

    Texts of another shape give a head or a tail that is none.
    """
    text = pl.col("text")
    cut = texts.to_frame("text").select(
        "text",
        head=text.str.head(_HEAD),
        serial=text.str.head(-_TAIL).str.slice(_HEAD),
        tail=text.str.tail(_TAIL),
    )
    named = pl.concat(
        [cut, _groups(cut["head"], _BEFORE), _groups(cut["tail"], _AFTER)], how="horizontal"
    )
    full = pl.col("approach").is_not_null() & pl.col("vintage").is_not_null()
    serial = pl.when(full).then("serial").otherwise("text")
    read = named.with_columns(
        full=full, serial=pl.when(serial.str.contains(f"^{_SERIAL}$")).then(serial).cast(pl.Int64)
    ).select(
        "serial",
        **{name: pl.when("full").then(name) for name in ("approach", "registry", "party")},
        vintage=pl.when("full").then("vintage").cast(pl.Int64),
    )
    known = pl.when(pl.col("serial").is_not_null()).then(pl.struct(pl.all()))
    return read.select(known).to_series()


def _groups(texts: pl.Series, form: str) -> pl.DataFrame:
    """Return the named groups of a form in each text, each text read once where few recur."""
    few = recurring(texts)
    if few is None:
        return texts.str.extract_groups(form).struct.unnest()
    different, which = few
    return different.str.extract_groups(form).struct.unnest()[which]


@cache
def _readers() -> Mapping[str, Read]:
    return {
        "text": lambda cell: cell,
        "texts": _several(lambda cell: cell),
        "authorization_id": _shaped(_AUTHORIZATION_ID),
        "party": _party,
        "parties": _several(_party),
        "registry": _shaped(REGISTRY_ID),
        "approach": _shaped(APPROACH_ID),
        "itmo_id": _identifier,
        "version": _version,
        "year": _whole(r"[12]\d{3}"),
        "integer": _whole(r"\d+"),
        "quantity": _whole(r"\d+"),
        "decimal": _shaped(r"\d+(?:\.\d+)?"),
        "timeframe": _shaped(r"\d{4}\s*-\s*\d{4}"),
        "date": _date,
        "instant": _instant,
    }


def reader(kind: str) -> Read:
    """Return how cells of a field type are read; null where the text is not of the type."""
    shape, _, name = kind.partition(":")
    if shape == "list":
        return _one_of(canonical(name))
    if shape == "lists":
        return _several(_one_of(canonical(name)))
    return _readers()[kind]
