"""Where each page stands; the language is the first part of the address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from tallystick.web import views

urlpatterns = [
    path("api/v1/", include("tallystick.web.api.urls", namespace="api-v1")),
    path("healthz", views.health, name="health"),
    *i18n_patterns(
        path("", views.transfers, name="transfers"),
        path("law/", views.law_page, name="law"),
    ),
    path("favicon.ico", RedirectView.as_view(url="/static/web/mark.svg"), name="favicon"),
]

handler404 = views.not_found
