"""Take the pictures of key pages of the demonstration, in both languages, for the documents.

Usage: python scripts/screenshots.py [NAME ...]   (needs Chromium: scripts/system-packages chromium)
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs/images/pages"
PORT = 20_000 + os.getpid() % 20_000
SITE = f"http://127.0.0.1:{PORT}"
LANGUAGES = ("en", "zh-hans")
VIEW: ViewportSize = {"width": 1200, "height": 860}
QUALITY = 55
PATIENCE_SECONDS = 180
CODE = "from tallystick.cli.main import main; main()"
PAGES = {
    "start": ("", ""),
    "units": ("", "units/{series}/{first}/{last}/"),
    "party": ("", "parties/GHA/"),
    "approach": ("", "approaches/{approach}/"),
    "agreement": ("", "agreements/link_eu_ch/"),
    "map": ("", "map/"),
    "proof": ("", "proofs/{posting}/"),
    "compare": ("", "systems/compare/?left=eu_ets&right=chn_national"),
    "law": ("", "law/"),
    "roles": ("", "roles/"),
    "people": ("approver@ghana.example", "people/"),
    "audit": ("auditor@audit.example", "audit/"),
}
"""Who looks, nobody signed in where that is empty, and at which address below the language."""


def tallystick(*words: str) -> list[str]:
    """Return the command line of a command of ours."""
    return [sys.executable, "-c", CODE, *words]


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a new demonstration and lend the password of its users."""
    with tempfile.TemporaryDirectory() as folder:
        build = tallystick("demo", "--no-serve", "--json", "--dir", folder)
        told = json.loads(subprocess.run(build, check=True, stdout=subprocess.PIPE).stdout)
        place = str(Path(folder, "ledger.sqlite"))
        subprocess.run(
            tallystick("ledger", "verify", "--db", place), check=True, stdout=subprocess.DEVNULL
        )
        server = subprocess.Popen(tallystick("serve", "--db", place, "--port", str(PORT)))
        try:
            _wait()
            yield told["sign_in"]["password"]
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not _answers():
        if time.monotonic() > until:
            raise TimeoutError(SITE)
        time.sleep(0.2)


def _answers() -> bool:
    try:
        fetch("/healthz")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


def fetch(path: str) -> Any:
    """Return the JSON at a path of the demonstration."""
    with urllib.request.urlopen(SITE + path, timeout=20) as answer:  # noqa: S310 (our own server)
        return json.load(answer)


def facts() -> dict[str, Any]:
    """Choose what the pictures show: the transfer from Ghana, and where it is proved."""
    row = fetch("/api/v1/transfers?party=GHA")["rows"][0]
    (approach, registry, party, first, vintage), last = (
        row[name].split("-") for name in ("first_id", "last_id")
    )
    series = f"{approach}-{registry}-{party}-{vintage}"
    told = {"series": series, "first": first, "last": last[3]}
    return {**told, "approach": approach, "posting": row["posting"]}


def take(browser: Browser, language: str, known: dict[str, Any], password: str) -> Iterator[str]:
    """Take every picture that is asked for in a language, and yield its name and size."""
    for name, (email, address) in PAGES.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        context = browser.new_context(viewport=VIEW, locale=language, color_scheme="light")
        page = context.new_page()
        if email:
            _sign_in(page, email, password)
        page.goto(f"{SITE}/{language}/{address.format(**known)}")
        page.wait_for_load_state("networkidle")
        file = FOLDER / f"{name}-{language[:2]}.webp"
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            picture.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
        context.close()
        yield f"{file.name} {file.stat().st_size}"


def _sign_in(page: Page, email: str, password: str) -> None:
    page.goto(f"{SITE}/en/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_load_state("networkidle")


def main() -> None:
    """Serve, take and say what was taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = which("chromium") or which("chromium-browser")
    with demonstration() as password, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LANGUAGES:
            for line in take(browser, language, facts(), password):
                print(line)
        browser.close()


if __name__ == "__main__":
    main()
