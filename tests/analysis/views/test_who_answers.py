"""Who answers is said wherever something of the analyst's is shown: without a model it is the rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from analysis.models import Analysis, Turn
from analysis.services.analysing import analyse
from analysis.services.chatting import answer_unheard, ask_question
from analysis.services.consent import agree
from athletes.models import Athlete
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train

OFF = {"AI_ENABLED": False, "ANTHROPIC_API_KEYS": ["a-key"]}
NO_KEY = {"AI_ENABLED": True, "ANTHROPIC_API_KEYS": []}


@pytest.fixture(params=[OFF, NO_KEY], ids=["AI off", "no key"])
def told(athlete: Athlete, settings: Any, request: pytest.FixtureRequest) -> Athlete:
    """Has agreed, asked for both, and got what there is."""
    for name, value in request.param.items():
        setattr(settings, name, value)
    train(athlete, WEEK * 25)
    agree(athlete=athlete, by=athlete.user)
    analyse(athlete=athlete)
    for text in ("How am I today?", "Something that no list holds"):
        answer_unheard(turn_id=ask_question(athlete=athlete, user=athlete.user, text=text).pk)
    return athlete


def pages(client: Client, athlete: Athlete) -> dict[str, str]:
    analysis, turn = Analysis.objects.earliest("pk"), Turn.objects.earliest("pk")
    parts = (
        *("today/", "coach/", "analyses/", f"analyses/{analysis.uid}/", "chat/", "ai/"),
        *(f"chat/{each.uid}/" for each in (turn.conversation, Turn.objects.latest("pk").conversation)),
    )
    client.force_login(athlete.user)
    return {part: client.get(f"/athletes/me/{part}").content.decode() for part in parts}


def test_without_a_model_every_page_says_rules_and_none_says_claude_wrote(
    client: Client, told: Athlete
) -> None:
    shown = {part: re.sub(r"<[^>]+>|\s+", " ", html) for part, html in pages(client, told).items()}

    by_claude = re.compile(r"by Claude|Claude \(|Claude is thinking")
    assert [part for part, text in shown.items() if not re.search(r"\b[Rr]ules\b", text)] == []
    assert [part for part, text in shown.items() if by_claude.search(text)] == []


def test_every_box_to_ask_in_says_who_answers(client: Client, told: Athlete) -> None:
    shown = pages(client, told)
    boxes = [part for part, html in shown.items() if 'name="question" rows' in html]

    assert len(boxes) == 5
    assert [part for part in boxes if "The rules answer, from a list of questions." not in shown[part]] == []


def test_without_a_model_every_answer_of_the_api_names_the_rules(client: Client, told: Athlete) -> None:
    client.force_login(told.user)
    api = "/api/v1/athletes/me"
    kind = "application/json"
    asked = client.post(f"{api}/analyses/", {"engine": "claude"}, content_type=kind).json()
    rows = client.get(f"{api}/analyses/").json()["results"]
    turns = [client.get(f"{api}/turns/{each.uid}/").json() for each in Turn.objects.all()]

    assert {each["engine"] for each in (*rows, *turns)} == {"rules"}
    assert {each["model"] for each in turns} == {""}
    assert (asked["engine"], asked["status"]) == ("rules", "fallback")
    assert asked["reason"].endswith("What you see comes from the rules.")
