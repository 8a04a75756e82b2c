from datetime import timedelta

import numpy as np
import pytest

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, Sport
from metrics.models import Activity
from metrics.science.streams import Grid
from metrics.selectors.derived import decoupling_of, graded_speed_of, w_balance_of
from metrics.selectors.streams import load_grid
from metrics.services.ingest import store_activity
from tests.factories.athletes import AthleteFactory
from tests.factories.records import START, samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="UTC")


def stored(
    athlete: Athlete, sport: Sport, day: int = 0, seconds: int = 1800, **channels
) -> tuple[Activity, Grid]:
    record = RecordedActivity(
        sport=sport,
        start_time=START + timedelta(days=day),
        samples=samples(seconds, **channels),
        utc_offset_s=0,
    )
    activity = store_activity(athlete=athlete, recorded=record).activity
    return activity, load_grid(activity)


def test_climbing_at_ten_percent_costs_what_the_graded_speed_says(athlete):
    run = stored(athlete, Sport.RUNNING, speed_mps=3.0, altitude_m=np.arange(1800) * 0.3)

    assert graded_speed_of(*run)[900] == pytest.approx(3 * 1.65783, rel=1e-3)


def test_a_ride_has_no_graded_speed(athlete):
    assert graded_speed_of(*stored(athlete, Sport.CYCLING, speed_mps=8.0)) is None


def test_the_balance_rests_on_the_efforts_of_the_ninety_days_before(athlete):
    for day, seconds in enumerate((120, 300, 720)):
        stored(athlete, Sport.CYCLING, day, seconds, power_w=round(250 + 20_000 / seconds))

    hard = stored(athlete, Sport.CYCLING, 10, 100, power_w=350)
    balance = w_balance_of(*hard)

    assert balance.model.cp_w == pytest.approx(250, abs=1)
    assert balance.model.w_prime_j == pytest.approx(20_000, rel=0.02)
    spent = 350 - balance.model.cp_w
    assert balance.values[-1] == pytest.approx(balance.model.w_prime_j - 100 * spent)


def test_without_a_model_there_is_a_reason(athlete):
    balance = w_balance_of(*stored(athlete, Sport.CYCLING, power_w=200))

    assert (balance.values, balance.model) == (None, None)
    assert balance.reason == "needs 3 efforts of 2 to 20 min"
    assert w_balance_of(*stored(athlete, Sport.RUNNING, 1, speed_mps=3.0)).reason == "no power was recorded"


def test_decoupling_comes_with_its_reason(athlete):
    steady = decoupling_of(
        *stored(athlete, Sport.CYCLING, power_w=200, heart_rate_bpm=np.linspace(140, 160, 1800))
    )
    short = decoupling_of(*stored(athlete, Sport.RUNNING, 1, 900, speed_mps=3.0, heart_rate_bpm=140))
    silent = decoupling_of(*stored(athlete, Sport.CYCLING, 2, power_w=200))

    assert steady.pct == pytest.approx(6.45, abs=0.1)
    assert short.reason == "shorter than 20 min after the warm-up"
    assert silent.reason == "it needs heart rate, and power or a run's speed"
