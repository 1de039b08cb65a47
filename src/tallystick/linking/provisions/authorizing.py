"""A request for authorization on its way through the procedure that an agreement lays down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Authorization
from tallystick.linking.agreement.values import DATE, PARTY_ID, TEXT
from tallystick.linking.provisions.clauses import terms

SOURCE = "Liu 2024 section 1.2; 2/CMA.3 annex para 18(g)"


class Stage(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    FIRST_SIDE = "first_side"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBy:
    """The decision of one Party on a request."""

    party: Annotated[str, PARTY_ID, "Party that decided."]
    on: Annotated[date, DATE, "When."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to authorize: the day, what its document states, and which Party decided when."""

    id: Annotated[str, TEXT, "Its id."]
    asked_on: Annotated[date, DATE, "When it was made."]
    states: Annotated[tuple[str, ...] | None, TEXT, "What its document states."] = None
    decided: Annotated[tuple[DecidedBy, ...], "Who decided, and when."] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request under the agreement whose procedure it goes through."""

    asked: Asked
    agreement: Agreement

    @property
    def terms(self) -> Authorization | None:
        """What the agreement says on authorizing, None where it has no such terms."""
        return next((said for _, said in terms(self.agreement, Authorization)), None)

    @property
    def due(self) -> date | None:
        """By when it is to be decided, None where the agreement sets no time."""
        days = self.terms.deadline_days if self.terms else None
        return None if days is None else self.asked.asked_on + timedelta(days=days)

    def stage(self, on: date) -> Stage:
        """Return where the request stands on a day; both sides decide only where that is agreed."""
        sides = {one.party for one in self.asked.decided if one.on <= on}
        if not sides:
            return Stage.ASKED
        both = self.terms is not None and self.terms.both_parties is True
        return Stage.FIRST_SIDE if both and len(sides) == 1 else Stage.DECIDED

    def to_json(self, on: date) -> dict[str, Any]:
        """Return the stage, the day it is due, and the checklist of its content."""
        stated = self.asked.states
        content = self.terms.content if self.terms else ()
        return {
            "id": self.asked.id,
            "stage": self.stage(on).value,
            "due": self.due.isoformat() if self.due else None,
            "content": {name: None if stated is None else name in stated for name in content},
        }


REQUESTS: Rulebook[Request, date] = Rulebook("requests for authorization")


def _place(request: Request) -> dict[str, object]:
    return {"request": request.asked.id, "agreement": request.agreement.id}


@REQUESTS.rule(
    "AUTHORIZATION_LATE",
    source=SOURCE,
    message=Text("the request was to be decided by {due}", "该申请应于 {due} 前作出决定"),
    fix=Text("decide, or agree on more time", "请作出决定，或商定延期"),
)
def requests_are_decided_in_time(request: Request, on: date) -> Shown | None:
    """A request is decided within the days that the agreement gives."""
    if request.due is None:
        return unknown(Text("the time for deciding", "决定期限"), _place(request))
    late = request.stage(min(on, request.due)) is not Stage.DECIDED and on > request.due
    return fails(_place(request), due=request.due) if late else None


@REQUESTS.rule(
    "AUTHORIZATION_CONTENT",
    source=SOURCE,
    message=Text("the document does not state {missing}", "文件未载明 {missing}"),
    fix=Text("state {missing}", "请载明 {missing}"),
)
def documents_state_what_is_agreed(request: Request, _: date) -> Iterator[Shown]:
    """An authorization states everything that the agreement asks for."""
    content = request.terms.content if request.terms else ()
    if not content or request.asked.states is None:
        yield unknown(Text("the content agreed and stated", "约定与载明的内容"), _place(request))
        return
    missing = [name for name in content if name not in request.asked.states]
    if missing:
        yield fails(_place(request), missing=", ".join(missing))
