"""Acts that the rules cannot tell apart, judged and drafted once for all of them.

The rules see of an account its Party and kind, of a day which versions, memberships and rules are
in force on it, of a block its series. Runs that agree in all this form a class: one of them goes
through the rules and the drafting of the ledger, on the facts that the pieces have proven, and
its entries are the pattern for the others.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import polars as pl

from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.first_transfers import first_transfer
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.movements import Issue, Movement, UnitPosting
from tallystick.article6.postings.plain import HeldRange, Move, MoveUnits
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Holding, Units
from tallystick.core.findings import refused
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Leg
from tallystick.ledger.gathering import NONE_YET
from tallystick.ledger.importing.columns import SERIES, posting_of
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.unusual import Broken
from tallystick.ledger.plans import Plan

TELLING = (
    "kind", *SERIES, "giver_party", "giver_kind", "taker_party", "taker_kind", "same_account",
    "authorization", "known", "in_force", "governing", "ndcs", "epoch", "early", "transfers",
    "was_transferred", "purpose", "year", "named", "subtype", "voluntary", "nameless_giver",
    "nameless_taker", "backed",
)  # fmt: skip
"""What the rules and the drafting can see of a run."""

TRANSFERRING = ("kind", "purpose", "subtype", "voluntary", "authorization", "known", "in_force")
"""What decides whether an act first transfers units that are not first transferred yet."""

LEG = (
    "effective_on", "type", "party", "counterparty", "from_account", "to_account",
    "authorized_on", "subtype", "purpose", "use_year", "entity", "authorization_id", "series",
    "first_serial", "last_serial", "metric", "mitigation_type", "unit_registry", "first_unit",
    "last_unit", "first_transferred_on", "quantity", "unit_type",
)  # fmt: skip
"""The columns of a journal entry, as a plan gives them."""

ANYBODY = ""
"""Stands for whichever entity, where an authorization does not say which."""

INTEGERS = frozenset({"use_year", "first_serial", "last_serial", "quantity"})

LEG_SCHEMA: Mapping[str, Any] = {name: pl.Int64 if name in INTEGERS else pl.String for name in LEG}


def classified(runs: pl.DataFrame, records: Records) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the classes of runs; return the runs with their class, and one run of each class."""
    runs = runs.with_columns(
        same_account=pl.col("giver").eq_missing(pl.col("taker")),
        nameless_giver=pl.col("giver") == "",
        nameless_taker=pl.col("taker") == "",
        was_transferred=pl.col("since").is_not_null(),
        early=pl.col("vintage") > pl.col("on").dt.year(),
        backed=pl.col("first_unit").is_not_null() | pl.col("last_unit").is_not_null(),
    )
    choosy = [
        name
        for name, versions in records.versions.items()
        if any(one.authorized_entities for _, one in versions)
    ]
    named = (
        pl.when(pl.col("authorization").is_in(choosy))
        .then("entity")
        .otherwise(pl.when(pl.col("entity").is_not_null()).then(pl.lit(ANYBODY)))
    )
    runs = runs.with_columns(named=named).with_row_index("run")
    groups = runs.group_by(TELLING, maintain_order=True).agg("run").with_row_index("class")
    found = groups.select("class", "run").explode("run").sort("run")
    runs = runs.with_columns(found["class"])
    return runs, runs[groups["run"].list.first()]


