"""The Personal API double, asked by Garmin's own client."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from garmin_personal_api.auth import PersonalApiAuthenticator
from garmin_personal_api.client import GarminPersonalApiClient
from garmin_personal_api.errors import GarminPersonalApiError, HttpError

from tests.doubles.garmin.conftest import TODAY
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.personal import TOKEN_PATH

MONTH_AGO = TODAY - timedelta(days=27)
SEARCH = "/activitylist-service/activities/search/activities"


def status_of(ask: Callable[[], Any]) -> int:
    """The status that the client reports."""
    with pytest.raises(HttpError) as raised:
        ask()
    return raised.value.status_code


def test_a_key_is_exchanged_for_another_bearer_each_time(
    double: GarminDouble, bearer: Callable[[], str], tmp_path: Path
) -> None:
    assert bearer() != bearer()
    assert double.personal.exchanges == 2
    with PersonalApiAuthenticator(bearer_token_cache_file=tmp_path / "other.json") as authenticator:
        token = authenticator.obtain_token(f"  {double.key} ")
    assert 86_000 < token.expires_at - time.time() <= 86_400


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_revoked_key_gives_no_bearer_and_its_bearers_die(
    double: GarminDouble, client: GarminPersonalApiClient, bearer: Callable[[], str], status: int
) -> None:
    double.personal.revoke(double.key, status=status)
    assert status_of(bearer) == status
    assert status_of(client.get_user_profile_settings) == 401


def test_a_dropped_bearer_is_replaced_by_an_exchange(
    double: GarminDouble, client: GarminPersonalApiClient, bearer: Callable[[], str]
) -> None:
    double.personal.drop_bearers(double.key)
    assert status_of(client.get_user_profile_settings) == 401
    client.update_bearer_token(bearer())
    assert client.get_user_profile_settings()["timeZone"] == "Europe/Berlin"


def test_a_bearer_ends(double: GarminDouble, bearer: Callable[[], str]) -> None:
    double.personal.accounts[double.key].bearer_life_s = -1
    with GarminPersonalApiClient(bearer()) as client:
        assert status_of(client.get_user_profile_settings) == 401


def test_every_endpoint_of_the_client_is_there(double: GarminDouble, client: GarminPersonalApiClient) -> None:
    for name in (
        "stress",
        "steps",
        "hydration",
        "summaries",
        "sleep_summaries",
        "hrv_summaries",
        "body_battery",
    ):
        assert getattr(client, f"get_daily_{name}")(MONTH_AGO, TODAY)
    for name in ("sleep", "hrv", "food_logs", "heart_rate", "spo2"):
        assert getattr(client, f"get_daily_{name}")(TODAY)
    assert client.get_weight_measurements(MONTH_AGO, TODAY)["dailyWeightSummaries"]
    assert client.get_effective_weight_goals(MONTH_AGO, TODAY) == []
    assert client.get_wellness_activity_summaries(MONTH_AGO, TODAY) == []
    assert client.get_heart_rate_zones()[0]["sport"] == "DEFAULT"
    assert client.get_fitness_age(TODAY)["fitnessAge"] == double.person.truth(TODAY).fitness_age
    assert client.get_menstrual_cycle_summary(TODAY) is None
    assert client.get_menstrual_cycle_day_view(TODAY, TODAY) is None
    assert client.get("/usersummary-service/usersummary/daily", params={"calendarDate": str(TODAY)})
    assert status_of(lambda: client.get(f"/weight-service/weight/all/{MONTH_AGO}/{TODAY}")) == 400


@pytest.mark.parametrize(
    ("method", "most", "status"),
    [
        ("get_daily_stress", 28, 400),
        ("get_daily_steps", 28, 400),
        ("get_daily_hydration", 31, 400),
        ("get_daily_sleep_summaries", 31, 400),
        ("get_daily_body_battery", 31, 400),
        ("get_daily_summaries", 90, 500),
        ("get_daily_hrv_summaries", 366, 400),
        ("get_weight_measurements", 366, 400),
    ],
)
def test_ranges_have_caps(client: GarminPersonalApiClient, method: str, most: int, status: int) -> None:
    ask = getattr(client, method)
    assert ask(TODAY - timedelta(days=most - 1), TODAY)
    assert status_of(lambda: ask(TODAY - timedelta(days=most), TODAY)) == status


def test_what_is_not_on_the_list_is_not_offered(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    readiness = f"/metrics-service/metrics/trainingreadiness/{TODAY}"
    with pytest.raises(HttpError) as raised:
        client.get(readiness)
    assert (raised.value.status_code, raised.value.response_text) == (404, "{}")
    assert double.personal.writes == []


def test_writing_is_refused_and_counted(
    double: GarminDouble, bearer: Callable[[], str], plain: requests.Session
) -> None:
    head = {"Authorization": f"Bearer {bearer()}"}
    answer = plain.post(f"{double.personal.url}/activity-service/activity/1", headers=head, timeout=2)
    assert answer.status_code == 405
    assert double.personal.writes == ["/activity-service/activity/1"]


def test_a_night_without_hrv_is_no_content(double: GarminDouble, client: GarminPersonalApiClient) -> None:
    days = double.person.truths(MONTH_AGO, TODAY)
    without = next(day.date for day in days if day.hrv_rmssd_ms is None)
    assert client.get_daily_hrv(without) is None
    measured = [day.date.isoformat() for day in days if day.hrv_rmssd_ms is not None]
    told = client.get_daily_hrv_summaries(MONTH_AGO, TODAY)["hrvSummaries"]
    assert [each["calendarDate"] for each in told] == measured


def test_values_of_a_day_are_the_same_wherever_they_stand(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    day = TODAY - timedelta(days=1)
    truth = double.person.truth(day)
    row = client.get_daily_summaries(day, day)["data"][0]
    heart, stress = client.get_daily_heart_rate(day), client.get_daily_stress(day, day)
    assert row["heartRate"]["restingValue"] == heart["restingHeartRate"] == truth.resting_hr_bpm
    assert row["stress"]["avgLevel"] == stress[0]["values"]["overallStressLevel"] == truth.stress
    assert client.get_daily_sleep(day)["sleepTimeSeconds"] == truth.sleep_s
    assert client.get_daily_hrv(day)["hrvSummary"]["lastNightAvg"] == truth.hrv_rmssd_ms
    steps = client.get_daily_steps(day, day)[0]
    assert (steps["totalSteps"], steps["totalDistance"]) == (truth.steps, truth.distance_m)


def test_both_forms_of_time_and_both_orders_of_columns_are_met(client: GarminPersonalApiClient) -> None:
    nights = client.get_daily_sleep_summaries(MONTH_AGO, TODAY)
    assert {type(each["sleepStartTimestampGMT"]) for each in nights} == {int, str}
    days = [client.get_daily_heart_rate(TODAY - timedelta(days=number)) for number in range(2)]
    assert {each["heartRateValueDescriptors"][0]["key"] for each in days} == {"timestamp", "heartrate"}


def test_a_day_without_the_watch_is_a_row_of_nulls_and_before_the_account_there_is_none(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    off = next(day.date for day in double.person.truths(MONTH_AGO, TODAY) if day.is_empty)
    row = client.get_daily_summaries(off, off)["data"][0]
    assert (row["includesWellnessData"], row["heartRate"], row["movement"]) == (False, None, None)
    before = double.person.first_day - timedelta(days=1)
    assert client.get_daily_summaries(before, before)["data"] == []
    assert client.get_daily_stress(before, before) == []


def test_the_list_is_paged_newest_first(double: GarminDouble, client: GarminPersonalApiClient) -> None:
    pages = [client.search_activities(start=start) for start in (0, 20, 340)]
    ids = [each.id for each in double.person.outings()]
    assert [len(page) for page in pages] == [20, 20, len(ids) - 340]
    assert [each["activityId"] for page in pages[:2] for each in page] == ids[:40]
    week = client.search_activities(start_date=TODAY - timedelta(days=6), end_date=TODAY)
    assert len(week) == 6
    assert status_of(lambda: client.search_activities(limit=46)) == 500
    assert status_of(lambda: client.get(SEARCH)) == 500


def test_legs_are_hidden_until_they_are_asked_for(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    parent = double.person.triathlon
    day = str(parent.day)
    asked = {"start": 0, "limit": 20, "startDate": day, "endDate": day}
    assert [each["isParent"] for each in client.get(SEARCH, params=asked)] == [True]
    every = client.get(SEARCH, params=asked | {"excludeChildren": "false"})
    assert [each["parentId"] for each in every] == [None, parent.id, parent.id, parent.id]
    assert client.get_activity(parent.id)["metadataDTO"]["childIds"] == [leg.id for leg in parent.children]


def test_an_activity_comes_and_another_goes_between_two_pages(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    ids = [each.id for each in double.person.outings()]
    double.personal.script.then(SEARCH, lambda: double.person.add_activity(TODAY))
    client.search_activities()
    assert client.search_activities(start=20)[0]["activityId"] == ids[19]
    double.personal.script.then(SEARCH, lambda: double.person.delete_activity(ids[0]))
    double.person.delete_activity(ids[1])
    client.search_activities()
    assert client.search_activities(start=20)[0]["activityId"] == ids[21]


def test_a_download_is_a_zip_if_zips_are_accepted(
    double: GarminDouble, client: GarminPersonalApiClient, plain: requests.Session, bearer: Callable[[], str]
) -> None:
    outing = double.person.outings()[0]
    with zipfile.ZipFile(BytesIO(client.download_activity(outing.id))) as archive:
        assert archive.read(f"{outing.id}_ACTIVITY.fit") == outing.file
    assert status_of(lambda: client.download_activity(double.person.manual.id)) == 404
    head = {"Authorization": f"Bearer {bearer()}", "Accept": "application/octet-stream"}
    url = f"{double.personal.url}/download-service/files/activity/{outing.id}"
    assert plain.get(url, headers=head, timeout=2).status_code == 406
    double.personal.script.add("/download-service", status=200, body=b"")
    with pytest.raises(GarminPersonalApiError):
        client.download_activity(outing.id)


def test_calls_fail_as_the_script_says_and_then_succeed(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    script, settings = double.personal.script, client.get_user_profile_settings
    script.add("/userprofile", status=503, times=2)
    assert [status_of(settings), status_of(settings)] == [503, 503]
    script.html("/userprofile")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        settings()
    script.malformed("/userprofile")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        settings()
    script.add("/userprofile", kind="cut")
    with pytest.raises(requests.exceptions.RequestException):
        settings()
    script.add("/userprofile", kind="close")
    with pytest.raises(requests.exceptions.ConnectionError):
        settings()
    script.redirect("/userprofile.*settings$", "/userprofile-service/userprofile/settings?again=1")
    assert settings()["timeZone"] == "Europe/Berlin"


@pytest.mark.parametrize("kind", ["slow", "drip"])
def test_a_slow_answer_runs_into_the_clients_time_limit(
    double: GarminDouble, client: GarminPersonalApiClient, kind: str
) -> None:
    client.timeout = 0.1
    double.personal.script.add("/userprofile", kind=kind, seconds=0.3)
    with pytest.raises(requests.exceptions.RequestException):
        client.get_user_profile_settings()


def test_a_fault_may_spare_the_first_calls_and_other_accounts(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    double.personal.script.add("/hrv", times=1, skip=1, account=double.key)
    double.personal.script.add("/hrv", times=None, account="somebody else")
    assert client.get_daily_hrv(TODAY)
    assert status_of(lambda: client.get_daily_hrv(TODAY)) == 500
    assert client.get_daily_hrv(TODAY)


def test_an_answer_can_be_rewritten(double: GarminDouble, client: GarminPersonalApiClient) -> None:
    double.personal.script.change("/hrv-service", lambda body: body | {"hrvSummary": {"lastNightAvg": "odd"}})
    assert client.get_daily_hrv(TODAY)["hrvSummary"] == {"lastNightAvg": "odd"}


def test_calls_that_come_too_early_are_counted_and_may_be_refused(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    limits = double.personal.traffic.limits
    limits.per_second, limits.refuse = 0.1, True
    double.personal.traffic.forget()
    client.get_daily_hrv(TODAY)
    assert status_of(lambda: client.get_daily_hrv(TODAY)) == 429
    assert [(each.kind, each.count) for each in double.personal.traffic.violations] == [("per_second", 2)]
    limits.refuse = False
    client.get_daily_hrv(TODAY)
    assert len(double.personal.traffic.violations) == 2


def test_retry_after_is_seconds_a_date_or_not_there(
    double: GarminDouble, bearer: Callable[[], str], plain: requests.Session
) -> None:
    token, limits = bearer(), double.personal.traffic.limits
    limits.per_second, limits.refuse = 0.01, True

    def told() -> str | None:
        url = f"{double.personal.url}/userprofile-service/userprofile/settings"
        answer = plain.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=2)
        return answer.headers.get("Retry-After") if answer.status_code == 429 else "not refused"

    assert told() == "not refused"
    assert told() == "14"
    limits.retry_after = "date"
    assert 10 < parsedate_to_datetime(told() or "").timestamp() - time.time() < 20
    limits.retry_after = "none"
    assert told() is None


def test_two_calls_of_one_account_at_once_are_a_violation_two_of_two_accounts_are_not(
    double: GarminDouble, client: GarminPersonalApiClient, plain: requests.Session
) -> None:
    key, _ = double.add_person(2)
    other = plain.post(
        double.personal.url + TOKEN_PATH, headers={"Authorization": f"ApiKey {key}"}, timeout=2
    )
    traffic, double.personal.latency_s = double.personal.traffic, 0.1
    traffic.limits.in_flight = 1
    with ThreadPoolExecutor(3) as pool, GarminPersonalApiClient(other.text, timeout=2) as theirs:
        settings = [pool.submit(each.get_user_profile_settings) for each in (client, theirs)]
        names = {each.result()["displayName"] for each in settings}
        assert (len(names), traffic.violations) == (2, [])
        list(pool.map(client.get_daily_hrv, [TODAY, TODAY]))
    assert [(each.kind, each.account) for each in traffic.violations] == [("in_flight", double.key)]
    assert traffic.most_in_flight == {double.key: 2, key: 1}


def test_the_log_tells_who_asked_what_and_when(double: GarminDouble, client: GarminPersonalApiClient) -> None:
    double.personal.latency_s = 0.05
    client.get_daily_summaries(MONTH_AGO, TODAY)
    call = double.personal.traffic.seen("/dailysummaries")[0]
    assert (call.method, call.account, call.status) == ("GET", double.key, 200)
    assert call.query == f"startDate={MONTH_AGO}&endDate={TODAY}"
    assert 0.05 <= call.seconds < 1
    assert call.bytes > 10_000


def test_before_the_first_sync_of_the_day_there_is_nothing(
    double: GarminDouble, client: GarminPersonalApiClient
) -> None:
    double.person.withhold_today()
    assert client.get_daily_hrv(TODAY) is None
    assert client.get_daily_stress(TODAY, TODAY) == []
    assert client.get_daily_summaries(TODAY, TODAY)["data"][0]["includesWellnessData"] is False
