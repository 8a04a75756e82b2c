"""Where the time goes, and a second series, on the page Fitness and in the API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.metrics.views.conftest import NOW, address

TODAY = date(2026, 11, 22)


@pytest.fixture
def trained(athlete):
    store_loads(athlete, date(2026, 5, 1), [70.0] * 205)
    for ago in (2, 9):
        ActivityFactory(
            athlete=athlete, start_time=NOW - timedelta(days=ago), pace_zones_s=[800, 0, 50, 0, 150, 0]
        )
    for ago in range(1, 8):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago), hrv_rmssd_ms=60.0, weight_kg=70.5)
    return athlete


def coach_of(athlete, **scopes):
    return CoachLinkFactory(athlete=athlete, coach=UserFactory(), scopes=scopes).coach


class TestPage:
    def test_weeks_shares_and_index_are_shown(self, trained, client):
        response = client.get(address("fitness"))
        html = response.content.decode()
        assert [part.percent for part in response.context["parts"]] == pytest.approx([80, 5, 15])
        assert "80\u202f% of the time was easy" in html
        assert "2.38" in html
        assert html.count('<rect class="z') == 6

    def test_bars_fill_the_height_with_the_longest_week(self, trained, client):
        blocks = client.get(address("fitness")).context["blocks"]
        assert [(each.tone, each.height) for each in blocks[:3]] == [
            ("z1", pytest.approx(80)),
            ("z3", pytest.approx(5)),
            ("z5", pytest.approx(15)),
        ]
        assert blocks[2].y == pytest.approx(0)

    def test_a_coach_without_activities_does_not_see_it(self, trained, client_of):
        coach = coach_of(trained, load="read")
        html = client_of(coach).get(address("fitness", trained)).content.decode()
        assert "Where your time goes" not in html

    def test_without_zones_the_part_is_left_out(self, athlete, client):
        store_loads(athlete, date(2026, 5, 1), [70.0] * 205)
        assert "Where your time goes" not in client.get(address("fitness")).content.decode()


class TestSecondSeries:
    @pytest.mark.parametrize(
        ("key", "unit", "newest"),
        [
            ("weekly_load", "", 420.0),
            ("ramp", "", None),
            ("hrv", "ms", 60.0),
            ("resting_hr", "bpm", None),
            ("sleep", "h", None),
            ("weight", "kg", None),
        ],
    )
    def test_it_has_a_value_for_each_day_of_the_chart(self, trained, client, key, unit, newest):
        chart = client.get(address("load-json"), {"range": "6w", "second": key}).json()
        second = chart["second"]
        assert (second["key"], second["unit"]) == (key, unit)
        assert len(second["values"]) == len(chart["dates"]) == 42
        if newest is not None:
            assert second["values"][-1] == newest

    def test_days_without_a_value_are_gaps(self, trained, client):
        values = client.get(address("load-json"), {"range": "6w", "second": "weight"}).json()["second"][
            "values"
        ]
        assert (values[-1], values[-2], values[-20]) == (None, 70.5, None)

    def test_weeks_before_the_first_whole_one_are_unknown(self, athlete, client):
        store_loads(athlete, TODAY - timedelta(days=9), [70.0] * 10)
        values = client.get(address("load-json"), {"second": "weekly_load"}).json()["second"]["values"]
        assert values == [*[None] * 6, *[490.0] * 4]

    @pytest.mark.parametrize("query", [{}, {"second": ""}, {"second": "nonsense"}])
    def test_none_is_shown_unless_asked_for(self, trained, client, query):
        assert "second" not in client.get(address("load-json"), query).json()

    def test_the_caption_says_what_the_line_is(self, trained, client):
        html = client.get(address("fitness"), {"second": "hrv"}).content.decode()
        assert "The line on the right scale is the mean HRV of seven nights." in html
        assert '<option value="hrv" selected>' in html

    @pytest.mark.parametrize(("key", "data"), [("hrv", "heart"), ("sleep", "sleep"), ("weight", "body")])
    def test_a_coach_sees_only_what_is_granted(self, trained, client_of, key, data):
        without, granted = coach_of(trained, load="read"), coach_of(trained, load="read", **{data: "read"})
        for coach, expected in ((without, False), (granted, True)):
            chart = client_of(coach).get(address("load-json", trained), {"second": key}).json()
            assert ("second" in chart) is expected
            html = client_of(coach).get(address("fitness", trained)).content.decode()
            assert (f'<option value="{key}"' in html) is expected


class TestApi:
    def get(self, athlete, client, **query):
        return client.get(f"/api/v1/athletes/{athlete.uid}/distribution/", query)

    def test_the_window_s_time_in_zones(self, trained, client):
        found = self.get(trained, client, **{"from": "2026-11-02", "to": "2026-11-23"}).json()
        assert found["three_zones_s"] == [1600, 100, 300]
        assert found["five_zones_s"] == [1600, 0, 100, 0, 300]
        assert found["polarisation_index"] == pytest.approx(2.380211241711606)
        assert found["is_polarised"] is True
        assert [week["zones_s"] for week in found["weeks"]] == [[0, 0, 0], [800, 50, 150], [800, 50, 150]]
        assert found["sources"] == {"pace": 2}
        assert found["goal_methods"] == {"zones": 2}
        assert found["left_out"] == 0

    def test_a_sport_that_does_not_exist_is_refused(self, trained, client):
        assert self.get(trained, client, sport="chess").status_code == 400

    def test_heart_rate_counts_only_for_who_may_read_it(self, trained, client_of):
        ActivityFactory(
            athlete=trained, sport="rowing", start_time=NOW - timedelta(days=1), hr_zones_s=[9, 0, 0, 0, 0]
        )
        without = coach_of(trained, activities="read")
        granted = coach_of(trained, activities="read", heart="read")
        assert "hr_max" not in self.get(trained, client_of(without)).json()["sources"]
        assert self.get(trained, client_of(granted)).json()["sources"]["hr_max"] == 1

    def test_a_stranger_and_a_coach_without_activities_find_nothing(self, trained, client_of):
        for user in (UserFactory(), coach_of(trained, load="read")):
            assert self.get(trained, client_of(user)).status_code == 404
