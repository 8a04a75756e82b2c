"""Servers of one's own that speak a part of the Messages API."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.errors import AIUnavailableError, ClaudeParsingError
from analysis.gateway import batches
from analysis.gateway.asking import ask
from analysis.gateway.tokens import count
from tests.analysis.gateway.builders import SCHEMA, TOOL, request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db

FENCED = 'Sure! Here {it} is:\n```json\n{"headline": "Fresh"}\n```\nAnything else?'


@pytest.fixture(autouse=True)
def _local(claude: ClaudeDouble, settings: Any) -> None:
    settings.AI_PROFILE = "compatible"
    claude.is_compatible = True


def test_they_get_only_what_they_know(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: {"headline": "Fresh"})

    ask(request(schema=SCHEMA, tools=[TOOL], cache_ttl="1h"), deadline_s=30)

    (body,) = claude.bodies
    assert sorted(body) == ["max_tokens", "messages", "model", "stream", "system", "tools"]
    assert claude.requests[0].headers["anthropic-version"] == "2023-06-01"


def test_the_schema_is_told_in_words(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: {"headline": "Fresh"})

    ask(request(schema=SCHEMA), deadline_s=30)

    system = claude.bodies[0]["system"]
    assert system.startswith("You explain.\n\nAnswer with one JSON object and nothing else")
    assert system.endswith('"required":["headline"],"additionalProperties":false}')


def test_json_is_found_among_other_words(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: FENCED)

    assert ask(request(schema=SCHEMA), deadline_s=30).text == '{"headline": "Fresh"}'


def test_words_without_json_are_no_answer(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: "I { cannot } do that")

    with pytest.raises(ClaudeParsingError) as info:
        ask(request(schema=SCHEMA), deadline_s=30)

    assert info.value.raw_text == "I { cannot } do that"


def test_no_key_is_needed(claude: ClaudeDouble, settings: Any) -> None:
    settings.ANTHROPIC_API_KEYS = []

    assert ask(request(), deadline_s=30).text


def test_there_are_no_batches_and_tokens_are_estimated(claude: ClaudeDouble) -> None:
    with pytest.raises(AIUnavailableError):
        batches.submit({"a": request()})
    with pytest.raises(AIUnavailableError):
        batches.read("msgbatch_1")

    assert count(request()) == 30
    assert claude.requests == []
