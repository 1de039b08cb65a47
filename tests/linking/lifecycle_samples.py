"""A link with everything its life needs, for tests of the lifecycle."""

from dataclasses import replace
from datetime import date
from typing import Any

from linking_samples import agreement, direction

from tallystick.linking.agreement import Agreement, Clause, Dates, Day
from tallystick.linking.agreement.params import (
    PARAMS,
    ChangeManagement,
    EntryIntoForce,
    Registry,
    Suspension,
    Termination,
    Treatment,
)
from tallystick.linking.agreement.words import (
    Area,
    Binding,
    Connection,
    EntryRule,
    Fate,
    Holding,
    Status,
)
from tallystick.linking.lifecycle.step import Course

AREAS = {record: area for area, record in PARAMS.items()}
BREACH = "breach of listed articles"
THIRD_LINK = "notice of a link with a third party"
ENTRY = EntryIntoForce(
    rule=EntryRule.CONDITIONS_MET, on_first_january=True, conditions=("essential criteria",)
)
BREACHED = Suspension(grounds=(BREACH,), other_transactions_continue=True)
NOTIFIED = Suspension(grounds=(THIRD_LINK,), lasts_months=3, other_transactions_continue=True)
CHANGING = ChangeManagement(consultation_days=60, estoppel=True)
ENDING = Termination(notice_months=6)
HONOURED = tuple(Treatment(holding=one, fate=Fate.HONOUR) for one in Holding)


def clauses(*params: Any, binding: Binding | None = Binding.SHALL) -> tuple[Clause, ...]:
    return tuple(Clause(area=Area(AREAS[type(one)]), params=one, binding=binding) for one in params)


def link(*params: Any, **changes: Any) -> Agreement:
    made = agreement(direction("che_ets", "eu_ets"), direction("eu_ets", "che_ets"))
    listed = params or (
        ENTRY,
        Registry(connection=Connection.DIRECT),
        BREACHED,
        NOTIFIED,
        CHANGING,
        ENDING,
    )
    made = replace(made, dates=Dates(signed=Day(2017, 11, 23)), clauses=clauses(*listed))
    return replace(made, **changes)


def course(
    one: Agreement, status: Status = Status.OPERATING, since: date = date(2021, 1, 1)
) -> Course:
    return Course(agreement=one, status=status, since=since)
