"""Cases that a consistency check gives rise to, with the rows of both sides side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tallystick import law
from tallystick.article6.aef.check import Report
from tallystick.article6.aef.submission import Submission
from tallystick.article6.review.cases import Case
from tallystick.article6.review.values import SECRETARIAT, Event, Kind, Opening, Side
from tallystick.core.findings import Finding

PREFIXES = ("", "counterpart_")


def openings(report: Report, submissions: Sequence[Submission]) -> Iterator[Opening]:
    """Yield a case for every inconsistency; an omission, a mismatch or a conflict is one."""
    by_path = {one.path: one for one in submissions}
    parties = {file.path: file.party for file in report.files}
    for finding in report.findings:
        if finding.refuses:
            sides = tuple(_sides(finding, by_path, parties))
            against = _against(finding, sides)
            if against is not None:
                yield _opening(finding, against, sides)


def unopened(found: Iterable[Opening], cases: Iterable[Case]) -> list[Opening]:
    """Return those that no case which is not closed is about; the same rows say the same thing."""
    known = {_subject(case.opening) for case in cases if not case.is_closed}
    return [one for one in found if _subject(one) not in known]


def _subject(one: Opening) -> tuple[str | None, ...]:
    return (one.against, one.code, one.ids, one.about)


def opened(
    found: Iterable[Opening], known: int, on: date, by: str = SECRETARIAT
) -> Iterator[Event]:
    """Yield the entries that open a case for each, numbered after those known."""
    for number, opening in enumerate(found, start=known + 1):
        yield Event(kind=Kind.OPEN, subject=str(number), on=on, by=by, opening=opening)


def _opening(finding: Finding, against: str, sides: tuple[Side, ...]) -> Opening:
    ids = finding.where.get("ids")
    return Opening(
        against=against,
        about=finding.message.en,
        about_zh=finding.message.zh,
        code=finding.code,
        source=finding.source,
        ids=str(ids) if ids else None,
        balance=law.affects_balance(finding.code),
        sides=sides,
    )


def _against(finding: Finding, sides: tuple[Side, ...]) -> str | None:
    """Return whose report is at fault, None where it does not say whose it is."""
    named = finding.where.get("party")
    return str(named) if named else next((side.party for side in sides), None)


def _sides(
    finding: Finding, by_path: Mapping[str, Submission], parties: Mapping[str, str | None]
) -> Iterator[Side]:
    """Yield what the file at fault says, and what its counterpart says."""
    where = finding.where
    for prefix in PREFIXES:
        path, row = where.get(f"{prefix}file"), where.get(f"{prefix}row")
        if prefix and path is None and row is not None:
            path = where.get("file")
        if path is None:
            continue
        table = where.get(f"{prefix}table") or where.get("table")
        yield Side(
            party=parties.get(str(path)),
            file=str(path),
            table=str(table) if table else None,
            row=row if isinstance(row, int) else None,
            cells=_cells(by_path.get(str(path)), table, row),
        )


def _cells(submission: Submission | None, table: object, row: object) -> Mapping[str, str]:
    """Return the filled cells of a row by field, none where there is no such row."""
    if submission is None or row is None or table not in submission.tables:
        return {}
    rows = submission.tables[str(table)]
    found = rows.filter(rows["row"] == row).drop("row")
    cells = next(found.iter_rows(named=True), {})
    return {name: text for name, text in cells.items() if text is not None}
