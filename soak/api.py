"""The programming interface: made-up requests to every operation, against its OpenAPI document."""

import os
import tempfile
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

TIMES = 200


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Send so many requests of each kind to each operation, in so many seconds at the most."""
    until = monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.sqlite"
        os.environ |= {
            "TALLYSTICK_DB": str(place),
            "TALLYSTICK_API_RATE": "1000000000/min",
            "DJANGO_SETTINGS_MODULE": "tallystick.web.settings",
        }
        headers = _prepared(Path(folder))
        from soak._fuzz import faults
        from tallystick.web.wsgi import application

        found = list(faults(application, headers, times, until))
    cut = monotonic() >= until
    return [
        {
            "name": "api",
            "times": times,
            "cut_short": cut,
            "faults": found[:20],
            "holds": not found and not cut,
        }
    ]


def _prepared(folder: Path) -> dict[str, str]:
    """Build the demonstration with its users, and let one of them make a token."""
    import django

    from tallystick.cli.demo.building import build

    build(folder)
    django.setup()
    from django.core.management import call_command

    call_command("demo_users", stdout=StringIO())
    from tallystick.web.api.tokens import make
    from tallystick.web.people.models import Membership
    from tallystick.web.people.power import powers

    user = Membership.objects.filter(role="authority_officer")[0].user
    _, secret = make(user, "soak", powers(user), 1)
    return {"Authorization": f"Bearer {secret}"}
