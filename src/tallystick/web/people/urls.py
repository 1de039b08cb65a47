"""Where the pages about people stand."""

from django.urls import path

from tallystick.web.people import joining, views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("roles/", views.roles, name="roles"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/roles/<int:number>/end/", views.end_membership, name="end_membership"),
    path(
        "people/invitations/<int:number>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("join/<str:secret>/", joining.join, name="join"),
]
