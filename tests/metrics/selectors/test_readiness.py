from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
import time_machine

from metrics.models import Activity, Annotation, CheckIn, ReadinessOverride
from metrics.science.recovery.readiness import Caveat, Level
from metrics.selectors.readiness import CLASSES, override_history, readiness, readiness_of_days
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        yield


@pytest.fixture
def athlete(db):
    return AthleteFactory()


def ago(days):
    return TODAY - timedelta(days=days)


def mornings(athlete, days=70, **newest):
    """Steady nights that swing a little; `newest` are the values of today."""
    swing = [-1, 0, 1, 0]
    for each in range(1, days + 1):
        DayFactory(
            athlete=athlete,
            date=ago(each),
            resting_hr_bpm=48 + 2 * swing[each % 4],
            hrv_rmssd_ms=60 + 6 * swing[each % 4],
            sleep_s=(7.5 + 0.5 * swing[each % 4]) * 3600,
        )
    if newest:
        DayFactory(athlete=athlete, date=TODAY, **newest)


def points(found):
    return {part.key: round(part.points, 1) for part in found.computed.parts}


def test_a_usual_morning_is_near_the_middle_and_says_what_each_part_is(athlete):
    mornings(athlete, resting_hr_bpm=48.0, hrv_rmssd_ms=60.0, sleep_s=27_000.0)
    store_loads(athlete, ago(200), [50.0] * 200)
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=3, soreness=3, sleep_quality=3, stress=3)

    found = readiness(athlete, TODAY)

    assert found.score == pytest.approx(50, abs=3)
    assert found.level == "normal"
    assert found.missing == ()
    assert found.computed.coverage == 1.0
    assert found.measured["resting_hr"].value == 48.0
    assert found.measured["resting_hr"].usual == 48.0
    assert found.measured["sleep"].value == 27_000.0
    assert found.measured["hrv"].known_days == 60
    assert found.measured["own_word"].value == 3.0


def test_a_high_resting_heart_rate_and_a_short_night_pull_down(athlete):
    mornings(athlete, resting_hr_bpm=56.0, hrv_rmssd_ms=60.0, sleep_s=5 * 3600.0)

    found = readiness(athlete, TODAY)

    assert points(found)["resting_hr"] == -24.0
    assert points(found)["sleep"] == -18.0
    assert found.level == "rest"
    assert [part.key for part in found.computed.parts][:2] == ["resting_hr", "sleep"]


def test_without_two_parts_it_abstains_and_names_what_is_missing(athlete):
    DayFactory(athlete=athlete, date=TODAY)

    found = readiness(athlete, TODAY)

    assert found.score is None
    assert found.level is None
    assert found.missing == ("hrv", "resting_hr", "sleep", "form", "own_word")
    assert found.measured["resting_hr"].value == 48.0
    assert found.measured["resting_hr"].usual is None
    assert found.measured["form"].value is None


@pytest.mark.parametrize(("days_off", "is_known"), [(90, False), (89, True)])
def test_form_says_nothing_after_three_months_without_load(athlete, days_off, is_known):
    store_loads(athlete, ago(300), [50.0] * (300 - days_off))

    assert (readiness(athlete, TODAY).measured["form"].value is not None) is is_known


def test_deep_form_pulls_down(athlete):
    store_loads(athlete, ago(200), [50.0] * 193 + [150.0] * 7)

    assert readiness(athlete, TODAY).measured["form"].value < -45
    assert points(readiness(athlete, TODAY))["form"] == -15.0


def test_in_deep_form_the_best_of_mornings_is_easy(athlete):
    mornings(athlete, resting_hr_bpm=46.0, hrv_rmssd_ms=66.0, sleep_s=30_000.0)
    store_loads(athlete, ago(200), [50.0] * 193 + [150.0] * 7)

    found = readiness(athlete, TODAY)

    assert (found.computed.caveats, found.level) == ((Caveat.LOW_FORM,), "easy")
    assert readiness(athlete, TODAY, classes=CLASSES - {"load"}).level != "easy"


@pytest.mark.parametrize(("days", "counts"), [(41, None), (55, False), (57, True)])
def test_form_counts_two_weeks_after_fitness_has_warmed_up(athlete, days, counts):
    store_loads(athlete, ago(days), [50.0] * days)

    found = readiness(athlete, TODAY)

    assert (found.measured["form"].value is None) == (counts is None)
    assert ("form" in points(found)) == bool(counts)


def test_the_mean_of_what_was_answered_counts(athlete):
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=2, sleep_quality=1)

    found = readiness(athlete, TODAY)

    assert found.measured["own_word"].value == 1.5
    assert points(found) == {"own_word": -15.0}


def test_a_check_in_that_is_only_a_note_is_no_answer(athlete):
    CheckIn.objects.create(athlete=athlete, date=TODAY, note="On the train")

    assert readiness(athlete, TODAY).measured["own_word"].value is None


def test_an_illness_that_lasts_means_rest(athlete):
    mornings(athlete, resting_hr_bpm=44.0, hrv_rmssd_ms=70.0, sleep_s=30_000.0)
    Annotation.objects.create(athlete=athlete, kind="illness", start=ago(3))
    Annotation.objects.create(athlete=athlete, kind="travel", start=ago(9))

    found = readiness(athlete, TODAY)

    assert found.ill_since == ago(3)
    assert found.computed.level is Level.REST
    assert Caveat.ILL in found.computed.caveats


