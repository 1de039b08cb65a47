"""The NDC register: versions, the five-year cycle, and one method per period."""

from tallystick.article6.ndc.methods import MethodDeclaration, declare_method
from tallystick.article6.ndc.register import NdcRegister, NdcVersion, TargetForm, judge_cycle

__all__ = [
    "MethodDeclaration",
    "NdcRegister",
    "NdcVersion",
    "TargetForm",
    "declare_method",
    "judge_cycle",
]
