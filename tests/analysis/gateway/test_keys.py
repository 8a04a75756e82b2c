"""Several keys, and what makes one rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from analysis.errors import AIUnavailableError, ClaudeAuthError, ClaudeBillingError
from analysis.gateway.asking import ask
from analysis.gateway.state import why_unavailable
from tests.analysis.gateway.builders import request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db


def used(claude: ClaudeDouble) -> list[str]:
    return [each.headers["authorization"].removeprefix("Bearer ") for each in claude.requests]


@pytest.mark.parametrize(
    "refusal",
    ["status401", "status403", "status402", "status429code-enforced_spend_limit_reached"],
)
def test_the_next_key_takes_over_and_the_refused_one_rests(
    claude: ClaudeDouble, settings: Any, refusal: str
) -> None:
    settings.ANTHROPIC_API_KEYS = ["first", "second"]
    claude.keys["first"] = refusal

    ask(request(), deadline_s=30)
    ask(request(), deadline_s=30)

    assert used(claude) == ["first", "second", "second"]


def test_when_all_keys_are_refused_nobody_asks_until_they_are_changed(
    claude: ClaudeDouble, settings: Any
) -> None:
    settings.ANTHROPIC_API_KEYS = ["bad"]
    for _ in range(2):
        with pytest.raises(ClaudeAuthError):
            ask(request(), deadline_s=30)
    reason = why_unavailable()

    settings.ANTHROPIC_API_KEYS = ["good"]
    ask(request(), deadline_s=30)

    assert used(claude) == ["bad", "good"]
    assert reason == "Claude does not accept this server's key, address or model."


def test_without_money_every_key_rests_and_billing_is_the_reason(claude: ClaudeDouble, settings: Any) -> None:
    settings.ANTHROPIC_API_KEYS = ["poor", "poorer"]
    claude.keys |= {"poor": "status402", "poorer": "status402"}

    with pytest.raises(ClaudeBillingError):
        ask(request(), deadline_s=30)
    with pytest.raises(ClaudeBillingError):
        ask(request(), deadline_s=30)

    assert used(claude) == ["poor", "poorer"]
    assert why_unavailable() == "This server's account with Claude's provider has no money left."


def test_a_model_that_does_not_exist_rests_and_the_key_does_not(claude: ClaudeDouble) -> None:
    for _ in range(2):
        with pytest.raises(ClaudeAuthError):
            ask(request("status404", model="claude-sonet"), deadline_s=30)

    assert claude.hits["status404"] == 1
    assert ask(request(), deadline_s=30).text


def test_a_refused_key_is_an_error_in_the_log_without_the_key(
    claude: ClaudeDouble, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ANTHROPIC_API_KEYS = ["sk-secret-1", "sk-secret-2"]
    claude.keys["sk-secret-1"] = "status401"

    ask(request(), deadline_s=30)

    errors = [record.msg for record in caplog.records if record.levelname == "ERROR"]
    assert [(each["event"], each["place"]) for each in errors] == [("claude_refuses_key", 1)]
    assert "sk-secret" not in caplog.text


def test_without_a_key_nothing_is_asked_even_if_the_environment_has_one(
    claude: ClaudeDouble, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ANTHROPIC_API_KEYS = []
    monkeypatch.setenv("ANTHROPIC_API_KEY", "from-somewhere")

    with pytest.raises(AIUnavailableError):
        ask(request(), deadline_s=30)

    assert claude.requests == []
    assert why_unavailable() == "Claude is not set up on this server."


def test_the_switch_is_the_only_one(claude: ClaudeDouble, settings: Any) -> None:
    assert why_unavailable() == ""

    settings.AI_ENABLED = False

    assert why_unavailable() == "Claude is switched off on this server."


def test_while_the_service_is_left_alone_the_reason_says_so(claude: ClaudeDouble) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="CLAUDE_"):
            ask(request("status529"), deadline_s=30)
    reason = why_unavailable()

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        later = why_unavailable()

    assert reason == "Claude had trouble several times and is left alone for a minute."
    assert later == ""
