"""The page of the effect gate: for each transfer what is on file, what is missing, and whose."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tallystick.article6.integrity.gate import BOTH_SIDES, GATE, REQUIRED, Filed, Passage, Step
from tallystick.web.authority.scope import desk
from tallystick.web.languages import pick
from tallystick.web.people.power import needs
from tallystick.web.presenting import party_name
from tallystick.web.registry.crossings import Crossing, crossings_of
from tallystick.web.registry.lists import words_of
from tallystick.web.registry.term_forms import STEPS


@needs("adjustment.read")
@require_safe
def gate(request: HttpRequest, code: str) -> HttpResponse:
    """Show each transfer that a gate holds back or has let pass, step by step."""
    context = desk(request, code, "adjustment.read")
    found, gated = crossings_of(code, context["today"])
    context |= {
        "approaches": [
            {"id": one.id, "title": pick(one.title), "on": one.on} for one in gated.values()
        ],
        "rows": [_told(one, code) for one in found],
    }
    return render(request, "registry/gate.html", context)


def _told(one: Crossing, party: str) -> dict[str, Any]:
    passage = one.passage
    return {
        "authorization": one.authorization,
        "approach": one.approach,
        "block": one.block,
        "is_booked": one.is_booked,
        "proposal": one.proposal,
        "giver": party_name(passage.giver),
        "taker": party_name(passage.taker),
        "on": passage.on,
        "effective_on": passage.effective_on,
        "steps": [_step(passage, step, side, party) for step, side in sides(passage)],
    }


def sides(passage: Passage) -> list[tuple[Step, str | None]]:
    """Return every step with who takes it, None for both at once, in order."""
    return [(step, side) for step in Step for side in passage.sides(step)]


def _step(passage: Passage, step: Step, side: str | None, party: str) -> dict[str, Any]:
    filed: Filed | None = passage.standing(step, side, passage.on)
    rule = GATE[REQUIRED[step][0]]
    return {
        "step": step.value,
        "label": words_of(STEPS)[step.value],
        "side": party_name(side) if step in BOTH_SIDES and side else _("for both sides"),
        "filed": filed,
        "outcome": "pass" if filed else "fail",
        "code": rule.code,
        "source": rule.source,
        "is_own": side in {None, party},
    }
