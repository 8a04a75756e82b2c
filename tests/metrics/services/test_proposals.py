from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete, Threshold
from config.core.celery import sending_with
from config.core.errors import DataValidationError
from metrics.models import ThresholdProposal
from metrics.services.activities import delete_activity
from metrics.services.proposals import accept_proposal, propose_thresholds, refuse_proposal
from metrics.services.signals import detect_signals
from notifications.models import Message
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import best, fastest_run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
State = ThresholdProposal.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory(hr_max_bpm=190)
    ThresholdFactory(athlete=athlete, value=250)
    return athlete


def ride(athlete, watts, days=5, max_hr_bpm=180.0):
    start = NOW - timedelta(days=days)
    activity = ActivityFactory(
        athlete=athlete, sport="cycling", start_time=start, utc_offset_s=0, max_hr_bpm=max_hr_bpm
    )
    best(activity, "power_w", watts, 1200)
    return activity


def propose(athlete):
    propose_thresholds(athlete_id=athlete.pk)
    return list(ThresholdProposal.objects.order_by("pk"))


def test_a_better_ftp_is_proposed_with_its_evidence_and_told_once(athlete):
    activity = ride(athlete, 284)

    (row,) = propose(athlete)
    propose(athlete)

    assert (row.sport, row.kind, row.value, row.current) == ("cycling", "ftp_w", 269.8, 250)
    assert (row.low, row.high, row.on, row.method) == (261.7, 277.9, date(2026, 11, 17), "best_20_min")
    assert row.evidence == [
        {
            "metric": "power_w",
            "date": "2026-11-17",
            "value": 284.0,
            "unit": "W",
            "duration_s": 1200.0,
            "distance_m": None,
            "activity_uid": str(activity.uid),
        }
    ]
    message = Message.objects.get()
    assert (message.kind, message.user, message.key) == ("threshold_proposal", athlete.user, str(row.uid))
    assert message.url == "/athletes/me/proposals/"
    assert not Threshold.objects.exclude(value=250).exists()


def test_nothing_is_proposed_where_nothing_differs(athlete):
    ride(athlete, 268)

    assert propose(athlete) == []
    assert propose(AthleteFactory()) == []
    propose_thresholds(athlete_id=0)


def test_what_nobody_can_do_is_not_proposed(athlete):
    ride(athlete, 700)

    assert propose(athlete) == []


def test_easy_weeks_do_not_lower_a_threshold_and_a_hard_test_does(athlete):
    ride(athlete, 240, days=9, max_hr_bpm=150)
    assert propose(athlete) == []

    ride(athlete, 245, days=3, max_hr_bpm=183)
    (row,) = propose(athlete)
    assert row.value == 232.8


def test_accepting_puts_it_in_force_from_the_effort_on(athlete):
    ride(athlete, 284)
    (row,) = propose(athlete)

    accept_proposal(proposal=row, user=athlete.user)

    row.refresh_from_db()
    newest = Threshold.objects.order_by("valid_from").last()
    assert (newest.value, newest.valid_from, newest.kind) == (270, date(2026, 11, 17), "ftp_w")
    assert (row.state, row.decided_by, row.decided_at) == (State.ACCEPTED, athlete.user, NOW)
    assert len(propose(athlete)) == 1


def test_what_was_refused_is_remembered_until_the_value_clearly_differs(athlete):
    ride(athlete, 284)
    (row,) = propose(athlete)

    refuse_proposal(proposal=row, user=athlete.user)
    ride(athlete, 288, days=2)
    assert [each.state for each in propose(athlete)] == [State.REFUSED]

    ride(athlete, 300, days=1)
    assert [(each.value, each.state) for each in propose(athlete)] == [
        (269.8, State.REFUSED),
        (285.0, State.WAITING),
    ]
    assert Threshold.objects.get().value == 250


def test_an_answer_is_given_once(athlete):
    ride(athlete, 284)
    (row,) = propose(athlete)
    refuse_proposal(proposal=row, user=athlete.user)

    with pytest.raises(DataValidationError):
        accept_proposal(proposal=row, user=athlete.user)

    assert Threshold.objects.get().value == 250


def test_a_little_more_moves_the_proposal_and_clearly_more_replaces_it(athlete):
    ride(athlete, 284)
    propose(athlete)

    ride(athlete, 287, days=2)
    (row,) = propose(athlete)
    assert (row.value, row.on, row.state) == (272.6, date(2026, 11, 20), State.WAITING)
    assert Message.objects.count() == 1

    ride(athlete, 300, days=1)
    assert [(each.value, each.state) for each in propose(athlete)] == [
        (272.6, State.OUTDATED),
        (285.0, State.WAITING),
    ]
    assert Message.objects.count() == 2


def test_a_proposal_falls_with_its_evidence(athlete):
    activity = ride(athlete, 284)
    propose(athlete)

    delete_activity(activity=activity)

    assert [each.state for each in propose(athlete)] == [State.OUTDATED]


def test_every_threshold_can_be_found(athlete):
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=280)
    ThresholdFactory(athlete=athlete, sport="swimming", kind="css_s_per_100m", value=105)
    fastest_run(athlete, TODAY - timedelta(days=5), 10_000, 2500, max_hr_bpm=185)
    for days, bpm in ((5, 172), (8, 171)):
        run = ActivityFactory(athlete=athlete, start_time=NOW - timedelta(days=days), max_hr_bpm=184)
        best(run, "heart_rate_bpm", bpm, 1200)
    swim = ActivityFactory(athlete=athlete, sport="swimming", start_time=NOW - timedelta(days=4))
    for metres, seconds in ((400, 368), (200, 176)):
        best(swim, "speed_mps", metres / seconds, seconds, metres)

    assert {(row.sport, row.kind): row.value for row in propose(athlete)} == {
        ("running", "threshold_pace_s_per_km"): 255.3,
        ("running", "lthr_bpm"): 172.0,
        ("swimming", "css_s_per_100m"): 96.0,
    }


def test_proposals_come_with_the_search_for_signals(athlete):
    ride(athlete, 284)

    detect_signals(athlete_id=athlete.pk)

    assert ThresholdProposal.objects.get().value == 269.8


def test_looking_costs_few_questions(athlete, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        propose(athlete)
