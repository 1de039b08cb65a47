"""What changed between two submissions, row by row and cell by cell.

Cells are compared by what they mean: a date in another format or a bare serial beside its columns
is no change. Rows are first matched when they are alike in every cell, the others by what
identifies them, the first with the first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tallystick.article6.aef.meanings import meanings
from tallystick.article6.aef.submission import Submission
from tallystick.article6.aef.tables import HEADER, TABLES, cells
from tallystick.core.findings import Finding, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

IDENTITY = {
    "authorizations": ("authorization_id", "authorization_version"),
    "actions": ("action_type", "acted_at", "first_id", "last_id"),
    "holdings": ("first_id", "last_id"),
    "entities": ("entity_id", "approach"),
}
"""What makes a row of each table the same row in another version of the report."""

IDENTIFIERS = frozenset(
    {"first_id", "last_id", "approach", "registry", "first_transferring_party", "vintage"}
)
"""The cells of a row that together are the identifiers of its units."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A submission, and what the cells of its header and tables mean, read once."""

    filed: Submission
    tables: Mapping[str, pl.DataFrame]

    @property
    def header(self) -> Mapping[str, Any]:
        """The header's meanings by field."""
        return self.tables[HEADER].row(0, named=True)


def _meant(filed: Submission) -> Meant:
    return Meant(filed, {table: meanings(filed, table) for table in (HEADER, *TABLES)})


Pair = tuple[Meant, Meant]
"""The older version and the newer."""

BOOK: Rulebook[Pair, None] = Rulebook("AEF differences")


@BOOK.rule(
    "AEF_OTHER_REPORT",
    source="Tallystick design; 4/CMA.6 para 32",
    severity=Severity.WARNING,
    message=Text(
        "these are not versions of one report: {old} against {new}",
        "两份文件不是同一报告的不同版本：{old} 与 {new}",
    ),
    fix=Text("compare two files of one Party and year", "请比较同一缔约方、同一年份的两份文件"),
)
def files_are_versions_of_one_report(pair: Pair, _: None) -> Iterator[Shown]:
    """Say when Party or reported year differ; where one of them is not told, nobody can say."""
    old, new = (_report(one) for one in pair)
    where = {"file": pair[1].filed.path, "counterpart_file": pair[0].filed.path}
    if any(was and now and was != now for was, now in zip(old, new, strict=True)):
        yield fails(where, old=_said(old), new=_said(new))
    elif None in {*old, *new}:
        yield unknown(Text("the Party or the reported year", "缔约方或报告年份"), where)


@BOOK.rule(
    "ID_IMMUTABLE",
    source="6/CMA.4 annex I para 33; 6/CMA.4 annex I para 5",
    severity=Severity.WARNING,
    message=Text(
        "{now} was reported as {was}, with every other cell the same",
        "{now} 原报告为 {was}，其余各栏完全相同",
    ),
    fix=Text(
        "keep the identifier first given; where it was misreported, say so beside the revision",
        "请保留最初的标识符；如属误报，请在修订时说明",
    ),
)
def units_keep_their_identifiers(pair: Pair, _: None) -> Iterator[Shown]:
    """Show rows that differ from a row of the earlier version in their identifiers alone."""
    for table in ("actions", "holdings"):
        gone, come = _unmatched(pair, table)
        described = cells(pair[1].filed.layout, table)
        others = [cell.name for cell in described if cell.name not in IDENTIFIERS]
        before, after = _by_row(gone), _by_row(come)
        for one in _matched(gone, come, others).iter_rows(named=True):
            was, now = before[one["old_row"]], after[one["new_row"]]
            yield _renamed(pair, table, was, now)


