"""Limits of the programming interface: requests in a time, sizes, and what opens a spreadsheet."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tallystick.web.api.throttling import CallerThrottle
from tallystick.web.opendata.csvs import FORMULA_STARTS, write_csv
from tallystick.web.opendata.cursors import BadCursorError, read_cursor, write_cursor

pytestmark = pytest.mark.usefixtures("ledger_path")


def test_who_asks_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    throttle = CallerThrottle()
    throttle.num_requests = 2
    request = RequestFactory(REMOTE_ADDR="192.0.2.7").get("/")
    assert [throttle.allow_request(request) for _ in range(3)] == [True, True, False]
    other = RequestFactory(REMOTE_ADDR="192.0.2.8").get("/")
    assert throttle.allow_request(other)
    monkeypatch.setattr(CallerThrottle, "allow_request", lambda *_: False)
    monkeypatch.setattr(CallerThrottle, "wait", lambda *_: 4.2)
    answer = client.get("/api/v1/parties", headers={"Accept-Language": "zh-hans"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert answer.json()["code"] == "TOO_MANY_REQUESTS"
    assert answer.json()["title"] == "短时间内请求过多"


@given(st.text(max_size=30))
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    written = write_csv(["a"], [{"a": text}])
    (cell,) = [row["a"] for row in csv.DictReader(io.StringIO(written, newline=""))] or [""]
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=3))
def test_a_cursor_is_read_back_as_it_was_written(place: list[int]) -> None:
    kinds = [int] * len(place)
    assert read_cursor(write_cursor(*place), *kinds) == tuple(place)
    with pytest.raises(BadCursorError):
        read_cursor(write_cursor(*place), str)


def test_a_file_that_is_no_workbook_is_a_finding(client: Client) -> None:
    hostile = SimpleUploadedFile("../../../etc/passwd.xlsx", b"PK\x03\x04 not a workbook")
    answer = client.post("/api/v1/aef/check", {"files": [hostile]})
    told: Any = answer.json()
    assert answer.status_code == 200
    assert not told["consistent"]
    assert [one["path"] for one in told["files"]] == ["1/passwd.xlsx"]


def test_too_much_is_refused(client: Client) -> None:
    many = [SimpleUploadedFile(f"{one}.xlsx", b"x") for one in range(21)]
    assert client.post("/api/v1/aef/check", {"files": many}).status_code == 413
    text = "#" * 1_100_000
    answer = client.post("/api/v1/account/run", data=text, content_type="application/yaml")
    assert answer.status_code == 413


def test_an_account_file_is_worked_out_and_a_damaged_one_explained(client: Client) -> None:
    ndc = "first_year: 2021, last_year: 2030, kind: single-year, method: averaging, metric: GHG"
    good = f"party: GHA\nndc: {{{ndc}, target_t: 90}}\ninventory_t: {{2021: 104}}\n"
    told = client.post("/api/v1/account/run", data=good, content_type="application/yaml")
    assert told.status_code == 200
    assert told.json()["party"] == "GHA"
    bad = client.post("/api/v1/account/run", data="party: 7", content_type="application/yaml")
    assert bad.status_code == 422
    assert bad.json()["findings"]
