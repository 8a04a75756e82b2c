"""The double's ways to answer, as the real SDK sees them."""

from __future__ import annotations

import time
from typing import Any, Literal

import anthropic
import httpx2
import pytest
from pydantic import BaseModel

from tests.doubles.claude import ClaudeDouble

USER: list[Any] = [{"role": "user", "content": "hi"}]


class Inner(BaseModel):
    kind: Literal["work", "rest"]
    minutes: int
    share: float


class Shape(BaseModel):
    title: str
    is_hard: bool
    parts: list[Inner]


def asked(sdk: anthropic.Anthropic, scenario: str = "ok", **changes: Any) -> Any:
    body = {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": USER} | changes
    return sdk.messages.create(extra_headers={"x-test-double-scenario": scenario}, **body)


def streamed(sdk: anthropic.Anthropic, scenario: str) -> Any:
    headers = {"x-test-double-scenario": scenario}
    body = {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": USER}
    with sdk.messages.stream(extra_headers=headers, **body) as stream:
        return stream.get_final_message()


def test_any_model_class_can_be_filled(sdk: anthropic.Anthropic) -> None:
    answer = sdk.messages.parse(model="claude-sonnet-5-5", max_tokens=100, messages=USER, output_format=Shape)

    assert answer.parsed_output == Shape(
        title="text", is_hard=True, parts=[Inner(kind="work", minutes=42, share=4.2)]
    )
    assert answer.content[0].type == "thinking"


def test_a_refusal_is_no_exception(sdk: anthropic.Anthropic) -> None:
    answer = asked(sdk, "refusal")

    assert (answer.stop_reason, answer.content) == ("refusal", [])
    assert answer.stop_details.category == "general_harms"


@pytest.mark.parametrize(
    ("scenario", "reason", "text"),
    [
        ("max_tokens", "max_tokens", "This is an answer"[:16]),
        ("malformed", "end_turn", "Here you go:\n```json\nThis is an answer of the double.\n```"),
        ("context_exceeded", "model_context_window_exceeded", '{"partial": '),
    ],
)
def test_answers_can_be_cut_and_wrapped(
    sdk: anthropic.Anthropic, scenario: str, reason: str, text: str
) -> None:
    answer = asked(sdk, scenario)

    assert (answer.stop_reason, answer.content[0].text) == (reason, text)


def test_a_status_lasts_as_long_as_it_says(double: ClaudeDouble, sdk: anthropic.Anthropic) -> None:
    for _ in range(2):
        with pytest.raises(anthropic.RateLimitError) as info:
            asked(sdk, "status429x2ra7code-enforced_spend_limit_reachednoretry")
    answer = asked(sdk, "status429x2ra7code-enforced_spend_limit_reachednoretry")

    assert answer.content
    assert isinstance(info.value, anthropic.RateLimitError)
    assert info.value.error_code == "enforced_spend_limit_reached"
    assert info.value.response.headers["retry-after"] == "7"
    assert info.value.response.headers["x-should-retry"] == "false"


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ("status401", anthropic.AuthenticationError),
        ("status402", anthropic.PaymentRequiredError),
        ("status403", anthropic.PermissionDeniedError),
        ("status413", anthropic.ContentTooLargeError),
        ("status529", anthropic.OverloadedError),
        ("html502", anthropic.InternalServerError),
        ("drop", anthropic.APIConnectionError),
    ],
)
def test_failures_are_those_of_the_sdk(
    sdk: anthropic.Anthropic, scenario: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        asked(sdk, scenario)


def test_nonsense_is_passed_on(sdk: anthropic.Anthropic) -> None:
    assert asked(sdk, "badshape").content is None
    with pytest.raises(ValueError, match="Expecting property name"):
        asked(sdk, "notjson")


def test_silence_is_a_time_out(sdk: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.APITimeoutError):
        asked(sdk.with_options(timeout=0.2), "hang")


def test_streams_break_off_in_every_way(sdk: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.APIStatusError) as info:
        streamed(sdk, "stream_error")
    with pytest.raises(httpx2.RemoteProtocolError):
        streamed(sdk, "stream_drop")
    with pytest.raises(httpx2.ReadTimeout):
        streamed(sdk.with_options(timeout=0.2), "stream_hang")

    assert (info.value.status_code, info.value.type) == (200, "overloaded_error")
    assert streamed(sdk, "stream_eof").stop_reason is None
    assert streamed(sdk, "ok").stop_reason == "end_turn"


def test_the_cache_is_written_first_and_read_then(sdk: anthropic.Anthropic) -> None:
    system = [{"type": "text", "text": "rules " * 50, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]

    first = asked(sdk, "cache", system=system).usage
    second = asked(sdk, "cache", system=system).usage

    assert (first.input_tokens, second.input_tokens) == (20, 20)
    assert first.cache_creation.ephemeral_1h_input_tokens == second.cache_read_input_tokens > 0


def test_the_person_s_key_chooses_too(sdk: anthropic.Anthropic) -> None:
    answer = sdk.messages.create(
        model="claude-sonnet-5-5",
        max_tokens=100,
        messages=USER,
        metadata={"user_id": "scenario:refusal"},
    )

    assert answer.stop_reason == "refusal"


def test_a_script_is_played_in_turn_and_its_end_stays(double: ClaudeDouble, sdk: anthropic.Anthropic) -> None:
    double.plays("refusal", "ok")

    reasons = [
        sdk.messages.create(model="claude-sonnet-5-5", max_tokens=9, messages=USER).stop_reason
        for _ in range(3)
    ]

    assert reasons == ["refusal", "end_turn", "end_turn"]


def test_a_scenario_that_does_not_exist_is_a_mistake_of_the_test(double: ClaudeDouble) -> None:
    with pytest.raises(AssertionError, match="refusel"):
        double.plays("refusel")


def test_answers_can_be_text_json_blocks_or_the_default(
    double: ClaudeDouble, sdk: anthropic.Anthropic
) -> None:
    call = [{"type": "tool_use", "id": "toolu_9", "name": "t", "input": {"a": 1}}]
    said = iter(["text", {"a": 1}, call, None])
    double.answers(lambda _: next(said))

    answers = [asked(sdk) for _ in range(4)]

    assert [each.content[0].type for each in answers] == ["text", "text", "tool_use", "text"]
    assert answers[1].content[0].text == '{"a": 1}'
    assert [each.stop_reason for each in answers] == ["end_turn", "end_turn", "tool_use", "end_turn"]


def test_batches_end_at_the_second_look_in_reversed_order(
    double: ClaudeDouble, sdk: anthropic.Anthropic
) -> None:
    good: Any = {"model": "claude-sonnet-5-5", "max_tokens": 9, "messages": USER}
    bad: Any = {**good, "temperature": 0.1}

    made = sdk.messages.batches.create(
        requests=[{"custom_id": "a", "params": good}, {"custom_id": "b", "params": bad}]
    )
    looks = [sdk.messages.batches.retrieve(made.id).processing_status for _ in range(2)]
    rows = [row.to_dict() for row in sdk.messages.batches.results(made.id)]

    assert (made.processing_status, looks) == ("in_progress", ["in_progress", "ended"])
    assert [(row["custom_id"], row["result"]["type"]) for row in rows] == [
        ("b", "errored"),
        ("a", "succeeded"),
    ]
    assert rows[1]["result"]["message"]["usage"]["service_tier"] == "batch"
    assert rows[0]["result"]["error"]["error"]["message"] == "temperature: Extra inputs are not permitted"


def test_models_and_tokens_are_told(sdk: anthropic.Anthropic) -> None:
    counted = sdk.messages.count_tokens(model="claude-sonnet-5-5", messages=USER)

    assert counted.input_tokens == 19
    assert next(each.id for each in sdk.models.list()) == "claude-sonnet-5-5"


def test_started_again_it_has_the_same_address(double: ClaudeDouble, sdk: anthropic.Anthropic) -> None:
    double.stop()
    with pytest.raises(anthropic.APIConnectionError):
        asked(sdk)

    double.start()

    assert asked(sdk).content


def test_it_can_be_slow(double: ClaudeDouble, sdk: anthropic.Anthropic) -> None:
    double.latency_s = 0.2
    started = time.monotonic()

    asked(sdk)

    assert time.monotonic() - started >= 0.2
