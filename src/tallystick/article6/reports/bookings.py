"""Corresponding adjustments as a Party has booked them, against what happened to its units."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tallystick.article6.account import Account
from tallystick.article6.account.pools import form_pools
from tallystick.article6.account.result import sift
from tallystick.core.findings import Finding, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class BookingKind(StrEnum):
    """Addition for a first transfer, subtraction for a use (mirrored for other metrics)."""

    ADDITION = "addition"
    SUBTRACTION = "subtraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One adjustment by the year it was booked to.

    `basis_year` is the vintage of an addition or the year of use of a subtraction, None where
    nobody says; `authorization` names the units of an addition.
    """

    kind: BookingKind
    year: int
    quantity_t: int
    basis_year: int | None = None
    authorization: str | None = None


Bookings = tuple[Booking, ...]
ENTRIES: Rulebook[Booking, None] = Rulebook("booked adjustments")
ACCOUNTS: Rulebook[Account, Bookings] = Rulebook("adjustments of an account")


def _wrong_year(booking: Booking, kind: BookingKind, missing: Text) -> Shown | None:
    if booking.kind is not kind or booking.basis_year == booking.year:
        return None
    where = {"year": booking.year, "quantity_t": booking.quantity_t}
    if booking.basis_year is None:
        return unknown(missing, where)
    return fails(where, year=booking.year, basis=booking.basis_year)


@ENTRIES.rule(
    "CA_YEAR_HOST",
    source="2/CMA.3 annex para 8(a)",
    message=Text(
        "an addition is booked to {year}, the vintage is {basis}",
        "加项记入 {year} 年，而产生年份为 {basis}",
    ),
    fix=Text("book it to the year of the vintage", "请记入产生年份"),
)
def addition_stands_in_the_year_of_the_vintage(booking: Booking, _: None) -> Shown | None:
    """What is first transferred is added in the year in which it occurred."""
    return _wrong_year(booking, BookingKind.ADDITION, Text("the vintage", "产生年份"))


@ENTRIES.rule(
    "CA_YEAR_USER",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "a subtraction is booked to {year}, the year of use is {basis}",
        "减项记入 {year} 年，而使用年份为 {basis}",
    ),
    fix=Text("book it to the year of use", "请记入使用年份"),
)
def subtraction_stands_in_the_year_of_use(booking: Booking, _: None) -> Shown | None:
    """What is used is subtracted in the year for which it is used."""
    return _wrong_year(booking, BookingKind.SUBTRACTION, Text("the year of use", "使用年份"))


@ACCOUNTS.rule(
    "CA_ENTRY_MISSING",
    source="2/CMA.3 annex para 8; 2/CMA.3 annex para 16",
    message=Text(
        "first transfers of {expected} t under {authorization}, vintage {vintage}, have "
        "adjustments of {booked} t",
        "授权 {authorization}、产生年份 {vintage} 的首次转让为 {expected} 吨，"
        "相应调整仅 {booked} 吨",
    ),
    fix=Text("book an adjustment for every first transfer", "请为每一首次转让记入相应调整"),
)
def every_first_transfer_is_adjusted(account: Account, bookings: Bookings) -> Iterator[Shown]:
    """Whatever is first transferred, for an NDC or for OIMP, has its addition."""
    booked = Counter[tuple[str | None, int | None]]()
    for one in bookings:
        if one.kind is BookingKind.ADDITION:
            booked[one.authorization, one.basis_year] += one.quantity_t
    counted, _ = sift(account)
    for pool in form_pools(account, counted):
        expected = sum(one.quantity_t for one in pool.dating.first_transfers)
        found = booked[pool.authorization.id, pool.vintage]
        if found < expected:
            where = {"authorization": pool.authorization.id, "vintage": pool.vintage}
            yield fails(where, **where, expected=expected, booked=found)
    for authorization in account.authorizations.values():
        if not authorization.is_resolved:
            missing = Text(
                f"when units of {authorization.id} are first transferred",
                f"{authorization.id} 的单位何时首次转让",
            )
            yield unknown(missing, {"authorization": authorization.id})


def judge_bookings(account: Account, bookings: Iterable[Booking]) -> list[Finding]:
    """Judge adjustments as booked by the years they belong to and by the account."""
    entries = tuple(bookings)
    return [
        *(finding for one in entries for finding in ENTRIES.judge(one, None)),
        *ACCOUNTS.judge(account, entries),
    ]
