"""The command: one object of gates, in a database of its own."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from analysis.models import Analysis
from athletes.models import Athlete


@pytest.mark.long
def test_gates_come_as_one_object_and_nothing_is_left_behind(
    db: None, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("ai_eval", quick=True, only=["cost"], json=True)

    said, told = capfd.readouterr()
    found = json.loads(said.splitlines()[-1])
    assert ended.value.code == 0
    assert set(found) == {"weekly_cost_batch_usd", "weekly_cost_interactive_usd"}
    assert all(set(gate) == {"value", "target", "passed"} for gate in found.values())
    assert "input_tokens" in told
    assert (Athlete.objects.count(), Analysis.objects.count()) == (0, 0)


@pytest.mark.parametrize("seeds", ["5", "7:3", "a:b", "3:3"])
def test_seeds_are_a_range(seeds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("ai_eval", seeds=seeds)

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("SEEDS_INVALID:")


def test_without_a_key_nobody_is_asked_live(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("ai_eval", live=True)

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("AI_UNAVAILABLE:")
