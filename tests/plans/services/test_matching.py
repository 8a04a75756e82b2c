"""What was done finds the session that it was, in whatever order it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import connection

from athletes.models import Athlete
from config.core.celery import sending_with
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.models import AuditEvent
from metrics.models import Activity, RemoteActivity
from metrics.services.activities import delete_activity, restore_activity
from plans.models import Plan, PlannedSession
from plans.services.linking import link_activity, unlink_activity
from plans.services.matching import follow
from plans.services.sessions import skip_session
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import ConnectionFactory, RemoteActivityFactory
from tests.factories.metrics import ActivityFactory, DayFactory, LapFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, 23) + timedelta(days=each) for each in range(4))
INTERVALS = [
    {"kind": "warmup", "duration_s": 600, "target": "pace_zone", "low": 2, "high": 2},
    {
        "kind": "repeat",
        "repeats": 2,
        "steps": [
            {"kind": "work", "duration_s": 240, "target": "none"},
            {"kind": "recover", "duration_s": 120, "target": "none"},
        ],
    },
]

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Thursday at noon."""
    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as moving, sending_with(lambda *_: None):
        yield moving


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory()
    return made


def easy(athlete: Athlete, day: date, **more: Any) -> PlannedSession:
    session: PlannedSession = PlannedSessionFactory(athlete=athlete, day=day, **more)
    return session


def run(athlete: Athlete, day: date, minutes: float = 45, **more: Any) -> Activity:
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    values = {"load": minutes, "distance_m": None} | more
    made: Activity = ActivityFactory(
        athlete=athlete, start_time=start, utc_offset_s=0, timer_s=60 * minutes, **values
    )
    return made


def state(session: PlannedSession) -> tuple[str, Activity | None]:
    session.refresh_from_db()
    return session.state, session.activity


def followed(session: PlannedSession) -> tuple[str, Activity | None]:
    follow(athlete_id=session.athlete_id)
    return state(session)


def test_what_was_done_as_planned_is_done(athlete: Athlete) -> None:
    session, activity = easy(athlete, TUESDAY), run(athlete, TUESDAY)

    assert followed(session) == ("done", activity)
    assert session.adherence == {"score": 1.0, "duration": 1.0, "load": 1.0, "basis": "session", "steps": []}


def test_clearly_less_is_partly_done(athlete: Athlete) -> None:
    session, activity = easy(athlete, TUESDAY), run(athlete, TUESDAY, 30)

    assert followed(session) == ("partly", activity)
    assert session.adherence is not None
    assert session.adherence["duration"] == 0.667


def test_laps_tell_of_every_step(athlete: Athlete) -> None:
    session = easy(athlete, TUESDAY, kind="threshold", hard=True, steps=INTERVALS, minutes=22, load=25)
    activity = run(athlete, TUESDAY, 22, load=25)
    for index, seconds in enumerate((600, 240, 120, 240, 120)):
        LapFactory(activity=activity, index=index, elapsed_s=seconds, timer_s=seconds, distance_m=None)

    follow(athlete_id=athlete.pk)

    session.refresh_from_db()
    assert session.adherence is not None
    assert (session.adherence["basis"], session.adherence["score"]) == ("laps", 1.0)
    assert [step["verdict"] for step in session.adherence["steps"]] == ["as planned"] * 5


def test_the_same_run_a_day_later_is_the_same_session(athlete: Athlete) -> None:
    session, activity = easy(athlete, TUESDAY), run(athlete, WEDNESDAY)

    assert followed(session) == ("done", activity)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(athlete: Athlete, order: tuple[int, ...]) -> None:
    planned = [easy(athlete, day) for day in (MONDAY, TUESDAY)]
    arrivals = [(MONDAY, 20), (TUESDAY, 45), (WEDNESDAY, 44)]
    for index in order:
        run(athlete, *arrivals[index])
        follow(athlete_id=athlete.pk)

    rows = [PlannedSession.objects.select_related("activity").get(pk=each.pk) for each in planned]
    assert [(row.state, row.activity and row.activity.local_date) for row in rows] == [
        ("partly", MONDAY),
        ("done", TUESDAY),
    ]


