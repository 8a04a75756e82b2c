from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from metrics.models import CheckIn, ReadinessOverride
from metrics.selectors.readiness import readiness
from metrics.services.readiness import override_readiness, withdraw_override
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import store_loads

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22T08:00:00Z"):
        yield


@pytest.fixture
def athlete(db):
    athlete = AthleteFactory()
    store_loads(athlete, TODAY - timedelta(days=200), [50.0] * 200)
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=4)
    return athlete


def test_remembers_what_it_overrules(athlete):
    computed = readiness(athlete, TODAY).score

    row = override_readiness(athlete=athlete, day=TODAY, verdict="rest", reason="  Sore throat ")

    assert (row.verdict, row.reason, row.date) == ("rest", "Sore throat", TODAY)
    assert row.computed == pytest.approx(computed)
    assert 60 <= computed < 61


@pytest.mark.django_db(transaction=True)
def test_is_seen_at_once(athlete):
    assert readiness(athlete, TODAY).level == "normal"

    override_readiness(athlete=athlete, day=TODAY, verdict="rest", reason="Sore throat")
    assert readiness(athlete, TODAY).level == "rest"

    assert withdraw_override(athlete=athlete, day=TODAY)
    assert readiness(athlete, TODAY).level == "normal"


def test_a_second_time_changes_the_first(athlete):
    override_readiness(athlete=athlete, day=TODAY, verdict="rest", reason="Sore throat")
    row = override_readiness(athlete=athlete, day=TODAY, verdict="easy", reason="Better")

    assert ReadinessOverride.objects.get() == row
    assert (row.verdict, row.reason, row.revision) == ("easy", "Better", 2)


def test_a_day_that_could_not_be_computed_is_overruled_all_the_same(athlete):
    day = TODAY - timedelta(days=190)

    assert override_readiness(athlete=athlete, day=day, verdict="easy", reason="Tired").computed is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verdict": "sprint"}, "verdict"),
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"day": TODAY + timedelta(days=1)}, "date"),
        ({"day": date(1989, 12, 31)}, "date"),
    ],
)
def test_what_is_no_verdict_is_refused(athlete, change, field):
    given = {"athlete": athlete, "day": TODAY, "verdict": "rest", "reason": "Sore throat", **change}

    with pytest.raises(ValidationError) as refused:
        override_readiness(**given)

    assert list(refused.value.message_dict) == [field]
    assert not ReadinessOverride.objects.exists()


def test_withdrawing_nothing_says_so(athlete):
    assert withdraw_override(athlete=athlete, day=TODAY) is False


def test_another_athletes_verdict_stays(athlete):
    other = AthleteFactory()
    override_readiness(athlete=other, day=TODAY, verdict="rest", reason="Sore throat")

    assert withdraw_override(athlete=athlete, day=TODAY) is False
    assert ReadinessOverride.objects.get().athlete == other
