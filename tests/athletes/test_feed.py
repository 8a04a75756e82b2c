"""The change feed: what was written or removed, in order, for whom it is open, and never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import models
from django.test import Client
from django.urls import reverse

from athletes.feed import TYPES
from athletes.models import Athlete, Tombstone
from config.core.celery import sending_with
from config.core.models.base import NamedQuerySet
from metrics.models import CheckIn
from metrics.services.check_ins import clear_check_in
from metrics.services.cycle import stop_cycle_log
from plans.models import Plan
from plans.services import planning
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, DayFactory
from tests.factories.own_word import CheckInFactory, CycleDayFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=False) as clock, sending_with(lambda *_: None):
        yield clock


@pytest.fixture
def athlete(db: None) -> Athlete:
    made: Athlete = AthleteFactory()
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(user: Any, athlete: Athlete, **query: Any) -> Any:
    return client_of(user).get(reverse("api:changes", args=[athlete.uid]), query)


def told(answer: Any) -> list[tuple[str, str, bool]]:
    return [(each["type"], each["uid"], each["is_deleted"]) for each in answer.json()["changes"]]


def test_what_is_written_is_told_once_it_is_settled_and_what_is_removed_as_a_tombstone(
    athlete: Athlete, at_nine: time_machine.Coordinates
) -> None:
    row = CheckInFactory(athlete=athlete, date=date(2026, 11, 22))
    assert told(ask(athlete.user, athlete)) == []

    at_nine.shift(MINUTE)
    first = ask(athlete.user, athlete, types="check_in")
    url = first.json()["changes"][0]["url"]
    assert told(first) == [("check_in", str(row.uid), False)]
    assert client_of(athlete.user).get(url).json()["uid"] == str(row.uid)

    clear_check_in(check_in=row)
    at_nine.shift(MINUTE)
    second = ask(athlete.user, athlete, types="check_in", cursor=first.json()["cursor"])
    assert told(second) == [("check_in", str(row.uid), True)]
    assert second.json()["changes"][0]["url"] is None

    third = ask(athlete.user, athlete, types="check_in", cursor=second.json()["cursor"])
    assert (told(third), third.json()["cursor"]) == ([], second.json()["cursor"])


def test_rows_of_one_instant_are_told_in_pages_without_loss(
    athlete: Athlete, at_nine: time_machine.Coordinates
) -> None:
    days = {str(DayFactory(athlete=athlete, date=date(2026, 10, day)).uid) for day in range(1, 8)}
    rows = CheckIn.objects.filter(
        pk__in=[CheckInFactory(athlete=athlete, date=date(2026, 10, d)).pk for d in (1, 2)]
    )
    words = {str(each.uid) for each in rows}
    at_nine.shift(MINUTE)

    seen: list[str] = []
    cursor, has_more = "", True
    while has_more:
        page = ask(athlete.user, athlete, types="day,check_in", limit=2, cursor=cursor).json()
        seen += [each["uid"] for each in page["changes"]]
        cursor, has_more = page["cursor"], page["has_more"]

    assert (len(seen), set(seen)) == (9, days | words)
    rows.update(note="All at once")
    at_nine.shift(MINUTE)
    again = ask(athlete.user, athlete, types="day,check_in", cursor=cursor)
    assert {uid for _, uid, _ in told(again)} == words


def test_a_coach_is_told_what_the_link_opens_and_a_stranger_nothing(
    athlete: Athlete, at_nine: time_machine.Coordinates
) -> None:
    ActivityFactory(athlete=athlete)
    ThresholdFactory(athlete=athlete)
    coach = CoachLinkFactory(athlete=athlete, scopes={"activities": "read", "load": "read"}).coach
    at_nine.shift(MINUTE)

    answer = ask(coach, athlete)
    assert {each["type"] for each in answer.json()["changes"]} == {"activity"}
    assert ask(AthleteFactory().user, athlete).status_code == 404

    athlete.coach_links.update(scopes={"activities": "read", "profile": "read"})
    wider = ask(coach, athlete, cursor=answer.json()["cursor"])
    assert (wider.status_code, wider.json()["error"]["code"]) == (410, "CURSOR_EXPIRED")
    assert {each["type"] for each in ask(coach, athlete).json()["changes"]} == {
        "activity",
        "athlete",
        "threshold",
    }


def test_sessions_appear_with_their_plan_and_go_when_its_adoption_is_undone(
    athlete: Athlete, at_nine: time_machine.Coordinates
) -> None:
    plan = PlanFactory(athlete=athlete, state=Plan.State.DRAFT, start=date(2026, 11, 23), adopted_at=None)
    session = PlannedSessionFactory(athlete=athlete, plan=plan, day=date(2026, 11, 24))
    at_nine.shift(MINUTE)
    before = ask(athlete.user, athlete, types="planned_session")
    assert told(before) == []

    planning.adopt_plan(plan=plan, user=athlete.user)
    at_nine.shift(MINUTE)
    adopted = ask(athlete.user, athlete, types="planned_session", cursor=before.json()["cursor"])
    assert told(adopted) == [("planned_session", str(session.uid), False)]

    change = plan.changes.get()
    url = reverse("api:plan-change-undo", args=[athlete.uid, change.uid])
    assert client_of(athlete.user).post(url).status_code == 201
    at_nine.shift(MINUTE)
    undone = ask(athlete.user, athlete, types="planned_session", cursor=adopted.json()["cursor"])
    assert told(undone) == [("planned_session", str(session.uid), True)]


def test_a_cursor_stays_good_while_it_is_used_and_is_refused_once_tombstones_are_gone(
    athlete: Athlete, at_nine: time_machine.Coordinates
) -> None:
    CheckInFactory(athlete=athlete, date=date(2026, 11, 22))
    at_nine.shift(MINUTE)
    first = cursor = ask(athlete.user, athlete).json()["cursor"]

    for _ in range(3):
        at_nine.shift(timedelta(days=20))
        answer = ask(athlete.user, athlete, cursor=cursor)
        assert answer.status_code == 200
        cursor = answer.json()["cursor"]

    late = ask(athlete.user, athlete, cursor=first)
    assert (late.status_code, late.json()["error"]["code"]) == (410, "CURSOR_EXPIRED")


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"types": "secrets"}, {"limit": "0"}])
def test_what_cannot_be_asked_is_refused(athlete: Athlete, query: dict[str, str]) -> None:
    assert ask(athlete.user, athlete, **query).status_code == 400


def test_a_cursor_of_somebody_else_is_refused(athlete: Athlete) -> None:
    other = AthleteFactory()
    cursor = ask(other.user, other).json()["cursor"]

    assert ask(athlete.user, athlete, cursor=cursor).json()["error"]["code"] == "CURSOR_INVALID"


def test_a_log_that_is_erased_leaves_one_tombstone_a_day(athlete: Athlete) -> None:
    CycleDayFactory(athlete=athlete, date=date(2026, 11, 1))
    CycleDayFactory(athlete=athlete, date=date(2026, 11, 2))

    assert stop_cycle_log(athlete=athlete, delete_entries=True) == 2
    assert Tombstone.objects.filter(athlete=athlete, model="metrics.cycleday").count() == 2


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_row_of_the_feed_is_stamped_by_whatever_changes_it_and_found_by_an_index(name: str) -> None:
    model = TYPES[name].model
    stamped: Any = model._meta.get_field("updated_at")
    assert stamped.auto_now
    assert isinstance(model._default_manager.all(), NamedQuerySet)
    one_each = model is Athlete or isinstance(
        next((each for each in model._meta.fields if each.name == "athlete"), None), models.OneToOneField
    )
    indexed = [tuple(index.fields) for index in model._meta.indexes]
    assert one_each or ("athlete", "updated_at", "uid") in indexed