def _renamed(pair: Pair, table: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Shown:
    old, new = (one.filed for one in pair)
    where = {"file": new.path, "table": table, "row": now["row"]}
    where |= {"counterpart_file": old.path, "counterpart_row": was["row"]}
    if None in (was["first_id"], was["last_id"], now["first_id"], now["last_id"]):
        return unknown(
            Text("the identifiers in one of the versions", "其中一个版本的标识符"), where
        )
    told = (f"{row['first_id']} to {row['last_id']}" for row in (was, now))
    return fails(where, **dict(zip(("was", "now"), told, strict=True)))


@dataclass(frozen=True, slots=True)
class TableDifference:
    """The rows of one table that came, went or changed, as plain values."""

    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    changed: tuple[Mapping[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the three lists by name."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two submissions."""

    old: Submission
    new: Submission
    header: tuple[Mapping[str, Any], ...]
    tables: Mapping[str, TableDifference]
    findings: tuple[Finding, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        told = self.tables.values()
        return not self.header and not any(one.added or one.removed or one.changed for one in told)

    def to_json(self) -> dict[str, Any]:
        """Return the difference in the form of the command's answer."""
        return {
            "old": _named(self.old),
            "new": _named(self.new),
            "header": list(self.header),
            "tables": {table: one.to_json() for table, one in self.tables.items()},
            "same": self.same,
            "findings": [finding.to_json() for finding in self.findings],
        }


def diff(old: Submission, new: Submission) -> Difference:
    """Compare two submissions, normally two versions of one report."""
    pair = _meant(old), _meant(new)
    return Difference(
        old,
        new,
        header=tuple(_header_changes(pair)),
        tables={table: _table(pair, table) for table in TABLES},
        findings=(*BOOK.judge(pair, None), *old.damage, *new.damage),
    )


def _named(one: Submission) -> dict[str, Any]:
    names = ("party", "reported_year", "version")
    return {"path": one.path, **{name: one.header.get(name) for name in names}}


def _report(one: Meant) -> tuple[str | None, ...]:
    return one.header["party"], one.header["reported_year"]


def _said(report: tuple[str | None, ...]) -> str:
    return " ".join(text or "?" for text in report)


def _header_changes(pair: Pair) -> Iterator[dict[str, Any]]:
    old, new = (one.filed for one in pair)
    before, after = (one.header for one in pair)
    for cell in cells(new.layout, HEADER):
        if before[cell.name] != after[cell.name]:
            was, now = old.header.get(cell.name), new.header.get(cell.name)
            yield {"field": cell.name, "label": cell.label, "old": was, "new": now}


def _unmatched(pair: Pair, table: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of both sides that have no like on the other."""
    before, after = (one.tables[table] for one in pair)
    alike = _matched(before, after, [cell.name for cell in cells(pair[1].filed.layout, table)])
    return _without(before, alike, "old_row"), _without(after, alike, "new_row")


def _table(pair: Pair, table: str) -> TableDifference:
    old, new = (one.filed for one in pair)
    gone, come = _unmatched(pair, table)
    kept = _matched(gone, come, IDENTITY[table])
    return TableDifference(
        added=tuple(_rows(new, table, _without(come, kept, "new_row"), "new_row")),
        removed=tuple(_rows(old, table, _without(gone, kept, "old_row"), "old_row")),
        changed=tuple(_changes(pair, table, kept)),
    )


def _matched(before: pl.DataFrame, after: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Pair the rows of both sides that agree in some columns: `old_row` and `new_row`."""
    nth = pl.int_range(pl.len()).over(names)
    left, right = (
        rows.select(*names, nth=nth, **{side: pl.col("row")})
        for side, rows in (("old_row", before), ("new_row", after))
    )
    pairs = left.join(right, on=[*names, "nth"], nulls_equal=True, maintain_order="left")
    return pairs.select("old_row", "new_row")


def _without(rows: pl.DataFrame, pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    return rows.join(pairs, left_on="row", right_on=side, how="anti", maintain_order="left")


def _rows(one: Submission, table: str, rows: pl.DataFrame, side: str) -> Iterator[dict[str, Any]]:
    """Yield whole rows in the text of their file, blank cells left out."""
    texts = one.tables[table].join(rows.select("row"), on="row", how="semi", maintain_order="left")
    for row in texts.iter_rows(named=True):
        values = {name: text for name, text in row.items() if name != "row" and text is not None}
        yield {"table": table, side: row["row"], "values": values}


def _changes(pair: Pair, table: str, kept: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the cells that differ in rows of the same identity, in the text of both files."""
    before, after = (_by_row(one.tables[table]) for one in pair)
    was, now = (_by_row(one.filed.tables[table]) for one in pair)
    for rows in kept.iter_rows(named=True):
        first, second = rows["old_row"], rows["new_row"]
        for cell in cells(pair[1].filed.layout, table):
            if before[first][cell.name] != after[second][cell.name]:
                values = {"old": was[first][cell.name], "new": now[second][cell.name]}
                named = {"field": cell.name, "label": cell.label}
                yield {"table": table, **rows, **named, **values}


def _by_row(rows: pl.DataFrame) -> dict[int, dict[str, Any]]:
    return {row["row"]: row for row in rows.iter_rows(named=True)}
