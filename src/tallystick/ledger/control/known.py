"""What a connection knows of what is held fast or limited, as of the newest record."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from tallystick.article6.postings.control_facts import FREE, ControlFacts
from tallystick.article6.postings.control_moves import Passage
from tallystick.article6.postings.control_records import (
    Freeze,
    Pledge,
    Release,
    Restraint,
    SetControls,
    Unfreeze,
)
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.rows import read_standing
from tallystick.ledger.store import Store

RESTRAINING = frozenset({Freeze.kind, Unfreeze.kind, Pledge.kind, Release.kind})


class KnownControls:
    """Restraints that stand and the newest controls of accounts, read when first needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._standing: Mapping[str, list[Restraint]] | None = None
        self._settings: Mapping[str, SetControls] | None = None

    def forget(self, kind: str) -> None:
        """Forget what a newer record of a kind may have changed."""
        if kind in RESTRAINING:
            self._standing = None
        elif kind == SetControls.kind:
            self._settings = None

    def facts(self, moved: Iterable[Passage], held_t: Callable[[str], int]) -> ControlFacts:
        """Return what bears on what moves; `held_t` tells what limited accounts hold."""
        standing, settings = self._by_place(), self._by_account()
        if not standing and not settings:
            return FREE
        passed = tuple(moved)
        named = dict.fromkeys(name for one in passed for name in one.accounts)
        series = dict.fromkeys(one.range.series for one in passed if one.range)
        bearing = {name: settings[name] for name in named if name in settings}
        limited = [name for name, one in bearing.items() if one.holding_t is not None]
        return ControlFacts(
            restraints=tuple(
                one for place in {**named, **series} for one in standing.get(place, ())
            ),
            settings=bearing,
            held_t={name: held_t(name) for name in limited},
        )

    def _by_place(self) -> Mapping[str, list[Restraint]]:
        """Return what stands by frozen account and by series of the units held fast."""
        if self._standing is None:
            found: dict[str, list[Restraint]] = defaultdict(list)
            for one in read_standing(self._store):
                found[one.range.series if one.range else one.account or ""].append(one)
            self._standing = dict(found)
        return self._standing

    def _by_account(self) -> Mapping[str, SetControls]:
        if self._settings is None:
            rows_ = self._store.execute(rows.BODIES, (SetControls.kind,))
            read = (read_body(body) for (body,) in rows_)
            self._settings = {one.account: one for one in read if isinstance(one, SetControls)}
        return self._settings
