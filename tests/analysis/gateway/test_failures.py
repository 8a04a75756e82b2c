"""What each refusal means, by status, type, code and headers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeAuthError,
    ClaudeBillingError,
    ClaudeOverloadedError,
    ClaudeRateLimitError,
    ClaudeTokenLimitError,
)
from analysis.gateway.failures import failure, retry_after_s


def failed(status: int, said: str = "", **headers: str) -> AIAnalysisError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return failure(status, type=said, error_code="", request_id="req_1", headers=named)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("overloaded_error", ClaudeOverloadedError),
        ("api_error", ClaudeOverloadedError),
        ("timeout_error", ClaudeOverloadedError),
        ("rate_limit_error", ClaudeRateLimitError),
        ("billing_error", ClaudeBillingError),
        ("authentication_error", ClaudeAuthError),
        ("invalid_request_error", ClaudeAPIError),
        ("request_too_large", ClaudeTokenLimitError),
        ("of_tomorrow", ClaudeOverloadedError),
    ],
)
def test_in_a_stream_the_type_stands_for_the_status(said: str, error: type[AIAnalysisError]) -> None:
    assert type(failed(200, said)) is error


def test_what_the_service_says_about_another_try_wins() -> None:
    assert failed(400, x_should_retry="true").retryable
    assert not failed(529, x_should_retry="false").retryable
    assert failed(529).retryable


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_seconds_or_a_date(written: str, seconds: float | None) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        assert retry_after_s({"retry-after": written}) == seconds


@pytest.mark.parametrize("written", ["nan", "inf"])
def test_a_wait_that_is_no_number_is_none(written: str) -> None:
    assert retry_after_s({"retry-after": written}) is None
