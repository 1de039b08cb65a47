"""What arrives when units cross a link: filters, then rates, then limits, then tax."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick.core.findings import Finding
from tallystick.linking.agreement.restrictions import BorderTax
from tallystick.linking.restrictions.factor import factor
from tallystick.linking.restrictions.rules import TRANSFERS, fee
from tallystick.linking.restrictions.transfer import Setting, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What a transfer comes to; None is unknown, or nothing where the transfer is refused."""

    sent: int
    received: Fraction | None = None
    needed_per_domestic_unit: Fraction | None = None
    fee: Fraction | None = None
    currency: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> Finding | None:
        """The first finding that refuses the transfer."""
        return next((one for one in self.findings if one.refuses), None)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `agreement convert` prints it, rationals in lowest terms."""
        return {
            "sent": str(self.sent),
            "received": _text(self.received),
            "needed_per_domestic_unit": _text(self.needed_per_domestic_unit),
            "fee": _text(self.fee),
            "currency": self.currency,
            "refused": self.refused.to_json() if self.refused else None,
            "findings": [finding.to_json() for finding in self.findings],
        }


def convert(transfer: Transfer, setting: Setting) -> Conversion:
    """Send units across a link and say what is booked, needed and paid."""
    findings = tuple(TRANSFERS.judge(transfer, setting))
    refused = any(finding.refuses for finding in findings)
    direction = setting.direction(transfer)
    booked = factor(setting, direction) if direction else None
    taxes = tuple(setting.held(direction, BorderTax)) if direction else ()
    arrives = booked is not None and not refused
    return Conversion(
        sent=transfer.quantity_t,
        received=booked * transfer.quantity_t if booked is not None and arrives else None,
        needed_per_domestic_unit=1 / booked if booked else None,
        fee=None if refused or direction is None else fee(taxes, transfer),
        currency=next((tax.currency for tax in taxes if tax.currency), None),
        findings=findings,
    )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
