"""New agreement files: each can be read as it stands and says that nothing is agreed yet."""

from datetime import date
from pathlib import Path

import pytest

from tallystick import law
from tallystick.core.findings import Outcome
from tallystick.io.agreement_file import read_agreement
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.template import FORMS, Start, template

KINDS = {
    Start.TREATY: ("bilateral", "direct"),
    Start.MOU: ("bilateral", None),
    Start.UNILATERAL_STATUTE: ("unilateral", "direct"),
    Start.NON_BINDING: ("bilateral", "direct"),
    Start.ARTICLE6_TREATY: ("unilateral", "direct"),
    Start.ARTICLE6_MOU: ("unilateral", "direct"),
}


@pytest.mark.parametrize("start", Start)
def test_template_is_read_and_does_not_pass(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(template(start), encoding="utf-8")
    agreement = read_agreement(path)
    assert (agreement.form, agreement.about) == FORMS[start]
    facts = Circumstances(on=date(2026, 1, 1), systems=frozenset(law.systems()))
    checked = check(agreement, facts)
    assert checked.verdict is Outcome.NOT_DETERMINABLE
    assert (checked.topology.parties, checked.topology.directness) == KINDS[start]
    assert set(checked.clauses.missing) == law.expected_areas(agreement.about, agreement.form)


def test_template_explains_every_key_it_asks_for() -> None:
    text = template(Start.ARTICLE6_TREATY)
    for word in ("notice_days", "first_transfer", "Authorization, Issuance", "中止", "umbrella"):
        assert word in text
