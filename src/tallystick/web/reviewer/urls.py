"""Where the pages of cases, reviews, bodies and the log stand."""

from django.urls import path

from tallystick.web.reviewer import bodies, checking, expert, verifying, views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/concern/", views.concern, name="concern"),
    path("cases/check/", checking.check_reports, name="check_reports"),
    path("cases/<int:number>/", views.case, name="case"),
    path("cases/<int:number>/<slug:kind>/", views.step, name="case_step"),
    path("reviews/", expert.expert_reviews, name="expert_reviews"),
    path("reviews/begin/", expert.begin, name="begin_review"),
    path("reviews/<str:name>/", expert.expert_review, name="expert_review"),
    path("reviews/<str:name>/revise/", expert.revise, name="revise_report"),
    path("statements/", bodies.statements, name="statements"),
    path("joint-body/", bodies.joint_body, name="joint_body"),
    path("log/", verifying.log, name="log"),
    path("log/verify/", verifying.verify, name="verify"),
    path("log/verify/<int:number>/", verifying.verification, name="verification"),
]
