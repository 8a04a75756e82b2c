from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.architecture.source import ROOT
from tests.plans.engine.wishes import race, wish

KEYS = ["status", "blocking", "relaxed", "phases", "weeks", "sessions", "checks", "score", "forecast"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(wish(races=[race("2027-02-21", distance_m=5_000)])))
    return path


def test_one_line_of_json_answers(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_plan", str(written), "--json")

    lines = capsys.readouterr().out.splitlines()
    found = json.loads(lines[0])
    assert len(lines) == 1
    assert list(found) == KEYS
    assert found["status"] == "ok"
    assert found["sessions"]


def test_another_process_answers_byte_for_byte(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_plan", str(written), "--json")
    here = capsys.readouterr().out

    command = [sys.executable, str(ROOT / "manage.py"), "make_plan", str(written), "--json"]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    there = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert there.stdout == here


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{", "JSON_INVALID: "),
        ("[]", "SPEC_INVALID: "),
        ("[" * 100_000, "JSON_INVALID: "),
        (json.dumps(wish(races=[race("2027-01-01")])), "RACE_IN_PAST: The race on 2027-01-01 is not after"),
        (json.dumps(wish(availability={})), "NO_AVAILABLE_DAY: No weekday is available: open at least one."),
    ],
)
def test_bad_input_is_told_in_one_line(
    text: str, error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spec.json"
    path.write_text(text)

    with pytest.raises(SystemExit) as stopped:
        call_command("make_plan", str(path), "--json")

    written = capsys.readouterr()
    assert stopped.value.code == 2
    assert written.out == ""
    assert written.err.count("\n") == 1
    assert written.err.startswith(error)


def test_what_others_wrote_is_quoted_without_control_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps({"today": "2027-01-04", "\x1b[2J\r\nOK: \u2028\x07": 1}))

    with pytest.raises(SystemExit):
        call_command("make_plan", str(path), "--json")
    with pytest.raises(SystemExit):
        call_command("make_plan", str(tmp_path / "\x1b[2J"))

    for line in capsys.readouterr().err.splitlines():
        assert line.startswith(
            ("SPEC_INVALID: `\\x1b[2J\\r\\nOK: \\u2028\\x07`", "FILE_UNKNOWN: There is no")
        )
        assert line.isprintable()


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("make_plan", str(tmp_path / "none.json"))

    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("FILE_UNKNOWN: ")


def test_nothing_to_plan_is_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away: dict[str, Any] = {"start": "2027-01-01", "end": "2027-12-31", "reason": "travel"}
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(wish(blackouts=[away])))

    call_command("make_plan", str(path), "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "infeasible"
    assert found["blocking"] == ["blackouts"]
    assert found["sessions"] == []
    assert found["score"] == 0
    assert [each["applies"] for each in found["checks"]] == [False] * 20
