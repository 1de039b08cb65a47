"""Where each page stands; the language is the first part of the address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from tallystick.web import views
from tallystick.web.audit.views import export, trail
from tallystick.web.operation.views import health, metrics
from tallystick.web.people import accounts
from tallystick.web.people.power import declared
from tallystick.web.styleguide import styleguide

mark = declared(RedirectView.as_view(url="/static/web/mark.svg"), "public")

urlpatterns = [
    path("api/v1/", include("tallystick.web.api.urls", namespace="api-v1")),
    path("healthz", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("theme", views.theme, name="theme"),
    path("account/", include(accounts.callbacks)),
    *i18n_patterns(
        path("", views.transfers, name="transfers"),
        path("law/", views.law_page, name="law"),
        path("account/", include(accounts)),
        path("", include("tallystick.web.public.urls")),
        path("", include("tallystick.web.api.page_urls")),
        path("", include("tallystick.web.people.urls")),
        path("", include("tallystick.web.approvals.urls")),
        path("", include("tallystick.web.reviewer.urls")),
        path("", include("tallystick.web.compliance.urls")),
        path("", include("tallystick.web.authority.urls")),
        path("", include("tallystick.web.registry.urls")),
        path("", include("tallystick.web.entity.urls")),
        path("", include("tallystick.web.regulator.urls")),
        path("audit/", trail, name="audit"),
        path("audit/export.csv", export, name="audit_export"),
        path("styleguide/", styleguide, name="styleguide"),
    ),
    path("favicon.ico", mark, name="favicon"),
]

handler400 = "tallystick.web.errors.bad_request"
handler403 = "tallystick.web.errors.denied"
handler404 = "tallystick.web.errors.not_found"
handler500 = "tallystick.web.errors.broken"
