"""What stands below an answer, and what a proposed workout is called."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from analysis.models import AIUsage, ChatProposal, Conversation, Turn
from analysis.services.chatting import ask_question, delete_conversation
from analysis.services.consent import agree, change_preferences
from athletes.models import DATA_CLASSES, Athlete
from tests.doubles.claude import ClaudeDouble
from tests.factories.athletes import CoachLinkFactory

pytestmark = pytest.mark.django_db
CLAIM = {"text": "Rest.", "template": "Rest.", "slots": []}


def turn_of(athlete: Athlete, **fields: object) -> Turn:
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user, title="How am I?")
    options = {"engine": "claude", "model": "model-x", "state": Turn.State.DONE, **fields}
    return Turn.objects.create(conversation=conversation, question="How am I?", **options)


def spent(turn: Turn, usd: str, state: str) -> None:
    AIUsage.objects.create(
        athlete=turn.conversation.athlete,
        turn=turn,
        purpose=AIUsage.Purpose.CHAT,
        model="model-x",
        state=state,
        reserved_usd=Decimal("0.05"),
        cost_usd=Decimal(usd),
    )


def page(client: Client, turn: Turn) -> str:
    client.force_login(turn.conversation.athlete.user)
    address = reverse("analysis:conversation", args=["me", turn.conversation.uid])
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("usd", "state", "told"),
    [
        ("0.011", "settled", "· 1.1 US cents"),
        ("0.05", "reserved", "· at most 5.0 US cents"),
        ("0.05", "unknown", "· at most 5.0 US cents"),
        ("0.0004", "settled", "· under a tenth of a US cent"),
    ],
)
def test_the_cost_is_the_most_that_it_can_be_until_it_is_booked(
    client: Client, athlete: Athlete, usd: str, state: str, told: str
) -> None:
    turn = turn_of(athlete, answer=[CLAIM])
    spent(turn, usd, state)

    assert f"Claude (model-x), every number from your data {told}" in page(client, turn)


def test_where_nothing_was_said_nobody_is_named_as_its_author(client: Client, athlete: Athlete) -> None:
    turn = turn_of(
        athlete, engine="rules", state=Turn.State.FAILED, reason="Claude could not answer this time."
    )
    spent(turn, "0", "released")
    shown = page(client, turn)

    assert "Claude could not answer this time." in shown
    assert "Ask again, or choose one of the questions listed below" in shown
    assert "every number from your data" not in shown
    assert "US cent" not in shown


@pytest.mark.parametrize(
    ("cap", "told"),
    [
        ({"answers_per_day": 1}, "You have had as many answers from Claude today as you allow."),
        ({"monthly_usd": Decimal("0.01")}, "Your budget for Claude is used up for this month."),
        ({}, "Claude (claude-sonnet-5-5) answers, from your data alone."),
    ],
)
def test_who_has_reached_a_cap_reads_so_before_asking(
    client: Client, athlete: Athlete, claude: ClaudeDouble, cap: dict[str, object], told: str
) -> None:
    agree(athlete=athlete, by=athlete.user)
    change_preferences(athlete=athlete, by=athlete.user, **cap)
    turn = turn_of(athlete, answer=[CLAIM])
    spent(turn, "0.02", "settled")
    shown = page(client, turn)

    assert told in shown
    assert ("Your caps</a>" in shown) == bool(cap)


def test_reviewed_words_are_said_to_be_by_people(client: Client, athlete: Athlete) -> None:
    turn = turn_of(athlete, engine="rules", model="", safety=[{"code": "chest_pain", "advice": "Stop."}])

    assert "Words that people have reviewed, not Claude" in page(client, turn)


@pytest.mark.parametrize(
    ("sport", "words"), [("running", "A run"), ("cycling", "A ride"), ("swimming", "A swim")]
)
def test_a_proposed_workout_has_its_sport_and_its_day_in_words(
    client: Client, athlete: Athlete, sport: str, words: str
) -> None:
    turn = turn_of(athlete, answer=[CLAIM])
    day = athlete.today() + timedelta(days=1)
    body = {"day": day.isoformat(), "sport": sport, "text": "- 40m Z2", "steps": []}
    ChatProposal.objects.create(turn=turn, kind="workout", body=body)
    shown = page(client, turn)

    assert f'<p class="strong">{words} for tomorrow</p>' in shown
    assert day.isoformat() not in shown


def proposing(athlete: Athlete) -> Turn:
    turn = turn_of(athlete, answer=[CLAIM])
    step = {"kind": "work", "duration_s": 2400, "target": "hr_zone", "low": 2, "high": 2}
    workout = {"day": "2026-11-24", "sport": "running", "text": "- 40m Z2 HR", "steps": [step]}
    ChatProposal.objects.create(turn=turn, kind="workout", body=workout)
    ChatProposal.objects.create(turn=turn, kind="fact", body={"text": "I work at night"})
    return turn


STEPS = '<th scope="row">Go</th> <td class="n">40 min</td>'


def test_a_proposed_workout_is_told_step_by_step_before_and_after_the_click(
    client: Client, athlete: Athlete
) -> None:
    turn = proposing(athlete)
    assert STEPS in page(client, turn)

    refuse = reverse("analysis:chat-proposal-refuse", args=["me", turn.proposals.get(kind="workout").uid])
    answer = client.post(refuse, headers={"HX-Request": "true"}).content.decode()
    assert STEPS in " ".join(answer.split())


@pytest.mark.parametrize("hidden", ["plan", "notes"])
def test_a_coach_reads_only_those_proposals_that_their_link_opens(
    client: Client, athlete: Athlete, hidden: str
) -> None:
    turn = proposing(athlete)
    scopes = dict.fromkeys(DATA_CLASSES, "read") | {hidden: "none"}
    client.force_login(CoachLinkFactory.create(athlete=athlete, scopes=scopes).coach)
    shown = client.get(reverse("analysis:conversation", args=[athlete.uid, turn.conversation.uid]))
    told = client.get(f"/api/v1/athletes/{athlete.uid}/turns/{turn.uid}/").json()["proposals"]

    text = " ".join(shown.content.decode().split())
    assert (STEPS in text, "I work at night" in text) == (hidden != "plan", hidden != "notes")
    assert [each["kind"] for each in told] == ["fact" if hidden == "plan" else "workout"]


def test_a_page_that_waits_for_a_deleted_conversation_is_told_so_and_asks_no_more(
    client: Client, athlete: Athlete
) -> None:
    turn = ask_question(athlete=athlete, user=athlete.user, text="How am I?")
    delete_conversation(conversation=turn.conversation)
    client.force_login(athlete.user)
    address = reverse("analysis:turn", args=["me", turn.uid])

    part = client.get(address, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert "This conversation was deleted." in part.content.decode()
    assert "hx-get" not in part.content.decode()
    assert client.get(address).status_code == 404
