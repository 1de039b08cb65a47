"""Users, the organisations they act for, and the roles that give them power."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tallystick.core.findings import Text
from tallystick.web.languages import pick
from tallystick.web.people.kinds import OrganisationKind, Scope


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case so that it names one user only."""

    def create_user(self, email: str, password: str | None = None, **told: Any) -> "User":
        """Make a user; without a password none can be used until one is chosen."""
        user = self.model(email=email.strip().lower(), **told)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email: "models.EmailField[str, str]" = models.EmailField(unique=True)
    name: "models.CharField[str, str]" = models.CharField(max_length=200, blank=True)
    language: "models.CharField[str, str]" = models.CharField(max_length=16, blank=True)
    is_active: "models.BooleanField[bool, bool]" = models.BooleanField(default=True)
    is_demo: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    joined_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        """The table of users."""

        db_table = "web_user"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="web_user_email_in_any_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A body that people act for; its Party, where it has one, by three-letter code."""

    name: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    kind: "models.CharField[str, str]" = models.CharField(
        max_length=32, choices=OrganisationKind.choices
    )
    party: "models.CharField[str, str]" = models.CharField(max_length=3, blank=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of organisations."""

        db_table = "web_organisation"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationAccount(models.Model):
    """An account of the ledger that an organisation holds; an account has one holder."""

    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accounts"
    )
    account: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of accounts and their holders."""

        db_table = "web_organisation_account"

    def __str__(self) -> str:
        return self.account


class Role(models.Model):
    """A bundle of permissions; those that ship are renewed from their file, others are kept."""

    code: "models.CharField[str, str]" = models.CharField(max_length=64, primary_key=True)
    name_en: "models.CharField[str, str]" = models.CharField(max_length=200)
    name_zh: "models.CharField[str, str]" = models.CharField(max_length=200)
    organisation_kinds: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    order: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=1000)
    ships: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of roles."""

        db_table = "web_role"
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return pick(Text(self.name_en, self.name_zh))


class Grant(models.Model):
    """One cell of the matrix: a role has a permission within a scope."""

    role_id: str
    role: "models.ForeignKey[Role, Role]" = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="grants"
    )
    permission: "models.CharField[str, str]" = models.CharField(max_length=64)
    scope: "models.CharField[str, str]" = models.CharField(max_length=16, choices=Scope.choices)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of cells."""

        db_table = "web_grant"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "permission"], name="web_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.permission} ({self.scope})"


class Membership(models.Model):
    """A user's role in an organisation, until it is ended; ended ones are kept."""

    user_id: int
    organisation_id: int
    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role: "models.ForeignKey[Role, Role]" = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="memberships"
    )
    since: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of memberships."""

        db_table = "web_membership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="web_membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.organisation})"


class Invitation(models.Model):
    """A seat kept for an address; the link's secret is stored as its SHA-256 only."""

    organisation_id: int
    email: "models.EmailField[str, str]" = models.EmailField()
    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role: "models.ForeignKey[Role, Role]" = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="invitations"
    )
    secret_sha256: "models.CharField[str, str]" = models.CharField(max_length=64, unique=True)
    invited_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="invitations"
    )
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    expires_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    accepted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )
    withdrawn_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of invitations."""

        db_table = "web_invitation"

    def __str__(self) -> str:
        return f"{self.email}: {self.role} ({self.organisation})"

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted at an instant."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class Installation(models.Model):
    """What is true of this whole database; at most one row, of number 1."""

    is_demo: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of one row."""

        db_table = "web_installation"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="web_installation_one_row")
        ]

    def __str__(self) -> str:
        return "demonstration" if self.is_demo else "registry"
