"""The rules on what a link may bring."""

from tallystick.core.rules import Rulebook
from tallystick.linking.circumstances import AgreementRules

RISKS: AgreementRules = Rulebook("risks of a link")
