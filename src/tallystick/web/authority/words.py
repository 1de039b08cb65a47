"""What states are called on the pages of an authority."""

from django.utils.translation import gettext as _

from tallystick.article6.authorization.elements import Standing
from tallystick.article6.authorization.history import State

STATES = {
    State.DRAFT: lambda: _("not yet in effect"),
    State.ISSUED: lambda: _("issued"),
    State.AMENDED: lambda: _("amended"),
    State.EXPIRED: lambda: _("expired"),
    State.REVOKED: lambda: _("revoked"),
}
STANDINGS = {
    Standing.PRESENT: lambda: _("stated"),
    Standing.ABSENT: lambda: _("not stated"),
    Standing.OMITTED: lambda: _("not stated"),
    Standing.NOT_APPLICABLE: lambda: _("not applicable"),
    Standing.UNKNOWN: lambda: _("not on record"),
}
