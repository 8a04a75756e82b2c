"""The numbers that give activities their load, asked for where they are missing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from athletes.models import Athlete, Threshold
from metrics.models import ImportBatch
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, ImportBatchFactory, store_loads
from tests.factories.synced import EstimateFactory
from tests.metrics.views.conftest import NOW, address, runs

HTMX = {"HX-Request": "true"}
TODAY = "/athletes/me/today/"
PANEL = "A few numbers give your activities their load."


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(time_zone="Europe/Vienna")


@pytest.fixture
def unmeasured(athlete):
    """Two runs of an hour at 5:00 /km with peaks of 186 and 184, no load yet."""
    return runs(athlete, 2, load=None, load_method="", avg_hr_bpm=150.0, max_hr_bpm=185.0)


def main_of(response):
    page = response.content.decode()
    return page[page.index("<main") :]


def value_of(response, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    return re.search(r'value="([^"]*)"', found[0])[1] if found and "value=" in found[0] else None


def values(**changes):
    return {"hr_max_bpm": "188", "hr_rest_bpm": "48", "threshold_pace_s_per_km": "4:45"} | changes


class TestPanel:
    def test_it_asks_for_what_is_missing_and_says_where_each_suggestion_comes_from(self, client, unmeasured):
        response = client.get(address("starting-values"))
        page = response.content.decode()

        assert "2 activities have no load yet" in page
        assert value_of(response, "hr_max_bpm") == "185"
        assert "Recorded on 21 Nov 2026, and 185 on 20 Nov 2026." in page
        assert value_of(response, "hr_rest_bpm") is None
        assert "Lying quietly after waking." in page
        assert value_of(response, "threshold_pace_s_per_km") == "5:00"
        assert "The average of your fastest run of 30 to 75 minutes, 21 Nov 2026." in page
        assert 'name="ftp_w"' not in page
        assert 'name="css_s_per_100m"' not in page

    def test_paces_are_in_the_units_of_the_athlete(self, client, athlete, unmeasured):
        Athlete.objects.filter(pk=athlete.pk).update(units="imperial")

        response = client.get(address("starting-values"))

        assert value_of(response, "threshold_pace_s_per_km") == "8:03"
        assert "/mi" in response.content.decode()

    def test_nothing_missing_shows_nothing(self, client, athlete):
        runs(athlete, 1)

        assert "Nothing is missing" in client.get(address("starting-values")).content.decode()
        part = client.get(address("starting-values"), headers=HTMX).content.decode()
        assert part.strip() == '<section id="starting-panel" hidden>\n  \n</section>'


class TestSaving:
    def test_the_numbers_are_kept_from_the_first_activity_on(self, client, athlete, unmeasured):
        response = client.post(address("starting-values"), values(), follow=True)

        assert response.redirect_chain[0][0] == TODAY
        assert "Your activities are being measured." in response.content.decode()
        athlete.refresh_from_db()
        assert (athlete.hr_max_bpm, athlete.hr_rest_bpm) == (188, 48)
        threshold = Threshold.objects.get()
        assert (threshold.sport, threshold.value) == ("running", 285.0)
        assert threshold.valid_from == unmeasured[-1].local_date

    def test_miles_become_kilometres(self, client, athlete, unmeasured):
        Athlete.objects.filter(pk=athlete.pk).update(units="imperial")

        client.post(address("starting-values"), values(threshold_pace_s_per_km="8:00"))

        assert Threshold.objects.get().value == pytest.approx(480 / 1.609344)

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [
            ({"threshold_pace_s_per_km": "fast"}, "Type minutes and seconds, such as 4:15."),
            ({"threshold_pace_s_per_km": "1:10"}, "This value is outside what people can do."),
            ({"hr_max_bpm": "300"}, "less than or equal to 250"),
            ({"hr_rest_bpm": "", "threshold_pace_s_per_km": ""}, "Load by heart rate needs this number too."),
            ({"hr_max_bpm": "100", "hr_rest_bpm": "110"}, "must be above the resting heart rate"),
            (dict.fromkeys(values(), ""), "Type at least one number."),
        ],
    )
    def test_a_fault_is_said_and_what_was_typed_stays(self, client, athlete, unmeasured, typed, fault):
        sent = values(**typed)

        response = client.post(address("starting-values"), sent)

        assert response.status_code == 422
        assert fault in response.content.decode()
        assert [value_of(response, name) or "" for name in sent] == list(sent.values())
        athlete.refresh_from_db()
        assert athlete.hr_max_bpm is None
        assert not Threshold.objects.exists()

    def test_who_does_not_know_their_resting_heart_rate_is_not_stopped(self, client, athlete, unmeasured):
        client.post(address("starting-values"), values(hr_rest_bpm=""))

        athlete.refresh_from_db()
        assert (athlete.hr_max_bpm, athlete.hr_rest_bpm) == (188, None)
        assert Threshold.objects.get().value == 285.0

    def test_one_number_is_enough_and_the_others_are_asked_for_tomorrow(self, client, unmeasured):
        response = client.post(
            address("starting-values"), values(hr_max_bpm="", hr_rest_bpm=""), follow=False
        )

        assert Threshold.objects.get().value == 285.0
        cookie = next(iter(response.cookies.values()))
        assert cookie["max-age"] == 24 * 3600
        assert "no load yet" not in client.get(TODAY).content.decode()


class TestToday:
    def test_the_panel_comes_first_while_no_activity_has_a_load(self, client, unmeasured):
        page = client.get(TODAY).content.decode()

        assert page.index(PANEL) < page.index("How am I?")
        assert "appear here as soon as an activity has a load" in page

    def test_later_it_is_a_line_below(self, client, athlete, unmeasured):
        ActivityFactory(athlete=athlete, start_time=NOW)

        page = client.get(TODAY).content.decode()

        assert PANEL not in page
        assert page.index("How am I?") < page.index("2 activities have no load yet.")
        assert f'href="{address("starting-values")}"' in page

    def test_it_is_gone_when_nothing_is_missing(self, client, athlete):
        runs(athlete, 1)

        assert "no load yet" not in client.get(TODAY).content.decode()

    def test_not_now_hides_it_for_thirty_days(self, client, athlete, unmeasured):
        response = client.post(
            address("starting-values"), {"later": "1"}, HTTP_REFERER=f"http://testserver{TODAY}"
        )

        assert response.url == f"http://testserver{TODAY}"
        assert next(iter(response.cookies.values()))["max-age"] == 30 * 24 * 3600
        assert PANEL not in client.get(TODAY).content.decode()
        assert PANEL not in client.get(address("starting-values"), headers=HTMX).content.decode()
        assert PANEL in client.get(address("starting-values")).content.decode()
        assert not Threshold.objects.exists()

    def test_an_old_load_is_no_flat_chart(self, client, athlete):
        ActivityFactory(athlete=athlete)
        store_loads(athlete, NOW.date().replace(year=2025), [80.0])

        page = client.get(TODAY).content.decode()

        assert "No load in the last 3 months." in page
        assert f'href="{address("fitness")}?range=all"' in page
        assert "data-fitness" not in page


class TestElsewhere:
    @pytest.fixture
    def batch(self, athlete):
        return ImportBatchFactory(athlete=athlete)

    def test_a_finished_import_ends_with_the_panel(self, client, unmeasured, batch):
        assert PANEL not in client.get(address("import-batch", uid=batch.uid)).content.decode()

        ImportBatch.objects.update(finished_at=timezone.now())

        assert PANEL in client.get(address("import-batch", uid=batch.uid)).content.decode()

    def test_the_profile_fetches_it(self, client, unmeasured):
        page = client.get("/athletes/me/profile/").content.decode()

        assert f'hx-get="{address("starting-values")}"' in page
        assert f'<noscript><a href="{address("starting-values")}">' in page


class TestWhoMay:
    def as_coach(self, client_of, athlete, **scopes):
        return client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    def test_a_coach_who_may_write_the_profile_fills_it_in(self, client_of, athlete, unmeasured):
        scopes = {"profile": "write", "activities": "read", "heart": "read"}
        coach = self.as_coach(client_of, athlete, **scopes)
        assert value_of(coach.get(address("starting-values", athlete)), "hr_max_bpm") == "185"

        response = coach.post(address("starting-values", athlete), values())

        assert response.url == address("activities", athlete)
        assert Threshold.objects.get().athlete == athlete

    def test_heart_rates_suggest_nothing_to_whom_they_are_hidden(self, client_of, athlete, unmeasured):
        coach = self.as_coach(client_of, athlete, profile="write", activities="read")

        response = coach.get(address("starting-values", athlete))

        assert value_of(response, "hr_max_bpm") is None
        assert value_of(response, "threshold_pace_s_per_km") == "5:00"

    def test_what_garmin_says_is_suggested_to_whom_load_is_open(self, client_of, athlete, unmeasured):
        EstimateFactory(athlete=athlete, kind="threshold_pace_s_per_km", value=282.0, date=NOW.date())
        scopes = {"profile": "write", "activities": "read"}
        seeing, other = (
            self.as_coach(client_of, athlete, **scopes, **more) for more in ({"load": "read"}, {})
        )

        shown, hidden = (each.get(address("starting-values", athlete)) for each in (seeing, other))

        assert value_of(shown, "threshold_pace_s_per_km") == "4:42"
        assert "Garmin: 4:42" in shown.content.decode()
        assert value_of(hidden, "threshold_pace_s_per_km") is None
        assert "4:42" not in hidden.content.decode()

    def test_activities_suggest_nothing_to_whom_they_are_hidden(self, client_of, athlete, unmeasured):
        coach = self.as_coach(client_of, athlete, profile="write")

        assert PANEL not in coach.get(address("starting-values", athlete)).content.decode()
        assert coach.post(address("starting-values", athlete), values()).status_code == 404
        assert not Threshold.objects.exists()

    def test_a_reading_coach_sees_nothing_of_it_and_changes_nothing(self, client_of, athlete, unmeasured):
        scopes = dict.fromkeys(("profile", "activities", "analysis", "load", "heart"), "read")
        coach = self.as_coach(client_of, athlete, **scopes)
        today = coach.get(f"/athletes/{athlete.uid}/today/")

        assert "no load yet" not in main_of(today)
        assert "starting-panel" not in coach.get(f"/athletes/{athlete.uid}/profile/").content.decode()
        assert coach.get(address("starting-values", athlete)).status_code == 404
        assert coach.post(address("starting-values", athlete), values()).status_code == 404
        athlete.refresh_from_db()
        assert athlete.hr_max_bpm is None
        assert not Threshold.objects.exists()

    def test_a_stranger_finds_nothing(self, client_of, athlete, unmeasured):
        stranger = client_of(UserFactory())

        assert stranger.get(address("starting-values", athlete)).status_code == 404
        assert stranger.post(address("starting-values", athlete), values()).status_code == 404
        assert not Threshold.objects.exists()

    def test_nobody_is_asked_to_log_in(self, athlete, unmeasured):
        for ask in (Client().get, Client().post):
            assert ask(address("starting-values", athlete)).url.startswith("/accounts/login/")
