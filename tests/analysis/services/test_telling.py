"""Bests and questions are told as such, once, and only while they are news."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.models import Question
from analysis.services.analysing import refresh
from athletes.models import Athlete
from metrics.models import Signal, SignalScan
from metrics.services.signals import acknowledge
from notifications.models import Message
from notifications.wording import line
from tests.analysis.builders import TODAY
from tests.analysis.conftest import run_on
from tests.factories.signals import SignalFactory

pytestmark = pytest.mark.django_db


def best(athlete: Athlete, *, days_ago: int = 0) -> Signal:
    day = TODAY - timedelta(days=days_ago)
    evidence = [SignalFactory.value("power_300s", 312.0, "W", 300.0, day)]
    return SignalFactory(
        athlete=athlete,
        kind="personal_best",
        severity="info",
        start=day,
        evidence=evidence,
        needs="activities",
        activity=run_on(athlete, day, 50.0),
    )


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind))


def analysed(athlete: Athlete) -> None:
    """Twice, after all was looked at: detection takes back what these activities do not bear out."""
    looked = {"stale_since": None, "dirty_from": None, "scanned_on": TODAY, "scanned_at": timezone.now()}
    SignalScan.objects.update_or_create(athlete=athlete, defaults=looked)
    refresh(athlete_id=athlete.pk)
    refresh(athlete_id=athlete.pk)


def test_a_personal_best_is_told_once(athlete: Athlete) -> None:
    signal = best(athlete)

    analysed(athlete)

    [message] = told("personal_best")
    assert message.key == str(signal.uid)
    assert "312" in line(message).title
    assert told("signal") == []


def test_a_best_of_long_ago_is_history(athlete: Athlete) -> None:
    best(athlete, days_ago=10)

    analysed(athlete)

    assert told("personal_best") == []


@pytest.mark.parametrize(("kind", "told_as_signal"), [("threshold_change", 0), ("device_change", 1)])
def test_another_threshold_is_told_with_its_proposal_and_not_a_second_time(
    athlete: Athlete, kind: str, told_as_signal: int
) -> None:
    evidence = [SignalFactory.value("running_threshold_pace_s_per_km", 292.0, "s/km", 271.0, TODAY)]
    SignalFactory(athlete=athlete, kind=kind, severity="watch", start=TODAY, evidence=evidence)

    analysed(athlete)

    assert len(told("signal")) == told_as_signal


def test_a_question_about_a_signal_waits_and_says_so_once(athlete: Athlete) -> None:
    signal = SignalFactory(athlete=athlete, start=TODAY, severity="info")
    Question.objects.create(
        athlete=athlete, about=str(signal.uid), kind=signal.kind, text="What was that day?"
    )

    analysed(athlete)

    [message] = told("question_waiting")
    assert line(message).title == "What was that day?"
    assert message.url == "/athletes/me/today/#asked-back"


def test_what_is_known_already_is_not_asked_by_message(athlete: Athlete) -> None:
    signal = SignalFactory(athlete=athlete, start=TODAY, severity="info")
    Question.objects.create(
        athlete=athlete, about=str(signal.uid), kind=signal.kind, text="What was that day?"
    )
    acknowledge(signal=signal, user=athlete.user)

    analysed(athlete)

    assert told("question_waiting") == []


def test_what_is_told_as_a_signal_is_not_asked_by_a_second_message(athlete: Athlete) -> None:
    signal = SignalFactory(athlete=athlete, start=TODAY, severity="act")
    Question.objects.create(
        athlete=athlete, about=str(signal.uid), kind=signal.kind, text="What was that day?"
    )

    analysed(athlete)

    assert (len(told("signal")), told("question_waiting")) == (1, [])
