"""Where the public pages stand, below the language."""

from django.urls import path

from tallystick.web.public import agreements, data, parties, proofs, systems, units, worldmap

urlpatterns = [
    path("search/", units.search, name="search"),
    path("units/<str:series>/<int:first>/<int:last>/", units.unit, name="unit"),
    path("parties/", parties.parties, name="parties"),
    path("parties/<str:code>/", parties.party, name="party"),
    path("approaches/", parties.approaches, name="approaches"),
    path("approaches/<str:identifier>/", parties.approach, name="approach"),
    path("authorizations/<str:identifier>/", parties.authorization, name="authorization"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/compare/", agreements.compare_agreements, name="compare_agreements"),
    path("agreements/<str:identifier>/", agreements.agreement, name="agreement"),
    path("systems/", systems.systems, name="systems"),
    path("systems/compare/", systems.compare_systems, name="compare_systems"),
    path("systems/<str:identifier>/", systems.system, name="system"),
    path("map/", worldmap.world_map, name="map"),
    path("proofs/", proofs.postings, name="proofs"),
    path("proofs/<int:number>/", proofs.proof, name="proof"),
    path("proofs/<int:number>/proof.json", proofs.proof_file, name="proof_file"),
    path("data/", data.data, name="data"),
]
