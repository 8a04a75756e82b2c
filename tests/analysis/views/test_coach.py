"""The pages around Claude: leave, memory, the newest analysis, and what can be done with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from analysis.models import Advice, AIPreferences, Analysis, Conversation, Feedback, Memory, Question, Turn
from analysis.services.analysing import analyse
from analysis.services.consent import agree
from analysis.services.memories import remember
from analysis.views.acts import NOTED
from athletes.models import DATA_CLASSES, Athlete, Threshold
from tests.doubles.claude import ClaudeDouble
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import DayFactory, store_loads

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory.create(time_zone="UTC")
    store_loads(athlete, TODAY - timedelta(days=99), [0.0, 90.0] * 50)
    for ago in range(70):
        DayFactory.create(athlete=athlete, date=TODAY - timedelta(days=ago), hrv_rmssd_ms=60)
    return athlete


@pytest.fixture
def owner(athlete: Athlete, client: Client) -> Client:
    client.force_login(athlete.user)
    return client


def address(name: str, athlete: Athlete, **parts: object) -> str:
    return reverse(f"analysis:{name}", kwargs={"athlete": str(athlete.uid), **parts})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_without_leave_the_settings_say_that_nothing_is_sent(owner: Client, athlete: Athlete) -> None:
    page = text(owner.get(address("ai-settings", athlete)))

    assert "Nothing is sent." in page
    assert "I agree: Claude may explain my data" in page


def test_leave_is_given_and_taken_back_by_a_click(owner: Client, athlete: Athlete) -> None:
    owner.post(address("ai-agree", athlete))
    assert AIPreferences.objects.get().consented_at is not None

    owner.post(address("ai-withdraw", athlete))
    assert AIPreferences.objects.get().consented_at is None


def test_what_would_be_sent_can_be_read_word_for_word(owner: Client, athlete: Athlete) -> None:
    page = text(owner.get(address("ai-preview", athlete)))

    assert "hrv.7" in page
    assert athlete.name not in page.partition("evidence-text")[2]


def test_the_switches_are_saved_and_senseless_ones_are_not(owner: Client, athlete: Athlete) -> None:
    wanted = {
        "tone": "warm",
        "sends_notes": "on",
        "weekly_weekday": "0",
        "weekly_hour": "7",
        "answers_per_day": "5",
        "monthly_usd": "1.50",
    }
    owner.post(address("ai-settings", athlete), wanted)
    row = AIPreferences.objects.get()
    assert (row.tone, row.sends_notes, row.writes_weekly, row.weekly_hour) == ("warm", True, False, 7)

    response = owner.post(address("ai-settings", athlete), {**wanted, "weekly_hour": "99"})
    assert response.status_code == 422
    assert AIPreferences.objects.get().weekly_hour == 7


def test_a_fact_is_remembered_changed_forgotten_and_recalled(owner: Client, athlete: Athlete) -> None:
    owner.post(address("memory", athlete), {"text": "I sleep badly before races."})
    fact = Memory.objects.get()

    owner.post(address("memory-change", athlete, uid=fact.uid), {"text": "I sleep well before races."})
    assert "I sleep well before races." in text(owner.get(address("memory", athlete)))

    response = owner.post(address("memory-forget", athlete, uid=fact.uid), follow=True)
    assert "Forgotten: “I sleep well before races.”" in text(response)

    owner.post(address("memory-recall", athlete, uid=fact.uid))
    assert Memory.objects.alive().count() == 1


def test_what_is_no_fact_is_said_and_kept_in_the_field(owner: Client, athlete: Athlete) -> None:
    response = owner.post(address("memory", athlete), {"text": "ab"})

    assert response.status_code == 422
    assert 'value="ab"' in text(response)


def test_the_coach_page_is_the_newest_analysis_and_says_who_wrote_it(owner: Client, athlete: Athlete) -> None:
    assert "Nothing to explain yet" in text(owner.get(address("coach", athlete)))
    analysis = analyse(athlete=athlete)

    page = text(owner.get(address("coach", athlete)))
    assert analysis.body["headline"]["text"].partition(" ")[0] in page
    assert "Written by rules" in page


def test_advice_is_taken_dropped_and_opened_again(owner: Client, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    url = address("advice-act", athlete, uid=analysis.uid)
    key = analysis.body["recommendations"][0]["id"]

    for state in ("accepted", "dismissed", "done", "open"):
        response = owner.post(url, {"key": key, "state": state}, follow=True)
        assert Advice.objects.get().state == state
        assert NOTED[state] in text(response)
    owner.post(url, {"key": key, "state": "accepted"})
    page = text(owner.get(address("analysis", athlete, uid=analysis.uid)))
    assert (page.count('value="done"'), page.count('value="accepted"')) == (1, 0)
    owner.post(url, {"key": key, "state": "open"})
    owner.post(url, {"key": key, "state": "burnt"})
    assert Advice.objects.get().state == "open"
    assert owner.post(url, {"key": "R99", "state": "done"}).status_code == 404


def test_what_somebody_thinks_of_it_is_kept(owner: Client, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)

    owner.post(
        address("analysis-feedback", athlete, uid=analysis.uid), {"verdict": "wrong", "note": "I rested."}
    )

    row = Feedback.objects.get()
    assert (row.verdict, row.note, row.prompt_version) == ("wrong", "I rested.", analysis.prompt_version)


def test_a_question_is_answered_or_dropped(owner: Client, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    first, second = (
        Question.objects.create(
            athlete=athlete, analysis=analysis, about=f"gap.hrv@2026-{month}", kind="gap", text="Why?"
        )
        for month in (10, 11)
    )

    owner.post(address("question-answer", athlete, uid=first.uid), {"text": "I was on holiday."})
    owner.post(address("question-answer", athlete, uid=second.uid), {"dismiss": "1"})

    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "dismissed"]


def test_who_has_not_agreed_is_led_to_what_would_be_sent(owner: Client, athlete: Athlete) -> None:
    response = owner.post(address("explain", athlete), {"engine": "claude"}, follow=True)

    assert "Claude reads nothing of yours before you agree." in text(response)
    assert "I agree: Claude may explain my data" in text(response)
    assert not Analysis.objects.exists()


def test_where_claude_cannot_be_asked_the_rules_answer_and_say_why(owner: Client, athlete: Athlete) -> None:
    agree(athlete=athlete, by=athlete.user)
    response = owner.post(address("explain", athlete), {"engine": "claude"}, follow=True)

    assert "Claude is switched off on this server. What you see comes from the rules." in text(response)


def test_the_settings_name_who_is_asked_and_what_to_do_next(
    owner: Client, athlete: Athlete, settings: Any, claude: ClaudeDouble
) -> None:
    settings.ANALYSIS_MODEL, settings.ANTHROPIC_BASE_URL = "model-x", "http://models.example:9000/v1"
    page = text(owner.get(address("ai-settings", athlete)))
    assert "<strong>To whom:</strong> model-x at models.example:9000" in page
    assert "Ask Claude to explain my last days" not in page

    agree(athlete=athlete, by=athlete.user)
    assert "Ask Claude to explain my last days" in text(owner.get(address("ai-settings", athlete)))
    settings.AI_ENABLED = False
    assert "Ask Claude to explain my last days" not in text(owner.get(address("ai-settings", athlete)))


def test_where_nothing_has_come_in_nothing_is_explained_asked_or_spent(
    client: Client, claude: ClaudeDouble
) -> None:
    athlete = AthleteFactory.create(time_zone="UTC")
    client.force_login(athlete.user)
    agree(athlete=athlete, by=athlete.user)
    analyse(athlete=athlete)

    page = text(client.get(address("coach", athlete)))
    response = client.post(address("explain", athlete), {"engine": "claude"}, follow=True)

    assert "Nothing to explain yet" in page
    assert "What only you know" not in page
    assert "It begins with the first activity." in text(response)
    assert claude.requests == []
    assert Analysis.objects.count() == 1


PAGES = ("coach", "chat", "memory", "ai-settings", "ai-preview")
ACTS = ("ai-agree", "ai-withdraw", "explain")


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_a_stranger_finds_nothing_and_changes_nothing(client: Client, athlete: Athlete, name: str) -> None:
    agree(athlete=athlete, by=athlete.user)
    client.force_login(AthleteFactory.create().user)

    assert client.get(address(name, athlete)).status_code in (404, 405)
    assert client.post(address(name, athlete), {"text": "x y z", "question": "How?"}).status_code in (
        404,
        405,
    )
    assert AIPreferences.objects.get().consented_at is not None
    assert not Memory.objects.exists()
    assert not Turn.objects.exists()


def test_a_coach_reads_what_is_opened_and_never_asks_agrees_or_spends(
    client: Client, athlete: Athlete
) -> None:
    scopes = {"analysis": "write", "chat": "write", "notes": "read"}
    client.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
    fact = remember(athlete=athlete, user=athlete.user, text="I run on trails.")
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user, title="How was my week?")

    assert client.get(address("coach", athlete)).status_code == 200
    assert "I run on trails." in text(client.get(address("memory", athlete)))
    assert client.get(address("conversation", athlete, uid=conversation.uid)).status_code == 200
    for name, status in (
        ("ai-settings", 404),
        ("ai-agree", 404),
        ("ai-preview", 404),
        ("chat", 404),
        ("memory", 404),
    ):
        assert client.post(address(name, athlete), {"question": "How?", "text": "more"}).status_code in (
            status,
            405,
        )
    assert client.post(address("memory-forget", athlete, uid=fact.uid)).status_code == 404
    assert not AIPreferences.objects.exists()
    assert not Turn.objects.exists()
    assert Memory.objects.alive().count() == 1


def test_what_is_not_there_is_not_found(owner: Client, athlete: Athlete) -> None:
    for name in ("analysis-sent", "memory-forget", "question-answer", "turn", "conversation"):
        url = address(name, athlete, uid=uuid4())
        assert {owner.get(url).status_code, owner.post(url).status_code} <= {404, 405}


def test_a_finding_opens_what_it_rests_on(owner: Client, athlete: Athlete) -> None:
    analyse(athlete=athlete)

    page = text(owner.get(address("coach", athlete)))

    assert "What it rests on" in page
    assert 'aria-label="Values behind finding F1"' in page


def test_today_asks_the_open_question_and_comes_back_there(
    owner: Client, athlete: Athlete, django_capture_on_commit_callbacks: Any
) -> None:
    analysis = analyse(athlete=athlete)
    question = Question.objects.create(
        athlete=athlete, analysis=analysis, about="gap.hrv@2026-11", kind="gap", text="Where was the watch?"
    )
    assert "Where was the watch?" in text(owner.get(address("today", athlete)))

    answer = {"text": "At the repair.", "back": address("today", athlete)}
    later = time_machine.travel("2026-11-22T12:01:00Z", tick=False)
    with later, django_capture_on_commit_callbacks(execute=True):
        response = owner.post(address("question-answer", athlete, uid=question.uid), answer)

    assert response["Location"] == address("today", athlete)
    assert "Where was the watch?" not in text(owner.get(address("today", athlete)))


def test_the_brief_is_judged_on_today(owner: Client, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    assert 'value="useful">Useful' in text(owner.get(address("today", athlete)))

    given = {"verdict": "useful", "back": address("today", athlete)}
    response = owner.post(address("analysis-feedback", athlete, uid=analysis.uid), given)

    assert response["Location"] == address("today", athlete)
    assert Feedback.objects.get().verdict == "useful"


def test_a_coach_neither_judges_the_brief_nor_reads_a_question_about_what_is_hidden(
    client: Client, athlete: Athlete
) -> None:
    analysis = analyse(athlete=athlete)
    Question.objects.create(
        athlete=athlete, analysis=analysis, about="gap.hrv@2026-11", kind="gap", text="Where was the watch?"
    )
    client.force_login(
        CoachLinkFactory.create(athlete=athlete, scopes={"analysis": "read", "load": "read"}).coach
    )

    page = text(client.get(address("today", athlete)))

    assert "Where was the watch?" not in page
    assert 'name="verdict"' not in page


@pytest.mark.parametrize("name", ["nonsense", "01a20691-0000-7000-8000-000000000009", ""])
def test_a_memory_page_of_any_address_can_be_read(owner: Client, athlete: Athlete, name: str) -> None:
    response = owner.get(address("memory", athlete) + f"?forgotten={name}")

    assert response.status_code == 200
    assert "Forgotten:" not in text(response)


def test_a_question_that_is_refused_is_told_in_the_messages(owner: Client, athlete: Athlete) -> None:
    talk = Conversation.objects.create(athlete=athlete, author=athlete.user, title="How am I?")
    where = address("conversation", athlete, uid=talk.uid)

    response = owner.post(where, {"question": " "}, headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        422,
        "#toasts",
        "beforeend",
    )


def test_a_coach_is_led_to_what_they_may_open_and_offered_what_they_may_do(
    client: Client, athlete: Athlete
) -> None:
    analyse(athlete=athlete)
    remember(athlete=athlete, user=athlete.user, text="I sleep badly before races.")
    scopes = {"analysis": "read", "notes": "read"}
    client.force_login(CoachLinkFactory.create(athlete=athlete, scopes=scopes).coach)

    page = text(client.get(address("coach", athlete)))
    assert address("memory", athlete) in page
    assert address("chat", athlete) not in page

    page = text(client.get(address("memory", athlete)))
    assert "I sleep badly before races." in page
    assert "Forget" not in page
    assert "Remember it" not in page


@pytest.mark.parametrize(("chosen", "start"), [("30", date(2026, 10, 24)), ("8", date(2026, 11, 16))])
def test_the_days_that_are_explained_can_be_chosen(
    owner: Client, athlete: Athlete, chosen: str, start: date
) -> None:
    page = text(owner.post(address("explain", athlete), {"engine": "rules", "days": chosen}, follow=True))

    assert Analysis.objects.get().start == start
    days = (Analysis.objects.get().end - start).days
    assert f'<option value="{days}" selected>{days} days</option>' in page


@pytest.mark.parametrize(
    ("may_profile", "target"),
    [
        ("read", '145–153 bpm<span class="list-sub">zone 2 by heart rate</span>'),
        ("none", "zone 2 by heart rate"),
    ],
)
def test_a_proposed_session_is_told_step_by_step_and_in_numbers_to_who_may_know_the_thresholds(
    athlete: Athlete, client: Client, may_profile: str, target: str
) -> None:
    ThresholdFactory.create(athlete=athlete, sport="running", kind=Threshold.Kind.LTHR, value=170)
    scopes = dict.fromkeys(DATA_CLASSES, "read") | {"profile": may_profile}
    link = CoachLinkFactory.create(athlete=athlete, scopes=scopes)
    analysis = analyse(athlete=athlete)
    step = {"kind": "work", "duration_s": 2400, "target": "hr_zone", "low": 2, "high": 2}
    workout = {"id": "W1", "date": "2026-11-24", "sport": "running", "title": "Easy run", "steps": [step]}
    Analysis.objects.filter(pk=analysis.pk).update(body={**analysis.body, "workouts": [workout]})
    client.force_login(link.coach)

    page = text(client.get(address("analysis", athlete, uid=analysis.uid)))

    assert '<th scope="row">Go</th> <td class="n">40 min</td>' in page
    assert f"<td>{target}</td>" in page
