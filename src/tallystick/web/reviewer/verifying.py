"""The auditor's pages of the log: its checkpoints, and verification as a job with progress."""

from contextlib import closing
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tasks import task

from tallystick.ledger import LedgerError
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.tables import seals
from tallystick.ledger.log.verify import STAGES, verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.checkpoint import parse
from tallystick.web.audit.trail import acting
from tallystick.web.people.models import User
from tallystick.web.people.power import needs
from tallystick.web.presenting import findings_stored
from tallystick.web.reviewer.models import Verifying

SHOWN = 50


@needs("ledger.verify")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """List the newest checkpoints of the log and the runs of its verification."""
    with closing(store_at(settings.LEDGER)) as store:
        notes = [one.note for one in seals(store)][-SHOWN:]
        origin = origin_of(store)
    context = {
        "origin": origin,
        "checkpoints": [checkpoint_told(note) for note in reversed(notes)],
        "runs": Verifying.objects.select_related("actor")[:SHOWN],
    }
    return render(request, "web/reviewer/log.html", context)


def checkpoint_told(note: str) -> dict[str, Any]:
    """Return a signed checkpoint with the size and the root that it is of."""
    signed = parse(note).checkpoint
    return {"note": note, "size": signed.size, "root": signed.root.hex()}


@needs("ledger.verify")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole ledger verified in the background."""
    if isinstance(request.user, User):
        with acting(request, "ledger.verify"):
            run = start(request.user)
        return redirect("verification", run.pk)
    return redirect("log")


def start(user: User) -> Verifying:
    """Have the whole ledger verified by a job, and return its run."""
    run = Verifying.objects.create(actor=user)
    run_verification.enqueue(run.pk)
    return run


@needs("ledger.verify")
@require_safe
def verification(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a run has come, and in the end what it found."""
    run = get_object_or_404(Verifying, pk=number)
    found = findings_stored(run.answer.get("findings", ()))
    context = {"run": run, "stages": STAGES, "findings": found}
    part = "web/reviewer/_verification.html"
    is_part = bool(getattr(request, "htmx", False))
    return render(request, part if is_part else "web/reviewer/verification.html", context)


@task()
def run_verification(number: int) -> None:
    """Verify the ledger stage by stage, and keep what was found."""
    run = Verifying.objects.filter(pk=number)

    def tell(done: int) -> None:
        run.update(done=done)

    try:
        with closing(store_at(settings.LEDGER)) as store:
            answer = verify_ledger(store, told=tell).to_json()
    except LedgerError as error:
        answer = {"valid": False, "error": str(error)}
    run.update(answer=answer, ended_at=timezone.now())
