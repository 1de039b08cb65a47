"""The kinds of organisations, and how far a permission reaches."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is; a role is given only where it fits the kind."""

    AUTHORITY = "authority", _("National authority")
    REGULATOR = "regulator", _("Regulator of an emissions trading system")
    ENTITY = "entity", _("Entity")
    VERIFIER = "verifier", _("Verifier")
    COMMITTEE = "committee", _("Joint committee")
    AUDITOR = "auditor", _("Audit body")
    REVIEW = "review", _("Review body")


class Scope(TextChoices):
    """How far a permission reaches."""

    OWN = "own", _("own organisation")
    PARTY = "party", _("own Party")
    ALL = "all", _("all")
