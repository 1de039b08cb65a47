"""How accounts work here: by invitation, with second factors sealed at rest."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter  # type: ignore[import-untyped]  # it ships no types
from allauth.mfa.adapter import DefaultMFAAdapter  # type: ignore[import-untyped]  # it ships no types
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter  # type: ignore[import-untyped]  # it ships no types
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # the same
    """Nobody signs up without an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no; an invitation's link makes the account itself."""
        return False


class KnownOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the same
    """Single sign-on lets in whoever has an account here already, by a verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Say no."""
        return False


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the same
    """Secrets of second factors are encrypted with a key that follows from the secret key."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    digest = hashlib.sha256(b"second factors " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
