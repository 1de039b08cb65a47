"""`agreement settle`, `permit`, `authorizing` and `disclose`: an agreement and a file beside it."""

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, day, opened, unreadable
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

Made = TypeVar("Made")
File = Annotated[Path, typer.Argument(metavar="FILE", help="YAML file beside the agreement.")]


def settle(named: Named, file: File, as_json: AsJson = False, output: OutputFile = None) -> None:
    """Turn ratings into dated exchange rates and settle orders at the rate of their day.

    Example: tallystick agreement settle link.yaml platform.yaml --json
    """
    from tallystick.linking.restrictions.rating import RATINGS, RatingTable, rate_table
    from tallystick.linking.restrictions.settlement import Platform
    from tallystick.linking.restrictions.settlement import settle as settle_all
    from tallystick.linking.restrictions.transfer import Setting

    platform = _read(file, Platform, as_json=as_json, output=output)
    days = sorted({order.on for order in platform.orders})
    source, facts = opened(named, days[0] if days else day(None), as_json=as_json, output=output)
    provider = RatingTable(platform.ratings)
    setting = Setting(agreement=source.agreement, on=facts.on)
    findings = RATINGS.judge(platform.ratings, {"file": str(file)})
    log = settle_all(source.agreement, platform.orders, provider)
    answer = {
        "rates": [one.to_json() for one in rate_table(setting, provider, days)],
        "log": [one.to_json() for one in log],
        "findings": [finding.to_json() for finding in findings],
    }
    with writing(output):
        if as_json:
            emit_json(answer, output)
        else:
            heads = ["id", "on", "from", "to", "rate", "sent", "received"]
            rows = [[str(one.to_json()[head] or "-") for head in heads] for one in log]
            emit(table(heads, rows), output)
            show([*findings, *(each for one in log for each in one.conversion.findings)])
    if refused(findings) or any(one.conversion.refused for one in log):
        stop(Exit.REFUSED)


def permit(named: Named, file: File, as_json: AsJson = False, output: OutputFile = None) -> None:
    """Say of every act in a file whether the agreement lets it be done on its day.

    Example: tallystick agreement permit link_eu_ch acts.yaml --json
    """
    from tallystick.linking.acting import Acts, judge_acts

    acts = _read(file, Acts, as_json=as_json, output=output)
    source, _ = opened(named, day(None), as_json=as_json, output=output)
    judged = judge_acts(source.agreement, acts)
    findings = [finding.at(act=one.act.id) for one in judged for finding in one.findings]
    told = [one.to_json() for one in judged]
    with writing(output):
        if as_json:
            listed = [finding.to_json() for finding in findings]
            emit_json({"id": source.agreement.id, "acts": told, "findings": listed}, output)
        else:
            heads = ["id", "on", "kind", "outcome"]
            emit(table(heads, [[one[head] for head in heads] for one in told]), output)
            show(findings)
    if refused(findings):
        stop(Exit.REFUSED)


def authorizing(
    named: Named, file: File, on: OnDay = None, as_json: AsJson = False, output: OutputFile = None
) -> None:
    """Follow a request for authorization through the procedure that the agreement lays down.

    Example: tallystick agreement authorizing a6_ch_ghana request.yaml --on 2026-01-01
    """
    from tallystick.linking.provisions.authorizing import REQUESTS, Asked, Request

    asked = _read(file, Asked, as_json=as_json, output=output)
    source, facts = opened(named, day(on), as_json=as_json, output=output)
    request = Request(asked, source.agreement)
    findings = REQUESTS.judge(request, facts.on)
    told = request.to_json(facts.on)
    with writing(output):
        if as_json:
            emit_json({**told, "findings": [one.to_json() for one in findings]}, output)
        else:
            emit("\n".join(f"{name}: {value}" for name, value in told.items()), output)
            show(findings)
    if refused(findings):
        stop(Exit.REFUSED)


def disclose(
    named: Named,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD...", help="Fields asked for.")],
    reader: Annotated[str, typer.Option("--to", help="Who asks: a party, or public.")] = "public",
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Say which fields a reader may see, and the class of those withheld.

    Example: tallystick agreement disclose link.yaml price quantity --to public
    """
    from tallystick.linking.provisions.disclosure import disclose as show_to

    source, _ = opened(named, day(None), as_json=as_json, output=output)
    found = show_to(source.agreement, dict.fromkeys(fields), reader)
    answer = {"reader": reader, **found.to_json(), "shown": list(found.shown)}
    with writing(output):
        if as_json:
            emit_json(answer, output)
        else:
            emit("\n".join(f"{name}: {value}" for name, value in answer.items()), output)


def _read(file: Path, made: type[Made], *, as_json: bool, output: Path | None) -> Made:
    from tallystick.io.shaped_file import read_shaped
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return read_shaped(file, made)
    except Damaged as damaged:
        unreadable(damaged.findings, as_json=as_json, output=output)
