from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from metrics.models import CheckIn, ReadinessOverride
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory

NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 31)
VERDICT = {"date": "2026-03-31", "verdict": "easy", "reason": "Sick child"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    """Ninety steady days, a raised heart rate today, and a check-in."""
    athlete = AthleteFactory()
    for each in range(90):
        beats = 51.0 if each == 0 else 48.0
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=each), resting_hr_bpm=beats, weight_kg=70.0)
    CheckIn.objects.create(athlete=athlete, date=TODAY, feel=4)
    return athlete


@pytest.fixture
def client(athlete: Athlete) -> Client:
    return as_user(athlete.user)


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def as_coach(athlete: Athlete, **scopes: str) -> Client:
    return as_user(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)


def address(name: str, athlete: Any = "me") -> str:
    return reverse(f"api:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete)})


def put(client: Client, given: dict[str, Any], athlete: Any = "me", **headers: str) -> Any:
    return client.put(
        address("readiness-override", athlete), given, content_type="application/json", headers=headers
    )


def delete(client: Client, day: str = "2026-03-31", athlete: Any = "me", **headers: str) -> Any:
    return client.delete(f"{address('readiness-override', athlete)}?date={day}", headers=headers)


class TestHealth:
    def test_each_measure_has_its_bounds_z_and_coverage(self, client: Client) -> None:
        body = client.get(address("health") + "?from=2026-03-30").json()

        assert body["dates"] == ["2026-03-30", "2026-03-31"]
        measures = {each["key"]: each for each in body["measures"]}
        assert list(measures) == [
            "hrv",
            "resting_hr",
            "sleep",
            "respiration",
            "stress",
            "body_battery",
            "weight",
        ]
        assert measures["resting_hr"] == {
            "key": "resting_hr",
            "unit": "bpm",
            "values": [48.0, 51.0],
            "mean": [48.0, 48.429],
            "center": [48.0, 48.0],
            "low": [46.5, 46.5],
            "high": [49.5, 49.5],
            "z": [0.0, 3.0],
            "coverage": {"days_7": 1.0, "days_28": 1.0, "days_60": 1.0},
        }
        assert measures["stress"]["values"] == [None, None]
        assert measures["stress"]["coverage"]["days_7"] == 0.0
        assert body["sleep_need_s"] == [27000.0, 27000.0]
        assert body["sleep_debt_s"] == [0.0, 0.0]
        assert body["sleep_regularity"] == [None, None]
        assert body["hrv_cv_pct"] == [0.0, 0.0]

    @pytest.mark.parametrize(
        ("scope", "keys", "column"),
        [
            ("heart", ["hrv", "resting_hr", "respiration", "stress", "body_battery"], "hrv_cv_pct"),
            ("sleep", ["sleep"], "sleep_debt_s"),
            ("body", ["weight"], ""),
        ],
    )
    def test_a_coach_sees_what_was_granted(
        self, athlete: Athlete, scope: str, keys: list[str], column: str
    ) -> None:
        body = as_coach(athlete, **{scope: "read"}).get(address("health", athlete)).json()

        assert [each["key"] for each in body["measures"]] == keys
        hidden = {"hrv_cv_pct", "sleep_need_s", "sleep_debt_s", "sleep_regularity"} - set(body)
        assert (column in body) == bool(column)
        assert len(hidden) == {"heart": 3, "sleep": 1, "body": 4}[scope]

    def test_a_stranger_and_a_coach_of_other_things_find_nothing(self, athlete: Athlete) -> None:
        for client in (as_user(UserFactory()), as_coach(athlete, activities="write", load="read")):
            assert client.get(address("health", athlete)).status_code == 404
            assert client.get(address("readiness", athlete)).status_code == 404

    def test_a_copy_that_is_still_true_is_not_sent_again(self, client: Client) -> None:
        first = client.get(address("health"))

        again = client.get(address("health"), headers={"If-None-Match": first["ETag"]})

        assert again.status_code == 304


class TestReadiness:
    def test_a_day_has_its_parts_and_what_is_missing(self, client: Client) -> None:
        (day,) = client.get(address("readiness") + "?from=2026-03-31").json()

        assert day["date"] == "2026-03-31"
        assert day["score"] == pytest.approx(36)
        assert day["level"] == day["computed_level"] == "easy"
        assert day["coverage"] == pytest.approx(3.4 / 3.9)
        assert day["caveats"] == []
        assert day["override"] is None
        assert day["parts"][0] == {
            "key": "resting_hr",
            "value": 51.0,
            "unit": "bpm",
            "usual": 48.0,
            "z": 3.0,
            "weight": -0.8,
            "points": pytest.approx(-24),
        }
        assert {part["key"]: part["points"] for part in day["parts"]} == pytest.approx(
            {"resting_hr": -24, "own_word": 10, "hrv": 0, "sleep": 0}
        )
        assert day["missing"] == [{"key": "form", "is_measured": False, "known_days": 0, "needed_days": 14}]

    def test_without_dates_six_weeks_are_answered(self, client: Client) -> None:
        days = client.get(address("readiness")).json()

        assert (days[0]["date"], days[-1]["date"], len(days)) == ("2026-02-18", "2026-03-31", 42)

    def test_what_a_coach_may_not_see_counts_nothing(self, athlete: Athlete) -> None:
        coach = as_coach(athlete, heart="read", sleep="read")

        (day,) = coach.get(address("readiness", athlete) + "?from=2026-03-31").json()

        assert [part["key"] for part in day["parts"]] == ["resting_hr", "hrv", "sleep"]
        assert day["score"] == pytest.approx(26)
        assert day["missing"] == []

    def test_two_years_are_the_most_at_once(self, client: Client) -> None:
        refused = client.get(address("readiness") + "?from=2020-01-01&to=2026-03-31")

        assert refused.status_code == 400
        assert refused.json()["error"]["fields"] == {"from": ["At most 732 days at once."]}


class TestOverride:
    def test_a_verdict_stands_above_the_computed_level(self, client: Client) -> None:
        response = put(client, VERDICT)

        assert response.status_code == 200
        assert response.json() == {
            **VERDICT,
            "computed": pytest.approx(36),
            "updated_at": "2026-03-31T12:00:00Z",
            "revision": 1,
        }
        put(client, {**VERDICT, "verdict": "hard"})
        (day,) = client.get(address("readiness") + "?from=2026-03-31").json()
        assert (day["level"], day["computed_level"]) == ("hard", "easy")
        assert day["override"] == {
            "verdict": "hard",
            "reason": "Sick child",
            "computed": pytest.approx(36),
        }

    def test_withdrawing_it_brings_the_computed_level_back(self, client: Client) -> None:
        put(client, VERDICT)

        assert delete(client).status_code == 204
        assert delete(client).status_code == 404
        assert not ReadinessOverride.objects.exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"verdict": "sprint"}, "verdict"),
            ({"reason": ""}, "reason"),
            ({"date": "2026-04-01"}, "date"),
            ({"date": "yesterday"}, "date"),
        ],
    )
    def test_what_is_no_verdict_is_refused(self, client: Client, change: dict[str, str], field: str) -> None:
        response = put(client, {**VERDICT, **change})

        assert response.status_code == 400
        assert list(response.json()["error"]["fields"]) == [field]
        assert not ReadinessOverride.objects.exists()

    @pytest.mark.parametrize("day", ["", "yesterday"])
    def test_the_day_to_withdraw_must_be_one(self, client: Client, day: str) -> None:
        response = delete(client, day)

        assert response.status_code == 400
        assert list(response.json()["error"]["fields"]) == ["date"]

    def test_an_outdated_copy_changes_nothing(self, client: Client) -> None:
        tag = put(client, VERDICT)["ETag"]
        put(client, {**VERDICT, "verdict": "rest"}, **{"If-Match": tag})

        assert put(client, VERDICT, **{"If-Match": tag}).status_code == 412
        assert delete(client, **{"If-Match": tag}).status_code == 412
        assert ReadinessOverride.objects.get().verdict == "rest"

    @pytest.mark.parametrize("scopes", [None, {"heart": "read"}, {"notes": "write", "sleep": "write"}])
    def test_who_may_not_write_the_heart_changes_nothing(
        self, client: Client, athlete: Athlete, scopes: dict[str, str] | None
    ) -> None:
        put(client, VERDICT)
        other = as_user(AthleteFactory().user) if scopes is None else as_coach(athlete, **scopes)

        assert put(other, {**VERDICT, "verdict": "hard"}, athlete).status_code == 404
        assert delete(other, athlete=athlete).status_code == 404
        assert ReadinessOverride.objects.get().verdict == "easy"

    def test_a_coach_who_may_write_it_writes_it(self, athlete: Athlete) -> None:
        coach = as_coach(athlete, heart="write")

        answer = put(coach, VERDICT, athlete)

        assert answer.status_code == 200
        assert "computed" not in answer.json(), "it was made from sleep and loads too"
        assert delete(coach, athlete=athlete).status_code == 204
