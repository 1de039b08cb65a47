"""Where the pages of compliance cases stand."""

from django.urls import path

from tallystick.web.compliance import views

urlpatterns = [
    path("compliance/", views.claims, name="claims"),
    path("compliance/new/", views.claim_new, name="claim_new"),
    path("compliance/<int:number>/", views.claim, name="claim"),
    path("compliance/<int:number>/<slug:kind>/", views.claim_step, name="claim_step"),
]
