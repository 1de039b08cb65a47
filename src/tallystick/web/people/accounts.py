"""The pages of django-allauth that are used here; each judges its requests itself."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from tallystick.web.people.power import declare_urls


def _of(module: str, prefix: str) -> URLResolver:
    patterns = import_module(module).urlpatterns
    declare_urls(patterns, "public")
    return path(prefix, include(patterns))


urlpatterns: list[URLPattern | URLResolver] = [
    _of("allauth.account.urls", ""),
    _of("allauth.mfa.urls", "2fa/"),
    _of("allauth.usersessions.urls", "sessions/"),
    _of("allauth.socialaccount.urls", "sso/"),
]
callbacks: list[URLPattern | URLResolver] = [
    _of("allauth.socialaccount.providers.openid_connect.urls", "sso/")
]
"""Where identity providers answer: outside the languages, so that one address is registered."""
