"""Where the pages of links, drafts and simulations stand, below the language."""

from django.urls import path

from tallystick.web.regulator import drafts, links, partners, simulating

urlpatterns = [
    path("links/", links.links, name="links"),
    path("links/partners/", partners.search, name="partners"),
    path("drafts/", drafts.drafts, name="agreement_draft_list"),
    path("drafts/new/", drafts.begin, name="agreement_draft_new"),
    path("drafts/judged/", drafts.judge_text, name="agreement_draft_judged"),
    path("drafts/<int:organisation>/<slug:name>/", drafts.edit, name="agreement_draft"),
    path(
        "drafts/<int:organisation>/<slug:name>/<int:number>.<str:form>",
        drafts.file,
        name="agreement_draft_file",
    ),
    path("simulations/", simulating.simulations, name="simulations"),
    path(
        "simulations/drafts/<int:organisation>/<slug:name>/<int:number>/",
        simulating.of_draft,
        name="simulation_of_draft",
    ),
    path(
        "simulations/agreements/<str:identifier>/",
        simulating.of_agreement,
        name="simulation_of_agreement",
    ),
]
