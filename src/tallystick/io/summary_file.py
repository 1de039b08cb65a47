"""Files beside an account: what the structured summary adds, and a table as it was filed."""

from fractions import Fraction
from pathlib import Path

from tallystick import law
from tallystick.article6.account import Row23d
from tallystick.article6.account.years import Quantity
from tallystick.article6.reports.bookings import Booking, BookingKind
from tallystick.article6.reports.filed_table import FiledTable
from tallystick.article6.reports.summary import Additions
from tallystick.core.findings import Outcome, Text
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import TEXT, WHOLE, YEAR, Form, one_of, pattern
from tallystick.io.yamlfile.source import read_fields

ADDITIONS = ("target", "reference", "entities", "cers_used_t", "other")
FILED = ("rows", "row_23d", "divisors", "windows", "cers_used_t", "bookings", "final_t", "achieved")
BOOKING = ("kind", "year", "quantity_t", "basis_year", "authorization")
ENTITY = ("authorization", "names")

QUANTITY: Form[Quantity] = pattern(
    r"[-+]?\d{1,18}(\.\d{1,6})?",
    Text("a number such as 104 or 638.666667", "数字，例如104或638.666667"),
    Fraction,
)


ANSWER = pattern(
    "(?i)yes|no",
    Text("yes or no", "yes或no"),
    lambda text: Outcome.PASS if text.casefold() == "yes" else Outcome.FAIL,
)


def read_additions(path: Path) -> Additions:
    """Read what the summary needs beside the account; raises Damaged."""
    file = read_fields(path, ADDITIONS)
    additions = Additions(
        target=file.optional("target", TEXT),
        reference=file.optional("reference", TEXT),
        entities=dict(
            _entities(Fields(one, ENTITY, file.damage)) for one in file.records("entities")
        ),
        cers_used_t=file.by_year("cers_used_t", WHOLE),
        other=file.by_year("other", TEXT),
    )
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return additions


def _entities(fields: Fields) -> tuple[str, tuple[str, ...]]:
    authorization = fields.required("authorization", TEXT)
    names = [fields.read("names", one, TEXT) for one in fields.items("names")]
    return authorization or "", tuple(name for name in names if name is not None)


def read_filed_table(path: Path) -> tuple[FiledTable, tuple[Booking, ...] | None]:
    """Read a table as filed, with the adjustments as booked; None where no bookings are given.

    Raises Damaged.
    """
    file = read_fields(path, FILED)
    table = FiledTable(
        rows=_rows(file),
        row_23d=file.optional("row_23d", one_of(Row23d)) or Row23d.FIRST_TRANSFERRED,
        divisors=file.by_year("divisors", WHOLE),
        windows=file.by_year("windows", YEAR),
        cers_used_t=file.by_year("cers_used_t", WHOLE),
        final_t=file.optional("final_t", QUANTITY),
        achieved=file.optional("achieved", ANSWER),
    )
    read = [_booking(Fields(one, BOOKING, file.damage)) for one in file.records("bookings")]
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    bookings = tuple(one for one in read if one is not None)
    return table, bookings if file.given("bookings") is not None else None


def _rows(file: Fields) -> dict[str, dict[int, Quantity]]:
    known = tuple(row.para for row in law.summary_rows())
    fields = file.record("rows", known)
    if fields is None:
        return {}
    return {para: fields.by_year(para, QUANTITY) for para in known}


def _booking(fields: Fields) -> Booking | None:
    kind = fields.required("kind", one_of(BookingKind))
    year, quantity = fields.required("year", YEAR), fields.required("quantity_t", WHOLE)
    basis, authorization = (
        fields.optional("basis_year", YEAR),
        fields.optional("authorization", TEXT),
    )
    if kind is None or year is None or quantity is None:
        return None
    return Booking(
        kind=kind, year=year, quantity_t=quantity, basis_year=basis, authorization=authorization
    )
