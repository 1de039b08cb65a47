"""Every required rule on workbooks passes the trade in order, and passes nothing unread."""

import pytest
from aef_trade import Trade, checked, codes

from tallystick.core.findings import Outcome


@pytest.mark.rule(
    "pass",
    *("ITMO_VINTAGE", "ITMO_VINTAGE_FUTURE", "ITMO_ID_MISMATCH", "BLOCK_SERIES", "BLOCK_RANGE"),
    *("BLOCK_QTY", "NONGHG", "NONGHG_NA", "FT_DEF_MISSING", "FT_DEF_NA", "FT_DEF_UNRESOLVED"),
    *("FT_TWICE", "FT_SUBTYPE", "FT_DATE", "USE_PERIOD", "USE_PURPOSE", "USE_WHO", "TERMINAL"),
    *("HELD_AFTER_USE", "HOLDINGS_RECON", "HOLDINGS_OVERLAP", "DOUBLE_HOLDING", "UNDERLYING"),
    *("DOUBLE_ISSUANCE", "ACTION_DUP", "ACTION_YEAR", "CA_MEMBER", "LIFECYCLE", "SUBTYPE"),
    *("NOT_APPLICABLE", "MIRROR", "AUTH_REF", "AUTH_CAP", "AUTH_TIME", "AEF_LATE", "CARP_FIELD"),
    *("AEF_VERSION", "NDC_PERIOD", "ENTITY_REF", "GWP", "CHECK_NOT_RUN", "FT_DEF_CONSISTENT"),
    *("FT_OIMP_DEADLINE",),
)
def test_trade_in_order_passes_every_rule() -> None:
    report = checked()
    assert report.findings == ()
    assert {file.outcome for file in report.files} == {Outcome.PASS}


@pytest.mark.rule("pass", "PARTY_CODE", "REGISTRY_ID", "METRIC", "MIT_TYPE", "NOMENCLATURE")
@pytest.mark.rule("pass", "CA_ID", "ITMO_ID", "PURPOSE")
def test_cell_at_fault_is_no_fault_of_the_cells_beside_it() -> None:
    report = checked(lambda told: told["CHE-2024"]["actions"][0].update(quantity_t="many"))
    assert codes(report) == ["SYNTAX"]


def refused(table: str, field: str, text: str | None) -> list[str]:
    def change(told: Trade) -> None:
        told["GHA-2023"][table][0][field] = text

    report = checked(change)
    assert not report.consistent
    assert next(one for one in report.files if one.party == "GHA").outcome is Outcome.FAIL
    return codes(report)


@pytest.mark.rule("fail", "CA_ID")
def test_approach_of_another_shape_is_refused() -> None:
    assert refused("actions", "approach", "CA12") == ["CA_ID"]


@pytest.mark.rule("fail", "PARTY_CODE")
@pytest.mark.rule("pass", "SYNTAX")
def test_party_that_no_list_knows_is_refused() -> None:
    assert refused("actions", "first_transferring_party", "XYZ") == ["PARTY_CODE"]


@pytest.mark.rule("fail", "REGISTRY_ID")
def test_registry_of_another_shape_is_refused() -> None:
    assert refused("actions", "registry", "GH01") == ["REGISTRY_ID"]


@pytest.mark.rule("fail", "MIT_TYPE")
def test_mitigation_of_another_type_is_refused() -> None:
    assert refused("actions", "mitigation_type", "Avoidance") == ["MIT_TYPE"]


@pytest.mark.rule("fail", "NOMENCLATURE")
def test_sector_of_no_list_is_refused() -> None:
    assert refused("authorizations", "sectors", "Magic") == ["NOMENCLATURE"]


@pytest.mark.rule("fail", "PURPOSE")
def test_purpose_of_no_list_is_refused() -> None:
    assert "PURPOSE" in refused("authorizations", "purposes", "Fun")


