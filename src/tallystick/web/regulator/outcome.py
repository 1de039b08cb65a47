"""A simulation as a page tells it: every clause with who gains, who loses and what refuses it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tallystick import law
from tallystick.core.findings import Finding, Outcome, Text
from tallystick.io.agreement_file import AgreementFile, located
from tallystick.linking.agreement import Agreement
from tallystick.linking.systems import profiles
from tallystick.linking.wording import restriction_said, said
from tallystick.market import NoSolution
from tallystick.market.simulation import Circumstances, causes, simulate, simulation_to_json
from tallystick.web.languages import pick
from tallystick.web.public.pages import word
from tallystick.web.regulator.judging import checked_on
from tallystick.web.texts.findings import AS_FILE, located_findings

Told = dict[str, Any]


def simulated(file: AgreementFile, on: date) -> Told:
    """Return prices, gains and clauses, or why there are none and which clause is to blame."""
    agreement = file.agreement
    around = Circumstances(on, profiles(), law.abatement_curves())
    legal = [one for one in checked_on(agreement, on).findings if one.outcome is not Outcome.PASS]
    try:
        found = simulate(agreement, around)
    except NoSolution as refusal:
        blamed = {one.path: one.findings for one in causes(agreement, around)}
        findings = located([*legal, *refusal.findings], file.lines, AS_FILE)
        return {"is_refused": True, **_clauses_with(agreement, {}, findings, blamed, file.lines)}
    findings = located([*legal, *found.findings], file.lines, AS_FILE)
    told = simulation_to_json(replace(found, findings=()))
    effects = {one["path"]: one for one in told["clauses"]}
    return {
        "on": on,
        "is_known": found.restricted is not None,
        "systems": list(_systems(told)),
        "sensitivity": [_variant(one) for one in told["sensitivity"]],
        **_clauses_with(agreement, effects, findings, {}, file.lines),
    }


def _systems(told: Told) -> Iterator[Told]:
    """Yield each market in the three worlds; unrestricted where that has a solution."""
    worlds = {
        name: {one["id"]: one for one in told[name]["markets"]}
        for name in ("without", "with", "unrestricted")
    }
    for name, held in worlds["with"].items():
        free = worlds["unrestricted"].get(name)
        yield {
            "id": name,
            "without": worlds["without"][name]["price"],
            "with": held["price"],
            "unrestricted": free and free["price"],
            "net_import": held["net_import"],
            "gain": held["gain"],
            "free_gain": free and free["gain"],
            "side": _side(name, told),
        }


def _side(name: str, told: Told) -> str:
    """Say whether a system wins or loses; empty for neither."""
    return "gain" if name in told["winners"] else "loss" if name in told["losers"] else ""


def _variant(one: Told) -> Told:
    return {"multiple": one["abatement_multiple"], "prices": list(one["prices"].items())}


def _clauses_with(
    agreement: Agreement,
    effects: Mapping[str, Told],
    findings: Iterable[Finding],
    blamed: Mapping[str, tuple[Finding, ...]],
    lines: Mapping[str, int],
) -> Told:
    """Lay findings beside the clauses they are about; the others stay by themselves."""
    left = list(findings)
    clauses = []
    for path, title, text in _listed(agreement, effects):
        own = [one for one in left if _is_about(one, path)]
        left = [one for one in left if one not in own]
        cause = [one.at(file=AS_FILE, line=lines.get(path, 1)) for one in blamed.get(path, ())]
        effect = effects.get(path)
        clauses.append(
            {
                "path": path,
                "title": title,
                "text": text,
                "causes": located_findings(cause),
                "findings": located_findings(own),
                "effect": effect and _effect(effect),
            }
        )
    return {"clauses": clauses, "findings": located_findings(left)}


def _listed(agreement: Agreement, effects: Mapping[str, Told]) -> Iterator[tuple[str, str, str]]:
    """Yield restrictions, then terms for Article 6 that have an effect, then clauses."""
    for index, one in enumerate(agreement.recognition):
        for place, restriction in enumerate(one.restrictions):
            path = f"recognition[{index}].restrictions[{place}]"
            title = f"{word(restriction.kind)}: {one.origin} → {one.destination}"
            yield path, title, pick(restriction_said(restriction))
    for path, effect in effects.items():
        if effect["from"] is None:
            yield path, word(effect["kind"]), ""
    for index, clause in enumerate(agreement.clauses):
        ref = clause.ref or ""
        yield f"clauses[{index}]", pick(said(clause.area)), ref


def _is_about(finding: Finding, path: str) -> bool:
    named = str(finding.where.get("path", ""))
    return named == path or named.startswith((f"{path}.", f"{path}["))


def _effect(told: Told) -> Told:
    """Say what the clause changes for each system, with it minus without it."""
    rows = [
        {
            "id": name,
            "gain": gain,
            "price": told["price_change"][name],
            "side": _side(name, told),
        }
        for name, gain in told["gain_change"].items()
    ]
    return {"rows": rows, "findings": [_message(one) for one in told["findings"]]}


def _message(told: Told) -> str:
    return pick(Text(told["message"], told["message_zh"]))
