"""Environmental integrity of cooperative approaches, the effect gate, cases and remedies."""

from tallystick.article6.integrity.baselines import Baseline, BaselineRegister
from tallystick.article6.integrity.bodies import Accreditation, Body, Engagement, Task
from tallystick.article6.integrity.check import Scorecard, Section, check, to_json
from tallystick.article6.integrity.cooperation import NonMarket, ResultsFinance
from tallystick.article6.integrity.gate import Filed, Passage, Step
from tallystick.article6.integrity.net_increase import Participant
from tallystick.article6.integrity.record import (
    Consent,
    IntegrityRecord,
    Mitigation,
    Permanence,
    Replacement,
    Report,
    Reversal,
)
from tallystick.article6.integrity.remedies import Case, Measure, State, Turn, price_compensation

__all__ = [
    "Accreditation",
    "Baseline",
    "BaselineRegister",
    "Body",
    "Case",
    "Consent",
    "Engagement",
    "Filed",
    "IntegrityRecord",
    "Measure",
    "Mitigation",
    "NonMarket",
    "Participant",
    "Passage",
    "Permanence",
    "Replacement",
    "Report",
    "ResultsFinance",
    "Reversal",
    "Scorecard",
    "Section",
    "State",
    "Step",
    "Task",
    "Turn",
    "check",
    "price_compensation",
    "to_json",
]
