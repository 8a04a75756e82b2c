"""What `bin/test` brings along: a PostgreSQL of its own, counts, a verdict on what is missing."""

import os
from pathlib import Path

import psycopg
import pytest

from config.testing import counts, postgres, prometheus
from config.testing.counts import Counts
from config.testing.errors import Unavailable
from config.testing.stages import Report

JUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests">
  <testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1.0"/>
</testsuites>
"""


def test_an_error_in_a_fixture_counts_as_failed(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    assert counts.read(tmp_path / "junit.xml") == Counts(passed=4, failed=3, skipped=3)


def test_a_run_that_wrote_no_report_counts_nothing(tmp_path: Path) -> None:
    assert counts.read(tmp_path / "junit.xml") == Counts()


def test_the_last_line_adds_up_all_runs() -> None:
    report = Report(total=Counts(4, 1, 0) + Counts(3, 0, 2), problems=["mypy"], times=[("mypy", 12.34)])
    assert report.closing().splitlines() == [
        "",
        "   12.3 s  mypy",
        "FAILED: mypy",
        "",
        "7 passed, 1 failed, 2 skipped",
    ]


@pytest.mark.parametrize(("ci", "problems"), [("true", 1), ("", 0)])
def test_what_cannot_be_had_is_a_failure_only_in_ci(
    ci: str, problems: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    report = Report()
    report.lack("browser tests", "no Chromium")
    assert len(report.problems) == problems


def test_what_the_alerts_are_tested_with_is_said_to_be_missing_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(prometheus, "FOLDER", tmp_path)

    assert prometheus.installed("promtool") is None
    with pytest.raises(Unavailable, match=r"promtool, amtool, prometheus and alertmanager .* no Debian"):
        prometheus.ensure()


@pytest.mark.servers
@pytest.mark.parametrize("readable", [True, False], ids=["wheel in place", "wheel that nobody may read"])
def test_postgresql_runs_unprivileged_and_is_gone_afterwards(
    readable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not readable:
        copy = postgres.copy_installation(postgres.installation(), tmp_path / "private")
        (tmp_path / "private").chmod(0o700)
        monkeypatch.setattr(postgres, "installation", lambda: copy)
    with postgres.running() as url:
        address = url.replace("/formline", "/postgres")
        with psycopg.connect(address) as connection:
            folder, version = _facts(connection)
            assert version >= 150000
            assert folder.owner() == ("nobody" if os.geteuid() == 0 else folder.owner())
            assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def _facts(connection: psycopg.Connection) -> tuple[Path, int]:
    row = connection.execute("select current_setting('data_directory')").fetchone()
    assert row is not None
    return Path(row[0]), connection.info.server_version
