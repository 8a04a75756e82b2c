"""What the private API alone tells: readiness, training status, VO2max, predictions, thresholds."""

from __future__ import annotations

from datetime import date, timedelta

from tests.doubles.garmin.days import STATUSES, Truth
from tests.doubles.garmin.forms import Json, stamp, wall
from tests.doubles.garmin.person import Person

DEVICE = 3_400_000_001
STATUS_NUMBERS = dict(zip(STATUSES, (4, 7, 2, 3, 6, 8), strict=True))


def readiness(person: Person, day: Truth) -> list[Json]:
    """Newest first: a later look with another score, then the morning's; some devices name no context."""
    if day.training_readiness is None or day.sleep_end is None:
        return []
    if day.date.toordinal() % 3 == 0:
        return [_readiness(person, day, day.training_readiness, 0, None)]
    return [
        _readiness(person, day, max(1, day.training_readiness - 7), 6, "UPDATE_REALTIME_VARIABLES"),
        _readiness(person, day, day.training_readiness, 0, "AFTER_WAKEUP_RESET"),
    ]


def _readiness(person: Person, day: Truth, score: int, hours: int, context: str | None) -> Json:
    assert day.sleep_end is not None
    moment = day.sleep_end + timedelta(hours=hours)
    return {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "timestamp": stamp(moment),
        "timestampLocal": stamp(wall(moment, person.zone)),
        "deviceId": DEVICE,
        "level": day.readiness_level,
        "feedbackShort": "FOCUS_ON_SLEEP_QUALITY",
        "score": score,
        "sleepScore": day.sleep_score,
        "recoveryTime": 60,
        "acuteLoad": day.acute_load,
        "acwrFactorPercent": 100,
        "hrvWeeklyAverage": day.weekly_hrv,
        "validSleep": True,
        "inputContext": context,
        "primaryActivityTracker": True,
    }


def training_status(person: Person, day: Truth) -> Json:
    """The `aggregated` answer, keyed by device."""
    return {
        "userId": person.profile_id,
        "mostRecentVO2Max": vo2max(person, day) if day.vo2max_running else None,
        "mostRecentTrainingLoadBalance": {
            "userId": person.profile_id,
            "metricsTrainingLoadBalanceDTOMap": {str(DEVICE): {"calendarDate": day.date.isoformat()}},
        },
        "mostRecentTrainingStatus": daily_status(person, day) if day.training_status else None,
        "heatAltitudeAcclimationDTO": None,
    }


def daily_status(person: Person, day: Truth) -> Json:
    return {
        "userId": person.profile_id,
        "latestTrainingStatusData": {str(DEVICE): _status_of_device(day)},
        "recordedDevices": [{"deviceId": DEVICE, "deviceName": "Forerunner", "category": 0}],
        "showSelector": False,
        "lastPrimarySyncDate": day.date.isoformat(),
    }


def statuses(person: Person, days: list[Truth]) -> Json:
    """The `weekly` answer: a row per day, keyed by device."""
    return {
        "userId": person.profile_id,
        "fromCalendarDate": days[0].date.isoformat() if days else None,
        "toCalendarDate": days[-1].date.isoformat() if days else None,
        "recordedDevices": [{"deviceId": DEVICE, "deviceName": "Forerunner", "category": 0}],
        "reportData": {str(DEVICE): [_status_of_device(day) for day in days]} if days else {},
    }


def scores(person: Person, days: list[Truth], name: str) -> Json:
    """The `stats` of `endurance` or `hill` scores: every day of the range, and the latest."""
    rows = [_score(person, day, name) for day in days if getattr(day, f"{name}_score") is not None]
    latest = rows[-1] if rows else None
    if name == "hill":
        return {"userProfilePK": person.profile_id, "periodAvgScore": {}, "hillScoreDTOList": rows}
    groups = {row["calendarDate"]: {"groupAverage": row["overallScore"], "groupMax": None} for row in rows}
    return {"userProfilePK": person.profile_id, "avg": None, "groupMap": groups, "enduranceScoreDTO": latest}


def _score(person: Person, day: Truth, name: str) -> Json:
    return {
        "userProfilePK": person.profile_id,
        "deviceId": DEVICE,
        "calendarDate": day.date.isoformat(),
        "overallScore": getattr(day, f"{name}_score"),
        "primaryTrainingDevice": True,
    }


def _status_of_device(day: Truth) -> Json:
    acute, chronic = day.acute_load or 0, day.chronic_load or 1
    return {
        "calendarDate": day.date.isoformat(),
        "sinceDate": (day.date - timedelta(days=3)).isoformat(),
        "weeklyTrainingLoad": None,
        "trainingStatus": STATUS_NUMBERS.get(day.training_status or "", 0),
        "trainingStatusFeedbackPhrase": f"{day.training_status}_2",
        "deviceId": DEVICE,
        "loadTunnelMin": None,
        "sport": "RUNNING",
        "trainingPaused": False,
        "primaryTrainingDevice": True,
        "acuteTrainingLoadDTO": {
            "acwrPercent": 50,
            "acwrStatus": "OPTIMAL",
            "dailyTrainingLoadAcute": day.acute_load,
            "dailyTrainingLoadChronic": day.chronic_load,
            "dailyAcuteChronicWorkloadRatio": round(acute / chronic, 1),
        },
    }


