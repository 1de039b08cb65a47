"""Pages on which an organisation writes texts: the list, a new one, the editor, what is found.

What a workspace writes is a `TextKind`; `text_pages` gives these views their addresses, with the
permission they need.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.web.audit.trail import acting
from tallystick.web.people.models import Organisation, User
from tallystick.web.people.power import Someone, reach, require
from tallystick.web.texts.keeping import KeyTakenError, newest, save, versions
from tallystick.web.texts.models import NAME_LENGTH_MAX, TextVersion

KEY_LENGTH_MAX = 100


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages of a kind of text say, as functions of the language of the page."""

    title: Callable[[], str]
    lead: Callable[[], str]
    new: Callable[[], str]
    none: Callable[[], str]


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text: who may write it, what it starts from, and what is said about it.

    `judge` returns the context of the template `judged`. Addresses are named after `name`.
    """

    name: str
    permission: str
    words: Words
    starts: Mapping[str, tuple[Callable[[], str], Callable[[], str]]]
    judge: Callable[[str], dict[str, Any]]
    judged: str
    links: Callable[[TextVersion], Sequence[tuple[str, str]]]


class Begin(forms.Form):
    """What a new text is called, whose it is and what it starts from."""

    name = forms.SlugField(
        label=gettext_lazy("Name in addresses"),
        max_length=NAME_LENGTH_MAX,
        help_text=gettext_lazy("Latin letters, digits and hyphens."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation")
    )
    start = forms.ChoiceField(label=gettext_lazy("Start from"))

    def __init__(self, kind: TextKind, offered: Any, *args: Any) -> None:
        super().__init__(*args)
        whose, start = self.fields["organisation"], self.fields["start"]
        if isinstance(whose, forms.ModelChoiceField) and isinstance(start, forms.ChoiceField):
            whose.queryset, whose.initial = offered, offered.first()
            start.choices = [(code, label()) for code, (label, _text) in kind.starts.items()]


def new_key() -> str:
    """Return an idempotency key for a form that is about to be shown."""
    return secrets.token_hex(16)


def organisations(user: Someone, kind: TextKind) -> Any:
    """Return the organisations whose texts of a kind a user writes."""
    return Organisation.objects.filter(pk__in=reach(user, kind.permission).organisations)


def listed(kind: TextKind, request: HttpRequest) -> HttpResponse:
    """List the texts of one's organisations."""
    whose = reach(request.user, kind.permission).organisations
    rows = [
        {"version": one, "url": _address(kind, one.organisation_id, one.name)}
        for one in newest(whose, kind.name)
    ]
    context = {"rows": rows, "words": _told(kind), "new_url": reverse(f"{kind.name}_new")}
    return render(request, "texts/list.html", context)


def started(kind: TextKind, request: HttpRequest) -> HttpResponse:
    """Begin a text from a template, which is its first version."""
    form = Begin(kind, organisations(request.user, kind), request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if versions(told["organisation"].pk, kind.name, told["name"]):
            form.add_error("name", _("There is a text of this name; choose another name."))
        else:
            text = kind.starts[told["start"]][1]()
            _write(request, kind, told["organisation"], told["name"], text)
            return redirect(_address(kind, told["organisation"].pk, told["name"]))
    context = {"form": form, "title": kind.words.new(), "action": _("Begin"), "key": new_key()}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "texts/begin.html", context, status=status)


def edited(kind: TextKind, request: HttpRequest, organisation: int, name: str) -> HttpResponse:
    """Show the editor on a version, or save what was written as the next one."""
    found = kept(request, kind, organisation, name)
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        saved = _write(request, kind, found[0].organisation, name, text)
        if saved is not None:
            messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
            return redirect(_address(kind, organisation, name))
        messages.error(request, _("This form was sent before with another text; save again."))
    shown = chosen(found, request.GET.get("version", ""))
    text = request.POST.get("text", shown.text)
    context = {
        "shown": shown,
        "versions": found,
        "is_newest": shown.number == found[0].number,
        "text": text,
        "key": new_key(),
        "words": _told(kind),
        "judge_url": reverse(f"{kind.name}_judged"),
        "list_url": reverse(f"{kind.name}_list"),
        "links": [{"url": url, "label": label} for url, label in kind.links(shown)],
        "judged": kind.judged,
        "uses_htmx": True,
        "is_editing": True,
    }
    context |= kind.judge(text)
    return render(request, "texts/editor.html", context)


def judged(kind: TextKind, request: HttpRequest) -> HttpResponse:
    """Return what is found in a text that has not been saved."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return render(request, kind.judged, {**kind.judge(text), "is_editing": True})


def kept(request: HttpRequest, kind: TextKind, organisation: int, name: str) -> list[TextVersion]:
    """Return the versions of a text of one's own organisation, the newest first; 404 if none."""
    require(request.user, kind.permission, organisation=organisation)
    found = versions(organisation, kind.name, name)
    if not found:
        raise Http404(name)
    return found


def chosen(found: Sequence[TextVersion], number: str) -> TextVersion:
    """Return the version of a number, the newest where none is named; raises Http404."""
    if not number:
        return found[0]
    for one in found:
        if str(one.number) == number:
            return one
    raise Http404(number)


def _write(
    request: HttpRequest, kind: TextKind, organisation: Organisation, name: str, text: str
) -> TextVersion | None:
    """Save under the key of the form, in the audit trail; None where the key is another's."""
    key = request.POST.get("key", "")[:KEY_LENGTH_MAX] or new_key()
    try:
        with acting(request, kind.permission, key=key, subject=name, organisation=organisation):
            require(request.user, kind.permission, organisation=organisation.pk)
            if not isinstance(request.user, User):
                raise PermissionDenied(kind.permission)
            return save(organisation, kind.name, name, text=text, author=request.user, key=key)
    except KeyTakenError:
        return None


def _address(kind: TextKind, organisation: int, name: str) -> str:
    return reverse(kind.name, args=[organisation, name])


def _told(kind: TextKind) -> dict[str, str]:
    said = kind.words
    return {"title": said.title(), "lead": said.lead(), "new": said.new(), "none": said.none()}
