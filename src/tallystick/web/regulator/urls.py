"""Where the pages of links, drafts and simulations stand, below the language."""

from django.urls import path

from tallystick.web.regulator import drafts, links, partners, simulating
from tallystick.web.texts.pages import text_pages

urlpatterns = [
    path("links/", links.links, name="links"),
    path("links/partners/", partners.search, name="partners"),
    *text_pages(drafts.KIND, "drafts"),
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
