"""Filing a paper, from a page or a program: once under its key, in the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import Said, acting
from tallystick.web.authority import drafts
from tallystick.web.authority.keeping import Paper, keep
from tallystick.web.authority.models import Document, Draft, Kind
from tallystick.web.authority.scope import known_user

PERMISSION = "report.submit"


class ChangedError(Exception):
    """The draft is not there, or no longer the one that was seen."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The paper of a Party of a kind on a subject, of which there is one draft at most."""

    party: str
    kind: Kind
    subject: str


def submit(
    request: HttpRequest,
    key: str,
    make: Callable[[], Paper],
    *,
    door: Door = Door.PAGE,
    revision: int = 0,
) -> tuple[Document, bool]:
    """Keep what is made as a version, and say whether it was kept now; once for each key.

    `revision` is that of the draft, which the trail keeps; 0 where there is none. `make` raises
    Refused with what is found. Raises VersionTakenError, too.
    """
    by = known_user(request, PERMISSION)
    before = Document.objects.filter(key=key).first()
    if before is not None:
        return before, False
    paper = make()
    subject = f"{paper.party} {paper.kind} {paper.subject} {paper.version}"
    said: Said = {"door": door, "key": key, "subject": subject, "detail": {"revision": revision}}
    with acting(request, PERMISSION, **said):
        return keep(by, key, paper), True


def submit_draft(
    request: HttpRequest,
    key: str,
    seen: tuple[Subject, int],
    make: Callable[[Draft], Paper],
    *,
    door: Door = Door.PAGE,
) -> tuple[Document, bool]:
    """Submit an open draft at the revision that was seen, and take it off the desk.

    Raises ChangedError for any other revision, and what `submit` raises.
    """
    of, revision = seen
    draft = drafts.find(of.party, of.kind, of.subject)
    is_seen = draft is not None and draft.revision == revision

    def made() -> Paper:
        if draft is None or not is_seen:
            raise ChangedError(of.subject)
        return make(draft)

    done = submit(request, key, made, door=door, revision=revision)
    if draft is not None and is_seen:
        drafts.close(draft)
    return done