def test_following_again_writes_nothing(athlete: Athlete) -> None:
    session = easy(athlete, TUESDAY)
    run(athlete, TUESDAY)
    followed(session)
    before = session.revision

    followed(session)

    assert session.revision == before


class TestMissed:
    def test_a_day_of_which_nothing_came_yet_is_not_missed(self, athlete: Athlete) -> None:
        session = easy(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=TUESDAY)

        assert followed(session) == ("planned", None)

    def test_the_night_after_it_was_missed(self, athlete: Athlete) -> None:
        session = easy(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=WEDNESDAY)

        assert followed(session) == ("missed", None)

    def test_a_late_arrival_makes_it_done(self, athlete: Athlete, clock: time_machine.Traveller) -> None:
        session = easy(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=WEDNESDAY)
        followed(session)
        clock.shift(timedelta(hours=2))

        activity = run(athlete, TUESDAY)

        assert followed(session) == ("done", activity)

    def test_today_is_never_missed(self, athlete: Athlete) -> None:
        session = easy(athlete, THURSDAY)
        DayFactory(athlete=athlete, date=THURSDAY)

        assert followed(session) == ("planned", None)

    def test_a_connection_that_was_not_read_since_leaves_it_open(self, athlete: Athlete) -> None:
        session = easy(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=WEDNESDAY)
        watch = ConnectionFactory(athlete=athlete, synced_at=datetime(2026, 11, 24, 6, tzinfo=UTC))

        assert followed(session) == ("planned", None)

        watch.synced_at = datetime(2026, 11, 25, 6, tzinfo=UTC)
        watch.save()
        assert followed(session) == ("missed", None)

    def test_what_is_listed_and_not_here_yet_leaves_it_open(self, athlete: Athlete) -> None:
        session = easy(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=WEDNESDAY)
        watch = ConnectionFactory(athlete=athlete, synced_at=datetime(2026, 11, 26, 6, tzinfo=UTC))
        listed = RemoteActivityFactory(connection=watch, local_date=TUESDAY, state="listed")

        assert followed(session) == ("planned", None)

        RemoteActivity.objects.filter(pk=listed.pk).update(state="gone")
        assert followed(session) == ("missed", None)


class TestVanished:
    def test_a_deleted_activity_is_let_go_and_found_again_when_it_is_restored(self, athlete: Athlete) -> None:
        session, activity = easy(athlete, TUESDAY), run(athlete, TUESDAY)
        followed(session)
        DayFactory(athlete=athlete, date=WEDNESDAY)

        delete_activity(activity=activity)
        assert followed(session) == ("missed", None)
        assert session.adherence is None

        restore_activity(activity=activity)
        assert followed(session) == ("done", activity)

    @pytest.mark.parametrize("by_person", [False, True])
    def test_what_was_merged_is_followed(self, athlete: Athlete, by_person: bool) -> None:
        session, activity = easy(athlete, TUESDAY), run(athlete, TUESDAY)
        if by_person:
            link_activity(session=session, activity=activity, user=athlete.user)
        followed(session)
        leader = run(athlete, TUESDAY)
        activity.merged_into = leader
        activity.save()

        assert followed(session) == ("done", leader)
        assert session.matched_by_person == by_person

    def test_two_linked_activities_that_become_one_belong_to_the_first_session(
        self, athlete: Athlete
    ) -> None:
        first, second = easy(athlete, MONDAY), easy(athlete, TUESDAY)
        one, other = run(athlete, MONDAY), run(athlete, TUESDAY)
        link_activity(session=first, activity=one, user=athlete.user)
        link_activity(session=second, activity=other, user=athlete.user)

        other.merged_into = one
        other.save()

        assert followed(first) == ("done", one)
        assert state(second) == ("planned", None)
        assert not second.matched_by_person


