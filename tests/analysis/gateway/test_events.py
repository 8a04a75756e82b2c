"""Every event of the table in docs/guide/claude.md: the error it becomes, and how often was asked."""

from __future__ import annotations

import time

import pytest

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeAuthError,
    ClaudeBillingError,
    ClaudeConnectionError,
    ClaudeOverloadedError,
    ClaudeParsingError,
    ClaudePausedError,
    ClaudeRateLimitError,
    ClaudeRefusalError,
    ClaudeTimeoutError,
    ClaudeTokenLimitError,
)
from analysis.gateway.asking import ask
from tests.analysis.gateway.builders import SCHEMA, request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db

ENFORCED = "code-enforced_spend_limit_reached"


def raised(scenario: str, **changes: object) -> AIAnalysisError:
    with pytest.raises(AIAnalysisError) as info:
        ask(request(scenario, **changes), deadline_s=30)
    return info.value


@pytest.mark.parametrize(
    ("scenario", "error", "tries"),
    [
        ("status401", ClaudeAuthError, 1),
        ("status403", ClaudeAuthError, 1),
        ("status404", ClaudeAuthError, 1),
        ("status402", ClaudeBillingError, 1),
        (f"status400{ENFORCED}", ClaudeBillingError, 1),
        (f"status429{ENFORCED}", ClaudeBillingError, 1),
        ("status429code-contract_spend_limit_reached", ClaudeBillingError, 1),
        ("status400", ClaudeAPIError, 1),
        ("status422", ClaudeAPIError, 1),
        ("status413", ClaudeTokenLimitError, 1),
        ("context_exceeded", ClaudeTokenLimitError, 1),
        ("status429", ClaudeRateLimitError, 3),
        ("status429code-ramp_limit_exceeded", ClaudeRateLimitError, 3),
        ("status408", ClaudeOverloadedError, 3),
        ("status409", ClaudeOverloadedError, 3),
        ("status500", ClaudeOverloadedError, 3),
        ("status503", ClaudeOverloadedError, 3),
        ("status504", ClaudeOverloadedError, 3),
        ("status529", ClaudeOverloadedError, 3),
        ("html502", ClaudeOverloadedError, 3),
        ("stream_error", ClaudeOverloadedError, 3),
        ("status529noretry", ClaudeOverloadedError, 1),
        ("drop", ClaudeConnectionError, 2),
        ("stream_drop", ClaudeConnectionError, 2),
        ("max_tokens", ClaudeTokenLimitError, 2),
        ("refusal", ClaudeRefusalError, 1),
        ("empty", ClaudeRefusalError, 1),
        ("stream_eof", ClaudeParsingError, 1),
        ("notjson", ClaudeParsingError, 1),
        ("badshape", ClaudeParsingError, 1),
        ("malformed", ClaudeParsingError, 1),
    ],
)
def test_each_event_has_its_error_and_its_tries(
    claude: ClaudeDouble, scenario: str, error: type[AIAnalysisError], tries: int
) -> None:
    caught = raised(scenario, schema=SCHEMA)

    assert type(caught) is error
    assert claude.hits[scenario] == tries


@pytest.mark.parametrize(
    "scenario", ["status529x2", "status429x1", "status500x2", "status408x1", "status409x1"]
)
def test_trouble_that_passes_is_not_noticed(claude: ClaudeDouble, scenario: str) -> None:
    assert ask(request(scenario), deadline_s=30).text == "This is an answer of the double."


def test_a_broken_stream_is_asked_again_and_both_tries_are_paid_for(claude: ClaudeDouble) -> None:
    claude.plays("stream_error", "ok")

    reply = ask(request(), deadline_s=30)

    assert reply.text == "This is an answer of the double."
    assert reply.tokens.input == 2 * 30
    assert reply.is_cost_unknown


def test_what_was_never_answered_costs_nothing(claude: ClaudeDouble) -> None:
    caught = raised("status529")

    assert (caught.tokens, caught.is_cost_unknown) == (None, False)


def test_silence_ends_at_the_deadline_and_nobody_knows_what_it_cost(claude: ClaudeDouble) -> None:
    claude.hang_s = 2.0
    started = time.monotonic()

    with pytest.raises(ClaudeTimeoutError) as info:
        ask(request("hang"), deadline_s=0.4)

    assert time.monotonic() - started < 1.5
    assert (info.value.tokens, info.value.is_cost_unknown) == (None, True)
    assert claude.hits["hang"] == 1


