"""Law as data: paragraphs of the decisions, dated parameters, nomenclatures, layouts, Parties.

Nothing is read before it is asked for; every file is read once.
"""

from tallystick.law.agreements import (
    agreement_words,
    expected_areas,
    legal_force,
    linkage_findings,
    outcome_qualities,
)
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
from tallystick.law.natures import (
    EVERYWHERE,
    Consequence,
    LegalNature,
    legal_consequences,
    legal_natures,
)
from tallystick.law.outlines import Element, Outline, outline
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
from tallystick.law.words import (
    SummaryRow,
    affects_balance,
    check_results,
    review_statuses,
    summary_rows,
)

__all__ = [
    "EVERYWHERE",
    "NOMENCLATURE_DATE",
    "STAR_CRITERIA",
    "CompatibilityParameter",
    "Consequence",
    "Decision",
    "Element",
    "Exclusion",
    "Fact",
    "FeatureRow",
    "Field",
    "Jurisdiction",
    "LegalNature",
    "Member",
    "Outline",
    "Paragraph",
    "Parameter",
    "Reading",
    "Remedy",
    "RulePack",
    "StarRow",
    "SummaryRow",
    "System",
    "affects_balance",
    "agreement_words",
    "aliases",
    "check_results",
    "compatibility_features",
    "compatibility_parameters",
    "decision",
    "decisions",
    "exclusions",
    "expected_areas",
    "jurisdictions_2022",
    "layout",
    "legal_consequences",
    "legal_force",
    "legal_natures",
    "linkage_findings",
    "list_source",
    "nomenclature",
    "other_gas_activities",
    "outcome_qualities",
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
    "star_rows",
    "subtypes",
    "summary_rows",
    "system_members",
    "system_readings",
    "systems",
    "unit_masses",
    "worksheets",
]
