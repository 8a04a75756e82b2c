"""The Garmin Connect double, asked by the real `garminconnect`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import requests
from garminconnect import (
    Garmin,
    GarminConnectAuthenticationError,
    GarminConnectConnectionError,
    GarminConnectNotFoundError,
    GarminConnectTooManyRequestsError,
)

from tests.doubles.garmin.conftest import TODAY
from tests.doubles.garmin.connect import CONNECTAPI, DIAUTH, SSO, TOKEN_PATH
from tests.doubles.garmin.double import GarminDouble

type Connect = Callable[..., Garmin]

MONTH_AGO = TODAY - timedelta(days=27)
MONTH = (MONTH_AGO.isoformat(), TODAY.isoformat())
DAY = TODAY.isoformat()


@pytest.fixture
def garmin(double: GarminDouble, connect: Connect) -> Garmin:
    """Signed in by saved tokens."""
    made = connect()
    made.login(json.dumps(double.tokens()))
    return made


def test_a_login_takes_six_calls_at_three_hosts(double: GarminDouble, connect: Connect) -> None:
    garmin = connect(double.email, double.password)
    assert garmin.login() == (None, None)
    assert (garmin.display_name, garmin.unit_system) == (double.person.display_name, "metric")
    assert [(call.host, call.path) for call in double.connect.traffic.seen()] == [
        (SSO, "/mobile/sso/en_US/sign-in"),
        (SSO, "/mobile/api/login"),
        (DIAUTH, TOKEN_PATH),
        (CONNECTAPI, "/userprofile-service/socialProfile"),
        (CONNECTAPI, "/userprofile-service/socialProfile"),
        (CONNECTAPI, "/userprofile-service/userprofile/user-settings"),
    ]


def test_a_wrong_password_stops_at_once(double: GarminDouble, connect: Connect) -> None:
    with pytest.raises(GarminConnectAuthenticationError):
        connect(double.email, "wrong").login()
    assert double.connect.traffic.paths() == ["/mobile/sso/en_US/sign-in", "/mobile/api/login"]


def test_a_code_may_be_given_by_another_object_after_a_trip_through_json(
    double: GarminDouble, connect: Connect
) -> None:
    double.ask_for_code("246810")
    status, state = connect(double.email, double.password, return_on_mfa=True).login()
    kept = json.dumps(state)
    assert (status, double.connect.sign_in.codes_sent) == ("needs_mfa", 1)
    with pytest.raises(GarminConnectAuthenticationError):
        connect().resume_login(json.loads(kept), "000000")
    other = connect()
    other.resume_login(json.loads(kept), "246810")
    assert other.display_name == double.person.display_name
    with pytest.raises(GarminConnectAuthenticationError):
        connect().resume_login(json.loads(kept), "246810")


def test_a_code_comes_too_late(double: GarminDouble, connect: Connect) -> None:
    double.ask_for_code()
    _, state = connect(double.email, double.password, return_on_mfa=True).login()
    double.connect.sign_in.mfa_life_s = -1
    with pytest.raises(GarminConnectAuthenticationError, match="SESSION_EXPIRED"):
        connect().resume_login(state, "123456")


def test_a_login_is_limited_blocked_or_wants_a_picture_solved(double: GarminDouble, connect: Connect) -> None:
    def logging_in() -> Garmin:
        garmin = connect(double.email, double.password)
        garmin.client.skip_strategies = {"widget+cffi", "portal+cffi", "portal+requests"}
        garmin.login()
        return garmin

    double.connect.block_logins(429)
    with pytest.raises(GarminConnectTooManyRequestsError):
        logging_in()
    double.connect.script.clear()
    double.connect.block_logins(403)
    with pytest.raises(GarminConnectConnectionError, match="403"):
        logging_in()
    double.connect.script.clear()
    double.account.login.captcha = True
    with pytest.raises(GarminConnectConnectionError, match="CAPTCHA"):
        logging_in()


def test_a_password_without_the_page_before_it_is_refused(
    double: GarminDouble, plain: requests.Session
) -> None:
    body = {"username": double.email, "password": double.password}
    answer = plain.post(f"{double.connect.url}/mobile/api/login", json=body, timeout=2)
    assert answer.status_code == 429


def test_a_ticket_is_good_for_one_exchange(double: GarminDouble, connect: Connect) -> None:
    spent = connect(double.email, double.password)
    tickets: list[str] = []
    establish = spent.client._establish_session

    def remember(ticket: str, **rest: object) -> None:
        tickets.append(ticket)
        establish(ticket, **rest)

    spent.client._establish_session = remember
    spent.login()
    with pytest.raises(GarminConnectAuthenticationError):
        spent.client._exchange_service_ticket(tickets[0], service_url=spent.client._ios_service_url)


def test_a_token_near_its_end_is_refreshed_and_the_old_refresh_token_dies(
    double: GarminDouble, connect: Connect
) -> None:
    double.account.token_life_s = 600
    old = double.tokens()
    double.account.token_life_s = 14_400
    garmin = connect()
    garmin.login(json.dumps(old))
    new = json.loads(garmin.client.dumps())
    assert double.account.refreshes == 1
    assert (new["di_token"] != old["di_token"], new["di_refresh_token"] != old["di_refresh_token"]) == (
        True,
        True,
    )
    assert double.account.refresh == {new["di_refresh_token"]}
    second = connect()
    second.login(json.dumps(old))
    assert second.client.di_refresh_token == old["di_refresh_token"]
    double.connect.drop_access(double.email)
    with pytest.raises(GarminConnectAuthenticationError):
        second.get_training_readiness(DAY)


def test_a_refused_token_is_refreshed_once_and_the_call_repeated(
    double: GarminDouble, garmin: Garmin
) -> None:
    double.connect.drop_access(double.email)
    assert garmin.get_training_readiness(DAY)
    assert double.account.refreshes == 1
    double.account.rotates = False
    before = garmin.client.di_refresh_token
    double.connect.drop_access(double.email)
    garmin.get_training_readiness(DAY)
    assert garmin.client.di_refresh_token == before


def test_revoked_tokens_are_of_no_use(double: GarminDouble, garmin: Garmin) -> None:
    double.connect.revoke(double.email)
    with pytest.raises(GarminConnectAuthenticationError) as raised:
        garmin.get_hrv_data(DAY)
    assert raised.value.__cause__.response.json()["message"] == "Token is not active"


def test_every_day_method_of_the_listed_data_is_answered(double: GarminDouble, garmin: Garmin) -> None:
    truth = double.person.truth(TODAY)
    assert garmin.get_user_summary(DAY)["restingHeartRate"] == truth.resting_hr_bpm
    assert garmin.get_heart_rates(DAY)["minHeartRate"] == truth.hr_min_bpm
    assert garmin.get_hrv_data(DAY)["hrvSummary"]["lastNightAvg"] == truth.hrv_rmssd_ms
    assert garmin.get_sleep_data(DAY)["dailySleepDTO"]["sleepTimeSeconds"] == truth.sleep_s
    assert garmin.get_stress_data(DAY)["avgStressLevel"] == truth.stress
    assert garmin.get_respiration_data(DAY)["avgSleepRespirationValue"] == truth.respiration_rpm
    assert garmin.get_spo2_data(DAY)["averageSpO2"] == truth.spo2_pct
    assert garmin.get_steps_data(DAY)[0]["steps"] == truth.steps
    assert garmin.get_weigh_ins(DAY, DAY)["dailyWeightSummaries"][0]["latestWeight"]["weight"] == (
        pytest.approx((truth.weight_kg or 0) * 1000)
    )
    assert garmin.get_body_composition(DAY, DAY)["dateWeightList"]
    assert garmin.get_body_battery_events(DAY)[0]["event"]["eventType"] == "SLEEP"
    metrics = garmin.get_rhr_day(DAY)["allMetrics"]["metricsMap"]["WELLNESS_RESTING_HEART_RATE"]
    assert metrics == [{"value": truth.resting_hr_bpm, "calendarDate": DAY}]


def test_every_range_of_the_listed_data_is_answered_within_28_days(garmin: Garmin) -> None:
    for name in ("heart_rate", "stress", "body_battery", "respiration"):
        assert getattr(garmin, f"get_daily_{name}_stats")(*MONTH)
    assert len(garmin.get_daily_summaries(*MONTH)["data"]) == 28
    assert garmin.get_sleep_daily(*MONTH)[0]["values"]["totalSleepTimeInSeconds"]
    assert garmin.get_hrv_data_range(*MONTH)["hrvSummaries"]
    assert garmin.get_daily_steps(*MONTH)
    assert garmin.get_body_battery(*MONTH)
    with pytest.raises(GarminConnectConnectionError, match="400"):
        garmin.get_daily_stress_stats((MONTH_AGO - timedelta(days=1)).isoformat(), DAY)


def test_estimates_are_what_only_this_way_tells(double: GarminDouble, garmin: Garmin) -> None:
    truth = double.person.truth(TODAY)
    assert garmin.get_morning_training_readiness(DAY)["score"] == truth.training_readiness
    status = garmin.get_training_status(DAY)["mostRecentTrainingStatus"]["latestTrainingStatusData"]
    device = next(iter(status.values()))
    assert device["trainingStatusFeedbackPhrase"] == f"{truth.training_status}_2"
    assert device["acuteTrainingLoadDTO"]["dailyTrainingLoadAcute"] == truth.acute_load
    best = garmin.get_max_metrics(DAY)[0]
    assert best["generic"]["vo2MaxPreciseValue"] == truth.vo2max_running
    assert best["cycling"]["vo2MaxPreciseValue"] == truth.vo2max_cycling
    assert garmin.get_race_predictions()["time5K"] == truth.race_5k_s
    assert garmin.get_race_predictions(*MONTH, "daily")[-1]["timeMarathon"] == truth.race_marathon_s
    threshold = garmin.get_lactate_threshold()["speed_and_heart_rate"]
    assert (threshold["speed"], threshold["heartRate"]) == (0.4, truth.lthr_bpm)
    assert garmin.get_cycling_ftp()["functionalThresholdPower"] == truth.ftp_w
    assert garmin.get_functional_threshold_power_range(*MONTH)[-1]["value"] == truth.ftp_w
    weekly = garmin.get_weekly_training_status(*MONTH)["reportData"]
    assert [row["calendarDate"] for rows in weekly.values() for row in rows][-1] == DAY
    assert garmin.get_endurance_score(*MONTH)["enduranceScoreDTO"]["overallScore"] == truth.endurance_score
    assert garmin.get_hill_score(*MONTH)["hillScoreDTOList"][-1]["overallScore"] == truth.hill_score
    assert garmin.get_training_readiness_range(*MONTH)
    assert garmin.get_max_metrics_range(*MONTH)


def test_a_day_without_the_watch_is_no_content(double: GarminDouble, garmin: Garmin) -> None:
    off = next(day.date for day in double.person.truths(MONTH_AGO, TODAY) if day.is_empty).isoformat()
    assert garmin.get_hrv_data(off) == {}
    assert garmin.get_training_status(off) == {}
    assert garmin.get_training_readiness(off) == []
    with pytest.raises(GarminConnectConnectionError, match="No data received"):
        garmin.get_user_summary(off)


def test_activities_are_listed_described_and_downloaded(double: GarminDouble, garmin: Garmin) -> None:
    ids = [each.id for each in double.person.outings()]
    assert [each["activityId"] for each in garmin.get_activities(0, 1_000)] == ids
    assert [each["activityId"] for each in garmin.get_activities_by_date(*MONTH)] == ids[:24]
    assert len(double.connect.traffic.seen("/activitylist-service")) == 4
    outing = double.person.outings()[0]
    assert garmin.get_activity(outing.id)["summaryDTO"]["distance"] == outing.distance_m
    content = garmin.download_activity(outing.id, Garmin.ActivityDownloadFormat.ORIGINAL)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.read(f"{outing.id}_ACTIVITY.fit") == outing.file
    with pytest.raises(GarminConnectNotFoundError):
        garmin.get_activity(1)


def test_whose_account_it_is(double: GarminDouble, garmin: Garmin) -> None:
    assert garmin.get_user_timezone() == "Europe/Berlin"
    assert garmin.get_user_profile()["userData"]["measurementSystem"] == "metric"
    garmin.display_name = "somebody-else"
    with pytest.raises(GarminConnectConnectionError, match="403"):
        garmin.get_heart_rates(DAY)


def test_calls_fail_as_the_real_ones_do(double: GarminDouble, garmin: Garmin) -> None:
    script = double.connect.script
    script.add("/hrv", status=429, headers={"Retry-After": "7"})
    with pytest.raises(GarminConnectTooManyRequestsError) as raised:
        garmin.get_hrv_data(DAY)
    assert raised.value.__cause__.response.headers["Retry-After"] == "7"
    script.add("/hrv", status=503)
    with pytest.raises(GarminConnectConnectionError, match="503"):
        garmin.get_hrv_data(DAY)
    script.html("/hrv", status=403)
    with pytest.raises(GarminConnectConnectionError, match="403"):
        garmin.get_hrv_data(DAY)
    script.html("/hrv")
    with pytest.raises(GarminConnectConnectionError, match="Expecting value"):
        garmin.get_hrv_data(DAY)
    script.add("/hrv", kind="cut")
    with pytest.raises(GarminConnectConnectionError):
        garmin.get_hrv_data(DAY)
    assert garmin.get_hrv_data(DAY)["hrvSummary"]["calendarDate"] == DAY


def test_a_workout_is_made_changed_planned_moved_and_taken_away(double: GarminDouble, garmin: Garmin) -> None:
    library = double.account.library
    made = garmin.upload_workout({"workoutName": "Formline: tempo", "workoutSegments": [{"segmentOrder": 1}]})
    number = made["workoutId"]
    garmin.update_workout(number, made | {"workoutName": "Formline: long"})
    assert library.workouts[number]["workoutName"] == "Formline: long"
    planned = garmin.schedule_workout(number, DAY)["workoutScheduleId"]
    with pytest.raises(GarminConnectConnectionError, match="409"):
        garmin.schedule_workout(number, DAY)
    items = garmin.get_scheduled_workouts(TODAY.year, TODAY.month)["calendarItems"]
    assert [(each["workoutId"], each["date"]) for each in items] == [(number, DAY)]
    garmin.reschedule_workout(planned, "2026-05-09")
    assert library.schedules[planned]["calendarDate"] == "2026-05-09"
    assert garmin.get_scheduled_workouts_by_period(DAY, "2026-05-10")[0]["workoutScheduleId"] == planned
    garmin.unschedule_workout(planned)
    garmin.delete_workout(number)
    assert (library.workouts, library.schedules) == ({}, {})
    with pytest.raises(GarminConnectConnectionError, match="400"):
        garmin.upload_workout({"workoutName": "nothing in it"})


def test_the_same_file_is_taken_once(garmin: Garmin, double: GarminDouble, tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(double.person.outings()[0].file)
    assert garmin.upload_activity(str(path))
    with pytest.raises(GarminConnectConnectionError, match=r"409 - Duplicate Activity\."):
        garmin.upload_activity(str(path))
