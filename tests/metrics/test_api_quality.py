"""How complete the data are and what the watch estimates, by the API."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from athletes.sources.records import EstimateKind
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import DayFactory
from tests.factories.synced import EstimateFactory

DAY = date(2026, 3, 3)
WINDOW = "?from=2026-03-02&to=2026-03-04"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to("2026-03-31T12:00:00Z", tick=False)


@pytest.fixture
def athlete(db):
    return AthleteFactory()


def get(athlete, name, **scopes):
    """As the athlete, or as a coach with these scopes."""
    client = Client()
    client.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach if scopes else athlete.user)
    return client.get(reverse(f"api:{name}", kwargs={"athlete": str(athlete.uid)}) + WINDOW)


def test_each_channel_has_a_state_and_a_reason_for_each_day(athlete):
    DayFactory(athlete=athlete, date=DAY)

    rows = get(athlete, "quality").json()

    assert [row["channel"] for row in rows] == ["sleep", "hrv", "heart"]
    assert rows[0]["gaps"] == 1
    assert rows[0]["days"] == [
        {"date": "2026-03-02", "state": "not_synced", "why": "nothing_came"},
        {"date": "2026-03-03", "state": "present", "why": ""},
    ]


def test_a_coach_sees_the_channels_that_were_opened(athlete):
    DayFactory(athlete=athlete, date=DAY)

    assert [row["channel"] for row in get(athlete, "quality", sleep="read").json()] == ["sleep"]
    assert get(athlete, "quality", load="read").status_code == 404


def test_estimates_come_with_day_and_source(athlete):
    EstimateFactory(athlete=athlete, date=DAY)
    EstimateFactory(athlete=athlete, date=date(2026, 2, 3))

    assert get(athlete, "estimate-list").json() == [
        {"date": "2026-03-03", "kind": "vo2max_running", "value": 54.0, "text": "", "source": "garmin_login"}
    ]


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        ("load", ["vo2max_running"]),
        ("heart", ["lthr_bpm", "training_readiness"]),
        ("body", ["fitness_age"]),
    ],
)
def test_an_estimate_needs_the_leave_for_what_it_gives_away(athlete, data, kinds):
    for kind in (
        EstimateKind.VO2MAX_RUNNING,
        EstimateKind.LTHR,
        EstimateKind.TRAINING_READINESS,
        EstimateKind.FITNESS_AGE,
    ):
        EstimateFactory(athlete=athlete, date=DAY, kind=kind, value=60)

    assert sorted(row["kind"] for row in get(athlete, "estimate-list", **{data: "read"}).json()) == kinds
