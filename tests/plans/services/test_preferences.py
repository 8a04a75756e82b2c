from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from athletes.models import Athlete
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.models import AuditEvent
from plans.models import Blackout, PlanProposal, TrainingPreferences, WeekdayRoom
from plans.selectors.preferences import LastWeeks, Room, blackouts, preferences_of
from plans.selectors.specs import conditions
from plans.services.adapting import adapt_plan
from plans.services.blackouts import add, remove
from plans.services.planning import adopt_plan, make, request_plan
from plans.services.preferences import save_preferences
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import week_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEKEND = [Room(5, 60, 1), Room(6, 150, 2)]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


def rooms(athlete: Athlete) -> list[tuple[int, int, int]]:
    return [(each.weekday, each.minutes, each.sessions) for each in preferences_of(athlete).rooms]


def run(athlete: Athlete, day: int, month: int = 11, minutes: int = 50, hour: int = 6) -> None:
    start = datetime(2026, month, day, hour, tzinfo=UTC)
    ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, timer_s=minutes * 60.0)


def refused(code: str, **arguments: object) -> dict[str, list[str]]:
    with pytest.raises(DataValidationError) as raised:
        save_preferences(**arguments)  # type: ignore[arg-type]
    assert raised.value.code == code
    return raised.value.fields


def test_what_is_saved_is_what_counts_and_can_be_changed_in_parts(athlete):
    save_preferences(athlete=athlete, user=athlete.user, fields={"weekly_cap_min": 300}, rooms=WEEKEND)
    save_preferences(athlete=athlete, user=athlete.user, fields={"strength": True})

    can = preferences_of(athlete)
    assert can.is_saved
    assert (can.preferences.weekly_cap_min, can.preferences.strength) == (300, True)
    assert rooms(athlete) == [*((day, 0, 0) for day in range(5)), (5, 60, 1), (6, 150, 2)]
    assert AuditEvent.objects.filter(actor_uid=athlete.user.uid, subject_uid=athlete.uid).count() == 2


def test_a_coach_is_named_in_the_log(athlete):
    coach = UserFactory()

    save_preferences(athlete=athlete, user=coach, fields={}, rooms=WEEKEND)

    assert AuditEvent.objects.get().actor_uid == coach.uid


def test_a_week_without_a_day_is_refused(athlete):
    fields = refused("NO_AVAILABLE_DAY", athlete=athlete, user=None, fields={}, rooms=[])

    assert list(fields) == ["rooms"]
    assert not TrainingPreferences.objects.exists()