@pytest.mark.parametrize("change", [{"end": TODAY}, {"deleted_at": "2026-11-21T08:00Z"}])
def test_an_illness_that_is_over_or_deleted_means_nothing(athlete, change):
    Annotation.objects.create(athlete=athlete, kind="illness", start=ago(3), **change)

    assert readiness(athlete, TODAY).ill_since is None


def test_a_high_hrv_while_efficiency_falls_is_not_green(athlete):
    mornings(athlete, resting_hr_bpm=48.0, hrv_rmssd_ms=90.0, sleep_s=27_000.0)
    for each in range(1, 7):
        athlete_day = DayFactory._meta.model.objects.get(athlete=athlete, date=ago(each))
        athlete_day.hrv_rmssd_ms = 90.0
        athlete_day.save()
    for each, efficiency in [(2, 1.8), (5, 1.8), (9, 1.8), *((20 + n, 2.0) for n in range(5))]:
        ActivityFactory(athlete=athlete, local_date=ago(each), efficiency=efficiency)
    ActivityFactory(athlete=athlete, local_date=ago(1), sport="cycling", efficiency=9.0)

    found = readiness(athlete, TODAY)

    assert found.efficiency_pct == pytest.approx(-10.0)
    assert Caveat.HIGH_HRV in found.computed.caveats
    assert found.level == "easy"
    assert Activity.objects.count() == 9


def test_the_athletes_verdict_stands_above_the_computed_one(athlete):
    mornings(athlete, resting_hr_bpm=48.0, hrv_rmssd_ms=60.0, sleep_s=27_000.0)
    ReadinessOverride.objects.create(
        athlete=athlete, date=TODAY, verdict="rest", reason="Night with a sick child", computed=51.0
    )

    found = readiness(athlete, TODAY)

    assert found.level == "rest"
    assert found.computed.level is Level.NORMAL
    assert found.override.reason == "Night with a sick child"
    assert found.override.computed == 51.0


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ("heart", {"sleep", "form", "own_word"}),
        ("sleep", {"hrv", "resting_hr", "form", "own_word"}),
        ("notes", {"hrv", "resting_hr", "sleep", "form"}),
        ("load", {"hrv", "resting_hr", "sleep", "own_word"}),
    ],
)
def test_what_a_viewer_may_not_see_enters_no_number(athlete, hidden, left):
    mornings(athlete, resting_hr_bpm=56.0, hrv_rmssd_ms=60.0, sleep_s=5 * 3600.0)
    store_loads(athlete, ago(200), [50.0] * 200)
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=1)
    ReadinessOverride.objects.create(athlete=athlete, date=TODAY, verdict="hard", reason="Race")
    Annotation.objects.create(athlete=athlete, kind="illness", start=ago(3))

    found = readiness(athlete, TODAY, classes=CLASSES - {hidden})

    assert set(found.measured) == set(points(found)) == left
    assert (found.override is None) == (hidden == "heart")
    assert (found.ill_since is None) == (hidden == "notes")


def test_a_day_asks_twice_and_not_at_all_while_it_is_kept(athlete, django_assert_num_queries):
    mornings(athlete)

    with django_assert_num_queries(2):
        first = readiness(athlete, TODAY)
    with django_assert_num_queries(0):
        assert readiness(athlete, TODAY) == first


def test_days_are_as_each_of_them_alone(athlete):
    mornings(athlete, resting_hr_bpm=50.0, hrv_rmssd_ms=52.0, sleep_s=25_000.0)
    CheckIn.objects.create(athlete=athlete, date=ago(1), feel=4)

    found = readiness_of_days(athlete, ago(2), TODAY + timedelta(days=1))

    assert [each.day for each in found] == [ago(2), ago(1), TODAY]
    assert found == [readiness(athlete, each.day) for each in found]


def test_another_athletes_rows_count_nothing(athlete):
    other = AthleteFactory()
    mornings(other, resting_hr_bpm=56.0)
    CheckIn.objects.create(athlete=other, date=TODAY, feel=1)
    Annotation.objects.create(athlete=other, kind="illness", start=ago(3))
    ReadinessOverride.objects.create(athlete=other, date=TODAY, verdict="rest", reason="x")

    found = readiness(athlete, TODAY)

    assert points(found) == {}
    assert found.override is None
    assert found.ill_since is None


def test_the_history_counts_in_which_direction_one_overruled(athlete):
    rows = [(1, "easy", 70.0), (4, "hard", 50.0), (9, "rest", 30.0), (30, "normal", None)]
    for days, verdict, computed in [*rows, (90, "rest", 90.0)]:
        ReadinessOverride.objects.create(
            athlete=athlete, date=ago(days), verdict=verdict, reason="Because", computed=computed
        )

    found = override_history(athlete, TODAY)

    assert (found.days, len(found.rows), found.easier, found.harder) == (90, 4, 2, 1)
    assert [row.day for row in found.rows] == [ago(1), ago(4), ago(9), ago(30)]
    assert found.rows[0].computed == 70.0
    assert np.isclose(found.rows[2].computed, 30.0)


def test_the_score_that_was_overruled_is_for_those_who_see_all_its_parts(athlete):
    ReadinessOverride.objects.create(
        athlete=athlete, date=TODAY, verdict="easy", reason="Because", computed=70.0
    )

    for hidden in CLASSES - {"heart"}:
        seen = CLASSES - {hidden}
        assert readiness(athlete, TODAY, classes=seen).override.computed is None
        history = override_history(athlete, TODAY, classes=seen)
        assert (history.rows[0].reason, history.rows[0].computed) == (
            "" if hidden == "notes" else "Because",
            None,
        )
        assert (history.easier, history.harder) == (0, 0)
