"""The kinds of account, read from data so that a new kind needs no migration."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tallystick.article6.postings.facts import AccountKind
from tallystick.article6.postings.movements import Route
from tallystick.core.findings import Text


@cache
def account_kinds() -> Mapping[str, AccountKind]:
    """Return every kind of account by its code."""
    text = files("tallystick.ledger").joinpath("account_kinds.csv").read_text(encoding="utf-8")
    return {
        row["kind"]: AccountKind(
            code=row["kind"],
            terminal=row["terminal"] == "yes",
            takes=frozenset(Route(word) for word in row["takes"].split()),
            label=Text(row["label_en"], row["label_zh"]),
            per_period=row["per_period"] == "yes",
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    }
