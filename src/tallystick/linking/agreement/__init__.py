"""The agreement as data: its records, the words they use and the keys they are written with."""

from tallystick.linking.agreement.agreement import (
    Agreement,
    Article6Terms,
    Body,
    Clause,
    Contract,
    Criterion,
    Dates,
    DeclaredSystem,
    Event,
    HostLimit,
    PartyTo,
    Principle,
    Recognition,
    SystemFacts,
)
from tallystick.linking.agreement.values import ALWAYS, Day, Names, Window, Years

__all__ = [
    "ALWAYS",
    "Agreement",
    "Article6Terms",
    "Body",
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
    "Principle",
    "Recognition",
    "SystemFacts",
    "Window",
    "Years",
]
