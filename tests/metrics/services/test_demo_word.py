from datetime import date, timedelta

import pytest

from athletes.models import Athlete
from athletes.sources.demo import DemoSource
from metrics.models import Activity, Annotation, CheckIn, Race
from metrics.services.demo_word import write_demo_word
from metrics.services.ingest import store_activity
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

SEED = 7
SINCE, UNTIL = date(2025, 12, 1), date(2026, 1, 19)
RACE_DAY = date(2026, 10, 4)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


def test_most_mornings_have_a_word(athlete: Athlete) -> None:
    write_demo_word(athlete, SINCE, UNTIL, SEED)

    assert 20 <= CheckIn.objects.for_athlete(athlete).count() <= 38


def test_a_cold_feels_worse_than_other_days_and_is_marked(athlete: Athlete) -> None:
    write_demo_word(athlete, SINCE, UNTIL, SEED)

    marker = Annotation.objects.get(athlete=athlete, kind="illness")
    assert (marker.start, marker.end) == (date(2025, 12, 27), date(2026, 1, 1))
    sick = CheckIn.objects.filter(date__gte=marker.start, date__lt=marker.end)
    well = CheckIn.objects.exclude(pk__in=sick)
    assert sick.exists()
    assert max(sick.values_list("feel", flat=True)) <= 3
    assert all(sick.values_list("note", flat=True))
    assert sum(well.values_list("feel", flat=True)) / well.count() > 3.2


def test_the_next_race_is_in_the_calendar_without_a_result(athlete: Athlete) -> None:
    write_demo_word(athlete, SINCE, UNTIL, SEED)

    race = Race.objects.get(athlete=athlete)
    assert (race.name, race.date) == ("Lakeside half marathon", date(2026, 4, 5))
    assert (race.result_s, race.activity) == (None, None)


def test_a_race_that_was_run_has_its_result(athlete: Athlete) -> None:
    tomorrow = RACE_DAY + timedelta(days=1)
    (run,) = (r for r in DemoSource(SEED, tomorrow).fetch(RACE_DAY, tomorrow) if hasattr(r, "sport"))
    store_activity(athlete=athlete, recorded=run)

    write_demo_word(athlete, RACE_DAY, tomorrow, SEED)

    race = Race.objects.get(athlete=athlete, date=RACE_DAY)
    assert race.activity == Activity.objects.get()
    assert race.result_s == run.timer_s


def test_repeating_it_changes_nothing(athlete: Athlete) -> None:
    write_demo_word(athlete, SINCE, UNTIL, SEED)
    before = [list(model.objects.order_by("pk").values()) for model in (CheckIn, Annotation, Race)]

    write_demo_word(athlete, SINCE, UNTIL, SEED)

    assert [list(model.objects.order_by("pk").values()) for model in (CheckIn, Annotation, Race)] == before
