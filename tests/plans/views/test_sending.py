"""The page that sends a week to Garmin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import DATA_CLASSES, Athlete, Connection, Way
from config.core.celery import sending_with
from plans.models import SentWorkout, WeekSending
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.connected import ConnectionFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import MONDAY, PlannedSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """Sunday morning; what would be started."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    with (
        time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False),
        sending_with(lambda name, ids: found.append((name, ids))),
    ):
        yield found


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Vienna")
    return made


@pytest.fixture
def connection(athlete: Athlete) -> Connection:
    made: Connection = ConnectionFactory(athlete=athlete, way=Way.LOGIN)
    return made


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(athlete: Athlete, week: str = "2026-11-23") -> str:
    return reverse("plans:week-send", kwargs={"athlete": athlete.uid}) + f"?week={week}"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def seen(answer: Any) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', answer.content.decode())
    assert found is not None
    return found[1]


def press(athlete: Athlete, **headers: Any) -> Any:
    client = browser(athlete.user)
    return client.post(page(athlete), {"seen": seen(client.get(page(athlete)))}, follow=True, **headers)


def test_without_a_login_the_page_says_what_to_do(athlete: Athlete) -> None:
    ConnectionFactory(athlete=athlete, way=Way.KEY)

    told = text(browser(athlete.user).get(page(athlete)))

    assert "Connect your Garmin login first" in told
    assert "take its FIT file" in told
    assert "Send to Garmin" not in told


def test_the_preview_says_what_will_happen(athlete: Athlete, connection: Connection) -> None:
    PlannedSessionFactory(athlete=athlete, day=MONDAY, title="Easy run")
    moved = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 26), title="Tempo run")
    gone = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 28), title="Long run", state="skipped")
    for session, day in ((moved, date(2026, 11, 25)), (gone, date(2026, 11, 28))):
        SentWorkout.objects.create(
            session=session, connection=connection, workout_id="1", schedule_id="2", scheduled_on=day
        )

    told = text(browser(athlete.user).get(page(athlete)))

    assert "23–29 Nov 2026" in told
    assert (
        "Easy run tomorrow · In words on the watch: Z2 Pace. Enter the threshold pace: a step needs it."
        in told
    )
    assert "new" in told
    assert "Tempo run Wed, in 3 days → Thu, in 4 days" in told
    assert "Long run Sat, in 6 days taken away" in told
    assert "Send to Garmin" in told


def test_what_a_marker_stops_is_left_out_and_why_is_told_to_who_may_know(
    athlete: Athlete, connection: Connection
) -> None:
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24), title="Tempo run", hard=True)
    AnnotationFactory(athlete=athlete, start=date(2026, 11, 21), end=None)
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes={"plan": "read", "connections": "read"})

    told, others = (text(browser(each).get(page(athlete))) for each in (athlete.user, coach))

    when = "Tempo run Tue, in 2 days · Paused"
    assert f"{when}: nothing hard in the first days after being ill left out" in told
    assert f"{when}, for a reason that you cannot see: ask the athlete left out" in others
    assert " ill " not in others


def test_when_all_is_stopped_the_button_takes_away(athlete: Athlete, connection: Connection) -> None:
    there = PlannedSessionFactory(athlete=athlete, day=MONDAY, title="Easy run")
    SentWorkout.objects.create(
        session=there, connection=connection, workout_id="1", schedule_id="2", scheduled_on=MONDAY
    )
    AnnotationFactory(athlete=athlete, start=date(2026, 11, 21), end=date(2026, 11, 25))

    told = text(browser(athlete.user).get(page(athlete)))

    assert "Easy run tomorrow · Paused: marked as ill taken away" in told
    assert "Take away at Garmin" in told
    assert "Send to Garmin" not in told


def test_pressing_starts_the_work_once_and_the_page_follows_it(
    athlete: Athlete, connection: Connection, started: list[Any]
) -> None:
    PlannedSessionFactory(athlete=athlete, day=MONDAY)

    told = press(athlete)
    client = browser(athlete.user)
    client.post(page(athlete), {"seen": "anything"})

    sending = WeekSending.objects.get()
    assert started == [("plans.tasks.send_week", (sending.pk,))]
    assert "Waiting for its turn" in text(told)
    assert 'hx-trigger="every 2s"' in told.content.decode()
    assert client.get(page(athlete), headers={"HX-Request": "true"}).status_code == 200


