"""`tallystick system`: what lists say of a trading system beside its facts."""

from datetime import date
from typing import Annotated, Any

import typer

from tallystick import law
from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import OnDay, day
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, stop

app = noun("Trading systems: phases, legal bases, scope, offsets, targets, venues, groups.")


@app.command()
def show(
    named: Annotated[str, typer.Argument(metavar="SYSTEM", help="Id, such as chn_national.")],
    on: OnDay = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Print phase, cap model, scope, legal bases, offset programmes, targets, venues and groups.

    Example: tallystick system show chn_national --on 2026-01-01 --json
    """
    if named not in law.systems():
        stop(Exit.USAGE, f'"{named}" is no listed system; see tallystick agreement partners eu_ets')
    told = record(named, day(on))
    with writing(output):
        if as_json:
            emit_json(told, output)
        else:
            emit("\n".join(f"{name}: {value}" for name, value in told.items()), output)


def record(named: str, on: date) -> dict[str, Any]:
    """Return what holds for a system on a day; raises KeyError for one that is not listed."""
    from tallystick.linking.systems.history import change_notices, held, programmes

    system = law.systems()[named]
    return {
        "id": named,
        "name": system.name_en,
        "name_zh": system.name_zh,
        "on": on.isoformat(),
        **{kind: held(named, kind, on) for kind in ("phase", "cap_model", "scope", "legal_basis")},
        "scope_changes": change_notices(named),
        "offset_limit_pct": system.facts["offset_limit_pct"].value,
        "offset_programmes": programmes(named, on),
        "targets": _targets(system.party),
        "venues": _venues(system.party, on),
        "groups": _groups(system.party, on),
    }


def _targets(party: str | None) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "year": one.year, "kind": one.kind, "en": one.en, "zh": one.zh}
        | {"source": one.source, "status": one.status}
        for one in law.targets()
        if one.party == party
    ]


def _venues(party: str | None, on: date) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "name": one.name_en, "name_zh": one.name_zh}
        | {"cross_border": one.cross_border, "source": one.source, "status": one.status}
        for one in law.venues().values()
        if one.party == party and one.is_open(on)
    ]


def _groups(party: str | None, on: date) -> list[str]:
    from tallystick.linking.systems.groups import groups_of

    return sorted(groups_of(party, on)) if party else []
