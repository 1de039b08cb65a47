"""What ITMOs are used or cancelled for is what they are authorized for (STC02)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.authorizations import covers
from tallystick.article6.aef.cells import reader
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.article6.requirements import USE_PURPOSE
from tallystick.core.actions import TERMINAL, ActionType, Purpose
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF purposes of use")

PURPOSEFUL = [*TERMINAL, ActionType.FIRST_TRANSFER]


@BOOK.rule("USE_PURPOSE", check="STC02", **USE_PURPOSE.words)
def purpose_is_authorized(filings: Filings, _: None) -> Iterator[Shown]:
    """Show uses, cancellations and first transfers for what the authorization does not cover."""
    terms = filings.with_terms(filings.actions, "ndc", "imp", "op", "purposes")
    known = pl.col("purposes").is_not_null()
    towards_ndc = (pl.col("kind") == ActionType.USE) & pl.col("use_year").is_not_null()
    for row in listed(terms.filter(known & towards_ndc & ~pl.col("ndc"))):
        yield _uncovered(filings, row, Purpose.NDC.value)
    named = terms.filter(known & pl.col("oimp").is_not_null() & pl.col("kind").is_in(PURPOSEFUL))
    for row in listed(
        named.with_columns(word=reader("list:purpose")(pl.col("oimp"))).filter(_lacks())
    ):
        yield _uncovered(filings, row, row["oimp"])
    no_aim = pl.col("use_year").is_null() & pl.col("oimp").is_null()
    for row in listed(terms.filter(known & no_aim, kind=ActionType.USE)):
        yield unknown(Text("what the ITMOs are used for", "ITMO 的用途"), place(filings, row))


def _lacks() -> pl.Expr:
    """Whether a purpose is named that is not authorized; free text is some purpose of OIMP."""
    word = pl.col("word")
    lacking = [covers("word", purpose) & ~pl.col(purpose.lower()) for purpose in Purpose]
    other = word.is_null() & ~pl.col("imp") & ~pl.col("op")
    return pl.any_horizontal(*lacking, other)


def _uncovered(filings: Filings, row: Row, purpose: str) -> Shown:
    where = {**place(filings, row), "authorization": row["authorization_id"]}
    return fails(
        where, purpose=purpose, authorization=row["authorization_id"], authorized=row["purposes"]
    )
