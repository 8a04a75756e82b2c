"""Health tells the last night, yesterday, what the watch says and what is missing."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from athletes.sources.records import EstimateKind
from metrics.views.last_day_words import stages
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import DayFactory
from tests.factories.synced import ConnectionFactory, EstimateFactory, SyncedDayFactory

TODAY = date(2026, 5, 14)
YESTERDAY = TODAY - timedelta(days=1)
NIGHT = {"deep_sleep_s": 3600, "light_sleep_s": 14_400, "rem_sleep_s": 5400, "awake_s": 600}
TIMES = {
    "sleep_start": datetime.fromisoformat("2026-05-13T21:10:00Z"),
    "sleep_end": datetime.fromisoformat("2026-05-14T04:02:00Z"),
}
DETAILS = {"hr_min_bpm": 44, "hr_max_bpm": 171, "moderate_min": 30, "vigorous_min": 20, "floors": 12}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to("2026-05-14T12:00:00Z", tick=False)


@pytest.fixture
def athlete(db):
    athlete = AthleteFactory(time_zone="Europe/Paris")
    DayFactory(athlete=athlete, date=TODAY, spo2_pct=96, spo2_low_pct=89, steps=300, **NIGHT, **TIMES)
    DayFactory(athlete=athlete, date=YESTERDAY, steps=9000, **DETAILS)
    return athlete


def page(athlete, **scopes):
    """The words of the page, as the athlete or as a coach with these scopes."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(athlete, **scopes).replace("\u202f", " ")))


def html(athlete, **scopes):
    client = Client()
    client.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach if scopes else athlete.user)
    response = client.get(f"/athletes/{athlete.uid}/health/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_night_is_told_by_the_clock_of_the_athlete_with_its_stages(athlete):
    text = page(athlete)

    assert "Last night 23:10–06:02 Deep 1:00 h Light 4:00 h REM 1:30 h Awake 0:10 h" in text
    assert "Blood oxygen (SpO₂) 96 %, lowest 89" in text


def test_of_today_only_the_night_is_told(athlete):
    text = page(athlete)

    assert "Yesterday Heart rate 44–171 bpm Intensity minutes 70 Steps 9,000" in text
    assert "Floors climbed 12" in text
    assert "Steps 300" not in text


def test_an_older_night_is_not_taken_for_the_last_one(athlete, time_machine):
    time_machine.move_to("2026-05-15T12:00:00Z", tick=False)

    assert "Night to yesterday" in page(athlete)


def test_without_details_the_charts_are_enough(db):
    athlete = AthleteFactory()
    DayFactory(athlete=athlete, date=TODAY)

    assert "HRV, highest" not in page(athlete)
    assert "Asleep" not in page(athlete)


def test_stages_fill_the_whole_bar_and_are_not_drawn_from_waking_alone():
    found = stages(NIGHT)

    assert [stage.label for stage in found] == ["Deep", "Light", "REM", "Awake"]
    assert [stage.x for stage in found] == [0.0, 15.0, 75.0, 97.5]
    assert stages({"awake_s": 600, "rem_sleep_s": 600}) == []
    assert stages({}) == []


class TestEstimates:
    @pytest.fixture
    def athlete(self, athlete):
        ThresholdFactory(athlete=athlete)
        for kind, value, text in (
            (EstimateKind.FTP, 262, ""),
            (EstimateKind.TRAINING_STATUS, 7, "PEAKING_2"),
            (EstimateKind.RACE_5K, 1190, ""),
            (EstimateKind.LTHR, 171, ""),
        ):
            EstimateFactory(athlete=athlete, date=YESTERDAY, kind=kind, value=value, text=text)
        return athlete

    def test_stand_beside_ours_with_day_and_source(self, athlete):
        text = page(athlete)

        assert "Nothing on these pages is computed from them." in text
        assert "Threshold power 262 W 250 W yesterday Garmin" in text
        assert "5 km prediction 19:50 – yesterday Garmin" in text
        assert "Training status Peaking 2 – yesterday Garmin" in text

    def test_only_the_newest_of_a_kind_and_none_that_is_long_ago(self, athlete):
        EstimateFactory(athlete=athlete, date=TODAY, kind=EstimateKind.FTP, value=265)
        EstimateFactory(athlete=athlete, date=date(2025, 1, 1), kind=EstimateKind.HILL_SCORE, value=70)
        text = page(athlete)

        assert "265 W" in text
        assert "262 W" not in text
        assert "Hill score" not in text

    def test_a_coach_sees_those_whose_data_were_opened(self, athlete):
        assert "What your watch says" not in page(athlete, sleep="read")
        assert "Threshold heart rate 171 bpm" in page(athlete, heart="read")
        assert "Threshold power" not in page(athlete, heart="read")
        assert "Threshold power 262 W" in page(athlete, heart="read", load="read")


class TestQuality:
    def test_says_what_is_missing_why_and_what_to_do(self, athlete):
        connection = ConnectionFactory(athlete=athlete)
        day = TODAY - timedelta(days=2)
        SyncedDayFactory(connection=connection, date=day, channels={"sleep": "missing"})
        text = page(athlete)

        assert "Sleep: not measured. Synced, and nothing was measured: the watch was not worn for it." in text

    def test_whoever_may_not_see_a_channel_does_not_learn_of_it(self, athlete):
        text = page(athlete, sleep="read")

        assert "How complete the data are" in text
        assert "Blood oxygen" not in text
        assert "Steps" not in text


def test_a_page_says_how_old_its_data_are_and_only_the_athlete_why(athlete):
    ConnectionFactory(
        athlete=athlete,
        synced_at=datetime.fromisoformat("2026-05-13T03:41:00Z"),
        last_error_code="GARMIN_UNAVAILABLE",
        retry_at=datetime.fromisoformat("2026-05-14T12:10:00Z"),
        created_at=datetime.fromisoformat("2026-01-01T00:00:00Z"),
    )
    athlete.connections.update(created_at=datetime.fromisoformat("2026-01-01T00:00:00Z"))

    assert "As of yesterday, 05:41. Garmin does not answer; next try 14:10. Connections" in page(athlete)
    of_coach = page(athlete, heart="read")
    assert "As of yesterday, 05:41." in of_coach
    assert "Garmin does not answer" not in of_coach


def test_that_a_connection_needs_its_athlete_is_not_even_hinted_at_to_others(athlete):
    ConnectionFactory(athlete=athlete, state="reconnect", last_error_code="GARMIN_AUTH_FAILED")

    assert 'class="data-age is-warn"' in html(athlete)
    assert 'class="data-age"' in html(athlete, heart="read")
