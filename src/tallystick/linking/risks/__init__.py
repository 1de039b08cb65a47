"""What a link may bring: effects that spill over, loose caps, broken commitments, unlike cores."""

from tallystick.linking.risks.report import Risks, risks

__all__ = ["Risks", "risks"]