@pytest.mark.parametrize(
    ("fields", "week", "code", "field"),
    [
        ({"weekly_cap_min": 10}, WEEKEND, "DATA_INVALID", "weekly_cap_min"),
        ({"ramp_max": 9.0}, WEEKEND, "DATA_INVALID", "ramp_max"),
        ({}, [Room(0, 15, 1)], "CAPS_CONTRADICTORY", "rooms"),
        ({}, [Room(0, 60, 0)], "CAPS_CONTRADICTORY", "rooms"),
        ({}, [Room(0, 800, 1)], "DATA_INVALID", "rooms"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_stored(athlete, fields, week, code, field):
    assert list(refused(code, athlete=athlete, user=None, fields=fields, rooms=week)) == [field]
    assert not WeekdayRoom.objects.exists()


def test_names_that_are_none_are_a_fault_of_the_caller(athlete):
    with pytest.raises(TypeError):
        save_preferences(athlete=athlete, user=None, fields={"athlete": 3})


def test_somebody_without_weeks_behind_them_gets_a_careful_default(athlete):
    can = preferences_of(athlete)

    assert not can.is_saved
    assert (can.preferences.experience, can.preferences.long_day) == ("novice", 6)
    assert rooms(athlete) == [
        *((0, 0, 0), (1, 45, 1), (2, 0, 0), (3, 45, 1), (4, 0, 0)),
        *((5, 60, 1), (6, 90, 1)),
    ]


def test_the_last_weeks_say_which_days_and_how_long(athlete):
    for day in (3, 10, 17):
        run(athlete, day)
        run(athlete, day, minutes=20, hour=18)
    for day in (5, 12):
        run(athlete, day, minutes=30)
    for day, minutes in ((7, 100), (14, 112)):
        run(athlete, day, minutes=minutes)
    run(athlete, 18, minutes=240)

    assert rooms(athlete) == [
        *((0, 0, 0), (1, 75, 2), (2, 0, 0), (3, 45, 1), (4, 0, 0)),
        *((5, 120, 1), (6, 0, 0)),
    ]
    assert preferences_of(athlete).preferences.long_day == 5
    assert preferences_of(athlete).preferences.experience == "intermediate"


def test_a_day_has_what_is_usual_and_the_longest_room_to_grow(athlete):
    for day, minutes in ((3, 40), (10, 50), (17, 170)):
        run(athlete, day, minutes=minutes)
    for day, minutes in ((5, 30), (12, 45), (19, 60)):
        run(athlete, day, minutes=minutes)
    for day, minutes in ((1, 90), (8, 100), (15, 112)):
        run(athlete, day, minutes=minutes)

    can = preferences_of(athlete)

    assert [room.minutes for room in can.rooms] == [0, 60, 0, 45, 0, 0, 120]
    assert can.measured == LastWeeks(median=80, least=0, most=342)


def test_preferences_cost_two_questions(athlete, django_assert_num_queries):
    with django_assert_num_queries(2):
        preferences_of(athlete)
    week_of(athlete, [60] * 7)
    with django_assert_num_queries(2):
        preferences_of(athlete)


def test_a_blackout_is_added_listed_and_removed(athlete):
    row = add(athlete=athlete, user=athlete.user, start=date(2026, 12, 7), end=date(2026, 12, 10))
    assert blackouts(athlete) == [row]

    remove(blackout=row, user=athlete.user)

    assert blackouts(athlete) == []
    assert [each.action for each in AuditEvent.objects.order_by("pk")] == [
        "plans.blackout_added",
        "plans.blackout_removed",
    ]
    with pytest.raises(DataNotFoundError):
        remove(blackout=row, user=athlete.user)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (date(2026, 12, 7), date(2026, 12, 7), "INTERVAL_INVALID"),
        (date(2026, 11, 1), date(2026, 11, 22), "DAY_IN_PAST"),
        (date(2029, 1, 1), date(2029, 1, 2), "DAY_TOO_FAR"),
        (date(2026, 12, 1), date(2028, 1, 2), "DAY_TOO_FAR"),
        (date(2026, 12, 9), date(2026, 12, 12), "BLACKOUTS_OVERLAP"),
    ],
)
def test_days_that_make_no_sense_are_refused(athlete, start, end, code):
    add(athlete=athlete, user=None, start=date(2026, 12, 8), end=date(2026, 12, 10))

    with pytest.raises(DataValidationError) as raised:
        add(athlete=athlete, user=None, start=start, end=end)

    assert raised.value.code == code
    assert Blackout.objects.count() == 1


def test_who_never_said_a_week_keeps_the_one_that_the_plan_was_made_for(runner: Athlete) -> None:
    """Saying how changes are made is no change of the week, whatever the last weeks looked like."""
    plan = request_plan(athlete=runner, user=runner.user, sport="running", weeks=4)
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    adopt_plan(plan=plan, user=runner.user)
    for ago in range(1, 40):
        if ago % 7 in (1, 2):
            ActivityFactory(athlete=runner, start_time=NOW - timedelta(days=ago), timer_s=7_200)

    save_preferences(athlete=runner, user=runner.user, fields={"adapting": "automatic"})

    assert conditions(runner, plan.start, plan.end)["availability"] == plan.spec["availability"]
    adapt_plan(athlete_id=runner.pk)
    assert not PlanProposal.objects.exists()