def vo2max(person: Person, day: Truth) -> Json:
    """One item of the `maxmet` lists."""
    return {
        "userId": person.profile_id,
        "generic": _best(day, day.vo2max_running),
        "cycling": _best(day, day.vo2max_cycling) if day.vo2max_cycling else None,
        "heatAltitudeAcclimation": None,
    }


def _best(day: Truth, value: float | None) -> Json:
    return {
        "calendarDate": day.date.isoformat(),
        "vo2MaxPreciseValue": value,
        "vo2MaxValue": value and float(round(value)),
        "fitnessAge": None,
        "maxMetCategory": 0,
    }


def predictions(person: Person, day: Truth) -> Json:
    return {
        "userId": person.profile_id,
        "fromCalendarDate": None,
        "toCalendarDate": None,
        "calendarDate": day.date.isoformat(),
        "time5K": day.race_5k_s,
        "time10K": day.race_10k_s,
        "timeHalfMarathon": day.race_half_s,
        "timeMarathon": day.race_marathon_s,
    }


def lactate_threshold(person: Person, day: Truth) -> list[Json]:
    """Two nearly equal items; the speed is a tenth of m/s, the heart rate's key is misspelt."""
    both = {
        "userProfilePK": person.profile_id,
        "version": 1_700_000_000_000,
        "calendarDate": f"{day.date}T06:00:00.0",
        "sequence": 1_700_000_000_000,
        "heartRateCycling": None,
    }
    pace = day.threshold_pace_s_per_km
    if pace is None:
        return []
    return [both | {"speed": 100 / pace, "hearRate": None}, both | {"speed": None, "hearRate": day.lthr_bpm}]


def ftp(person: Person, day: Truth) -> Json:
    return {
        "userProfilePk": person.profile_id,
        "version": 1_700_000_000_000,
        "calendarDate": f"{day.date}T06:00:00.0",
        "sequence": 1_700_000_000_000,
        "functionalThresholdPower": day.ftp_w,
        "sport": "CYCLING",
        "biometricSourceType": "CHANGELOG",
        "isStale": False,
    }


def power_to_weight(day: Truth) -> Json:
    return [
        {
            "calendarDate": f"{day.date}T06:00:00.0",
            "functionalThresholdPower": 320,
            "sport": "RUNNING",
            "powerToWeight": 4.5,
            "weight": 70.0,
        }
    ]


def changes(days: list[Truth], name: str, series: str) -> list[Json]:
    """A biometric range: the days on which the value was another than the day before."""
    found, last = [], None
    for day in days:
        value = getattr(day, name)
        if value is None or value == last:
            continue
        last = value
        found.append(
            {
                "series": series,
                "value": float(value),
                "from": day.date.isoformat(),
                "until": day.date.isoformat(),
                "updatedDate": day.date.isoformat(),
            }
        )
    return found


def last_measured(person: Person, day: date | None = None) -> Truth:
    """The newest day up to `day` (today) with estimates."""
    day = min(day or person.today, person.today)
    while person.first_day <= day and person.truth(day).ftp_w is None:
        day -= timedelta(days=1)
    return person.truth(day)


def social_profile(person: Person, email: str) -> Json:
    return {
        "id": 8_000_000 + person.seed,
        "profileId": person.profile_id,
        "garminGUID": person.display_name,
        "displayName": person.display_name,
        "fullName": "Ada Example",
        "userName": email,
        "location": None,
        "profileVisibility": "private",
        "userRoles": ["SCOPE_ATP_READ"],
        "userLevel": 3,
    }


def user_settings(person: Person) -> Json:
    day = last_measured(person)
    return {
        "id": person.profile_id,
        "userData": {
            "gender": "FEMALE",
            "weight": 70_000.0,
            "height": 175.0,
            "birthDate": "1992-03-04",
            "measurementSystem": "metric",
            "vo2MaxRunning": day.vo2max_running,
            "vo2MaxCycling": day.vo2max_cycling,
            "lactateThresholdSpeed": 0.4,
            "lactateThresholdHeartRate": day.lthr_bpm,
            "firstDayOfWeek": {"dayId": 3, "dayName": "monday"},
            "trainingStatusPausedDate": None,
        },
        "userSleep": {"sleepTime": 80_400, "wakeTime": 24_000, "defaultSleepTime": False},
        "connectDate": None,
        "sourceType": None,
    }


def personal_information(person: Person, email: str) -> Json:
    return {
        "userInfo": {
            "birthDate": "1992-03-04",
            "genderType": "FEMALE",
            "email": email,
            "locale": "en",
            "timeZone": str(person.zone),
            "countryCode": "DE",
        },
        "biometricProfile": {
            "userId": person.profile_id,
            "height": 175.0,
            "weight": 70_000.0,
            "vo2Max": 52.0,
        },
        "timeZone": str(person.zone),
    }
