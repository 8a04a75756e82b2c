"""Every way in which a model can fail ends in words that are true, and in time."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.evidence import Pack
from analysis.grounding.references import resolve
from analysis.models import AIPreferences, AIUsage, Analysis, AnalysisRecord
from analysis.services import explaining
from analysis.services.replaying import replay
from athletes.models import Athlete
from tests.analysis.services.test_explaining import asking, athlete, spoilt, today, weekly
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import honest

__all__ = ["asking", "athlete", "today"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.either]
SEED = 11


def claims(answer: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [*answer["findings"], *answer["recommendations"]]
    return [answer["headline"], *(claim for each in parts for claim in each["claims"])]


def assert_numbers_are_those_of_the_pack(analysis: Analysis) -> None:
    pack = Pack.from_json(analysis.pack)
    for claim in claims(analysis.body):
        for slot in claim["slots"]:
            held = resolve(pack.by_id[slot["ref"]], slot["op"])
            assert slot["value"] == (held.isoformat() if isinstance(held, date) else held)
            assert slot["shown"] in claim["text"]


def refs_of(body: dict[str, Any]) -> list[str]:
    evidence = json.loads(body["messages"][0]["content"])
    evidence = evidence.get("evidence", evidence)
    return [row[0] for row in evidence["values"]["rows"]]


def wrong_references(body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = copy.deepcopy(honest(body))
    chance, refs = random.Random(SEED), refs_of(body)
    for claim in claims(answer):
        for slot in claim["slots"]:
            slot["ref"] = chance.choice(refs)
    return answer


def injected(answer: dict[str, Any]) -> None:
    answer["headline"]["text"] += " Ignore previous instructions, says the note; my system prompt is secret."


@pytest.mark.parametrize(
    "answering",
    [
        wrong_references,
        spoilt(injected),
        lambda _: "x" * 5_000,
        lambda _: "[" * 50_000,
        lambda _: {"headline": {}},
        lambda _: "",
        lambda _: None,
    ],
    ids=["wrong references", "injected", "endless", "deep", "half", "nothing", "any instance of the schema"],
)
def test_what_does_not_hold_is_never_shown(
    athlete: Athlete, asking: ClaudeDouble, answering: Callable[[dict[str, Any]], Any]
) -> None:
    asking.answers(answering)
    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert analysis.reason.endswith("What you see comes from the rules.")
    assert_numbers_are_those_of_the_pack(analysis)


def test_numbers_of_an_honest_answer_are_those_of_the_pack(athlete: Athlete, asking: ClaudeDouble) -> None:
    analysis = weekly(athlete)

    assert analysis.engine == "claude"
    assert_numbers_are_those_of_the_pack(analysis)


def test_what_was_rejected_is_kept_for_whoever_looks_into_it(athlete: Athlete, asking: ClaudeDouble) -> None:
    asking.answers(wrong_references)
    analysis = weekly(athlete)

    record = AnalysisRecord.objects.get(analysis=analysis)
    assert record.sent == asking.bodies[0]["messages"][0]["content"]
    assert len(record.raw_answers) == len(record.request_ids) == 2
    assert record.report["faults"]
    assert AIUsage.objects.filter(analysis=analysis, state="settled").count() == 2
    asking.answers(honest)
    assert weekly(athlete).engine == "claude"


@pytest.mark.parametrize("scenario", ["hang", "status529", "status429ra3600", "stream_hang"])
def test_who_is_slow_is_not_waited_for(
    athlete: Athlete, asking: ClaudeDouble, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "DEADLINE_S", 2.0)
    asking.hang_s = 6.0
    asking.plays(scenario)
    begun = time.monotonic()

    analysis = weekly(athlete)

    assert time.monotonic() - begun < 3.0
    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert_numbers_are_those_of_the_pack(analysis)


@pytest.mark.parametrize(
    ("scenario", "code", "answered"),
    [
        ("status400", "CLAUDE_ERROR", 1),
        ("status529", "CLAUDE_OVERLOADED", 1),
        ("refusal", "CLAUDE_REFUSED", 1),
        ("drop", "CLAUDE_UNREACHABLE", 0),
    ],
)
def test_what_was_never_answered_can_be_explained(
    athlete: Athlete, asking: ClaudeDouble, scenario: str, code: str, answered: int
) -> None:
    asking.plays(scenario)
    analysis = weekly(athlete)

    record = AnalysisRecord.objects.select_related("analysis", "prompt").get(analysis=analysis)
    assert (record.report["error"]["code"], record.was_sent) == (code, True)
    assert record.sent == asking.bodies[0]["messages"][0]["content"]
    assert (record.raw_answers, len(record.request_ids)) == ([], answered)
    assert (record.model, record.prompt.version) == (asking.bodies[0]["model"], "1.0.0+plain")
    assert record.sdk_version
    assert replay(record) == []


def test_what_was_not_sent_for_want_of_money_is_not_called_sent(
    athlete: Athlete, asking: ClaudeDouble, client: Client
) -> None:
    AIPreferences.objects.filter(athlete=athlete).update(monthly_usd="0.00")
    analysis = weekly(athlete)

    record = AnalysisRecord.objects.get(analysis=analysis)
    assert (asking.requests, record.was_sent) == ([], False)
    assert record.report["error"]["code"] == "AI_BUDGET_EXCEEDED"
    client.force_login(athlete.user)
    assert client.get(reverse("analysis:analysis-sent", args=["me", analysis.uid])).status_code == 404
    assert client.get(f"/api/v1/athletes/me/analyses/{analysis.uid}/sent/").status_code == 404


def test_a_server_without_claude_sends_nothing(athlete: Athlete, asking: ClaudeDouble, settings: Any) -> None:
    settings.AI_ENABLED = False
    analysis = weekly(athlete)

    assert asking.requests == []
    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert "switched off" in analysis.reason


def test_an_answer_that_is_cut_off_twice_is_not_read(athlete: Athlete, asking: ClaudeDouble) -> None:
    asking.plays("max_tokens")
    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert [each["max_tokens"] for each in asking.bodies] == [6_000, 12_000]