@pytest.mark.rule("fail", "ITMO_VINTAGE")
def test_outcome_of_2020_is_refused() -> None:
    assert "ITMO_VINTAGE" in refused("holdings", "vintage", "2020")


@pytest.mark.rule("fail", "ITMO_VINTAGE_FUTURE")
def test_outcome_of_a_later_year_than_its_row_is_refused() -> None:
    assert "ITMO_VINTAGE_FUTURE" in refused("actions", "vintage", "2029")


@pytest.mark.rule("fail", "ACTION_YEAR")
def test_action_of_another_year_is_refused() -> None:
    assert "ACTION_YEAR" in refused("actions", "acted_at", "2022-12-15")


@pytest.mark.rule("fail", "NOT_APPLICABLE")
def test_transferring_party_of_a_first_transfer_is_refused() -> None:
    assert refused("actions", "transferring_party", "SWE") == ["NOT_APPLICABLE"]


@pytest.mark.rule("missing", "CA_ID", "FT_DEF_CONSISTENT")
def test_empty_approach_passes_nothing() -> None:
    assert "SYNTAX" in refused("authorizations", "approach", None)


@pytest.mark.rule("missing", "PARTY_CODE")
def test_empty_party_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "first_transferring_party", None)


@pytest.mark.rule("missing", "REGISTRY_ID")
def test_empty_registry_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "registry", None)


@pytest.mark.rule("missing", "METRIC", "NONGHG", "NONGHG_NA", "LIFECYCLE", "GWP")
def test_empty_metric_passes_nothing() -> None:
    assert "SYNTAX" in refused("authorizations", "metric", None)


@pytest.mark.rule("missing", "MIT_TYPE")
def test_empty_mitigation_type_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "mitigation_type", None)


@pytest.mark.rule("missing", "NOMENCLATURE", "NOT_APPLICABLE", "SUBTYPE")
def test_empty_action_type_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "action_type", None)


@pytest.mark.rule("missing", "PURPOSE", "FT_DEF_MISSING", "FT_DEF_NA", "FT_DEF_UNRESOLVED")
def test_empty_purposes_pass_nothing() -> None:
    assert "SYNTAX" in refused("authorizations", "purposes", None)


@pytest.mark.rule("missing", "ITMO_VINTAGE", "ITMO_VINTAGE_FUTURE", "ITMO_ID_MISMATCH")
def test_empty_vintage_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "vintage", None)


@pytest.mark.rule("missing", "ITMO_ID", "BLOCK_SERIES", "BLOCK_RANGE", "DOUBLE_ISSUANCE")
def test_empty_identifier_of_an_action_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "last_id", None)


@pytest.mark.rule("missing", "HOLDINGS_OVERLAP", "DOUBLE_HOLDING", "HELD_AFTER_USE")
def test_empty_identifier_of_a_holding_passes_nothing() -> None:
    assert "SYNTAX" in refused("holdings", "first_id", None)


@pytest.mark.rule("missing", "BLOCK_QTY", "AUTH_CAP")
def test_empty_quantity_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "quantity_t", None)


@pytest.mark.rule("missing", "FT_TWICE", "FT_DATE", "TERMINAL", "ACTION_DUP", "ACTION_YEAR")
def test_empty_date_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "acted_at", None)


@pytest.mark.rule("missing", "USE_WHO")
def test_empty_authorization_passes_nothing() -> None:
    assert "SYNTAX" in refused("actions", "authorization_id", None)


@pytest.mark.rule("missing", "AEF_LATE")
def test_empty_day_of_submission_passes_nothing() -> None:
    assert "SYNTAX" in refused("submission", "submitted_on", None)


@pytest.mark.rule("missing", "AEF_VERSION")
def test_empty_version_passes_nothing() -> None:
    assert "SYNTAX" in refused("submission", "version", None)


@pytest.mark.rule("missing", "NDC_PERIOD")
def test_empty_period_passes_nothing() -> None:
    assert "SYNTAX" in refused("submission", "ndc_first_year", None)
