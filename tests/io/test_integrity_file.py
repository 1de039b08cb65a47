"""Integrity files: what is read, and what is refused with line, value and mend."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tallystick.article6.integrity import IntegrityRecord, State, Step, Task
from tallystick.article6.participation import Evidence
from tallystick.core.findings import Finding
from tallystick.core.parties import Span
from tallystick.io.integrity_file import read_integrity
from tallystick.io.yamlfile.damage import Damaged

GOOD = """\
approach: CA0009
parties: [GHA, CHE]
agreement: che_gha
gate: true
consents:
  - {party: GHA, authority: EPA, document: agreement, date: 2020-11-23}
exclusions:
  - {trait: wind, label_en: wind, label_zh: 风, since: 2021-01-01, source: Tallystick design}
baselines:
  - {party: GHA, sector: Energy, version: 1, adopted: 2021-06-01, level_t: {2023: 10000}}
sectors:
  - {party: GHA, sector: Energy, emissions_t: {2023: 9900}}
outcomes:
  - id: O1
    party: GHA
    activity: stoves
    sector: Energy
    vintage: 2023
    quantity_t: 90
    reference_t: 500
    emissions_t: 400
    leakage_t: 10
    measured: {document: monitoring, date: 2024-02-01}
    verified: {document: verification, date: 2024-06-01, by: DOE-2}
    traits: [cookstoves]
    permanence: {at_risk: true, monitored_until: 2033-01-01, responsible: GHA}
    public: carp/O1
reversals:
  - {id: R1, outcome: O1, date: 2025-01-01, quantity_t: 3, due: 2025-06-30,
     replaced: [{quantity_t: 3, document: cancellation, date: 2025-05-01}]}
reports:
  - {party: GHA, year: 2023, outcomes: [{id: O1, quantity_t: 90}], method: averaging, metric: GHG,
     gwp: AR5, public: carp/GHA}
bodies:
  - {id: DOE-2, name: Body, group: Holding, accreditations: [{scopes: ["3"], since: 2021-01-01}]}
engagements:
  - {activity: stoves, body: DOE-2, task: verification, date: 2024-06-01, scope: "3"}
participants:
  - {party: GHA, first_year: 2023, last_year: 2024, target_t: 100, emissions_t: {2023: -5},
     first_transferred_t: {2023: 90}, used_t: {2023: 0}}
transfers:
  - {id: T1, from: GHA, to: CHE, date: 2025-03-01, outcomes: [O1], steps: [
      {step: approval, date: 2025-01-10, by: EPA, document: letter, party: GHA}]}
cases:
  - {id: C1, opened_by: CHE, against: GHA, facts: not delivered, committee: Article 15,
     consent: letter, turns: [{state: opened, date: 2025-01-01, by: CHE}],
     measures: [{remedy: damages, due: 2025-09-01, amount: 12.50, currency: CHF}]}
non_market:
  - {id: NMA-1, parties: [CHE], title: forest law, since: 2024-01-01}
results_finance:
  - {id: RBF-1, payer: fund, host: GHA, date: 2024-01-01, amount: 5, currency: USD, outcomes: [O7]}
