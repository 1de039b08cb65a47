"""The platform file: what the public platform shows on a day, taken down as YAML or JSON."""

from pathlib import Path

from tallystick import law
from tallystick.article6.aef.platform import InitialReport, Platform
from tallystick.core.findings import Text
from tallystick.core.identifiers import APPROACH_ID
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, Form, pattern
from tallystick.io.yamlfile.source import read_fields

PLATFORM = ("as_of", "approaches", "initial_reports")
REPORT = ("party", "submitted", "approaches", "review")

PARTY = pattern(
    "[A-Z]{3}", Text("a Party code such as GHA or EUE", "缔约方代码，例如GHA或EUE"), str
)
APPROACH = pattern(
    APPROACH_ID, Text("an approach such as CA0009", "合作方法标识符，例如CA0009"), str
)


def _status(text: str) -> str:
    statuses = law.review_statuses()
    printed = {word.casefold(): word for word in statuses.values()} | dict(statuses)
    if text.casefold() not in printed:
        raise ValueError(text)
    return printed[text.casefold()]


def review_form() -> Form[str]:
    """Take a review status in the printed words, or by its key."""
    keys = tuple(law.review_statuses())
    listed = Text(
        f"a printed review status, or one of {', '.join(keys)}",
        f"规定的审评状态用语，或以下之一：{'、'.join(keys)}",
    )
    return Form(listed, _status, keys)


def read_platform(path: Path) -> Platform:
    """Read a platform file; a list that is absent was not taken down.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, PLATFORM)
    as_of = file.required("as_of", DATE)
    approaches = _approaches(file)
    reports = [_report(Fields(one, REPORT, file.damage)) for one in file.records("initial_reports")]
    if as_of is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    listed = tuple(one for one in reports if one is not None)
    return Platform(
        as_of=as_of,
        approaches=None if file.given("approaches") is None else approaches,
        initial_reports=None if file.given("initial_reports") is None else listed,
    )


def _approaches(fields: Fields) -> frozenset[str]:
    read = [fields.read("approaches", item, APPROACH) for item in fields.items("approaches")]
    return frozenset(one for one in read if one is not None)


def _report(fields: Fields) -> InitialReport | None:
    party, submitted = fields.required("party", PARTY), fields.required("submitted", DATE)
    approaches = _approaches(fields)
    review = fields.optional("review", review_form())
    if party is None or submitted is None:
        return None
    return InitialReport(party, submitted, approaches, review)
