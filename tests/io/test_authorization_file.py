"""Authorization files: what is read, and what is refused with line, value and mend."""

from datetime import date
from pathlib import Path

import pytest

from tallystick.article6.authorization.components import (
    Decision,
    EntityType,
    Instrument,
    KycStatus,
)
from tallystick.article6.authorization.content import Change, ChangeTerms, Demand
from tallystick.article6.authorization.dossier import Dossier, FirstTransferOf
from tallystick.core.actions import ActionType, FirstTransferDefinition, Purpose
from tallystick.core.findings import Finding
from tallystick.io.authorization_file import joined, read_authorizations
from tallystick.io.yamlfile.damage import Damaged

GOOD = """\
party: GHA
approaches:
  - {approach: CA0009, date: 2022-12-01, until: 2030-12-31, parties: [GHA, CHE], document: a.pdf,
     frameworks: [JCM], tracking_registry: GHA01, underlying_registries: not applicable}
authorizations:
  - id: GHA-A1
    version: 2
    date: 2023-02-01
    effective: 2023-03-01
    expires: 2030-12-31
    final_event: 2030-06-30
    approach: CA0009
    purposes: [NDC, IMP]
    first_transfer: authorisation
    parties: [CHE]
    entities: [GH-0042]
    oimp: CORSIA
    quantity_t: 1000
    vintages: [2021, 2030]
    frameworks: [methodology 1]
    tracking_registry: GHA01
    underlying_registries: absent
    metric: GHG
    gwp: AR5
    gases: [CO2]
    sectors: not applicable
    activity_types: [Stoves]
    terms: see annex
    changes: {circumstances: [fraud], process: notice, reach_back: true}
    change: {circumstance: fraud, process: notice, reaches_back: false}
    revokes: false
    notice: absent
    demands: [two keys, authorized entities]
entities:
  - {number: GH-0042, name: Airline, country: GHA, approach: CA0009, date: 2023-02-01,
     until: 2025-12-31, type: NGO, kyc: passed, kyc_date: 2023-01-01, conditions: none sold on,
     change_conditions: by notice, permits: [use], accounts: [GHA-7]}
consents:
  - {authorization: CHE-1, authority: EPA, date: 2023-02-01, decision: withdraws, document: c.pdf}
contracts:
  - {authorization: GHA-A1, entity: GH-0042, date: 2023-02-01,
     agreement: {id: treaty, since: 2020-11-23}, contract: {id: MOPA, since: 2023-02-01,
     until: 2024-02-01}}
first_transfers:
  - {authorization: GHA-A1, date: 2024-01-01, quantity_t: 10}
"""


def read(tmp_path: Path, text: str) -> Dossier:
    path = tmp_path / "authorizations.yaml"
    path.write_text(text, encoding="utf-8")
    return read_authorizations(path)


