"""The pages about the programming interface, below the language."""

from django.urls import path

from tallystick.web.api import pages

urlpatterns = [
    path("api/", pages.docs, name="api_docs"),
    path("tokens/", pages.tokens, name="tokens"),
]
