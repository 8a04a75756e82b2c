"""The family of errors around Claude: codes, what helps, what a reader is told."""

from __future__ import annotations

import pickle

from analysis.errors import AIAnalysisError, ClaudeRateLimitError
from analysis.gateway.types import Tokens
from config.core.api.codes import all_codes


def test_every_code_is_in_the_api_s_docs_with_its_status_and_whether_to_try_again() -> None:
    listed = {each.code: (each.status, each.retryable) for each in all_codes()}

    ours = {
        "AI_ANALYSIS_FAILED": (502, False),
        "AI_ANSWER_REJECTED": (502, False),
        "AI_BUDGET_EXCEEDED": (429, False),
        "AI_CONSENT_NOT_YOURS": (403, False),
        "AI_NOT_CONSENTED": (403, False),
        "AI_CONSENT_WITHDRAWN": (403, False),
        "AI_PRICE_UNKNOWN": (503, False),
        "AI_UNAVAILABLE": (503, False),
        "CLAUDE_ANSWER_UNREADABLE": (502, False),
        "CLAUDE_AUTH_FAILED": (503, False),
        "CLAUDE_BILLING": (503, False),
        "CLAUDE_ERROR": (502, False),
        "CLAUDE_OVERLOADED": (503, True),
        "CLAUDE_PAUSED": (503, True),
        "CLAUDE_RATE_LIMITED": (429, True),
        "CLAUDE_REFUSED": (422, False),
        "CLAUDE_TIMEOUT": (504, True),
        "CLAUDE_TOKEN_LIMIT": (422, False),
        "CLAUDE_UNREACHABLE": (503, True),
    }
    assert {code: listed.get(code) for code in ours} == ours


def test_an_error_survives_the_way_through_a_queue() -> None:
    error = ClaudeRateLimitError(
        retry_after_s=7.0, http_status=429, tokens=Tokens(input=3), request_id="req_1"
    )

    arrived = pickle.loads(pickle.dumps(error))

    assert (arrived.code, arrived.retry_after_s, arrived.http_status) == ("CLAUDE_RATE_LIMITED", 7.0, 429)
    assert (arrived.tokens, arrived.request_id) == (Tokens(input=3), "req_1")


def test_what_a_reader_is_told_says_that_the_rules_answer() -> None:
    told = {each().user_message for each in (AIAnalysisError, *AIAnalysisError.__subclasses__())}

    assert [text for text in told if "rules" not in text] == []
