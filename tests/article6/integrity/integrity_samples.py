"""An integrity record in order, to be broken by the tests in one respect at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tallystick import law
from tallystick.article6.integrity import (
    Accreditation,
    Baseline,
    BaselineRegister,
    Body,
    Case,
    Consent,
    Engagement,
    Filed,
    IntegrityRecord,
    Measure,
    Mitigation,
    Participant,
    Passage,
    Permanence,
    Replacement,
    Report,
    Reversal,
    Scorecard,
    Section,
    State,
    Step,
    Task,
    Turn,
    check,
)
from tallystick.article6.participation import Evidence
from tallystick.core.parties import Span
from tallystick.core.periods import NdcPeriod

ON = date(2025, 7, 7)
VERIFIED = date(2024, 6, 1)
SENT = date(2025, 3, 1)

OUTCOME = Mitigation(
    id="O1",
    party="GHA",
    activity="stoves",
    sector="Energy",
    vintage=2023,
    quantity_t=90,
    reference_t=500,
    emissions_t=400,
    leakage_t=10,
    measured=Evidence("monitoring report", date(2024, 2, 1)),
    verified=Evidence("verification report", VERIFIED),
    verifier="DOE-2",
    traits=frozenset({"cookstoves"}),
    permanence=Permanence(at_risk=True, monitored_until=date(2033, 1, 1), responsible="GHA"),
    public="carp/O1",
)
BASELINE = Baseline(
    party="GHA", sector="Energy", version=1, adopted_on=date(2021, 6, 1), level_t={2023: 10_000}
)
REPORTS = tuple(
    Report(
        party=party,
        year=2023,
        outcomes_t={"O1": 90},
        method="averaging",
        metric="GHG",
        gwp="AR5",
        public=f"carp/{party}",
    )
    for party in ("GHA", "CHE")
)
DOES = tuple(
    Body(id=f"DOE-{number}", name=f"body {number}", accreditations=(held,))
    for number, held in enumerate(
        [Accreditation(frozenset({"3"}), Span(date(2021, 1, 1), date(2026, 1, 1)))] * 2, 1
    )
)
ENGAGEMENTS = tuple(
    Engagement(activity="stoves", body=body, task=task, on=on, scope="3")
    for body, task, on in (
        ("DOE-1", Task.VALIDATION, date(2022, 5, 1)),
        ("DOE-2", Task.VERIFICATION, VERIFIED),
    )
)
STEPS = (
    *(
        Filed(step=step, party=party, on=date(2025, 1, 10), by=by, document="d", scope="3")
        for party in ("GHA", "CHE")
        for step, by in ((Step.ELIGIBILITY, "DOE-1"), (Step.APPROVAL, "authority"))
    ),
    Filed(step=Step.CERTIFICATION, on=date(2025, 1, 20), by="DOE-2", document="d"),
    Filed(step=Step.PUBLICATION, on=date(2025, 2, 1), by="GHA01", document="d"),
    Filed(step=Step.REGISTRATION, on=date(2025, 2, 3), by="GHA01", document="d"),
)
PASSAGE = Passage(id="T1", giver="GHA", taker="CHE", on=SENT, steps=STEPS, outcomes=("O1",))
PERIOD = NdcPeriod(2023, 2024)
PARTICIPANTS = (
    Participant(
        party="GHA",
        period=PERIOD,
        target_t=1_000,
        emissions_t={2023: 400, 2024: 400},
        first_transferred_t={2023: 90, 2024: 0},
        used_t={2023: 0, 2024: 0},
    ),
    Participant(
        party="CHE",
        period=PERIOD,
        target_t=1_000,
        emissions_t={2023: 500, 2024: 500},
        first_transferred_t={2023: 0, 2024: 0},
        used_t={2023: 0, 2024: 90},
    ),
)
REVERSAL = Reversal(
    id="R1",
    outcome="O1",
    on=date(2025, 1, 1),
    quantity_t=30,
    due=date(2025, 6, 30),
    replacements=(Replacement(30, Evidence("cancellation", date(2025, 5, 1))),),
)
CASE = Case(
    id="C1",
    opened_by="CHE",
    against="GHA",
    facts="units were not delivered",
    committee="Article 15",
    consent="letter of 1 March",
    turns=(
        Turn(State.OPENED, date(2025, 1, 1), "CHE"),
        Turn(State.ANSWERED, date(2025, 2, 1), "GHA"),
        Turn(State.REFERRED, date(2025, 3, 1), "CHE"),
        Turn(State.DECIDED, date(2025, 4, 1), "committee"),
    ),
    measures=(
        Measure(remedy="make_good", due=date(2026, 1, 1), quantity_t=10),
        Measure(
            remedy="damages",
            due=date(2025, 5, 1),
            amount=Decimal("12.50"),
            currency="CHF",
            done_on=date(2025, 4, 20),
        ),
    ),
)
GOOD = IntegrityRecord(
    approach="CA0009",
    parties=("GHA", "CHE"),
    consents=tuple(
        Consent(party, "authority", Evidence("consent", date(2020, 11, 23)))
        for party in ("GHA", "CHE")
    ),
    exclusions=law.exclusions()["che_gha"],
    baselines=BaselineRegister((BASELINE,), {("GHA", "Energy"): {2023: 9_900}}),
    outcomes=(OUTCOME,),
    reversals=(REVERSAL,),
    reports=REPORTS,
    bodies=DOES,
    engagements=ENGAGEMENTS,
    participants=PARTICIPANTS,
    gated=True,
    passages=(PASSAGE,),
    cases=(CASE,),
)


def record(**changes: Any) -> IntegrityRecord:
    return replace(GOOD, **changes)


def with_outcome(**changes: Any) -> IntegrityRecord:
    return record(outcomes=(replace(OUTCOME, **changes),))


def with_case(**changes: Any) -> IntegrityRecord:
    return record(cases=(replace(CASE, **changes),))


def section(key: str, of: IntegrityRecord, on: date = ON) -> Section:
    return next(one for one in card(of, on).sections if one.key == key)


def card(of: IntegrityRecord, on: date = ON) -> Scorecard:
    return check(of, on)