def test_when_it_is_done_the_page_stops_asking(athlete: Athlete, connection: Connection) -> None:
    WeekSending.objects.create(
        athlete=athlete,
        connection=connection,
        week_start=MONDAY,
        state="done",
        total=4,
        sent=3,
        removed=1,
        finished_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
    )

    answer = browser(athlete.user).get(page(athlete), headers={"HX-Request": "true"})

    assert answer.status_code == 286
    assert "3 sessions of this week are at Garmin, 1 taken away" in text(answer)
    assert "hx-trigger" not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Waiting for Garmin"),
        ("failed", "Not everything was sent."),
    ],
)
def test_what_went_wrong_is_said(state: str, words: str, athlete: Athlete, connection: Connection) -> None:
    WeekSending.objects.create(
        athlete=athlete,
        connection=connection,
        week_start=MONDAY,
        state=state,
        error_code="GARMIN_RATE_LIMITED",
        error_message="Garmin asked us to wait.",
    )

    told = text(browser(athlete.user).get(page(athlete)))

    assert words in told
    assert "Garmin asked us to wait." in told


def test_a_plan_that_changed_is_shown_again_first(
    athlete: Athlete, connection: Connection, started: list[Any]
) -> None:
    session = PlannedSessionFactory(athlete=athlete, day=MONDAY)
    client = browser(athlete.user)
    before = seen(client.get(page(athlete)))
    session.title = "Hills"
    session.save()

    told = text(client.post(page(athlete), {"seen": before}, follow=True))

    assert "The plan was changed meanwhile." in told
    assert "Hills" in told
    assert (started, WeekSending.objects.count()) == ([], 0)


def test_a_refused_connection_leads_to_connecting_again(athlete: Athlete, connection: Connection) -> None:
    connection.state = Connection.State.RECONNECT
    connection.save()
    PlannedSessionFactory(athlete=athlete, day=MONDAY)

    told = text(browser(athlete.user).get(page(athlete)))

    assert "Garmin does not accept this connection any more." in told
    assert "Send to Garmin" not in told


@pytest.mark.parametrize("week", ["", "nonsense", "2020-01-01", "9999-12-31"])
def test_any_week_in_the_address_is_one_that_can_be_sent(
    week: str, athlete: Athlete, connection: Connection
) -> None:
    assert browser(athlete.user).get(page(athlete, week)).status_code == 200


def test_a_coach_needs_leave_for_connections(athlete: Athlete, connection: Connection) -> None:
    PlannedSessionFactory(athlete=athlete, day=MONDAY)
    plan_only, reader, trusted = UserFactory(), UserFactory(), UserFactory()
    CoachLinkFactory(coach=plan_only, athlete=athlete, scopes={"plan": "write"})
    CoachLinkFactory(coach=reader, athlete=athlete, scopes=dict.fromkeys(DATA_CLASSES, "read"))
    CoachLinkFactory(coach=trusted, athlete=athlete, scopes={"plan": "write", "connections": "write"})

    assert "Not yours to send" in text(browser(plan_only).get(page(athlete)))
    assert "Send to Garmin" not in text(browser(reader).get(page(athlete)))
    for coach in (plan_only, reader):
        assert browser(coach).post(page(athlete), {"seen": ""}).status_code == 404
    assert not WeekSending.objects.exists()

    client = browser(trusted)
    client.post(page(athlete), {"seen": seen(client.get(page(athlete)))})
    assert WeekSending.objects.count() == 1


def test_a_stranger_finds_nothing_and_changes_nothing(athlete: Athlete, connection: Connection) -> None:
    PlannedSessionFactory(athlete=athlete, day=MONDAY)
    client = browser(AthleteFactory().user)

    assert client.get(page(athlete)).status_code == 404
    assert client.post(page(athlete), {"seen": ""}).status_code == 404
    assert not WeekSending.objects.exists()
