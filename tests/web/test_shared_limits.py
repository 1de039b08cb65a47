"""Limits of requests hold for all processes that serve one ledger, on both databases."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

from tallystick.ledger.log.keyplace import prepare_keys
from web.test_preparing import pages

ASK = """
import json, sys
import django
django.setup()
from django.test import Client
client = Client()
statuses = [client.get("/api/v1/checkpoint").status_code for _ in range(int(sys.argv[1]))]
print(json.dumps(statuses))
"""


def statuses(place: str, home: Path, requests: int) -> list[int]:
    """Ask from a process of its own, which may ask four times an hour with all others."""
    told = {
        **os.environ,
        "TALLYSTICK_DB": place,
        "TALLYSTICK_API_RATE": "4/hour",
        "TALLYSTICK_HOSTS": "testserver",
        "XDG_CONFIG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tallystick.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(requests)], env=told, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


def test_two_processes_count_the_requests_of_a_caller_together(place: str, tmp_path: Path) -> None:
    prepare_keys(place)
    assert pages(place, "prepare", home=tmp_path).returncode == 0
    assert statuses(place, tmp_path, 3) == [200, 200, 200]
    assert statuses(place, tmp_path, 3) == [200, 429, 429]
    if "://" not in place:
        assert stat.S_IMODE(Path(f"{place}.web-cache").stat().st_mode) == 0o700
