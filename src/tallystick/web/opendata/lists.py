"""Every public list by its name."""

from tallystick.web.opendata import catalogue_lists, ledger_lists, rows
from tallystick.web.opendata.listing import Listing

LISTS = {
    one.name: one
    for one in (
        Listing("transfers", rows.TransferRow, ledger_lists.transfers),
        Listing("parties", rows.PartyRow, catalogue_lists.parties),
        Listing("approaches", rows.ApproachRow, ledger_lists.approaches),
        Listing("authorizations", rows.AuthorizationRow, ledger_lists.authorizations),
        Listing("postings", rows.PostingRow, ledger_lists.postings),
        Listing("agreements", rows.AgreementRow, catalogue_lists.agreements),
        Listing("systems", rows.SystemRow, catalogue_lists.systems),
    )
}
