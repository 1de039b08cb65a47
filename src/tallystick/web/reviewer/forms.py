"""Forms of the reviewer's workspace."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tallystick.article6.parties import PARTIES
from tallystick.article6.review import Topic
from tallystick.core.identifiers import APPROACH_ID
from tallystick.web.languages import pick
from tallystick.web.uploads import SUFFIX

TEXT_LENGTH_MAX, NAME_LENGTH_MAX = 2000, 200
LARGEST = 2**63 - 1


def words(label: Any, **told: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=TEXT_LENGTH_MAX, widget=area, **told)


class PartyField(forms.ChoiceField):
    """A Party, chosen by its name in the language of the page."""

    def __init__(self, **told: Any) -> None:
        super().__init__(choices=_parties, **told)


def _parties() -> list[tuple[str, str]]:
    return sorted(((code, pick(one.name)) for code, one in PARTIES.items()), key=lambda one: one[1])


class Concern(forms.Form):
    """What a Party or a body wants another Party to answer."""

    against = PartyField(label=_("Party that is asked to answer"))
    about = words(_("What it is about"))
    ids = forms.CharField(
        label=_("Units it is about"),
        help_text=_("First and last identifier, if units are concerned."),
        max_length=NAME_LENGTH_MAX,
        required=False,
    )


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each held to what one would be."""

    widget = ManyFiles(attrs={"accept": SUFFIX})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of files."""
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class Upload(forms.Form):
    """Workbooks to check; the files themselves are read by `web.uploads`."""

    workbooks = FilesField(
        label=_("Workbooks (.xlsx)"),
        help_text=_("At most 20 files of 20 MB; files with macros are refused."),
    )
    opens = forms.BooleanField(
        label=_("Open a case for every inconsistency that has none yet"), required=False
    )


class Begin(forms.Form):
    """Which review begins."""

    name = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$",
        label=_("Name of the review"),
        help_text=_("Letters, digits, dots and hyphens, at most 32."),
        max_length=32,
    )
    party = PartyField(label=_("Party under review"))
    approaches = forms.CharField(
        label=_("Cooperative approaches"),
        help_text=_("Their identifiers, such as CA0009, with blanks between."),
        max_length=NAME_LENGTH_MAX,
        required=False,
    )
    week_ends_on = forms.DateField(
        label=_("Last day of the review week"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_approaches(self) -> frozenset[str]:
        """Take identifiers apart, and refuse what is none."""
        given = str(self.cleaned_data["approaches"]).split()
        for one in given:
            forms.RegexField(APPROACH_ID).clean(one)
        return frozenset(given)


class Conclude(forms.Form):
    """The published report of a review and its recommendations."""

    report = forms.CharField(label=_("Published report"), max_length=NAME_LENGTH_MAX)
    recommendations = words(
        _("Recommendations"),
        help_text=_("One to a line: the topic, a colon, the text; for example consistency: …"),
        required=False,
    )

    def clean_recommendations(self) -> list[tuple[Topic, str]]:
        """Return topics with texts; a line without a topic that exists is refused."""
        return [_recommendation(line) for line in self._lines() if line.strip()]

    def _lines(self) -> list[str]:
        return str(self.cleaned_data["recommendations"]).splitlines()


def _recommendation(line: str) -> tuple[Topic, str]:
    word, _colon, text = line.partition(":")
    topic = next((one for one in Topic if one.value.casefold() == word.strip().casefold()), None)
    if topic is None or not text.strip():
        listed = ", ".join(Topic)
        raise forms.ValidationError(
            _("Begin each line with a topic and a colon; topics are: %(topics)s."),
            params={"topics": listed},
        )
    return topic, text.strip()