def refused(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


def test_every_field_of_a_version_is_read(tmp_path: Path) -> None:
    (version,) = read(tmp_path, GOOD).versions
    content = version.content
    assert content
    assert (version.id, version.party, version.version) == ("GHA-A1", "GHA", 2)
    assert (version.decided_on, version.on) == (date(2023, 2, 1), date(2023, 3, 1))
    assert (content.expires_on, content.final_event_on) == (date(2030, 12, 31), date(2030, 6, 30))
    assert version.purposes == {Purpose.NDC, Purpose.IMP}
    assert version.definition is FirstTransferDefinition.AUTHORIZATION
    assert version.first_transfer_definition == "authorisation"
    assert (version.authorized_parties, version.authorized_entities) == (("CHE",), ("GH-0042",))
    assert (version.authorized_oimp, version.authorized_quantity_t) == ("CORSIA", 1000)
    assert (version.first_year, version.last_year) == (2021, 2030)
    assert (content.frameworks, content.tracking_registry) == (("methodology 1",), "GHA01")
    assert (version.metric, version.gwp_values, content.gases) == ("GHG", "AR5", ("CO2",))
    assert (version.activity_types, version.terms) == (("Stoves",), "see annex")
    assert content.changes == ChangeTerms(("fraud",), "notice", reach_back=True)
    assert content.change == Change("fraud", "notice", reaches_back=False)
    assert content.absent == {"j", "notice"}
    assert content.not_applicable == {"m"}
    assert content.demands == {Demand.TWO_KEYS, Demand.ENTITIES}
    assert version.note["line"] == 6
    assert not version.revokes


def test_omitted_says_that_an_element_applies_and_is_not_there(tmp_path: Path) -> None:
    omitted = GOOD.replace("sectors: not applicable", "sectors: omitted")
    omitted = omitted.replace("underlying_registries: not applicable", "parties: omitted", 1)
    omitted = omitted.replace("parties: [GHA, CHE], ", "", 1)
    dossier = read(tmp_path, omitted)
    content = dossier.versions[0].content
    assert content
    assert content.omitted == {"m"}
    assert not content.not_applicable
    assert dossier.approaches[0].omitted == {"b"}
    assert content.silent_on == {"j", "m", "notice"}


def test_everything_beside_the_versions_is_read(tmp_path: Path) -> None:
    dossier = read(tmp_path, GOOD)
    (approach,), (entity,) = dossier.approaches, dossier.entities
    (consent,), (chain,) = dossier.consents, dossier.chains
    assert (approach.parties, approach.frameworks) == (("GHA", "CHE"), ("JCM",))
    assert (approach.document, approach.last_day) == ("a.pdf", date(2030, 12, 31))
    assert approach.not_applicable == {"j"}
    assert (entity.number, entity.name, entity.country) == ("GH-0042", "Airline", "GHA")
    assert (entity.entity_type, entity.kyc) == (EntityType.NGO, KycStatus.PASSED)
    assert entity.permits == {ActionType.USE}
    assert entity.accounts == ("GHA-7",)
    assert (entity.conditions, entity.change_conditions) == ("none sold on", "by notice")
    assert (consent.party, consent.authority, consent.decision) == (
        "GHA",
        "EPA",
        Decision.WITHDRAWS,
    )
    assert chain.agreement == Instrument("treaty", date(2020, 11, 23))
    assert chain.contract == Instrument("MOPA", date(2023, 2, 1), date(2024, 2, 1))
    assert dossier.first_transfers == [FirstTransferOf("GHA-A1", date(2024, 1, 1), 10)]


def test_little_is_needed(tmp_path: Path) -> None:
    bare = "party: GHA\nauthorizations: [{id: A, date: 2023-02-01, purposes: NDC}]"
    dossier = read(tmp_path, bare)
    (version,) = dossier.versions
    assert (version.version, version.on, version.approach) == (1, date(2023, 2, 1), "")
    assert dossier.first_transfers is None


def test_list_of_first_transfers_that_is_empty_says_there_were_none(tmp_path: Path) -> None:
    none = read(tmp_path, "party: GHA\nfirst_transfers: []")
    assert none.first_transfers == []
    unknown = Dossier()
    assert joined([unknown, unknown]).first_transfers is None
    assert joined([unknown, none]).first_transfers == []


@pytest.mark.parametrize(
    ("field", "instead", "name"),
    [
        ("effective: 2023-03-01", "effective: 2023-01-01", "effective"),
        ("purposes: [NDC, IMP]", "purposes: [sale]", "purposes"),
        ("vintages: [2021, 2030]", "vintages: [2030, 2021]", "vintages"),
        ("vintages: [2021, 2030]", "vintages: [2021]", "vintages"),
        ("quantity_t: 1000", "quantity_t: many", "quantity_t"),
        ("revokes: false", "revokes: perhaps", "revokes"),
        ("demands: [two keys", "demands: [three keys", "demands"),
        ("changes: {circumstances: [fraud], process: notice,", "changes: {", "process"),
        ("change: {circumstance: fraud,", "change: {", "circumstance"),
        ("until: 2024-02-01", "until: 2022-02-01", "until"),
        ("type: NGO", "type: club", "type"),
        ("permits: [use]", "permits: [sell]", "permits"),
        ("id: GHA-A1", "ID: GHA-A1", "ID"),
        ("authority: EPA, ", "", "authority"),
        ("party: GHA\n", "party: Ghana\n", "party"),
    ],
)
def test_mistake_is_named_with_its_line(
    tmp_path: Path, field: str, instead: str, name: str
) -> None:
    assert field in GOOD
    findings = refused(tmp_path, GOOD.replace(field, instead, 1))
    assert name in {finding.where.get("name") for finding in findings}
    assert all(finding.where["line"] for finding in findings)
    assert all(finding.code == "SYNTAX" for finding in findings)


@pytest.mark.rule("missing", "AUTH_STATE", "AUTH_REVOKED")
@pytest.mark.parametrize("revokes", ["true", "false"])
def test_version_without_its_day_is_damage_and_ends_nothing(tmp_path: Path, revokes: str) -> None:
    undated = GOOD.replace("    date: 2023-02-01\n", "", 1).replace(
        "revokes: false", f"revokes: {revokes}"
    )
    (finding,) = refused(tmp_path, undated)
    assert (finding.code, finding.where["name"]) == ("SYNTAX", "date")
