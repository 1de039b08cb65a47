"""Law as data: paragraphs of the decisions, dated parameters, nomenclatures, layouts, Parties.

Nothing is read before it is asked for; every file is read once.
"""

from tallystick.law.decisions import (
    Decision,
    Paragraph,
    RulePack,
    decision,
    decisions,
    paragraph,
    paragraphs,
    rule_packs,
    rule_packs_on,
)
from tallystick.law.integrity import Exclusion, Remedy, exclusions, quality_attributes, remedies
from tallystick.law.layouts import Field, aliases, layout, spacers, worksheets
from tallystick.law.lists import (
    NOMENCLATURE_DATE,
    list_source,
    nomenclature,
    other_gas_activities,
    spellings,
    subtypes,
)
from tallystick.law.outlines import (
    Element,
    Outline,
    outline,
)
from tallystick.law.parties import party_rows
from tallystick.law.values import Parameter, parameter, parameters
from tallystick.law.words import (
    SummaryRow,
    affects_balance,
    check_results,
    review_statuses,
    summary_rows,
)

__all__ = [
    "NOMENCLATURE_DATE",
    "Decision",
    "Element",
    "Exclusion",
    "Field",
    "Outline",
    "Paragraph",
    "Parameter",
    "Remedy",
    "RulePack",
    "SummaryRow",
    "affects_balance",
    "aliases",
    "check_results",
    "decision",
    "decisions",
    "exclusions",
    "layout",
    "list_source",
    "nomenclature",
    "other_gas_activities",
    "outline",
    "paragraph",
    "paragraphs",
    "parameter",
    "parameters",
    "party_rows",
    "quality_attributes",
    "remedies",
    "review_statuses",
    "rule_packs",
    "rule_packs_on",
    "spacers",
    "spellings",
    "subtypes",
    "summary_rows",
    "worksheets",
]
