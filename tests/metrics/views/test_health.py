from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from metrics.models import Annotation, CheckIn, ReadinessOverride
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory, store_loads
from tests.metrics.views.conftest import address

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def text_of(response):
    """What stands in the page, without the explanations of terms."""
    html = response.content.decode().replace("\u202f", " ")
    main = re.sub(
        r'<span class="tip".*?class="source">.*?</span>\s*</span>',
        "",
        html[html.index("<main") :],
        flags=re.S,
    )
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def quarter(athlete):
    """Steady days but for a bad last night."""
    for each in range(90):
        DayFactory(athlete=athlete, date=ago(each), respiration_rpm=14.0, stress=30, weight_kg=70.0)
    DayFactory._meta.model.objects.filter(athlete=athlete, date=TODAY).update(
        resting_hr_bpm=52.0, sleep_s=5 * 3600.0
    )


def test_says_first_what_the_day_is_good_for_and_why(client, quarter):
    text = text_of(client.get(address("health")))

    assert "Rest today 8 of 100" in text
    assert "Pulled down by resting heart rate (−24) and last night's sleep (−18)." in text
    assert "Resting heart rate 52 bpm usual 48 bpm" in text
    assert "3 of 5 parts" in text
    assert "Missing: Form (it needs some weeks of recent training), Own word (no check-in of today)." in text


def test_each_measure_has_its_newest_value_and_the_usual_range(client, quarter):
    text = text_of(client.get(address("health")))

    assert "62 ms Mean of the last 7 nights within the usual 61–63 ms" in text
    assert "52 bpm Newest value above the usual 47–50 bpm" in text
    assert "5:00 h Last night below the usual 6:45–8:15 h" in text
    assert "70.0 kg within the usual 69.6–70.5 kg" in text
    assert "Body battery" not in text
    assert "28 of 28 days" in text


def test_an_older_night_is_not_passed_off_as_last_night(client, athlete, quarter):
    DayFactory._meta.model.objects.filter(athlete=athlete, date=TODAY).delete()

    text = text_of(client.get(address("health")))

    assert "Last night " not in text
    assert "Night to yesterday within the usual" in text
    assert "Newest value, yesterday within the usual" in text


def test_an_account_without_values_is_told_what_will_be_here(client):
    response = client.get(address("health"))

    assert "No daily values in this time" in text_of(response)
    assert "Not enough to judge the day" in text_of(response)
    assert b"health.js" not in response.content


def test_values_of_another_time_are_found_by_the_switch(client, athlete):
    DayFactory(athlete=athlete, date=ago(300))

    assert "No daily values in this time" in text_of(client.get(address("health")))
    assert "No daily values" not in text_of(client.get(address("health") + "?range=all"))


@pytest.mark.parametrize("query", ["?range=forever", "?range=", "?range=%00"])
def test_a_range_that_is_none_is_the_usual_one(client, quarter, query):
    page = client.get(address("health") + query).content.decode()

    assert f'data-url="{address("health-json")}?range=3m"' in page
    assert len(client.get(address("health-json") + query).json()["dates"]) == 90


def test_the_series_has_values_bounds_and_markers(client, athlete, quarter):
    Annotation.objects.create(athlete=athlete, kind="travel", start=ago(9), end=ago(5))

    series = client.get(address("health-json") + "?range=6w").json()

    assert len(series["dates"]) == 42
    assert series["measures"]["resting_hr"]["values"][-1] == 52.0
    assert series["measures"]["resting_hr"]["high"][-1] == 49.5
    assert series["extras"]["sleep_need_s"][-1] == 27000.0
    assert series["bands"] == [
        {"start": "2026-11-13", "end": "2026-11-17", "name": "Travel", "kind": "travel"}
    ]