class Classes:
    """Judges and drafts the runs that stand for their classes."""

    def __init__(self, make: partial[Facts], records: Records) -> None:
        self._make = make
        self._records = records

    def patterns(self, examples: pl.DataFrame) -> pl.DataFrame:
        """Return the entries of each class; raises Broken where a rule refuses one."""
        rows = [row for example in examples.iter_rows(named=True) for row in self._drafted(example)]
        schema = {"class": pl.UInt32, "leg": pl.Int64, "since_is": pl.String, **LEG_SCHEMA}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def transfers_first(self, example: Mapping[str, Any]) -> bool:
        """Whether an act first transfers units that are not first transferred yet."""
        posting = _said(example)
        if not isinstance(posting, UnitPosting):
            return False
        facts = self._make(authorizations=self._versions(example))
        return first_transfer(posting, _units(posting, example), facts) is not None

    def metric(self, example: Mapping[str, Any]) -> str:
        """Return the metric of the units that an issuance brings into being."""
        posting = _said(example)
        facts = self._make(authorizations=self._versions(example))
        return facts.issued(posting).metric if isinstance(posting, Issue) else ""

    def _drafted(self, example: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        posting = _posting(example)
        facts = self._facts(posting, example)
        if refused(judge(posting, facts)):
            raise Broken("a posting that a rule refuses")
        legs = [leg for drafted in draft(posting, facts) for leg in drafted.legs]
        for number, leg in enumerate(legs):
            yield example["class"], number, _since(leg, example), *_pattern(leg, example)

    def _facts(self, posting: Posting, example: Mapping[str, Any]) -> Facts:
        make = partial(self._make, accounts=self._accounts(example))
        identifier = example["authorization"]
        match posting:
            case Movement():
                units = _units(posting, example)
                held = Holding(account=posting.from_account, received_on=posting.on, units=units)
                return make(
                    holdings=(held,),
                    authorizations=self._versions(example),
                    first_transferred={identifier: NONE_YET},
                    ndcs=self._records.ndcs_of(example["giver_party"] or "", example["ndcs"]),
                )
            case Issue(underlying=backing):
                return make(
                    authorizations=self._versions(example),
                    first_transferred={identifier: NONE_YET},
                    backed=() if backing is None or backing.numbered else None,
                )
            case Move() if posting.from_account:
                return make(ranges=(HeldRange(posting.from_account, posting.on, posting.range),))
            case MoveUnits():
                return make(balances={posting.from_account: posting.amount.units})
        return make()

    def _accounts(self, example: Mapping[str, Any]) -> dict[str, Account]:
        return {
            example[side]: self._records.accounts[example[side]][1]
            for side in ("giver", "taker")
            if example[f"{side}_party"] is not None
        }

    def _versions(self, example: Mapping[str, Any]) -> dict[str, Any]:
        identifier = example["authorization"]
        versions = self._records.authorizations(identifier or "", example["known"])
        return {identifier: versions} if versions else {}


def _posting(example: Mapping[str, Any]) -> Posting:
    """Return the part of a posting that a run is."""
    return _said({**example, "first": example["run_first"], "last": example["run_last"]})


def _said(row: Mapping[str, Any]) -> Posting:
    """Return the posting of a row; what only its lot says of units is no part of it."""
    said = dict(row)
    if row["kind"] != "issuance":
        said |= {"authorization": None, "mitigation_type": None, "unit_registry": None}
    try:
        return posting_of(said)
    except (ValueError, TypeError, KeyError) as error:
        raise Broken(str(error)) from error


def _units(posting: UnitPosting, example: Mapping[str, Any]) -> Units:
    return Units(
        block=posting.block,
        authorization=example["authorization"] or "",
        metric="",
        mitigation_type="",
        first_transferred_on=example.get("since"),
    )


def _since(leg: Leg, example: Mapping[str, Any]) -> str | None:
    """Say by which day the units of an entry are first transferred, if they are."""
    since = leg.units.first_transferred_on if leg.units else None
    if since is None:
        return None
    return "on" if example["transfers"] else "since"


def _pattern(leg: Leg, example: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the columns of an entry; an account is named by its side of the act."""
    plan = Plan(0)
    plan.enter(leg)
    columns = dict(zip(LEG, plan.entries[0][2:], strict=True))
    for column, sides in (("from_account", ("giver", "taker")), ("to_account", ("taker", "giver"))):
        if columns[column] is not None:
            columns[column] = next(side for side in sides if example[side] == columns[column])
    return tuple(columns.values())
