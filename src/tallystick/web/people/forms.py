"""Forms about people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tallystick.web.people.models import Organisation, Role, User


class Invite(forms.Form):
    """Whom to invite, to which role of which organisation."""

    email = forms.EmailField(label=_("E-mail address"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"))

    def __init__(self, organisations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {one.kind for one in organisations}
        fitting = [one.pk for one in Role.objects.all() if kinds & set(one.organisation_kinds)]
        for name, offered in (
            ("organisation", organisations),
            ("role", Role.objects.filter(pk__in=fitting)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = offered


class Join(forms.Form):
    """The name and the password of who takes an invitation."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters; several words are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Hold the password to the rules for passwords."""
        password = str(self.cleaned_data["password"])
        validate_password(password, User(email=self.email))
        return password
