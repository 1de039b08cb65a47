"""Annual information of two Parties on the same units: filed, compared, checked together."""

import io
from typing import Any

import openpyxl
from django.test import Client

from tallystick.web.authority.models import Document
from web.authority.papers import (
    approach,
    authorization,
    filed_initial,
    initial_report,
    key_of,
    revision_of,
    sent,
)
from web.conftest import Demo, SignedIn

APPROACH, YEAR = "CA8601", 2022
SERIES = f"{APPROACH}-GHA01-GHA-2021"
UNITS = {"series": SERIES, "first": "1", "last": "100", "do": "post"}


def done(client: Client, path: str, told: dict[str, Any]) -> None:
    answer = client.post(f"/en/authority/{path}", told)
    assert answer.status_code == 302, answer.content.decode()


def prepared(signed_in: SignedIn) -> None:
    """Have Ghana authorize, issue and transfer, and Switzerland use."""
    ghana, swiss = (signed_in("authority_officer", one) for one in ("GHA", "CHE"))
    signer = signed_in("authority_approver", "GHA")
    done(ghana, "GHA/approaches/new/", approach(APPROACH))
    for party in ("GHA", "CHE"):
        focal = signed_in("focal_point", party)
        filed_initial(focal, focal, party, initial_report([APPROACH]))
    name = f"GHA-{APPROACH}"
    told = authorization(name, APPROACH, date="2022-03-01")
    done(ghana, "GHA/authorizations/draft/", told)
    page = signer.get("/en/authority/GHA/signing/").content.decode()
    card = page[page.index(name) :]
    seen = {"key": key_of(card), "revision": revision_of(card)}
    done(signer, f"GHA/signing/{name}/sign/", seen)
    issued = {"authorization": name, "mitigation_type": "Emission reductions"}
    done(ghana, "units/issuance/", sent(**UNITS, **issued, on="2022-04-01", to_account="GHA"))
    moved = sent(**UNITS, on="2022-05-02", from_account="GHA", to_account="CHE")
    done(ghana, "units/first-transfer/", moved)
    used = {"from_account": "CHE", "to_account": "CHE:use", "purpose": "NDC", "year": "2022"}
    done(swiss, "units/use/", sent(**UNITS, **used, on="2022-06-01"))


def test_both_parties_file_and_their_rows_agree(demo: Demo, signed_in: SignedIn) -> None:
    prepared(signed_in)
    pages = {}
    for party in ("GHA", "CHE"):
        focal, path = signed_in("focal_point", party), f"{party}/reports/annual/{YEAR}/"
        shown = focal.get(f"/en/authority/{path}").content.decode()
        workbook = openpyxl.load_workbook(
            io.BytesIO(focal.get(f"/en/authority/{path}aef.xlsx").content)
        )
        cells = [cell for sheet in workbook for row in sheet.values for cell in row]
        assert APPROACH in cells
        for _ in range(2):
            done(focal, f"{path}file/", {"key": key_of(shown)})
        assert Document.objects.filter(party=party, kind="aef", subject=str(YEAR)).count() == 1
        pages[party] = focal.get(f"/en/authority/{path}").content.decode()
    after = pages["CHE"].split('id="together-title"')[1].split("</section>")[0]
    crossed = " ".join(after.split())
    assert '<span class="outcome pass">pass</span> with what was filed by' in crossed, crossed
    assert "Changes since the last version" in pages["CHE"]