def test_silence_within_a_stream_ends_at_the_deadline_too(claude: ClaudeDouble) -> None:
    claude.hang_s = 2.0
    started = time.monotonic()

    with pytest.raises(ClaudeTimeoutError) as info:
        ask(request("stream_hang"), deadline_s=0.4)

    assert time.monotonic() - started < 1.5
    assert info.value.tokens is not None
    assert (info.value.tokens.input, info.value.is_cost_unknown) == (30, True)


def test_an_answer_that_drips_ends_at_the_deadline(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: "slow " * 100)
    claude.delta_s = 0.1
    started = time.monotonic()

    with pytest.raises(ClaudeTimeoutError):
        ask(request(), deadline_s=0.5)

    assert time.monotonic() - started < 1.5


def test_the_deadline_spans_all_tries(claude: ClaudeDouble) -> None:
    claude.latency_s = 0.3
    started = time.monotonic()

    with pytest.raises(AIAnalysisError):
        ask(request("status529"), deadline_s=0.5)

    assert time.monotonic() - started < 1.5
    assert len(claude.requests) == 2


def test_a_wait_that_fits_is_waited_for(claude: ClaudeDouble) -> None:
    started = time.monotonic()

    reply = ask(request("status429x1ra0.3"), deadline_s=30)

    assert reply.text
    assert time.monotonic() - started >= 0.3


def test_a_wait_beyond_the_deadline_is_told_at_once(claude: ClaudeDouble) -> None:
    started = time.monotonic()

    caught = raised("status429ra3600")

    assert time.monotonic() - started < 1.0
    assert (caught.retryable, caught.retry_after_s) == (True, 3600.0)
    assert claude.hits["status429ra3600"] == 1


def test_too_short_an_answer_gets_twice_the_room_and_less_thought_once(claude: ClaudeDouble) -> None:
    caught = raised("max_tokens", max_tokens=6_000, effort="high")

    assert isinstance(caught, ClaudeTokenLimitError)
    assert caught.kind == "output"
    asked = [(body["max_tokens"], body["output_config"]["effort"]) for body in claude.bodies]
    assert asked == [(6_000, "high"), (12_000, "medium")]
    assert caught.tokens is not None
    assert caught.tokens.output == 2 * 15


def test_no_answer_gets_more_room_than_16000_tokens(claude: ClaudeDouble) -> None:
    raised("max_tokens", max_tokens=9_000)
    raised("max_tokens", max_tokens=16_000)

    assert [body["max_tokens"] for body in claude.bodies] == [9_000, 16_000, 16_000]


def test_a_long_request_that_is_refused_is_too_long(claude: ClaudeDouble) -> None:
    caught = raised("status400", system="0" * 1_800_000)

    assert isinstance(caught, ClaudeTokenLimitError)
    assert caught.kind == "input"


def test_a_refusal_names_its_category_and_is_paid_for(claude: ClaudeDouble) -> None:
    caught = raised("refusal")

    assert isinstance(caught, ClaudeRefusalError)
    assert caught.category == "general_harms"
    assert caught.tokens is not None
    assert "rules" in caught.user_message


def test_bad_json_keeps_its_text_and_its_costs(claude: ClaudeDouble) -> None:
    claude.answers(lambda _: {"headline": "Fresh"})

    caught = raised("malformed", schema=SCHEMA)

    assert isinstance(caught, ClaudeParsingError)
    assert caught.raw_text == 'Here you go:\n```json\n{"headline": "Fresh"}\n```'
    assert caught.tokens is not None
    assert caught.request_id == "req_000001"


def test_after_five_failures_nothing_is_asked_for_a_minute(claude: ClaudeDouble) -> None:
    for _ in range(2):
        with pytest.raises(AIAnalysisError):
            ask(request("status529"), deadline_s=30)
    asked = len(claude.bodies)

    with pytest.raises(ClaudePausedError) as info:
        ask(request(), deadline_s=30)

    assert asked == 5
    assert len(claude.bodies) == asked
    assert info.value.retry_after_s == pytest.approx(60, abs=5)


def test_another_model_is_asked_while_one_rests(claude: ClaudeDouble) -> None:
    for _ in range(2):
        with pytest.raises(AIAnalysisError):
            ask(request("status529"), deadline_s=30)

    assert ask(request(model="claude-haiku-5-5"), deadline_s=30).text


def test_no_error_quotes_what_was_sent_or_answered(
    claude: ClaudeDouble, caplog: pytest.LogCaptureFixture
) -> None:
    claude.answers(lambda _: "CANARY-ANSWER")
    scenarios = ("status400", "status401", "malformed", "stream_error", "max_tokens", "drop")
    caught = [raised(name, system="CANARY-ASKED", schema=SCHEMA) for name in scenarios]

    said = " ".join([*(f"{error} {error.details} {error.user_message}" for error in caught), caplog.text])
    assert "CANARY" not in said
