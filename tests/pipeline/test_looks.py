"""What of a page that mixes data classes counts as looked at by a coach."""

from __future__ import annotations

import pytest
from django.test import Client

from athletes.models import DATA_CLASSES, Athlete, DataRead
from metrics.models import Activity
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import ActivityFactory, DayFactory, StreamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]
OF_TODAY = set(DATA_CLASSES) - {"places", "chat"}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def activity(athlete: Athlete) -> Activity:
    activity = ActivityFactory(athlete=athlete)
    StreamFactory(activity=activity)
    return activity


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("today/", OF_TODAY),
        ("signals/", {"load", "activities", "heart", "sleep", "body", "notes"}),
        ("activities/", {"activities", "heart"}),
        ("activities/{uid}/", {"activities", "heart", "places", "notes"}),
        ("activities/{uid}/streams.json", {"activities", "heart", "places"}),
        ("activities/{uid}/curve.json", {"activities", "heart"}),
        ("curves/", {"activities", "heart"}),
    ],
)
@pytest.mark.parametrize("is_open", [True, False], ids=["all open", "only what opens it"])
def test_a_page_counts_each_class_that_it_shows(
    activity: Activity, page: str, expected: set[str], *, is_open: bool
) -> None:
    athlete = activity.athlete
    DayFactory(athlete=athlete, date=athlete.today())
    gate = {"today/": "analysis", "signals/": "load"}.get(page, "activities")
    scopes = dict.fromkeys(DATA_CLASSES if is_open else [gate], "read")
    link = CoachLinkFactory(athlete=athlete, scopes=scopes)
    client = Client()
    client.force_login(link.coach)

    response = client.get(f"/athletes/{athlete.uid}/{page.format(uid=activity.uid)}")

    assert response.status_code == 200
    assert set(DataRead.objects.values_list("data_class", flat=True)) == (expected if is_open else {gate})
