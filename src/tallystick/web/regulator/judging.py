"""What is said about the text of an agreement: readable or not, legal, compatible, and in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tallystick import law
from tallystick.io.agreement_file import AgreementFile, located, read_agreement_text
from tallystick.io.catalogue import catalogue
from tallystick.io.yamlfile.damage import Damaged
from tallystick.linking.agreement import Agreement
from tallystick.linking.checking import Checked, check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.compatibility import compare, parameters
from tallystick.linking.drafting import draft
from tallystick.linking.systems import profiles
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.public.pages import word
from tallystick.web.public.systems import compared
from tallystick.web.texts.documents import shown
from tallystick.web.texts.findings import AS_FILE, located_findings


def judge(text: str) -> dict[str, Any]:
    """Return what a page says about the text of an agreement, as of today."""
    try:
        file = read_agreement_text(text, AS_FILE)
    except Damaged as damaged:
        return {"verdict": "fail", "findings": located_findings(damaged.findings)}
    checked = checked_on(file.agreement, day(None))
    return {
        "verdict": checked.verdict.value,
        "findings": located_findings(located(checked.findings, file.lines, AS_FILE)),
        "kind_of_link": [
            word(value) for value in checked.topology.to_json().values() if isinstance(value, str)
        ],
        "compatibility": list(_compatibility(file)),
        "blocks": shown(draft(file.agreement)),
    }


def checked_on(agreement: Agreement, on: date) -> Checked:
    """Judge an agreement beside those of the catalogue."""
    others = tuple(one for one in catalogue().values() if one.id != agreement.id)
    facts = Circumstances(on=on, others=others, systems=frozenset(law.systems()))
    return check(agreement, facts)


def _compatibility(file: AgreementFile) -> Iterator[dict[str, Any]]:
    """Compare the listed systems that directions join, each pair once."""
    known = profiles()
    pairs = dict.fromkeys(
        tuple(sorted((one.origin, one.destination))) for one in file.agreement.recognition
    )
    for left, right in pairs:
        if left in known and right in known and left != right:
            told = compared(compare(known[left], known[right], parameters(())))
            rows = [row for row in told["rows"] if row["outcome"] != "pass"]
            yield {**told, "left": left, "right": right, "rows": rows}
