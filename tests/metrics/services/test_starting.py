from datetime import date

import pytest
from django.core.exceptions import ValidationError

from athletes.models import Athlete, Threshold
from athletes.sources.records import Sport
from config.core.celery import run_inline
from metrics.models import Activity, LoadSeries
from metrics.selectors.starting import lacking
from metrics.selectors.summary import dashboard
from metrics.services.ingest import store_activity
from metrics.services.starting import save_starting_values
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.records import START, on_day

pytestmark = pytest.mark.django_db(transaction=True)
DAY = START.date()


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="UTC", sex="male")


@pytest.fixture
def rides(athlete):
    """An hour at 200 W without heart rate, an hour at 140 bpm on foot without speed."""
    store_activity(athlete=athlete, recorded=on_day(0, heart_rate_bpm=None))
    store_activity(athlete=athlete, recorded=on_day(2, power_w=None, sport=Sport.ROWING))


def loads(athlete):
    return list(Activity.objects.for_athlete(athlete).order_by("start_time").values_list("load", flat=True))


def save(athlete, **values):
    with run_inline() as failures:
        save_starting_values(athlete=athlete, values=values)
    assert failures == []


def test_loads_follow_and_nothing_is_missing_any_more(athlete, rides):
    assert loads(athlete)[0] is None

    save(athlete, ftp_w=200.0, hr_max_bpm=190, hr_rest_bpm=50)

    assert loads(athlete)[0] == pytest.approx(100)
    assert Activity.objects.get(sport="rowing").load_method == "heart_rate"
    assert LoadSeries.objects.get().start_date == DAY
    assert lacking(athlete)["missing"] == []
    assert dashboard(athlete)["starting"]["without_load"] == 0


def test_thresholds_begin_with_the_first_activity(athlete, rides):
    save(athlete, ftp_w=200.0)

    threshold = Threshold.objects.get()
    assert (threshold.sport, threshold.kind, threshold.value) == ("cycling", "ftp_w", 200.0)
    assert threshold.valid_from == DAY


def test_what_the_athlete_has_already_is_kept(athlete, rides):
    ThresholdFactory(athlete=athlete, value=260.0, valid_from=date(2026, 9, 1))
    Athlete.objects.filter(pk=athlete.pk).update(hr_rest_bpm=44)

    save(athlete, ftp_w=200.0, hr_max_bpm=190, hr_rest_bpm=60, threshold_pace_s_per_km=280.0)

    stored = Athlete.objects.get(pk=athlete.pk)
    assert (stored.hr_max_bpm, stored.hr_rest_bpm) == (190, 44)
    assert list(Threshold.objects.order_by("kind").values_list("kind", "value")) == [
        ("ftp_w", 260.0),
        ("threshold_pace_s_per_km", 280.0),
    ]


def test_all_or_nothing(athlete, rides):
    with pytest.raises(ValidationError) as raised:
        save_starting_values(athlete=athlete, values={"hr_max_bpm": 190, "hr_rest_bpm": 50, "ftp_w": 900.0})

    assert raised.value.message_dict == {
        "ftp_w": ["This value is outside what people can do. Check the unit."]
    }
    assert Athlete.objects.get(pk=athlete.pk).hr_max_bpm is None
    assert not Threshold.objects.exists()
    assert loads(athlete)[0] is None
