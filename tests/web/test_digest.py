"""What only a whole journal tells is worked out beside the pages where the journal is long."""

import time
from pathlib import Path

import pytest

from tallystick.ledger import LedgerError, open_ledger
from tallystick.ledger.reading import reading
from tallystick.web import overview
from tallystick.web.public import digest
from tallystick.web.public.apart import work_out_apart
from tallystick.web.public.digest import Digest
from web.conftest import Demo

PATIENCE_SECONDS = 120


def test_a_long_journal_is_worked_out_beside_and_then_known(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "SMALL", 0)
    counted = Digest(overview._cross_check)
    with reading(demo.place) as reader, open_ledger(demo.place) as ledger:
        assert counted(reader, demo.place) is None
        until = time.monotonic() + PATIENCE_SECONDS
        while (told := counted(reader, demo.place)) is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert told == overview._cross_check(ledger)


def test_a_process_that_fails_is_told_as_an_error_of_the_ledger(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LedgerError, match="ended with 1"):
        work_out_apart(overview._cross_check, str(tmp_path / "nothing.sqlite"))
    assert "there is no file" in capfd.readouterr().err
