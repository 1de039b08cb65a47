"""First transfers are recorded at the event that the authorization specifies (STC04)."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.reconciliation import UNDEFINED
from tallystick.article6.aef.rules.places import listed, place
from tallystick.article6.requirements import FT_DEF_MISSING, FT_DEF_UNRESOLVED
from tallystick.core.actions import ActionType, FirstTransferDefinition
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF first transfers")

FIRST_TRANSFER, TRANSFER = "First transfer", "Transfer"
INTERNATIONAL = "First transfer to another Party"
EVENTS = [definition.value for definition in FirstTransferDefinition]

OIMP = pl.col("imp") | pl.col("op")


@BOOK.rule("FT_DEF_MISSING", **FT_DEF_MISSING.words)
def oimp_has_a_first_transfer_definition(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations for OIMP without the definition."""
    silent = pl.col("first_transfer_definition").is_null()
    yield from _definitions(filings, OIMP & silent)


@BOOK.rule("FT_DEF_UNRESOLVED", **FT_DEF_UNRESOLVED.words)
def first_transfer_definition_is_resolvable(filings: Filings, _: None) -> Iterator[Shown]:
    """Show authorizations for OIMP whose definition is none of the three events."""
    stated = pl.col("first_transfer_definition").is_not_null()
    yield from _definitions(filings, OIMP & stated & pl.col("definition").is_null())


def _definitions(filings: Filings, wrong: pl.Expr) -> Iterator[Shown]:
    for row in listed(filings.authorizations.filter(wrong & ~pl.col("faulty"))):
        found = place(filings, {**row, "table": "authorizations"})
        where = {**found, "authorization": row["authorization_id"]}
        yield fails(
            where,
            authorization=row["authorization_id"],
            declared=row["first_transfer_definition"],
            party=row["filer"],
        )


@BOOK.rule(
    "SUBTYPE",
    source=f"{law.list_source('action_subtype')}; 4/CMA.6 para 16",
    message=Text(
        'subtype "{subtype}" is not one for action type "{type}"',
        "行动类型“{type}”没有子类型“{subtype}”",
    ),
    fix=Text("choose from: {choice}", "请从下列子类型中选择：{choice}"),
)
def subtype_fits_the_type(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions with a subtype of another action type."""
    pairs = [(kind, sub) for kind in law.nomenclature("action_type") for sub in _subtypes(kind)]
    fitting = pl.DataFrame(pairs, ["action_type", "action_subtype"], orient="row")
    reported = filings.actions.select(fitting.columns).unique().drop_nulls()
    misfits = reported.join(fitting, on=fitting.columns, how="anti")
    if misfits.is_empty():
        return
    given = filings.actions.join(misfits, on=fitting.columns, maintain_order="left")
    for row in listed(given):
        kind = row["action_type"]
        choice = "; ".join(_subtypes(kind)) or "NA"
        yield fails(place(filings, row), subtype=row["action_subtype"], type=kind, choice=choice)


def _subtypes(kind: str) -> tuple[str, ...]:
    """Return what the list allows, and for a first transfer what makes a transfer one as well."""
    own = law.subtypes(kind)
    if kind != FIRST_TRANSFER:
        return own
    return (*own, *(subtype for subtype in law.subtypes(TRANSFER) if subtype not in own))


@BOOK.rule(
    "FT_SUBTYPE",
    check="STC04",
    source="2/CMA.3 annex para 2; 4/CMA.6 para 12; 4/CMA.6 para 16",
    message=Text(
        'a first transfer under authorization {id} needs subtype {wanted}, not "{subtype}"',
        "授权 {id} 下的首次转让须填写子类型 {wanted}，而非“{subtype}”",
    ),
    fix=Text(
        "report the event that the authorization specifies as the first transfer",
        "请按授权规定的事件填报首次转让",
    ),
)
def first_transfer_follows_the_definition(filings: Filings, _: None) -> Iterator[Shown]:
    """Show first transfers without a subtype or with one that the authorization does not name.

    Transfers to the Adaptation Fund and cancellations may be a first transfer of any ITMO.
    """
    older = filings.headers.filter("legacy")["file"]
    due = (pl.col("kind") == ActionType.FIRST_TRANSFER) & ~pl.col("file").is_in(older.implode())
    terms = filings.with_terms(filings.actions, "ndc", "imp", "op", "definition")
    subtype = pl.col("action_subtype")
    yield from _misfits(filings, terms.filter(due & subtype.is_null() & ~pl.col("faulty")))
    named = subtype.is_in([INTERNATIONAL, *EVENTS])
    known = ~OIMP | pl.col("definition").is_not_null()
    abroad = pl.col("ndc") & (subtype == INTERNATIONAL)
    specified = (OIMP & (subtype == pl.col("definition"))).fill_null(value=False)
    yield from _misfits(filings, terms.filter(due & named & known & ~abroad & ~specified))
    for row in listed(terms.filter(due & (subtype == UNDEFINED))):
        missing = Text("the event that was the first transfer", "作为首次转让的事件")
        yield unknown(missing, place(filings, row))


def _misfits(filings: Filings, rows: pl.DataFrame) -> Iterator[Shown]:
    for row in listed(rows):
        wanted = [INTERNATIONAL] if row["ndc"] else []
        wanted += [row["definition"]] if row["imp"] or row["op"] else []
        yield fails(
            {**place(filings, row), "authorization": row["authorization_id"]},
            id=row["authorization_id"],
            wanted=" or ".join(word for word in wanted if word) or "of the nomenclature",
            subtype=row["action_subtype"] or "",
        )
