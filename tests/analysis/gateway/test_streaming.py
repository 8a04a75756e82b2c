"""Answers that are read while they are written."""

from __future__ import annotations

import time

import pytest

from analysis.errors import AIAnalysisError, ClaudeOverloadedError
from analysis.gateway.streaming import stream
from analysis.gateway.types import Ended, TextDelta, ToolCall
from config.core.models import Breaker
from tests.analysis.gateway.builders import TOOL, request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db


def read(scenario: str = "", **changes: object) -> list[TextDelta | ToolCall | Ended]:
    with stream(request(scenario, **changes), deadline_s=30) as events:
        return list(events)


def test_text_comes_in_pieces_and_the_whole_reply_last(claude: ClaudeDouble) -> None:
    *pieces, end = read()

    assert pieces == [TextDelta("This is an a"), TextDelta("nswer of the"), TextDelta(" double.")]
    assert isinstance(end, Ended)
    assert end.reply.text == "This is an answer of the double."
    assert end.reply.tokens.output == 15


def test_tools_are_called_for_when_their_input_is_whole(claude: ClaudeDouble) -> None:
    first, second, end = read("parallel_tools", tools=[TOOL])

    assert first == ToolCall("toolu_0001", "get_metric", {"metric": "text"})
    assert second == ToolCall("toolu_0002", "get_metric", {"metric": "text"})
    assert isinstance(end, Ended)
    assert end.reply.stop_reason == "tool_use"
    assert end.reply.blocks[1]["input"] == {"metric": "text"}


def test_trouble_before_the_first_word_is_not_noticed(claude: ClaudeDouble) -> None:
    assert isinstance(read("status529x2")[-1], Ended)


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ("stream_error", "CLAUDE_OVERLOADED"),
        ("stream_drop", "CLAUDE_UNREACHABLE"),
        ("stream_eof", "CLAUDE_ANSWER_UNREADABLE"),
    ],
)
def test_what_breaks_off_after_a_word_is_not_said_twice(
    claude: ClaudeDouble, scenario: str, error: str
) -> None:
    with stream(request(scenario), deadline_s=30) as events:
        assert next(iter(events)) == TextDelta("This is an a")
        with pytest.raises(AIAnalysisError) as info:
            next(iter(events))

    assert info.value.code == error
    assert claude.hits[scenario] == 1
    assert info.value.is_cost_unknown
    assert info.value.tokens is not None
    assert info.value.tokens.input > 0


def test_who_leaves_hangs_up_and_knows_about_what_it_cost(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: "word " * 200)
    claude.delta_s = 0.01

    with stream(request(), deadline_s=30) as events:
        taken = [next(iter(events)) for _ in range(3)]

    assert [type(each) for each in taken] == [TextDelta] * 3
    assert events.tokens is not None
    assert events.tokens.input == 30
    # Three pieces of twelve letters, and what the JSON around them adds to an estimate.
    assert 16 <= events.tokens.output <= 40
    _wait_for(lambda: claude.requests[0].was_left)


def test_leaving_is_no_failure_of_the_service(claude: ClaudeDouble) -> None:
    for _ in range(6):
        with stream(request(), deadline_s=30) as events:
            next(iter(events))

    assert list(Breaker.objects.values_list("state", "failures")) == [("closed", 0)]


def test_broken_streams_count_for_the_breaker(claude: ClaudeDouble) -> None:
    for _ in range(2):
        with pytest.raises(ClaudeOverloadedError):
            read("stream_error")

    assert list(Breaker.objects.values_list("failures", flat=True)) == [2]


def _wait_for(holds: object) -> None:
    ends = time.monotonic() + 3
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.02)