"""


def read(tmp_path: Path, text: str) -> IntegrityRecord:
    path = tmp_path / "integrity.yaml"
    path.write_text(text, encoding="utf-8")
    return read_integrity(path)


def damage(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as raised:
        read(tmp_path, text)
    return raised.value.findings


def test_everything_in_the_file_is_read(tmp_path: Path) -> None:
    record = read(tmp_path, GOOD)
    assert (record.approach, record.parties, record.gated) == ("CA0009", ("GHA", "CHE"), True)
    assert record.exclusions
    assert [one.trait for one in record.exclusions] == ["nuclear", "fossil_lock_in", "wind"]
    assert record.outcomes
    outcome = record.outcomes[0]
    assert outcome.verified == Evidence("verification", date(2024, 6, 1))
    assert (outcome.verifier, outcome.traits) == ("DOE-2", frozenset({"cookstoves"}))
    assert outcome.permanence
    assert outcome.permanence.responsible == "GHA"
    assert record.baselines.beyond_t("GHA", "Energy", 2023, date(2024, 6, 1)) == 100
    assert record.reversals
    assert record.reversals[0].outstanding_t(date(2025, 6, 1)) == 0
    assert record.reports
    assert record.reports[0].outcomes_t == {"O1": 90}
    assert record.bodies
    assert record.bodies[0].accreditations[0].valid == Span(date(2021, 1, 1))
    assert record.engagements
    assert record.engagements[0].task is Task.VERIFICATION
    assert record.participants
    assert record.participants[0].emissions_t == {2023: -5}
    assert record.passages[0].steps
    assert record.passages[0].steps[0].step is Step.APPROVAL
    assert record.cases[0].turns[0].state is State.OPENED
    assert record.cases[0].measures[0].amount == Decimal("12.50")
    assert record.non_market[0].title == "forest law"
    assert record.results_finance[0].outcomes == ("O7",)


def test_absent_list_is_not_an_empty_one(tmp_path: Path) -> None:
    head = "approach: CA0009\nparties: [GHA]\n"
    assert read(tmp_path, head).outcomes is None
    assert read(tmp_path, head).exclusions is None
    assert read(tmp_path, head + "outcomes: []\nexclusions: []\n").outcomes == ()
    assert read(tmp_path, head + "exclusions: []\n").exclusions == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "name"),
    [
        ("approach: CA0009", "approach: CA9", 1, "approach"),
        ("\nparties: [GHA, CHE]", "\nparties: [GHA, Ghana]", 2, "parties"),
        ("agreement: che_gha", "agreement: che_xyz", 3, "agreement"),
        ("gate: true", "gate: perhaps", 4, "gate"),
        ("document: agreement, ", "", 6, "document"),
        ("trait: wind, ", "", 8, "trait"),
        ("version: 1", "version: 0", 10, "version"),
        ("leakage_t: 10", "leakage_t: -1", 22, "leakage_t"),
        ("at_risk: true", "at_risk: perhaps", 26, "at_risk"),
        ("permanence: {at_risk: true, monitored_until: 2033-01-01, responsible: GHA}",
         "permanence: yes", 26, "permanence"),
        (", by: DOE-2", "", 24, "by"),
        ("replaced: [{quantity_t: 3", "replaced: [{quantity_t: 0", 30, "quantity_t"),
        ("task: verification", "task: verifying", 37, "task"),
        ("last_year: 2024", "last_year: 2020", 39, "last_year"),
        ("first_transferred_t: {2023: 90}", "first_transferred_t: {2023: -90}", 40,
         "first_transferred_t 2023"),
        ("step: approval", "step: approve", 43, "step"),
        ("state: opened", "state: open", 46, "state"),
        ("amount: 12.50", "amount: 1e3", 47, "amount"),
        ("amount: 5,", "amount: 0,", 51, "amount"),
        ("title: forest law, ", "quantity_t: 5, ", 49, "quantity_t"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_line_and_mend(
    tmp_path: Path, before: str, after: str, line: int, name: str
) -> None:
    assert GOOD.count(before) == 1
    finding = damage(tmp_path, GOOD.replace(before, after))[0]
    assert (finding.code, finding.where["line"], finding.where["name"]) == ("SYNTAX", line, name)
    assert finding.message.zh
    assert finding.fix.en


@pytest.mark.rule("missing", "REMEDY", "REMEDY_DUE")
@pytest.mark.parametrize("lacking", ["remedy: damages", "due: 2025-09-01"])
def test_measure_without_its_remedy_or_its_day_is_damage(tmp_path: Path, lacking: str) -> None:
    (finding,) = damage(tmp_path, GOOD.replace(f"{lacking}, ", ""))
    assert (finding.code, finding.where["name"]) == ("SYNTAX", lacking.partition(":")[0])


def test_file_without_approach_or_parties_is_refused(tmp_path: Path) -> None:
    assert [one.where["name"] for one in damage(tmp_path, "gate: true\n")] == [
        "approach",
        "parties",
    ]


@pytest.mark.feature("F011")
def test_non_market_approach_has_no_quantity_to_read(tmp_path: Path) -> None:
    text = GOOD.replace("title: forest law,", "title: forest law, quantity_t: 5,")
    assert damage(tmp_path, text)[0].where["name"] == "quantity_t"
