"""A journey through the interface and the pages over an empty ledger, run by a process of its own.

`python -m web.journey` makes the tables of the pages, then does what two Parties do, and says done.
"""

import json
from typing import Any
from uuid import uuid4

import django

DAY = "2025-06-01"
BLOCK = {"series": "CA0001-GHA01-GHA-2022", "first": 1, "last": 100}
ACCOUNTS = (
    ("GHA", {"id": "GHA", "account_kind": "party_holding"}),
    ("GHA", {"id": "GHA:x", "account_kind": "voluntary_cancellation"}),
    ("CHE", {"id": "CHE", "account_kind": "party_holding"}),
    ("CHE", {"id": "CHE:use", "account_kind": "use",
             "period": {"first_year": 2021, "last_year": 2030}}),
)  # fmt: skip
NDC = {
    "period": {"first_year": 2021, "last_year": 2030},
    "ndc_kind": "single-year",
    "method": "averaging",
    "target_t": 1000,
    "inventory_t": {"2021": 900},
    "source": "inventory",
}
DESK = "authority/GHA/"
PAGES = ("", "search/", "parties/", "systems/", "data/", DESK, f"{DESK}registry/",
         f"{DESK}registry/entities/", f"{DESK}registry/ndcs/", f"{DESK}reports/",
         f"{DESK}position/", "authority/holdings/", "cases/", "accounts/", "audit/")  # fmt: skip


def member(role: str, party: str = "") -> Any:
    """Return the first membership with a role, of a Party if one is named."""
    from tallystick.web.people.models import Membership

    found = Membership.objects.filter(role=role, ended_at=None).select_related("user")
    return found.filter(organisation__party=party)[0] if party else found[0]


class Journey:
    """Calls by users of the demonstration, each of which has to succeed."""

    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=True)

    def post(
        self, role: str, party: str, path: str, body: dict[str, Any], status: int = 201
    ) -> Any:
        """Write as the user of a role, with all that the role may."""
        from tallystick.web.api.tokens import make
        from tallystick.web.people.power import powers

        user = member(role, party).user
        secret = make(user, "journey", tuple(powers(user)), 1)[1]
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": str(uuid4())}
        text = json.dumps(body)
        answer = self.client.post(
            f"/api/v1/{path}", text, content_type="application/json", headers=headers
        )
        assert answer.status_code == status, (path, answer.content.decode())
        return answer.json()

    def prepare(self) -> None:
        """Migrate from nothing, and see that nothing is left to migrate."""
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        for _ in range(2):
            call_command("demo_users")
        executor = MigrationExecutor(connection)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []

    def register(self) -> None:
        """Open accounts, record the approach and the NDCs, authorize an entity and outcomes."""
        title = {"en": "Cooking", "zh": "炉灶"}
        approach = {"on": DAY, "id": "CA0001", "parties": ["GHA", "CHE"], "title": title}
        self.post("authority_officer", "GHA", "parties/GHA/approaches", approach)
        for party, account in ACCOUNTS:
            told = {"on": DAY, "name": party, **account}
            self.post("authority_officer", party, f"parties/{party}/accounts", told)
        for party in ("GHA", "CHE"):
            self.post("authority_officer", party, f"parties/{party}/ndcs", {"on": DAY, **NDC})
        entity = {"on": DAY, "approach": "CA0001", "number": "E1", "name": "Cook", "country": "GHA"}
        entity["kyc"] = "passed"
        self.post("authority_approver", "GHA", "parties/GHA/entities", entity)
        asked: dict[str, Any] = {"id": "A1", "on": DAY, "party": "GHA", "approach": "CA0001"}
        asked |= {"purposes": ["NDC", "IMP"], "first_transfer_definition": "Use or cancellation"}
        self.post("authority_approver", "GHA", "authorizations", asked)

    def move(self) -> None:
        """Issue, freeze and release, first-transfer, use and cancel units."""
        issued: dict[str, Any] = {"kind": "issuance", "on": DAY, "block": BLOCK}
        issued["to_account"] = "GHA"
        issued |= {"authorization": "A1", "mitigation_type": "Emission reductions"}
        self.post("authority_officer", "GHA", "postings", issued)
        part, rest = {**BLOCK, "last": 60}, {**BLOCK, "first": 61}
        moved = {"kind": "first_transfer", "on": DAY, "block": part}
        moved |= {"from_account": "GHA", "to_account": "CHE"}
        freeze = {"on": DAY, "id": "F1", "range": BLOCK, "reason": "inquiry"}
        self.post("authority_approver", "GHA", "parties/GHA/freezes", freeze)
        refused = self.post("authority_officer", "GHA", "postings", moved, 422)
        assert refused["code"] == "FROZEN"
        lift = {"on": DAY, "freeze": "F1", "reason": "settled"}
        self.post("authority_approver", "GHA", "parties/GHA/unfreezes", lift)
        self.post("authority_officer", "GHA", "postings", moved)
        used = {"kind": "use", "on": DAY, "block": part, "from_account": "CHE", "year": 2025}
        self.post("authority_officer", "CHE", "postings", {**used, "to_account": "CHE:use"})
        ended = {"kind": "cancellation", "on": DAY, "block": rest, "voluntary": True}
        ended |= {"from_account": "GHA", "to_account": "GHA:x"}
        self.post("authority_officer", "GHA", "postings", ended)

    def review(self) -> None:
        """Open a case, answer it and close it; keep a text."""
        concern = {"against": "GHA", "about": "the vintage"}
        number = self.post("reviewer", "", "cases", concern)["case"]["number"]
        answer = {"text": "corrected", "seen": 1}
        self.post("focal_point", "GHA", f"cases/{number}/answer", answer)
        closed = {"text": "consistent", "seen": 2}
        told = self.post("reviewer", "", f"cases/{number}/resolve", closed)
        assert told["case"]["state"] == "resolved"
        whose = member("regulator").organisation_id
        self.post("regulator", "", f"agreement-drafts/{whose}/first", {"text": "a: 1", "after": 0})

    def look(self) -> None:
        """Look at the main pages in both languages, and open an account on one of them."""
        self.client.force_login(member("authority_officer", "GHA").user)
        form = {"key": str(uuid4()), "on": DAY, "id": "GHA:2", "name": "Cook", "do": "record"}
        form["account_kind"] = "entity_holding"
        opened = self.client.post("/en/authority/GHA/registry/open/", form)
        assert opened.status_code == 302, opened.content.decode()
        for language in ("en", "zh-hans"):
            for path in PAGES:
                answer = self.client.get(f"/{language}/{path}")
                assert answer.status_code == 200, path
        transfers = self.client.get("/api/v1/transfers").json()["rows"]
        assert [(one["giving"], one["quantity_t"]) for one in transfers] == [("GHA", 60)]


def main() -> None:
    """Make the journey."""
    django.setup()
    journey = Journey()
    journey.prepare()
    journey.register()
    journey.move()
    journey.review()
    journey.look()


if __name__ == "__main__":
    main()
