"""What is said, asked and done about analyses by the API; who may do so is in the tables of api_world."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from analysis.models import (
    AIPreferences,
    AnalysisRecord,
    ChatProposal,
    Conversation,
    Memory,
    PromptVersion,
    Turn,
)
from analysis.services.analysing import analyse
from analysis.services.chatting import answer_unheard
from athletes.models import DATA_CLASSES, Athlete
from config.core import retention
from config.core.celery import sending_with
from metrics.models import Annotation
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory

ME = "/api/v1/athletes/me/"
SENT = '{"today":"11-22"}'


@pytest.fixture
def client(athlete: Athlete) -> APIClient:
    return logged_in(athlete.user)


def logged_in(user: Any) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def post(client: APIClient, path: str, body: Any = None, status: int = 200) -> Any:
    answer = client.post(f"{ME}{path}", body or {}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_rules_answer_at_once(client: APIClient, athlete: Athlete) -> None:
    train(athlete, WEEK * 25)

    assert post(client, "analyses/", {"engine": "rules"})["engine"] == "rules"


def test_where_claude_cannot_be_asked_the_rules_say_why(client: APIClient) -> None:
    shown = post(client, "analyses/", {"engine": "claude"})

    assert (shown["engine"], shown["status"]) == ("rules", "fallback")
    assert shown["reason"].startswith("Claude reads nothing of yours before you agree.")
    listed = client.get(f"{ME}analyses/?purpose=asked").json()["results"]
    assert [each["uid"] for each in listed] == [shown["uid"]]


def test_advice_and_feedback(client: APIClient, athlete: Athlete) -> None:
    train(athlete, WEEK * 25)
    path = f"analyses/{analyse(athlete=athlete).uid}/"

    done = post(client, f"{path}advice/", {"key": "R1", "state": "done"})
    said = post(client, f"{path}feedback/", {"about": "F1", "verdict": "wrong"})

    assert done["state"] == "done"
    assert client.get(f"{ME}{path}").json()["recommendations"][0]["state"] == "done"
    assert [each["key"] for each in client.get(f"{ME}{path}advice/").json()] == ["R1"]
    assert [each["uid"] for each in client.get(f"{ME}{path}feedback/").json()] == [said["uid"]]
    assert client.delete(f"{ME}feedback/{said['uid']}/").status_code == 204
    assert client.get(f"{ME}{path}feedback/").json() == []


def test_a_question_is_answered(client: APIClient, athlete: Athlete) -> None:
    analyse(athlete=athlete)
    (asked,) = client.get(f"{ME}questions/?state=open").json()["results"]

    answered = post(client, f"questions/{asked['uid']}/answer/", {"answer": "The watch is new"})

    assert (answered["state"], answered["answer"]) == ("answered", "The watch is new")
    assert answered["marker"] == str(Annotation.objects.get().uid)
    assert client.get(f"{ME}questions/?state=open").json()["results"] == []


def test_an_answer_is_left_out_for_who_may_not_read_notes(client: APIClient, athlete: Athlete) -> None:
    analyse(athlete=athlete)
    (asked,) = client.get(f"{ME}questions/").json()["results"]
    post(client, f"questions/{asked['uid']}/answer/", {"answer": "The watch is new"})
    scopes = dict.fromkeys(set(DATA_CLASSES) - {"notes"}, "write")
    coach = logged_in(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    shown = coach.get(f"/api/v1/athletes/{athlete.uid}/questions/").json()["results"][0]
    assert (shown["answer"], shown["marker"]) == ("", None)


def test_an_old_copy_of_a_fact_is_not_changed(client: APIClient) -> None:
    fact = post(client, "memories/", {"text": "Mornings suit me better"}, 201)
    path = f"{ME}memories/{fact['uid']}/"
    tag = client.get(path)["ETag"]
    client.patch(path, {"text": "Evenings suit me better"}, format="json")

    late = client.patch(path, {"text": "Noons suit me better"}, format="json", headers={"If-Match": tag})

    assert late.status_code == 412
    assert client.get(path).json()["text"] == "Evenings suit me better"


def test_consent_is_given_and_taken_back(client: APIClient, athlete: Athlete) -> None:
    assert client.get(f"{ME}ai-preferences/").json()["consented_at"] is None
    assert post(client, "ai-consent/")["consented_at"] is not None

    changed = client.patch(f"{ME}ai-preferences/", {"tone": "warm", "monthly_usd": 1.5}, format="json").json()
    assert (changed["tone"], changed["monthly_usd"]) == ("warm", 1.5)
    assert client.get(f"{ME}ai-spend/").json()["cap_usd"] == 1.5

    assert client.delete(f"{ME}ai-consent/?erases_chats=true").status_code == 204
    assert AIPreferences.objects.get().consented_at is None


@pytest.mark.parametrize(("method", "path"), [("patch", "ai-preferences/"), ("post", "ai-consent/")])
def test_consent_is_the_athletes_alone(athlete: Athlete, method: str, path: str) -> None:
    scopes = dict.fromkeys(DATA_CLASSES, "write")
    coach = logged_in(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    answer = getattr(coach, method)(f"/api/v1/athletes/{athlete.uid}/{path}", {}, format="json")

    assert answer.json()["error"]["code"] == "AI_CONSENT_NOT_YOURS"
    assert not AIPreferences.objects.exists()


def test_exactly_what_was_sent_is_shown_to_who_may_read_all_of_it(
    client: APIClient, athlete: Athlete
) -> None:
    train(athlete, WEEK * 25)
    analysis = analyse(athlete=athlete)
    analysis.pack["memory"] = [{"id": "M1", "text": "I work at night"}]
    analysis.save()
    prompt = PromptVersion.objects.create(name="weekly", version="1", sha256="0" * 64, body="Explain.")
    AnalysisRecord.objects.create(analysis=analysis, prompt=prompt, model="claude", sent=SENT)
    path = f"analyses/{analysis.uid}/sent/"

    shown = client.get(f"{ME}{path}").json()
    assert (shown["instructions"], shown["evidence"]) == ("Explain.", SENT)

    def status(scopes: dict[str, str]) -> int:
        coach = logged_in(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
        return coach.get(f"/api/v1/athletes/{athlete.uid}/{path}").status_code

    assert status(dict.fromkeys(DATA_CLASSES, "read")) == 200
    assert status({"analysis": "read"}) == 404


def test_a_question_of_the_chat_is_answered_by_a_worker(client: APIClient, athlete: Athlete) -> None:
    train(athlete, WEEK * 25)
    sent: list[tuple[str, Any]] = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        turn = post(client, "conversations/", {"question": "How am I today?"}, 202)
    row = Turn.objects.get()
    assert (turn["state"], sent) == ("waiting", [("analysis.tasks.answer_turn", (row.pk,))])

    answer_unheard(turn_id=row.pk)

    shown = client.get(f"{ME}turns/{turn['uid']}/").json()
    assert shown["state"] == "done"
    listed = client.get(f"{ME}conversations/{turn['conversation']}/turns/").json()
    assert [each["uid"] for each in listed] == [turn["uid"]]
    again = post(client, f"conversations/{turn['conversation']}/turns/", {"question": "And now?"}, 202)
    under_way = post(client, f"conversations/{turn['conversation']}/turns/", {"question": "And?"}, 400)
    assert under_way["error"]["code"] == "ANSWER_UNDER_WAY"
    assert post(client, f"turns/{again['uid']}/stop/")["state"] == "stopped"
    assert client.delete(f"{ME}conversations/{turn['conversation']}/").status_code == 204


def test_a_deleted_conversation_is_hidden_with_all_its_parts_and_erased_later(
    client: APIClient, athlete: Athlete
) -> None:
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user)
    turn = Turn.objects.create(conversation=conversation, question="?", engine="rules", state="running")
    proposal = ChatProposal.objects.create(turn=turn, kind="fact", body={"text": "I swim on Mondays"})

    assert client.delete(f"{ME}conversations/{conversation.uid}/").status_code == 204

    for part in (f"conversations/{conversation.uid}/", f"conversations/{conversation.uid}/turns/"):
        assert client.get(f"{ME}{part}").status_code == 404
    assert client.get(f"{ME}turns/{turn.uid}/").status_code == 404
    post(client, f"chat-proposals/{proposal.uid}/accept/", status=404)
    assert client.get(f"{ME}conversations/").json()["results"] == []
    turn.refresh_from_db()
    assert turn.state == "stopped"
    assert not Memory.objects.exists()
    retention.apply()
    assert Conversation.objects.exists()
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    retention.apply()
    assert not Turn.objects.exists()


def test_what_an_answer_proposes_is_accepted_once(client: APIClient, athlete: Athlete) -> None:
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user)
    turn = Turn.objects.create(conversation=conversation, question="?", engine="rules")
    proposal = ChatProposal.objects.create(turn=turn, kind="fact", body={"text": "I swim on Mondays"})

    accepted = post(client, f"chat-proposals/{proposal.uid}/accept/")

    assert (accepted["state"], accepted["result_uid"]) == ("accepted", str(Memory.objects.get().uid))
    assert post(client, f"chat-proposals/{proposal.uid}/accept/") == accepted
    refused = post(client, f"chat-proposals/{proposal.uid}/refuse/", status=400)
    assert refused["error"]["code"] == "PROPOSAL_ANSWERED"
