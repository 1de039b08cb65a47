"""Legal nature, the three powers, consideration, and public claims."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick import law
from tallystick.article6.safeguards.claims import (
    CLAIMS,
    UNBACKED,
    Ended,
    EndPurpose,
    PublicClaim,
    back,
)
from tallystick.article6.safeguards.consideration import CONSIDERATIONS, Consideration, Kind
from tallystick.article6.safeguards.rights import (
    NATURES,
    POWERS,
    Benefit,
    DevelopmentRight,
    Moved,
    Placed,
    Power,
    benefits,
    consequences,
    natures,
    to_json,
)


@pytest.mark.feature("F058")
@pytest.mark.feature("F059")
def test_every_nature_has_consequences_for_pledge_tax_and_insolvency() -> None:
    table = law.legal_consequences()
    assert {"use_right", "virtual_property", "development_right", "property"} <= table.keys()
    assert {"certificate", "benefit_exchange"} <= table.keys()
    for listed in table.values():
        assert [one.question for one in listed] == ["pledge", "tax", "insolvency"]
        assert all(one.answer_en and one.answer_zh and one.label_zh for one in listed)
    assert {one.nature for one in law.legal_natures()} <= table.keys()
    assert all(one.source and one.status for one in law.legal_natures())


@pytest.mark.feature("F059")
def test_nature_may_be_several_with_a_source_each() -> None:
    found = natures("EUE", "allowance")
    assert {one.nature for one in found} == {"financial_instrument", "permit"}
    assert len(consequences(found)) == 6
    told_ = to_json(Placed("U1", "EUE", "allowance"))
    assert told_["natures"] != []


@pytest.mark.feature("F060")
def test_itmo_is_an_environmental_benefit_right_where_nobody_says_otherwise() -> None:
    assert natures("GHA", "ITMO")[0].nature == "environmental_benefit"


@pytest.mark.rule("fail", "LEGAL_NATURE")
@pytest.mark.rule("missing", "LEGAL_NATURE")
def test_nature_is_judged_known_one_or_several() -> None:
    def judged(jurisdiction: str, unit: str) -> list[tuple[str, object]]:
        return list(told(NATURES.judge(Placed("U1", jurisdiction, unit), None)))

    assert judged("GBR", "allowance") == []
    assert judged("EUE", "allowance") == [("LEGAL_NATURE", FAIL)]
    assert judged("GHA", "allowance") == [("LEGAL_NATURE", UNKNOWN)]


@pytest.mark.feature("F040")
@pytest.mark.feature("F060")
def test_benefits_are_booked_apart_from_units() -> None:
    entries = [
        Benefit("GHA", "S 1-10", Decimal("100.50"), "USD"),
        Benefit("GHA", "S 11-20", Decimal("99.50"), "USD"),
        Benefit("GHA", "S 11-20", Decimal(1), "CHF"),
    ]
    assert benefits(entries) == {("GHA", "USD"): Decimal(200), ("GHA", "CHF"): Decimal(1)}


@pytest.mark.rule("fail", "BENEFIT_ONLY")
@pytest.mark.rule("missing", "BENEFIT_ONLY")
@pytest.mark.feature("F061")
def test_transfer_moves_the_power_of_benefit_alone() -> None:
    right = DevelopmentRight("GHA", "GHA").transferred("CHE").transferred("fund")
    assert {power: right.holder(power) for power in Power} == {
        Power.LEGISLATION: "GHA",
        Power.SUPERVISION: "GHA",
        Power.BENEFIT: "fund",
    }
    benefit = frozenset({Power.BENEFIT})
    assert POWERS.judge(Moved("T1", benefit), None) == []
    assert told(POWERS.judge(Moved("T1", frozenset(Power)), None)) == [("BENEFIT_ONLY", FAIL)]
    assert told(POWERS.judge(Moved("T1", None), None)) == [("BENEFIT_ONLY", UNKNOWN)]


SALE = Consideration(
    id="T1",
    giver="GHA",
    taker="CHE",
    quantity_t=10,
    kind=Kind.SALE,
    price=Decimal(20),
    market_price=Decimal(20),
    currency="USD",
)


def considered(**changes: Any) -> list[tuple[str, object]]:
    return list(told(CONSIDERATIONS.judge(replace(SALE, **changes), None)))


@pytest.mark.rule("fail", "CONSIDERATION")
@pytest.mark.rule("missing", "CONSIDERATION")
@pytest.mark.feature("F066")
def test_consideration_fits_its_kind() -> None:
    assert considered() == []
    assert considered(kind=None) == [("CONSIDERATION", UNKNOWN)]
    assert ("CONSIDERATION", FAIL) in considered(price=None)
    assert ("CONSIDERATION", FAIL) in considered(kind=Kind.SWAP)
    assert considered(kind=Kind.SWAP, in_return="10 allowances") == []
    assert ("CONSIDERATION", FAIL) in considered(kind=Kind.GRANT)
    assert considered(kind=Kind.ZERO, price=None) == [("BENEFIT_CONFERRED", FAIL)]


@pytest.mark.feature("F066")
def test_legal_report_gives_both_readings() -> None:
    report = replace(SALE, kind=Kind.GRANT, price=None).to_json()
    assert "gift" in str(report["as_right"])
    assert "benefit" in str(report["as_benefit"])
    assert report["as_right_zh"]
    assert replace(SALE, kind=None).to_json()["as_right"] is None


@pytest.mark.rule("fail", "BENEFIT_CONFERRED")
@pytest.mark.rule("missing", "BENEFIT_CONFERRED")
@pytest.mark.rule("pass", "CONSIDERATION")
@pytest.mark.feature("F070")
def test_benefit_is_valued_at_the_price_of_the_transfer_and_of_the_market() -> None:
    cheap = replace(SALE, price=Decimal("17.50"))
    assert [cheap.at_price, cheap.at_market, cheap.benefit] == [175, 200, 25]
    (finding,) = CONSIDERATIONS.judge(cheap, None)
    assert (finding.code, finding.refuses) == ("BENEFIT_CONFERRED", False)
    assert replace(SALE, price=Decimal(30)).benefit == 0
    assert considered(market_price=None) == [("BENEFIT_CONFERRED", UNKNOWN)]


CLAIM = PublicClaim(
    id="C1",
    claimant="airline",
    year=2024,
    quantity_t=10,
    unit="ITMO",
    purpose=EndPurpose.VOLUNTARY,
)
RETIRED = Ended(
    id="R1",
    claimant="airline",
    year=2024,
    quantity_t=10,
    unit="ITMO",
    purpose=EndPurpose.VOLUNTARY,
)


def claimed(
    ended: tuple[Ended, ...] | None = (RETIRED,), claims: tuple[PublicClaim, ...] = (CLAIM,)
) -> list[tuple[str, object]]:
    return [one for backed in back(claims, ended) for one in told(CLAIMS.judge(backed, None))]


@pytest.mark.rule("pass", "CLAIM_DOUBLE", "CLAIM_PURPOSE", "CLAIM_TYPE", "CLAIM_UNBACKED")
@pytest.mark.feature("F051")
def test_claim_that_units_back_passes() -> None:
    assert claimed() == []
    assert claimed((replace(RETIRED, quantity_t=4), replace(RETIRED, id="R2", quantity_t=6))) == []


@pytest.mark.feature("F051")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity_t": 9}, "CLAIM_UNBACKED"),
        ({"claimant": "other"}, "CLAIM_UNBACKED"),
        ({"year": 2023}, "CLAIM_UNBACKED"),
        pytest.param(
            {"unit": "A6.4ER"}, "CLAIM_TYPE", marks=pytest.mark.rule("fail", "CLAIM_TYPE")
        ),
        pytest.param(
            {"purpose": EndPurpose.NDC},
            "CLAIM_PURPOSE",
            marks=pytest.mark.rule("fail", "CLAIM_PURPOSE"),
        ),
    ],
)
def test_claim_without_its_units_is_refused_by_what_is_wrong(
    changes: dict[str, Any], code: str
) -> None:
    assert claimed((replace(RETIRED, **changes),)) == [(code, FAIL)]


@pytest.mark.rule("fail", "CLAIM_DOUBLE")
@pytest.mark.feature("F051")
def test_units_back_one_claim_only() -> None:
    second = replace(CLAIM, id="C2", quantity_t=4)
    assert claimed(claims=(CLAIM, second)) == [("CLAIM_DOUBLE", FAIL)]
    findings = [
        one for backed in back((CLAIM, second), (RETIRED,)) for one in CLAIMS.judge(backed, None)
    ]
    assert (findings[0].where["claim"], "4 t" in findings[0].message.en) == ("C2", True)


@pytest.mark.rule("missing", "CLAIM_DOUBLE", "CLAIM_PURPOSE", "CLAIM_TYPE", "CLAIM_UNBACKED")
@pytest.mark.rule("fail", "CLAIM_UNBACKED")
@pytest.mark.feature("F051")
def test_claims_cannot_be_judged_without_a_record_of_what_was_ended() -> None:
    assert {outcome for _, outcome in claimed(None)} == {UNKNOWN}
    assert claimed(()) == [("CLAIM_UNBACKED", FAIL)]


@given(st.lists(st.integers(1, 20), max_size=5), st.lists(st.integers(1, 20), max_size=5))
def test_claims_are_backed_to_the_last_unit_and_no_further(
    wanted: list[int], there: list[int]
) -> None:
    claims = [replace(CLAIM, id=str(n), quantity_t=t) for n, t in enumerate(wanted)]
    ended = [replace(RETIRED, id=str(n), quantity_t=t) for n, t in enumerate(there)]
    left = [sum(one.left_t.values()) for one in back(claims, ended)]
    assert sum(wanted) - sum(left) == min(sum(wanted), sum(there))
    if not there:
        assert all(one.left_t[UNBACKED] == one.claim.quantity_t for one in back(claims, ended))
