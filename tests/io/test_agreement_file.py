"""Agreement files: what is read, what is written back, what is refused and where."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from agreement_samples import LINK, TREATY

from tallystick.article6.account import Method
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Finding
from tallystick.io.agreement_file import read_agreement, read_agreement_file
from tallystick.io.yamlfile.damage import Damaged
from tallystick.linking.agreement import Agreement, Day, Window, Years
from tallystick.linking.agreement.params import Disputes, Suspension
from tallystick.linking.agreement.plain import to_plain
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    UnitFilter,
)
from tallystick.linking.agreement.words import Area, LimitScope, Status, Subject


def read(tmp_path: Path, text: str, name: str = "agreement.yaml") -> Agreement:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_agreement(path)


def refused(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


@pytest.mark.feature("F149")
def test_link_is_read_with_every_restriction_exact(tmp_path: Path) -> None:
    link = read(tmp_path, LINK)
    first, second = link.recognition
    assert (first.origin, first.destination, first.units) == ("che_ets", "eu_ets", ("CHU",))
    assert [type(one) for one in first.restrictions] == [
        Quantity,
        BorderTax,
        ExchangeRate,
        Discount,
        UnitFilter,
    ]
    limit, tax, rate, discount, only = first.restrictions
    assert isinstance(limit, Quantity)
    assert (limit.scope, limit.limit_t) == (LimitScope.GROSS, 1_000_000)
    assert isinstance(tax, BorderTax)
    assert tax.amount == Decimal("2.50")
    assert isinstance(rate, ExchangeRate)
    assert (rate.rate, rate.valid) == (
        Fraction(4, 5),
        Window(date(2026, 1, 1), date(2026, 12, 31)),
    )
    assert isinstance(discount, Discount)
    assert discount.rate == Fraction(1, 5)
    assert isinstance(only, UnitFilter)
    assert only.vintages == Years(2021, 2030)
    assert second.restrictions == ()
    assert link.history[0].status is Status.SUSPENDED
    assert link.history[0].on == Day(2031, 5)


def test_params_are_read_by_the_area_of_their_clause(tmp_path: Path) -> None:
    link = read(tmp_path, LINK)
    (suspension,) = link.clauses_on(Area.SUSPENSION)
    assert suspension.params == Suspension(notice_days=30, grounds=("breach",))
    (disputes,) = link.clauses_on(Area.DISPUTES)
    assert isinstance(disputes.params, Disputes)
    assert [one.days for one in disputes.params.stages] == [60, None]
    assert [fate.fate.value for fate in link.fates] == ["honour"]


def test_article6_terms_are_exact_and_take_british_spelling(tmp_path: Path) -> None:
    treaty = read(tmp_path, TREATY)
    terms = treaty.article6
    assert terms.first_transfer is FirstTransferDefinition.AUTHORIZATION
    assert terms.adjustment_method is Method.AVERAGING
    assert (terms.sop, terms.omge) == (Fraction(1, 20), Fraction(1, 50))
    assert (terms.host_limit_t, terms.host_limits[0].limit_t) == (1000, 5)
    assert treaty.about is Subject.ARTICLE6


@pytest.mark.parametrize("text", [LINK, TREATY])
@pytest.mark.parametrize("full", [True, False])
def test_what_is_written_is_read_back(tmp_path: Path, text: str, full: bool) -> None:
    one = read(tmp_path, text)
    plain = to_plain(one, full=full)
    assert read(tmp_path, json.dumps(plain), "agreement.json") == one


def test_three_keys_are_enough(tmp_path: Path) -> None:
    least = read(tmp_path, "agreement: x\nform: mou\nparties: [{id: CHE, level: national}]\n")
    assert least.about is Subject.COOPERATION
    assert (least.dates.signed, least.recognition, least.clauses) == (None, (), ())


def test_lines_are_kept_by_path(tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text(LINK, encoding="utf-8")
    lines = read_agreement_file(path).lines
    assert LINK.splitlines()[lines["recognition[0].from"] - 1].strip() == "- from: che_ets"
    assert "kind: discount" in LINK.splitlines()[lines["recognition[0].restrictions[3]"] - 1]


@pytest.mark.parametrize(
    ("good", "bad", "line", "word"),
    [
        ("agreement: link_eu_ch\n", "", 1, "agreement"),
        ("agreement: link_eu_ch", "agreement: EU-CH", 1, "lower-case"),
        ("form: treaty", "form: treety", 3, "treaty"),
        ("level: national", "level: federal", 7, "subnational"),
        ("limit: 1000000", "limit: -5", 19, "not below 0"),
        ("limit: 1000000", "limit: 1e6", 19, "whole number"),
        ("rate: 1/5", "rate: 1", 22, "below 1"),
        ("rate: 1/5", "rate: 0.2", 22, "0.2"),
        ("rate: 4/5", "rate: 0/5", 21, "above 0"),
        ("rate: 4/5", "rate: 4/0", 21, "above 0"),
        ('amount: "2.50"', "amount: 2.50", 20, "quotation marks"),
        (", currency: EUR", "", 20, "currency"),
        ("2026-01-01, 2026-12-31", "2027-01-01, 2026-12-31", 21, "not after"),
        ("from: che_ets", "from: che_etz", 14, "che_ets"),
        ("to: che_ets", "to: eu_ets", 24, "another system"),
        ("criteria: [cap]", "criteria: [cup]", 17, "criterion"),
        ("kind: discount", "kind: discont", 22, "exchange_rate"),
        ("area: suspension", "area: suspensio", 29, "suspension"),
        ("notice_days: 30", "notice_dys: 30", 32, "notice_days"),
        ("notice_days: 30", "notice_days: a month", 32, "whole number"),
        ("signed: 2017-11-23", "signed: 2017-13-23", 8, "2023-12"),
        ("under: link_eu_ch", "under: second", 36, "does not rest"),
        ("parties:", "partys:", 5, "parties"),
        ("units: [EUA]", "units: EUA", 24, "list"),
    ],
)
def test_mistake_is_named_with_its_line_and_mend(
    tmp_path: Path, good: str, bad: str, line: int, word: str
) -> None:
    assert good in LINK
    found = refused(tmp_path, LINK.replace(good, bad, 1))
    told = [one for one in found if one.where["line"] == line]
    assert told, [one.where for one in found]
    assert any(word in one.message.en + one.fix.en for one in told)
    assert all(one.message.zh and one.fix.zh for one in found)


OTHER = "  - {from: eu_ets, to: che_ets, units: [EUA]}\n"


@pytest.mark.parametrize(
    "more",
    [
        OTHER,
        OTHER.replace("units: [EUA]", "units: [EUA, OTHER]"),
        OTHER.replace("}", ", valid: [2026-01-01, null]}"),
    ],
)
def test_direction_may_not_be_given_twice_for_the_same_days(tmp_path: Path, more: str) -> None:
    (found,) = refused(tmp_path, LINK.replace(OTHER, OTHER + more))
    assert found.where["name"] == "recognition[2]"


def test_directions_of_other_days_stand_side_by_side(tmp_path: Path) -> None:
    early = OTHER.replace("}", ", valid: [null, 2025-12-31]}")
    late = OTHER.replace("}", ", valid: [2026-01-01, null]}")
    assert len(read(tmp_path, LINK.replace(OTHER, early + late)).recognition) == 3


def test_rates_of_one_direction_do_not_overlap(tmp_path: Path) -> None:
    second = "      - {kind: exchange_rate, rate: 3/5, valid: [2026-12-31, 2027-12-31]}\n"
    anchor = "      - {kind: discount"
    (found,) = refused(tmp_path, LINK.replace(anchor, second + anchor))
    assert found.where["name"] == "recognition[0].restrictions[3]"
    apart = second.replace("2026-12-31", "2027-01-01", 1)
    read(tmp_path, LINK.replace(anchor, apart + anchor))


def test_reciprocal_rate_binds_the_other_direction(tmp_path: Path) -> None:
    back = OTHER.replace("}", ", restrictions: [{kind: exchange_rate, rate: 1/2}]}")
    (found,) = refused(tmp_path, LINK.replace(OTHER, back))
    assert "5/4" in found.message.en
    read(tmp_path, LINK.replace(OTHER, back.replace("1/2", "5/4")))
