"""The double as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import anthropic

from tests.architecture.source import ROOT


def shouting(body: dict[str, Any]) -> str:
    """An answer for `--answers`."""
    return str(body["messages"][0]["content"]).upper()


def hello(url: str) -> Any:
    with anthropic.Anthropic(api_key="double", base_url=url) as sdk:
        return sdk.messages.create(
            model="claude-sonnet-5-5", max_tokens=9, messages=[{"role": "user", "content": "hello"}]
        )


def test_it_runs_by_hand_with_answers_of_one_s_own() -> None:
    chosen = ["--scenario", "ok", "--answers", f"{__name__}:shouting", "--delta-ms", "0"]
    arguments = [sys.executable, "-m", "tests.doubles.claude", *chosen]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            answer = hello(told["url"])
        finally:
            process.terminate()

    assert answer.content[0].text == "HELLO"
    assert told["environment"]["ANTHROPIC_BASE_URL"] == told["url"]
    assert told["environment"]["AI_ENABLED"] == "true"
