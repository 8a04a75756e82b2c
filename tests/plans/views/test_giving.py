"""A coach gives the same weeks to several athletes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from athletes.models import DATA_CLASSES, Athlete, CoachLink, DataRead, User
from notifications.models import Message
from plans.models import PlanChange, PlannedSession
from plans.services.history import undo_change
from plans.services.sessions import add_session
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
TEXTS = {date(2026, 11, 24): "- 10m Z1\n- 30m Z2", date(2026, 12, 3): "- 60m Z2"}


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def coach(client: Client) -> User:
    user: User = AthleteFactory.create(user__name="Cleo", time_zone="UTC").user
    client.force_login(user)
    for day, text in TEXTS.items():
        add_session(athlete=user.athlete, user=user, day=day, sport="running", text=text, note="My knee")
    return user


def coached(coach: User, name: str, **link: Any) -> Athlete:
    made: Athlete = AthleteFactory.create(name=name, time_zone="UTC")
    given = {"scopes": dict.fromkeys(DATA_CLASSES, "write"), **link}
    CoachLinkFactory.create(coach=coach, athlete=made, **given)
    return made


def asked(coach: User, *athletes: Athlete, **changes: Any) -> dict[str, Any]:
    chosen = {"source": coach.athlete.uid, "week": "2026-11-25", "weeks": 2, "start": "2026-12-09"}
    return {**chosen, "athletes": [each.uid for each in athletes], **changes}


def give(client: Client, data: dict[str, Any]) -> list[str]:
    answer = client.post(reverse("giving:weeks"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return [str(each) for each in get_messages(answer.wsgi_request)][-len(data["athletes"]) :]


def days_of(athlete: Athlete) -> list[date]:
    rows = PlannedSession.objects.for_athlete(athlete).shown()
    return list(rows.values_list("day", flat=True).order_by("day"))


def test_weeks_are_looked_at_then_given_to_each_with_their_own_thresholds_once(
    client: Client, coach: User
) -> None:
    ada, bo = coached(coach, "Ada"), coached(coach, "Bo")
    data = asked(coach, ada, bo)

    page = client.get(reverse("giving:weeks"), data).content.decode()
    assert ("2 sessions for 2 athletes" in page, days_of(ada)) == (True, [])

    assert give(client, data) == ["Ada: 2 sessions added.", "Bo: 2 sessions added."]
    assert give(client, data) == ["Ada: All of it was there already.", "Bo: All of it was there already."]
    assert days_of(ada) == days_of(bo) == [date(2026, 12, 8), date(2026, 12, 17)]
    row = PlannedSession.objects.for_athlete(ada).earliest("day")
    assert (row.minutes, row.note, row.origin, row.created_by) == (40, "", "person", coach)
    assert row.load > 0
    assert Message.objects.filter(user=ada.user, kind="coach_comment").count() == 1


def test_the_page_begins_with_ones_own_calendar(client: Client, coach: User) -> None:
    coached(coach, "Ada")
    page = client.get(reverse("giving:weeks")).content.decode()
    assert f'<option value="{coach.athlete.uid}" selected>Myself</option>' in page


def test_the_athlete_puts_all_of_it_back_by_one_undo(client: Client, coach: User) -> None:
    ada = coached(coach, "Ada")
    give(client, asked(coach, ada))

    undo_change(change=PlanChange.objects.for_athlete(ada).get(), user=ada.user)

    assert days_of(ada) == []


def test_who_refuses_a_week_gets_none_of_it_and_the_others_do(client: Client, coach: User) -> None:
    """On the Line Islands Monday is over already when it is Monday noon here."""
    east, here = coached(coach, "East"), coached(coach, "Here")
    east.time_zone = "Pacific/Kiritimati"
    east.save()
    data = asked(coach, east, here, start="2026-11-23")

    with time_machine.travel("2026-11-24T12:00:00Z", tick=False):
        said = give(client, data)

    refused = "East: nothing was added. What lies in the past stays as it was."
    assert said == [refused, "Here: 2 sessions added."]
    assert (days_of(east), len(days_of(here))) == ([], 2)


@pytest.mark.parametrize(
    "link",
    [
        {"scopes": dict.fromkeys(DATA_CLASSES, "read")},
        {"scopes": dict.fromkeys(DATA_CLASSES, "read"), "role": CoachLink.Role.FOLLOWER},
        {"status": CoachLink.Status.REVOKED},
    ],
)
def test_nobody_gets_anything_who_has_not_opened_the_plan_for_changing(
    client: Client, coach: User, link: dict[str, Any]
) -> None:
    closed, other = coached(coach, "Dora", **link), AthleteFactory.create()
    for athlete in (closed, other):
        answer = client.post(reverse("giving:weeks"), asked(coach, athlete))
        assert (answer.status_code, days_of(athlete)) == (422, [])
    assert not Message.objects.exists()


def test_nobody_takes_weeks_out_of_a_calendar_they_may_not_read(client: Client, coach: User) -> None:
    ada, stranger = coached(coach, "Ada"), AthleteFactory.create(time_zone="UTC")
    add_session(athlete=stranger, user=None, day=date(2026, 11, 24), sport="running", text="- 50m Z2")

    for data in (asked(coach, ada, source=stranger.uid), asked(coach, coach.athlete)):
        answer = client.post(reverse("giving:weeks"), data)
        assert answer.status_code == 422
    assert days_of(ada) == []
    other = Client()
    other.force_login(UserFactory.create())
    assert other.post(reverse("giving:weeks"), asked(coach, ada)).status_code == 422
    assert days_of(ada) == []


def test_who_reads_another_calendar_is_recorded(client: Client, coach: User) -> None:
    ada, bo = coached(coach, "Ada"), coached(coach, "Bo")
    add_session(athlete=ada, user=ada.user, day=date(2026, 11, 24), sport="running", text="- 50m Z2")

    give(client, asked(coach, bo, source=ada.uid))

    assert len(days_of(bo)) == 1
    assert DataRead.objects.filter(viewer=coach, athlete=ada, data_class="plan").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"week": "2027-06-01"}, "Nothing is planned in these weeks."),
        ({"week": "0001-01-01"}, "This is more than two years away."),
        ({"start": "2028-11-20"}, "more than two years ahead"),
        ({"athletes": []}, "Choose at least one athlete."),
        ({"weeks": "13"}, "Select a valid choice."),
        ({"start": "9999-12-31"}, "This is more than two years away."),
    ],
)
def test_what_cannot_be_given_is_said(
    client: Client, coach: User, changes: dict[str, Any], said: str
) -> None:
    ada = coached(coach, "Ada")
    answer = client.post(reverse("giving:weeks"), asked(coach, ada, **changes), follow=True)
    assert said in answer.content.decode()
    assert days_of(ada) == []


def test_watts_of_one_athlete_are_not_given_to_another(client: Client, coach: User) -> None:
    ada = coached(coach, "Ada")
    ThresholdFactory.create(athlete=coach.athlete, sport="cycling", kind="ftp_w", value=250)
    watts = {"sport": "cycling", "text": "- 20m 250w", "title": "Test"}
    add_session(athlete=coach.athlete, user=coach, day=date(2026, 11, 26), **watts)

    page = client.post(reverse("giving:weeks"), asked(coach, ada)).content.decode()

    assert "Test on 26 Nov 2026 holds watts, a pulse or a pace of one athlete." in page
    assert days_of(ada) == []
