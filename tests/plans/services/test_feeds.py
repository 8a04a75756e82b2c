"""The address of a feed: told once, kept as a hash, ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete
from config.core.models import AuditEvent
from plans.models import CalendarFeed, Plan
from plans.selectors.feed import feed_entries
from plans.services.feeds import hashed, make_feed, read_feed, revoke_feed
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory
from tests.factories.races import RaceFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Vienna", name="Ada Runner")
    return made


def test_only_the_hash_of_the_address_is_kept(athlete: Athlete) -> None:
    token = make_feed(athlete=athlete, user=athlete.user)

    feed = CalendarFeed.objects.get()
    assert len(token) == 43
    assert feed.token_sha256 == hashed(token)
    assert token not in str(CalendarFeed.objects.values())
    assert read_feed(token=token) == feed
    assert AuditEvent.objects.get(action="feed.made").subject_uid == athlete.uid


def test_a_new_address_ends_the_one_before(athlete: Athlete) -> None:
    first = make_feed(athlete=athlete, user=athlete.user)
    second = make_feed(athlete=athlete, user=athlete.user)

    assert read_feed(token=first) is None
    assert read_feed(token=second) is not None
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_an_ended_address_leads_nowhere(athlete: Athlete) -> None:
    token = make_feed(athlete=athlete, user=athlete.user)

    assert revoke_feed(athlete=athlete, user=athlete.user)
    assert not revoke_feed(athlete=athlete, user=athlete.user)
    assert read_feed(token=token) is None
    assert AuditEvent.objects.filter(action="feed.revoked").count() == 1


def test_who_may_not_log_in_has_no_feed(athlete: Athlete) -> None:
    token = make_feed(athlete=athlete, user=athlete.user)
    athlete.user.is_active = False
    athlete.user.save()

    assert read_feed(token=token) is None


def test_reading_is_noted_every_ten_minutes(athlete: Athlete, clock: time_machine.Traveller) -> None:
    token = make_feed(athlete=athlete, user=athlete.user)

    for minutes, noted in ((0, 0), (9, 0), (1, 10)):
        clock.shift(timedelta(minutes=minutes))
        read_feed(token=token)
        assert CalendarFeed.objects.get().read_at == NOW + timedelta(minutes=noted)


def test_sessions_and_races_are_told_without_anybodys_name(athlete: Athlete) -> None:
    session = PlannedSessionFactory(
        athlete=athlete, day=date(2026, 11, 24), why="Builds endurance.", note="with Eva"
    )
    race = RaceFactory(athlete=athlete, name="City run", goal_s=12_600)

    first, second = feed_entries(athlete)

    assert first.uid == f"{session.uid}@formline"
    assert (first.day, first.title, first.category) == (date(2026, 11, 24), "Easy run · 45 min", "Running")
    assert first.text.startswith("# 45 min, load 45\n\n- 45m Z2\n\nBuilds endurance.\n\nhttp")
    assert first.url.endswith(f"/athletes/{athlete.uid}/calendar/sessions/{session.uid}/")
    assert (first.revision, first.start, first.is_cancelled) == (1, None, False)
    assert second.uid == f"{race.uid}@formline"
    assert (second.day, second.title) == (date(2027, 4, 18), "City run (A race)")
    assert second.text.startswith("42.195 km, goal 3:30")
    told = f"{first}{second}"
    assert not any(secret in told for secret in ("Ada", "Runner", "Eva", athlete.user.email))


def test_what_is_done_stands_at_its_time(athlete: Athlete) -> None:
    start = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    activity = ActivityFactory(
        athlete=athlete, start_time=start, elapsed_s=3_000, local_date=date(2026, 11, 22)
    )
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 22), activity=activity, state="done")

    (entry,) = feed_entries(athlete)

    assert (entry.start, entry.end) == (start, start + timedelta(minutes=50))


def test_drafts_removed_and_old_sessions_are_not_told(athlete: Athlete) -> None:
    draft = PlanFactory(athlete=athlete, state=Plan.State.DRAFT)
    PlannedSessionFactory(athlete=athlete, plan=draft, day=date(2026, 11, 24))
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24), deleted_at=NOW)
    PlannedSessionFactory(athlete=athlete, day=date(2026, 8, 23))
    PlannedSessionFactory(day=date(2026, 11, 24))
    kept = PlannedSessionFactory(athlete=athlete, day=date(2026, 8, 24), state="skipped")

    (entry,) = feed_entries(athlete)

    assert entry.uid == f"{kept.uid}@formline"
    assert entry.is_cancelled


def test_a_change_is_a_higher_revision_of_the_same_event(athlete: Athlete) -> None:
    session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24))
    (before,) = feed_entries(athlete)
    session.day = date(2026, 11, 25)
    session.save()

    (after,) = feed_entries(athlete)

    assert (after.uid, after.revision) == (before.uid, before.revision + 1)
