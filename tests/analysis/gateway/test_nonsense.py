"""A service that answers nonsense: an error of ours, never one of Python's, and nothing unkeepable."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.errors import ClaudeParsingError, ClaudeRefusalError
from analysis.gateway.gathering import MOST_TOKENS, Gathering, tokens_of
from analysis.gateway.reading import reply_of
from analysis.gateway.types import Tokens
from config.core.storable import storable

USAGE = {"input_tokens": 10, "output_tokens": 5}


def message(*blocks: object, usage: object = USAGE, **more: object) -> dict[str, Any]:
    return {"content": list(blocks), "stop_reason": "end_turn", "usage": usage, "model": "m", **more}


@pytest.mark.parametrize(
    "block", [{}, 7, {"type": "text"}, {"type": "text", "text": None}, {"type": "text", "text": 7}]
)
def test_blocks_that_are_none_are_no_answer(block: object) -> None:
    with pytest.raises(ClaudeParsingError) as caught:
        reply_of(message(block), request_id="req_1")

    assert (caught.value.request_id, caught.value.tokens) == ("req_1", Tokens(input=10, output=5))


@pytest.mark.parametrize("details", ["no", [1], {"category": {"a": 1}}])
def test_a_refusal_in_other_words_is_one_all_the_same(details: object) -> None:
    with pytest.raises(ClaudeRefusalError):
        reply_of(message(stop_reason="refusal", stop_details=details))


@pytest.mark.parametrize("count", [-1, 1.5, "many", [1], float("nan"), MOST_TOKENS + 1])
@pytest.mark.parametrize("name", ["input_tokens", "output_tokens", "cache_creation", "output_tokens_details"])
def test_of_what_counts_in_nonsense_nobody_knows_the_cost(name: str, count: object) -> None:
    usage = {**USAGE, name: count}
    with pytest.raises(ValueError, match="is no count"):
        tokens_of(usage)
    with pytest.raises(ClaudeParsingError) as caught:
        reply_of(message({"type": "text", "text": "Hello."}, usage=usage))

    assert caught.value.is_cost_unknown


@pytest.mark.parametrize(
    "event",
    [
        {"type": "content_block_start", "index": 0, "content_block": {}},
        {"type": "content_block_start", "index": 0, "content_block": [1]},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": 7}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "name": ["a"]}},
        {"type": "content_block_delta", "index": 3, "delta": {"type": "text_delta", "text": "x"}},
    ],
)
def test_an_event_that_is_none_is_told_at_once(event: dict[str, Any]) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        Gathering().take(event)


@pytest.mark.parametrize("written", ["[1,2]", "7", "null", '"start"'])
def test_arguments_of_a_tool_are_an_object(written: str) -> None:
    gathering = Gathering()
    block = {"type": "tool_use", "id": "t", "name": "get_metric", "input": {}}
    gathering.take({"type": "content_block_start", "index": 0, "content_block": block})
    delta = {"type": "input_json_delta", "partial_json": written}
    gathering.take({"type": "content_block_delta", "index": 0, "delta": delta})

    with pytest.raises(ValueError, match="arguments are an object"):
        gathering.take({"type": "content_block_stop", "index": 0})


def test_what_no_database_takes_is_replaced_at_every_depth() -> None:
    assert storable({"a\x00": ["b\ud800", {"c": "\x00"}, 1, None]}) == {
        "a\ufffd": ["b\ufffd", {"c": "\ufffd"}, 1, None]
    }
    assert storable("A smile 😀 stays.") == "A smile 😀 stays."