def test_the_series_is_not_sent_again_while_it_is_the_same(client, quarter):
    first = client.get(address("health-json"))

    again = client.get(address("health-json"), headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_a_day_without_a_value_is_a_gap_and_never_zero(client, athlete):
    for each in (0, 1, 3):
        DayFactory(athlete=athlete, date=ago(each))

    series = client.get(address("health-json")).json()

    assert series["measures"]["hrv"]["values"] == [62.0, None, 62.0, 62.0]


def test_the_table_has_every_day(client, athlete, quarter):
    page = client.get(address("health") + "?range=6w").content.decode()

    assert page.count("<tr>") == 43
    assert "Day by day, as a table" in page
    assert "Week by week, as a table" in client.get(address("health") + "?range=6m").content.decode()


def test_the_athlete_overrules_with_a_reason_that_is_shown(client, athlete, quarter):
    response = client.post(address("readiness-override"), {"verdict": "normal", "reason": "Watch was loose"})

    assert response.url == address("health")
    text = text_of(client.get(address("health")))
    assert "Train as planned 8 of 100" in text
    assert "Own verdict: Watch was loose" in text
    assert "The numbers alone say: rest today." in text
    assert "In the last 90 days the numbers were overruled once: once for more." in text
    assert "computed 8: rest today" in text


def test_a_verdict_can_be_withdrawn(client, athlete, quarter):
    client.post(address("readiness-override"), {"verdict": "normal", "reason": "Watch was loose"})

    client.post(address("readiness-override"), {"withdraw": "yes"})

    assert not ReadinessOverride.objects.exists()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [({"verdict": "rest", "reason": " "}, "id_reason"), ({"verdict": "", "reason": "Tired"}, "id_verdict")],
)
def test_what_is_incomplete_is_kept_and_told(client, quarter, given, wrong):
    response = client.post(address("readiness-override"), given)

    page = response.content.decode()
    assert response.status_code == 422
    assert (
        'aria-invalid="true"' in page[page.index(f'id="{wrong}"') - 400 : page.index(f'id="{wrong}"') + 400]
    )
    assert '<details class="more" open>' in page
    assert not ReadinessOverride.objects.exists()


def test_an_illness_comes_before_the_numbers(client, athlete, quarter):
    Annotation.objects.create(athlete=athlete, kind="illness", start=ago(2))

    text = text_of(client.get(address("health")))

    assert "You marked an illness since 20 Nov 2026." in text


def test_what_was_said_this_morning_is_a_part(client, athlete, quarter):
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=4, soreness=5)

    assert "Own word 4.5 of 5" in text_of(client.get(address("health")))


def test_the_navigation_leads_here(client, quarter):
    page = client.get(address("health")).content.decode()

    assert re.search(r'class="nav-link" href="/athletes/me/health/" aria-current="page"', page)


class TestWhoMaySee:
    ALL = ("Heart rate variability", "Resting heart rate", "Sleep", "Respiration", "Weight")

    @pytest.fixture
    def url(self, athlete, quarter):
        CheckIn.objects.create(athlete=athlete, date=TODAY, feel=1)
        Annotation.objects.create(athlete=athlete, kind="illness", start=ago(2))
        store_loads(athlete, ago(200), [50.0] * 200)
        return address("health", athlete)

    def as_coach(self, client_of, athlete, **scopes):
        return client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    def test_a_stranger_finds_nothing_and_changes_nothing(self, client_of, athlete, url):
        for user in (AthleteFactory().user, UserFactory()):
            stranger = client_of(user)
            given = {"verdict": "rest", "reason": "x"}
            assert stranger.get(url).status_code == 404
            assert stranger.get(address("health-json", athlete)).status_code == 404
            assert stranger.post(address("readiness-override", athlete), given).status_code == 404
        assert not ReadinessOverride.objects.exists()

    def test_a_coach_who_sees_sleep_sees_only_sleep(self, client_of, athlete, url):
        coach = self.as_coach(client_of, athlete, sleep="read")

        text = text_of(coach.get(url))
        series = coach.get(address("health-json", athlete)).json()

        assert "5:00 h Last night" in text
        assert not [word for word in ("variability", "bpm", "Weight", "illness", "Own word") if word in text]
        assert (set(series["measures"]), series["bands"]) == ({"sleep"}, [])

    def test_a_coach_who_sees_the_body_sees_weight_and_no_readiness(self, client_of, athlete, url):
        text = text_of(self.as_coach(client_of, athlete, body="read").get(url))

        assert "70.0 kg within" in text
        assert "Readiness" not in text

    def test_a_coach_who_sees_activities_alone_does_not_enter(self, client_of, athlete, url):
        coach = self.as_coach(client_of, athlete, activities="write", load="read", notes="read")

        assert coach.get(url).status_code == 404

    def test_a_coach_who_reads_the_heart_overrules_nothing(self, client_of, athlete, url):
        coach = self.as_coach(client_of, athlete, heart="read")

        assert b"You know better?" not in coach.get(url).content
        response = coach.post(address("readiness-override", athlete), {"verdict": "rest", "reason": "x"})
        assert response.status_code == 404
        assert not ReadinessOverride.objects.exists()

    def test_a_coach_who_writes_the_heart_may_overrule(self, client_of, athlete, url):
        coach = self.as_coach(client_of, athlete, heart="write")

        coach.post(address("readiness-override", athlete), {"verdict": "rest", "reason": "Told me"})

        assert ReadinessOverride.objects.get().athlete == athlete


def test_the_number_of_queries_does_not_grow_with_the_years(client, athlete, django_assert_max_num_queries):
    for each in range(0, 800, 4):
        DayFactory(athlete=athlete, date=ago(each))

    with django_assert_max_num_queries(14):
        client.get(address("health") + "?range=all")
