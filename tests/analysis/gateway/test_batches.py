"""Batches of the real SDK against the double."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeAuthError,
    ClaudeOverloadedError,
    ClaudeRefusalError,
)
from analysis.gateway import batches
from analysis.gateway.tokens import count
from analysis.gateway.types import Reply
from tests.analysis.gateway.builders import SCHEMA, request
from tests.doubles.claude import ClaudeDouble

pytestmark = pytest.mark.django_db


def results(requests: dict[str, Any]) -> dict[str, Reply | AIAnalysisError]:
    identity = batches.submit(requests)
    assert batches.read(identity) is None
    answers = batches.read(identity)
    assert answers is not None
    return answers


def test_answers_are_found_by_their_id_whatever_their_order(claude: ClaudeDouble) -> None:
    claude.answers(lambda body: body["messages"][0]["content"])
    asked = {
        name: request(messages=[{"role": "user", "content": f"for {name}"}]) for name in ("ada", "bob", "cyd")
    }

    answers = results(asked)

    said = {name: reply.text for name, reply in answers.items() if isinstance(reply, Reply)}
    assert said == {"ada": "for ada", "bob": "for bob", "cyd": "for cyd"}


def test_an_item_is_what_a_single_request_would_be(claude: ClaudeDouble) -> None:
    batches.submit({"a": request(schema=SCHEMA, cache_ttl="1h", effort="low")})

    (item,) = claude.requests[0].body["requests"]
    assert item["custom_id"] == "a"
    assert item["params"]["output_config"]["format"]["schema"] == SCHEMA
    assert "stream" not in item["params"]


@pytest.mark.parametrize(
    ("outcome", "retryable"), [("errored", False), ("expired", True), ("canceled", True)]
)
def test_what_was_not_answered_says_whether_to_ask_again(
    claude: ClaudeDouble, outcome: str, retryable: bool
) -> None:
    claude.batch_outcomes = ["", outcome]

    answers = results({"a": request(), "b": request()})

    assert isinstance(answers["a"], Reply)
    failed = answers["b"]
    assert isinstance(failed, ClaudeAPIError)
    assert (failed.retryable, failed.tokens) == (retryable, None)


def test_an_answer_that_is_none_is_paid_for(claude: ClaudeDouble) -> None:
    answer = results({"a": request("refusal")})["a"]

    assert isinstance(answer, ClaudeRefusalError)
    assert answer.tokens is not None


def test_a_batch_that_is_gone_is_an_error_and_the_key_stays(claude: ClaudeDouble) -> None:
    with pytest.raises(ClaudeAuthError):
        batches.read("msgbatch_gone")

    assert batches.submit({"a": request()})


def test_trouble_is_tried_again(claude: ClaudeDouble) -> None:
    claude.keys["a-key"] = "status529"

    with pytest.raises(ClaudeOverloadedError):
        batches.submit({"a": request()})

    assert len(claude.requests) == 3


def test_tokens_are_counted_by_the_service(claude: ClaudeDouble) -> None:
    counted = count(request(schema=SCHEMA))

    assert counted == 80
    assert [each.path for each in claude.requests] == ["/v1/messages/count_tokens"]


def test_without_the_service_tokens_are_estimated(claude: ClaudeDouble) -> None:
    claude.keys["a-key"] = "status529"

    assert count(request()) == 30
