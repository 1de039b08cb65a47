"""Where the pages of a Party's registry stand, below its desk."""

from django.urls import path

from tallystick.web.registry import correcting, gate, lists, tiers
from tallystick.web.registry.acts import ACTS
from tallystick.web.registry.recording import page

REGISTRY = "authority/<str:code>/registry/"

urlpatterns = [
    path("freezes/", lists.freezes, name="freezes"),
    path(REGISTRY, lists.registry, name="registry"),
    path(f"{REGISTRY}entities/", lists.entities, name="entities"),
    path(f"{REGISTRY}ndcs/", lists.ndc_register, name="ndc_register"),
    path(f"{REGISTRY}corrections/", correcting.corrections, name="corrections"),
    path(f"{REGISTRY}corrections/<int:number>/", correcting.correction, name="correction"),
    path("authority/<str:code>/gate/", gate.gate, name="gate"),
    path("authority/<str:code>/tiers/", tiers.tiers, name="tiers"),
    *(path(f"{REGISTRY}{one.name}/", page(one), name=f"record_{one.name}") for one in ACTS),
]
