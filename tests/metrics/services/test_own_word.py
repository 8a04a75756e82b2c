"""Writing mornings, markers and the cycle log."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Annotation, CheckIn, CycleDay
from metrics.selectors.own_word import (
    cycle_log,
    markers,
    markers_between,
)
from metrics.services import annotations as marks
from metrics.services.check_ins import change_check_in, clear_check_in, save_check_in
from metrics.services.cycle import clear_cycle_day, save_cycle_day, start_cycle_log, stop_cycle_log
from metrics.signals import athlete_data_changed
from tests.factories.athletes import AthleteFactory
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
Kind = Annotation.Kind


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="Europe/Vienna")


def fault(name: str, action, **values) -> str:
    """The message with which an action refuses a field."""
    with pytest.raises(ValidationError) as caught:
        action(**values)
    return " ".join(caught.value.message_dict[name])


def test_a_morning_is_written_once_and_changed_after(athlete):
    save_check_in(athlete=athlete, date=TODAY, feel=4, soreness=2)
    save_check_in(athlete=athlete, date=TODAY, feel=5, note="Slept long")

    row = CheckIn.objects.get()
    assert (row.feel, row.soreness, row.sleep_quality, row.note) == (5, 2, None, "Slept long")


def test_others_are_told_of_the_day_and_no_load_is_computed(athlete, django_capture_on_commit_callbacks):
    told: list[tuple[date, date]] = []

    def note(days, **_):
        told.append(days)

    athlete_data_changed.connect(note)
    with django_capture_on_commit_callbacks(execute=True):
        save_check_in(athlete=athlete, date=TODAY - DAY, feel=4)
    athlete_data_changed.disconnect(note)

    assert told == [(TODAY - DAY, TODAY)]


def test_a_morning_to_come_or_long_gone_is_refused(athlete):
    assert fault("date", save_check_in, athlete=athlete, date=TODAY + DAY, feel=3) == (
        "This day is still to come."
    )
    assert fault("date", save_check_in, athlete=athlete, date=date(1989, 12, 31), feel=3) == (
        "This day is too long ago."
    )
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("step", [0, 6])
def test_a_step_outside_the_scale_is_refused(athlete, step):
    assert "Ensure this value is" in fault(
        "soreness", save_check_in, athlete=athlete, date=TODAY, soreness=step
    )


def test_a_morning_without_a_word_is_refused(athlete):
    with pytest.raises(ValidationError, match="Give at least one answer"):
        save_check_in(athlete=athlete, date=TODAY, note="")
    row = CheckInFactory(athlete=athlete, date=TODAY, feel=3, soreness=None, sleep_quality=None, stress=None)
    with pytest.raises(ValidationError, match="Give at least one answer"):
        change_check_in(check_in=row, feel=None)


def test_what_is_no_answer_cannot_be_written(athlete):
    with pytest.raises(TypeError):
        save_check_in(athlete=athlete, date=TODAY, mood=3)


def test_a_cleared_morning_is_gone(athlete):
    clear_check_in(check_in=CheckInFactory(athlete=athlete))

    assert not CheckIn.objects.exists()


def test_a_marker_lasts_until_it_ends(athlete):
    marker = marks.add_annotation(athlete=athlete, kind=Kind.ILLNESS, start=TODAY - 3 * DAY, note="Cold")
    assert markers_between(athlete, TODAY, TODAY + DAY) == [marker]

    marks.end_annotation(annotation=marker)

    marker.refresh_from_db()
    assert marker.end == TODAY
    assert markers_between(athlete, TODAY - DAY, TODAY) == [marker]
    assert markers_between(athlete, TODAY, TODAY + DAY) == []


def test_what_began_today_ends_with_today(athlete):
    marker = marks.add_annotation(athlete=athlete, kind=Kind.TRAVEL, start=TODAY)

    assert marks.end_annotation(annotation=marker).end == TODAY + DAY
    assert marks.end_annotation(annotation=marker).revision == marker.revision


def test_what_has_not_begun_cannot_end(athlete):
    marker = marks.add_annotation(athlete=athlete, kind=Kind.TRAVEL, start=TODAY + 2 * DAY)

    assert "not begun" in fault("end", marks.end_annotation, annotation=marker)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"kind": Kind.ILLNESS, "start": TODAY + DAY}, "start", "An illness cannot begin on a day to come."),
        ({"kind": Kind.INJURY, "start": TODAY + DAY}, "start", "An injury cannot begin on a day to come."),
        ({"kind": Kind.ILLNESS, "start": TODAY, "end": TODAY + 2 * DAY}, "end", "Leave the end empty"),
        ({"kind": Kind.TRAVEL, "start": date(1989, 1, 1)}, "start", "too long ago"),
        ({"kind": Kind.TRAVEL, "start": TODAY + 731 * DAY}, "start", "too far ahead"),
        ({"kind": Kind.TRAVEL, "start": TODAY, "end": TODAY + 731 * DAY}, "end", "too far ahead"),
        ({"kind": Kind.ALTITUDE, "start": TODAY}, "altitude_m", "Say how high"),
        ({"kind": Kind.ALTITUDE, "start": TODAY, "altitude_m": 9001.0}, "altitude_m", "height of a place"),
        ({"kind": Kind.ALTITUDE, "start": TODAY, "altitude_m": 0.0}, "altitude_m", "height of a place"),
        ({"kind": Kind.TRAVEL, "start": TODAY, "altitude_m": 1800.0}, "altitude_m", "Only a marker of alt"),
        ({"kind": Kind.TRAVEL, "start": TODAY, "end": TODAY}, "__all__", "must end after the day it starts"),
        ({"kind": "holiday", "start": TODAY}, "kind", "not a valid choice"),
    ],
)
def test_a_marker_that_cannot_be_is_refused_by_its_field(athlete, values, field, words):
    assert words in fault(field, marks.add_annotation, athlete=athlete, **values)
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("kind", [Kind.ILLNESS, Kind.TRAVEL, Kind.ALTITUDE])
def test_one_of_these_at_a_time(athlete, kind):
    height = 1800.0 if kind == Kind.ALTITUDE else None
    day = TODAY - 10 * DAY
    marks.add_annotation(athlete=athlete, kind=kind, start=day, end=day + 3 * DAY, altitude_m=height)

    words = fault(
        "start", marks.add_annotation, athlete=athlete, kind=kind, start=day + 2 * DAY, altitude_m=height
    )
    marks.add_annotation(athlete=athlete, kind=kind, start=day + 3 * DAY, altitude_m=height)

    assert (
        words
        == f"There is {'a' if kind == Kind.TRAVEL else 'an'} {kind.label.lower()} already: 12–14 Nov 2026."
    )
    assert markers(athlete).count() == 2


def test_two_injuries_may_hurt_at_once_and_those_of_others_count_for_nothing(athlete):
    AnnotationFactory(kind=Kind.ILLNESS, start=TODAY - DAY, end=None)
    for _ in range(2):
        marks.add_annotation(athlete=athlete, kind=Kind.INJURY, start=TODAY - DAY)
    marks.add_annotation(athlete=athlete, kind=Kind.ILLNESS, start=TODAY - DAY)

    assert markers(athlete).count() == 3


def test_a_marker_can_be_changed_in_its_own_days(athlete):
    marker = marks.add_annotation(athlete=athlete, kind=Kind.ILLNESS, start=TODAY - 3 * DAY)

    marks.change_annotation(annotation=marker, start=TODAY - 2 * DAY, note="Flu")

    marker.refresh_from_db()
    assert (marker.start, marker.note) == (TODAY - 2 * DAY, "Flu")


def test_a_deleted_marker_comes_back_unless_its_days_are_taken(athlete):
    marker = AnnotationFactory(athlete=athlete)
    marks.delete_annotation(annotation=marker)
    assert not markers(athlete).exists()

    marks.restore_annotation(annotation=marker)
    assert list(markers(athlete)) == [marker]

    marks.delete_annotation(annotation=marker)
    marks.add_annotation(athlete=athlete, kind=marker.kind, start=marker.start, end=marker.end)
    assert "already" in fault("start", marks.restore_annotation, annotation=marker)


def test_answers_to_questions_are_no_markers(athlete):
    AnnotationFactory(athlete=athlete, kind=Kind.ANSWER, end=None)

    assert not markers(athlete).exists()


def test_no_day_of_a_cycle_is_written_without_a_log(athlete):
    with pytest.raises(DataNotFoundError):
        save_cycle_day(athlete=athlete, date=TODAY, bleeding="light")

    assert not CycleDay.objects.exists()


def test_a_log_holds_bleeding_by_day(athlete):
    start_cycle_log(athlete=athlete)
    for day in (28, 27, 0):
        save_cycle_day(athlete=athlete, date=TODAY - day * DAY, bleeding="medium")
    save_cycle_day(athlete=athlete, date=TODAY - 5 * DAY, bleeding="spotting")
    save_cycle_day(athlete=athlete, date=TODAY, note="Tired")

    log = cycle_log(athlete, TODAY - DAY, TODAY + DAY)

    assert [(row.bleeding, row.note) for row in log.days.values()] == [("medium", "Tired")]
    assert log.starts == [TODAY - 28 * DAY, TODAY]
    assert (log.day, log.lengths.median_days) == (1, 28.0)


def test_a_day_that_cannot_be_is_refused(athlete):
    start_cycle_log(athlete=athlete)

    assert "to come" in fault("date", save_cycle_day, athlete=athlete, date=TODAY + DAY, bleeding="light")
    assert "choice" in fault("bleeding", save_cycle_day, athlete=athlete, date=TODAY, bleeding="flood")


@pytest.mark.parametrize(("delete", "removed", "left"), [(True, 2, 0), (False, 0, 2)])
def test_what_a_log_held_is_deleted_or_kept_as_asked(delete, removed, left):
    day = CycleDayFactory()
    CycleDayFactory(athlete=day.athlete)
    other = CycleDayFactory()

    assert stop_cycle_log(athlete=day.athlete, delete_entries=delete) == removed

    day.athlete.refresh_from_db()
    assert day.athlete.keeps_cycle_log is False
    assert CycleDay.objects.for_athlete(day.athlete).count() == left
    assert CycleDay.objects.for_athlete(other.athlete).count() == 1
    assert cycle_log(day.athlete, day.date, day.date + DAY).days == {}


def test_a_cleared_day_is_gone():
    clear_cycle_day(cycle_day=CycleDayFactory())

    assert not CycleDay.objects.exists()
