"""The agreement as data: its records, the words they use and the keys they are written with."""

from tallystick.linking.agreement.agreement import (
    Agreement,
    Article6Terms,
    Clause,
    Contract,
    Criterion,
    Dates,
    DeclaredSystem,
    Event,
    HostLimit,
    PartyTo,
    Recognition,
    SystemFacts,
)
from tallystick.linking.agreement.values import ALWAYS, Day, Names, Window, Years

__all__ = [
    "ALWAYS",
    "Agreement",
    "Article6Terms",
    "Clause",
    "Contract",
    "Criterion",
    "Dates",
    "Day",
    "DeclaredSystem",
    "Event",
    "HostLimit",
    "Names",
    "PartyTo",
    "Recognition",
    "SystemFacts",
    "Window",
    "Years",
]
