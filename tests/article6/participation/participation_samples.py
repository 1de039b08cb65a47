"""A participation record in order, to be broken by the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from tallystick.article6.account import NdcKind
from tallystick.article6.ndc import NdcRegister, NdcVersion, TargetForm
from tallystick.article6.participation import (
    Arrangement,
    Conclusion,
    InventoryReport,
    Record,
    Registry,
    Requirement,
    Statement,
    check,
)
from tallystick.core.parties import Span
from tallystick.core.periods import NdcPeriod

ON = date(2025, 7, 7)
DUE = date(2024, 12, 31)

NDC = NdcVersion(
    version="2",
    communicated_on=date(2021, 11, 4),
    period=NdcPeriod(2021, 2030),
    kind=NdcKind.SINGLE_YEAR,
    form=TargetForm.ABSOLUTE,
    document="updated NDC",
)
STATEMENT = Statement(
    "stoves lower emissions that the NDC covers",
    "statement.pdf",
    "A. Mensah",
    date(2025, 1, 10),
    Conclusion.CONTRIBUTES,
)
GOOD = Record(
    party="GHA",
    ndcs=NdcRegister("GHA", (NDC,)),
    arrangements=(Arrangement("EPA", "framework of 2022", Span(date(2022, 12, 1))),),
    registries=(Registry("GHA01", "national registry", Span(date(2023, 1, 1), date(2026, 1, 1))),),
    inventories=(InventoryReport(DUE, date(2024, 12, 20), "first report"),),
    statements=(STATEMENT,),
)


def record(**changes: Any) -> Record:
    return replace(GOOD, **changes)


def answer(para: str, of: Record, on: date = ON) -> Requirement:
    return next(one for one in check(of, on).requirements if one.para == para)
