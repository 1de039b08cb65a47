"""Law as data: paragraphs of the decisions, dated parameters, nomenclatures, layouts, Parties.

Nothing is read before it is asked for; every file is read once.
"""

from tallystick.law.agreements import agreement_words, expected_areas
from tallystick.law.compatibility import (
    STAR_CRITERIA,
    CompatibilityParameter,
    FeatureRow,
    Reading,
    StarRow,
    compatibility_features,
    compatibility_parameters,
    star_rows,
    system_readings,
)
from tallystick.law.decisions import Paragraph, paragraph, paragraphs
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
    RulePack,
    outline,
    rule_packs,
    rule_packs_on,
)
from tallystick.law.parties import party_rows
from tallystick.law.systems import (
    Fact,
    Jurisdiction,
    Member,
    System,
    jurisdictions_2022,
    system_members,
    systems,
    unit_masses,
)
from tallystick.law.values import Parameter, parameter, parameters
from tallystick.law.words import SummaryRow, check_results, review_statuses, summary_rows

__all__ = [
    "NOMENCLATURE_DATE",
    "STAR_CRITERIA",
    "CompatibilityParameter",
    "Element",
    "Fact",
    "FeatureRow",
    "Field",
    "Jurisdiction",
    "Member",
    "Outline",
    "Paragraph",
    "Parameter",
    "Reading",
    "RulePack",
    "StarRow",
    "SummaryRow",
    "System",
    "agreement_words",
    "aliases",
    "check_results",
    "compatibility_features",
    "compatibility_parameters",
    "expected_areas",
    "jurisdictions_2022",
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
    "review_statuses",
    "rule_packs",
    "rule_packs_on",
    "spacers",
    "spellings",
    "star_rows",
    "subtypes",
    "summary_rows",
    "system_members",
    "system_readings",
    "systems",
    "unit_masses",
    "worksheets",
]
