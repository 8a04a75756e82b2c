"""Whole answers of the real SDK against the double."""

from __future__ import annotations

import json

import pytest

from analysis.gateway.asking import ask
from analysis.gateway.types import Tokens
from config.core.models import ExternalCall
from tests.analysis.gateway.builders import SCHEMA, TOOL, request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db


def test_an_answer_comes_with_its_tokens_and_the_provider_s_id(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: "You are fresh.")

    reply = ask(request(), deadline_s=30)

    assert reply.text == "You are fresh."
    assert (reply.stop_reason, reply.model) == ("end_turn", "claude-sonnet-5-5")
    assert (reply.tokens.input, reply.tokens.output) == (30, 11)
    assert reply.request_id == "req_000001"
    assert not reply.is_cost_unknown


def test_a_schema_is_kept_and_thinking_is_not_taken_for_the_answer(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: {"headline": "Fresh"})

    reply = ask(request(schema=SCHEMA), deadline_s=30)

    assert json.loads(reply.text) == {"headline": "Fresh"}
    assert [block["type"] for block in reply.blocks] == ["thinking", "text"]
    assert reply.tokens.thinking == 15


def test_what_is_sent_is_what_the_service_knows(claude: ClaudeDouble) -> None:
    ask(request(schema=SCHEMA, tools=[TOOL], cache_ttl="1h", effort="low"), deadline_s=30)

    assert claude.bodies == [
        {
            "model": "claude-sonnet-5-5",
            "max_tokens": 1_000,
            "messages": [{"role": "user", "content": "How am I?"}],
            "system": [
                {
                    "type": "text",
                    "text": "You explain.",
                    "cache_control": {"type": "ephemeral", "ttl": "1h"},
                }
            ],
            "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": SCHEMA}},
            "metadata": {"user_id": "a-hash"},
            "thinking": {"type": "between_tools"},
            "tools": [TOOL],
            "stream": True,
        }
    ]
    assert claude.requests[0].headers["authorization"] == "Bearer a-key"
    assert claude.requests[0].headers["anthropic-version"] == "2026-10-21"


def test_the_same_request_is_the_same_bytes(claude: ClaudeDouble) -> None:
    for _ in range(2):
        ask(request(schema=SCHEMA, tools=[TOOL], cache_ttl="5m"), deadline_s=30)

    assert claude.requests[0].raw == claude.requests[1].raw


def test_tokens_of_the_cache_are_told_apart(claude: ClaudeDouble) -> None:
    first = ask(request("cache", cache_ttl="1h"), deadline_s=30).tokens
    short = ask(request("cache", cache_ttl="5m"), deadline_s=30).tokens

    assert first == Tokens(input=20, cache_write_1h=first.cache_write_1h, output=15)
    assert first.cache_write_1h > 0
    assert short == Tokens(input=20, cache_read=short.cache_read, output=15)
    assert short.cache_read > 0


def test_tool_calls_are_part_of_the_reply_as_they_must_be_sent_back(claude: ClaudeDouble) -> None:
    asked = request("parallel_tools", tools=[TOOL])

    reply = ask(asked, deadline_s=30)

    assert (reply.stop_reason, reply.text) == ("tool_use", "")
    assert [block["type"] for block in reply.blocks] == ["thinking", "tool_use", "tool_use"]
    results = [
        {"type": "tool_result", "tool_use_id": block["id"], "content": "41 ms"} for block in reply.blocks[1:]
    ]
    answers = [
        *asked.messages,
        {"role": "assistant", "content": list(reply.blocks)},
        {"role": "user", "content": results},
    ]
    again = ask(request("parallel_tools", tools=[TOOL], messages=answers), deadline_s=30)
    assert again.text == "41 ms 41 ms"


def test_each_try_is_on_record_without_a_word_of_it(claude: ClaudeDouble) -> None:
    claude.plays("status529x1", "ok")

    ask(request(user_key=""), deadline_s=30)

    rows = list(
        ExternalCall.objects.order_by("pk").values_list("service", "operation", "status", "error_code")
    )
    assert rows == [("claude", "messages", 529, "CLAUDE_OVERLOADED"), ("claude", "messages", 200, "")]
