"""Where the pages of approvals stand."""

from django.urls import path

from tallystick.web.approvals import views

urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/decide/", views.decide, name="decide"),
]
