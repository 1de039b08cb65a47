"""Where the pages of accounts, movements, certificates and contracts stand, below the language."""

from django.urls import path

from tallystick.web.entity import accounts, certificates, contracts, moving, pledging
from tallystick.web.texts.pages import text_pages

urlpatterns = [
    path("accounts/", accounts.accounts, name="entity"),
    path("accounts/transfer/", moving.transfer, name="entity_transfer"),
    path("accounts/cancel/", moving.cancel, name="entity_cancel"),
    path("accounts/pledges/", pledging.pledges, name="pledges"),
    path("accounts/pledges/new/", pledging.pledge, name="entity_pledge"),
    path("accounts/pledges/release/", pledging.release, name="entity_release"),
    path("accounts/of/<path:name>/", accounts.account, name="entity_account"),
    path("certificates/<int:number>/", certificates.certificate, name="certificate"),
    path("certificates/<int:number>.pdf", certificates.certificate_file, name="certificate_file"),
    *text_pages(contracts.KIND, "contracts"),
]
