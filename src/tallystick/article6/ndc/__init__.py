"""The NDC register: versions, the five-year cycle, one method per period, and finality."""

from tallystick.article6.ndc.finality import Override, Restatement, judge_restatement
from tallystick.article6.ndc.methods import MethodDeclaration, declare_method
from tallystick.article6.ndc.register import NdcRegister, NdcVersion, TargetForm, judge_cycle

__all__ = [
    "MethodDeclaration",
    "NdcRegister",
    "NdcVersion",
    "Override",
    "Restatement",
    "TargetForm",
    "declare_method",
    "judge_cycle",
    "judge_restatement",
]
