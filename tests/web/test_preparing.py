"""The tables of the pages beside a ledger, on both databases, and the commands over them."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from postgresql import Server
from tallystick.ledger.log.keyplace import prepare_keys
from web.conftest import Demo


def pages(place: str, *words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TALLYSTICK_DB": place, "PYTHONWARNINGS": "error"}
    if home is not None:
        environment["XDG_CONFIG_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-m", "tallystick.web", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def tallystick(*words: str) -> subprocess.CompletedProcess[str]:
    code = "from tallystick.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )


def test_the_ledger_stays_as_it_is_beside_the_tables_of_the_pages(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    prepare_keys(place)
    for _ in range(2):
        done = pages(place, "prepare", home=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    checked = tallystick("ledger", "verify", "--db", place)
    assert checked.returncode == 0, checked.stderr
    assert "FAIL" not in checked.stderr


def test_from_an_empty_ledger_the_main_journey_succeeds(place: str, tmp_path: Path) -> None:
    prepare_keys(place)
    environment = {
        **os.environ,
        "TALLYSTICK_DB": place,
        "TALLYSTICK_HOSTS": "testserver",
        "XDG_CONFIG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tallystick.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "web.journey"],
        env=environment,
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_invitations_and_jobs_work_beside_a_ledger(place: str, tmp_path: Path) -> None:
    told = ("--kind=authority", "--party=GHA", "--", "a@b.example", "authority_officer", "Ghana")
    made = pages(place, "invite", *told, home=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "/en/join/" in json.loads(made.stdout)["link"]
    assert pages(place, "work", "--until-empty", home=tmp_path).returncode == 0


def test_the_trail_is_guarded_on_postgresql_too(postgresql: Server, tmp_path: Path) -> None:
    url = postgresql.database()
    try:
        told = ("--kind=authority", "--", "a@b.example", "authority_officer", "Ghana")
        assert pages(url, "invite", *told, home=tmp_path).returncode == 0
        for sql in (
            "DELETE FROM tallystick_web.web_audit",
            "TRUNCATE tallystick_web.web_audit CASCADE",
            "UPDATE tallystick_web.web_audit SET outcome = 'failed', ended_at = now()",
        ):
            with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException):
                connection.execute(sql.encode())
    finally:
        postgresql.drop(url)


def test_a_role_that_may_only_post_can_keep_the_tables(postgresql: Server, tmp_path: Path) -> None:
    url = postgresql.database()
    try:
        postgresql.run("DROP ROLE IF EXISTS web_people_app")
        postgresql.run("CREATE ROLE web_people_app LOGIN IN ROLE tallystick_poster")
        limited = url.replace("postgresql://tallystick@", "postgresql://web_people_app@")
        refused = pages(limited, "prepare", home=tmp_path)
        assert refused.returncode == 1
        assert "CREATE SCHEMA tallystick_web AUTHORIZATION" in refused.stderr
        assert "Traceback" not in refused.stderr
        with psycopg.connect(url) as connection:
            connection.execute("CREATE SCHEMA tallystick_web AUTHORIZATION web_people_app")
        assert pages(limited, "prepare", home=tmp_path).returncode == 0
        with psycopg.connect(limited) as connection:
            assert connection.execute("SELECT count(*) FROM tallystick_web.web_role").fetchone()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DELETE FROM ledger_posting")
    finally:
        postgresql.drop(url)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--", "a@b.example", "king", "Ghana"), "is not a role; choose one of"),
        (("--", "a@b.example", "auditor", "Ghana"), "give --kind, one of"),
        (("--kind=auditor", "--party=XXX", "--", "a@b.example", "auditor", "G"), "of a Party"),
        (("--kind=auditor", "--", "no address", "auditor", "Office"), "valid email"),
        (("--kind=entity", "--", "a@b.example", "auditor", "Firm"), "not for an organisation"),
    ],
)
def test_what_cannot_be_invited_is_said_with_the_mend(
    demo: Demo, told: tuple[str, ...], says: str
) -> None:
    done = pages(demo.place, "invite", *told)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_settings_are_said_plainly(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYSTICK_OIDC", "{}")
    done = pages(demo.place, "prepare")
    assert done.returncode == 2
    assert "client_id" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_ledger_in_use_never_becomes_a_demonstration(place: str, tmp_path: Path) -> None:
    told = ("--kind=auditor", "--", "a@b.example", "auditor", "Office")
    link = json.loads(pages(place, "invite", *told, home=tmp_path).stdout)["link"]
    assert link
    code = (
        "import django; django.setup()\n"
        "from tallystick.web.people.models import User\n"
        "User.objects.create_user('real@person.example')"
    )
    environment = {**os.environ, "TALLYSTICK_DB": place, "XDG_CONFIG_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    refused = pages(place, "demo_users", home=tmp_path)
    assert refused.returncode == 1
    assert "no demonstration" in refused.stderr


def test_the_secret_is_for_its_owner_only(demo: Demo) -> None:
    mode = Path(f"{demo.place}.web-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