class TestByPerson:
    def test_a_linked_activity_stays_and_frees_another_session(self, athlete: Athlete) -> None:
        session, other = easy(athlete, TUESDAY), easy(athlete, WEDNESDAY)
        activity = run(athlete, WEDNESDAY, 40)
        followed(other)
        assert state(other) == ("done", activity)

        link_activity(session=session, activity=activity, user=athlete.user)

        run(athlete, TUESDAY)
        assert followed(session) == ("done", activity)
        assert session.matched_by_person
        assert state(other)[1] != activity
        assert AuditEvent.objects.get().action == "plans.activity_linked"

    def test_an_unlinked_session_stays_alone(self, athlete: Athlete) -> None:
        session = easy(athlete, TUESDAY)
        run(athlete, TUESDAY)
        DayFactory(athlete=athlete, date=WEDNESDAY)
        followed(session)

        unlink_activity(session=session, user=athlete.user)

        assert followed(session) == ("missed", None)
        assert session.matched_by_person

    def test_a_skipped_session_stays_skipped_until_somebody_links_it(self, athlete: Athlete) -> None:
        session = skip_session(session=easy(athlete, TUESDAY), user=athlete.user, reason="tired", note="Late")
        activity = run(athlete, TUESDAY)
        assert followed(session) == ("skipped", None)

        link_activity(session=session, activity=activity, user=athlete.user)

        assert followed(session) == ("done", activity)
        assert (session.skip_reason, session.skip_note) == ("", "")

    def test_what_somebody_linked_elsewhere_is_not_taken(self, athlete: Athlete) -> None:
        session, other, activity = easy(athlete, MONDAY), easy(athlete, TUESDAY), run(athlete, TUESDAY)
        link_activity(session=other, activity=activity, user=athlete.user)

        with pytest.raises(DataValidationError) as raised:
            link_activity(session=session, activity=activity, user=athlete.user)

        assert raised.value.code == "ACTIVITY_LINKED"
        assert state(session) == ("missed", None)
        assert state(other) == ("done", activity)

    def test_a_week_and_more_apart_is_refused(self, athlete: Athlete) -> None:
        session, activity = easy(athlete, date(2026, 12, 2)), run(athlete, TUESDAY)

        with pytest.raises(DataValidationError) as raised:
            link_activity(session=session, activity=activity, user=athlete.user)

        assert raised.value.code == "ACTIVITY_TOO_FAR"

    def test_nobody_elses_activity_is_linked(self, athlete: Athlete) -> None:
        session, foreign = easy(athlete, TUESDAY), run(AthleteFactory(), TUESDAY)

        with pytest.raises(DataNotFoundError):
            link_activity(session=session, activity=foreign, user=athlete.user)

    def test_nothing_is_unlinked_where_nothing_is(self, athlete: Athlete) -> None:
        with pytest.raises(DataValidationError) as raised:
            unlink_activity(session=easy(athlete, TUESDAY), user=athlete.user)

        assert raised.value.code == "ACTIVITY_NOT_LINKED"


@pytest.mark.parametrize(
    ("plan_state", "expected"), [("active", "done"), ("ended", "done"), ("draft", "planned")]
)
def test_only_what_the_calendar_shows_is_matched(athlete: Athlete, plan_state: str, expected: str) -> None:
    plan = PlanFactory(athlete=athlete, state=Plan.State(plan_state))
    session = easy(athlete, TUESDAY, plan=plan)
    run(athlete, TUESDAY)

    assert followed(session)[0] == expected


def test_other_peoples_runs_are_nobodys_session(athlete: Athlete) -> None:
    session = easy(athlete, TUESDAY)
    run(AthleteFactory(), TUESDAY)

    assert followed(session) == ("planned", None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_match_once(athlete: Athlete) -> None:
    session, activity = easy(athlete, TUESDAY), run(athlete, TUESDAY)

    def work() -> None:
        with sending_with(lambda *_: None):
            follow(athlete_id=athlete.pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    before = session.revision
    assert state(session) == ("done", activity)
    assert session.revision == before + 1
