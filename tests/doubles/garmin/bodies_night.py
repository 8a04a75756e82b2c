"""Answers about nights and the scale: sleep, HRV, weight, fitness age, zones, profile."""

from __future__ import annotations

from datetime import date, timedelta

from tests.doubles.garmin.days import Truth
from tests.doubles.garmin.forms import Json, epoch_ms, frame, midnight, stamp, wall, wall_ms
from tests.doubles.garmin.person import Person


def sleep(person: Person, day: Truth, *, iso: bool | None = None) -> Json:
    """One night; a day without one has its date and nulls.

    Times are epoch milliseconds, or ISO without offset on every second day (`iso` decides otherwise).
    """
    iso = day.date.toordinal() % 2 == 1 if iso is None else iso
    return _times(person, day, iso) | {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "sleepTimeSeconds": day.sleep_s,
        "napTimeSeconds": day.nap_s,
        "deepSleepSeconds": day.deep_sleep_s,
        "lightSleepSeconds": day.light_sleep_s,
        "remSleepSeconds": day.rem_sleep_s,
        "awakeSleepSeconds": day.awake_s,
        "unmeasurableSleepSeconds": 0 if day.has_sleep else None,
        "awakeCount": 2 if day.has_sleep else None,
        "avgSleepStress": 16.0 if day.has_sleep else None,
        "avgHeartRate": day.resting_hr_bpm if day.has_sleep else None,
        "averageRespirationValue": day.respiration_rpm,
        "averageSpO2Value": day.spo2_pct if day.has_sleep else None,
        "lowestSpO2Value": day.spo2_low_pct if day.has_sleep else None,
        "sleepScores": _scores(day) if day.has_sleep else None,
        "sleepScoreFeedback": "POSITIVE_REFRESHING" if day.has_sleep else "NONE",
        "sleepNeed": {"baseline": 470, "actual": 480, "trainingFeedback": "NO_CHANGE", "hrvAdjustment": None},
        "dailyNapDTOS": None,
        "sleepWindowConfirmed": day.has_sleep,
        "retro": False,
        "deviceRemCapable": True,
    }


def _times(person: Person, day: Truth, iso: bool) -> dict[str, Json]:
    if day.sleep_start is None or day.sleep_end is None:
        names = ("StartTimestampGMT", "EndTimestampGMT", "StartTimestampLocal", "EndTimestampLocal")
        return {f"sleep{name}": None for name in names}
    start, end, zone = day.sleep_start, day.sleep_end, person.zone
    return {
        "sleepStartTimestampGMT": stamp(start) if iso else epoch_ms(start),
        "sleepEndTimestampGMT": stamp(end) if iso else epoch_ms(end),
        "sleepStartTimestampLocal": stamp(wall(start, zone)) if iso else wall_ms(start, zone),
        "sleepEndTimestampLocal": stamp(wall(end, zone)) if iso else wall_ms(end, zone),
    }


def _scores(day: Truth) -> Json:
    return {
        "overall": {"value": day.sleep_score, "qualifierKey": "GOOD"},
        "totalDuration": {"qualifierKey": "FAIR", "optimalStart": 28_200.0},
        "stress": {"qualifierKey": "FAIR"},
        "remPercentage": {"value": 22, "qualifierKey": "EXCELLENT"},
        "deepPercentage": {"value": 17, "qualifierKey": "FAIR"},
    }


def sleep_range(person: Person, start: date, end: date) -> Json:
    return [sleep(person, day) for day in person.truths(start, end) if day.has_sleep]


def sleep_wrapped(person: Person, day: Truth) -> Json:
    """The private API's answer: the same object inside another, with the night's neighbours."""
    return {
        "dailySleepDTO": sleep(person, day, iso=False),
        "sleepMovement": None,
        "remSleepData": day.has_sleep,
        "sleepLevels": None,
        "restingHeartRate": day.resting_hr_bpm if day.has_sleep else None,
        "bodyBatteryChange": day.body_battery_charged if day.has_sleep else None,
        "avgOvernightHrv": day.hrv_rmssd_ms,
        "skinTempDataExists": False,
    }


def variability(day: Truth) -> Json:
    """The summary of one night's HRV."""
    return {
        "calendarDate": day.date.isoformat(),
        "weeklyAvg": day.weekly_hrv,
        "lastNightAvg": day.hrv_rmssd_ms,
        "lastNight5MinHigh": day.hrv_high_ms,
        "baseline": {"lowUpper": 40, "balancedLow": 45, "balancedUpper": 75, "markerValue": 0.4},
        "status": "BALANCED",
        "feedbackPhrase": "HRV_BALANCED_7",
        "createTimeStamp": f"{day.date}T06:14:11.898",
    }


def variability_range(person: Person, start: date, end: date) -> Json:
    nights = [variability(day) for day in person.truths(start, end) if day.hrv_rmssd_ms is not None]
    return {"hrvSummaries": nights, "userProfilePk": person.profile_id}


def variability_day(person: Person, day: Truth) -> Json:
    """None when nothing was measured: that is a 204."""
    if day.hrv_rmssd_ms is None or day.sleep_start is None:
        return None
    moments = [day.sleep_start + timedelta(minutes=5 * number) for number in range(3)]
    return frame(day.date, person.zone) | {
        "userProfilePk": person.profile_id,
        "hrvSummary": variability(day),
        "hrvReadings": [
            {
                "hrvValue": day.hrv_rmssd_ms,
                "readingTimeGMT": stamp(moment),
                "readingTimeLocal": stamp(wall(moment, person.zone)),
            }
            for moment in moments
        ],
    }


def _weighing(person: Person, day: Truth) -> Json:
    assert day.weight_kg is not None
    at = midnight(day.date, person.zone) + timedelta(hours=7)
    return {
        "samplePk": 1_749_996_902_851 + day.date.toordinal(),
        "date": wall_ms(at, person.zone),
        "calendarDate": day.date.isoformat(),
        "weight": round(day.weight_kg * 1000, 1),
        "bmi": None,
        "bodyFat": day.body_fat_pct,
        "sourceType": "INDEX_SCALE",
        "timestampGMT": epoch_ms(at),
        "weightDelta": None,
    }


def _weighings(person: Person, start: date, end: date) -> list[tuple[Truth, Json]]:
    found = [day for day in person.truths(start, end) if day.weight_kg is not None]
    return [(day, _weighing(person, day)) for day in reversed(found)]


def weight_range(person: Person, start: date, end: date) -> Json:
    """Newest first, in grams."""
    rows = [
        {
            "summaryDate": day.date.isoformat(),
            "numOfWeightEntries": 1,
            "minWeight": one["weight"],
            "maxWeight": one["weight"],
            "latestWeight": one,
            "allWeightMetrics": [one],
        }
        for day, one in _weighings(person, start, end)
    ]
    nothing = {"samplePk": None, "date": None, "calendarDate": None, "weight": None}
    return {
        "dailyWeightSummaries": rows,
        "totalAverage": {"from": epoch_ms(midnight(start, person.zone)), "weight": None},
        "previousDateWeight": nothing,
        "nextDateWeight": nothing,
    }


def weight_list(person: Person, start: date, end: date) -> Json:
    """The private API's `dateRange`."""
    return {
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "dateWeightList": [one for _, one in _weighings(person, start, end)],
        "totalAverage": {"weight": None, "bodyFat": None},
    }


def fitness_age(day: Truth) -> Json:
    return {
        "calendarDate": day.date.isoformat(),
        "chronologicalAge": 34,
        "fitnessAge": day.fitness_age,
        "achievableFitnessAge": 24.0,
        "components": {"rhr": {"value": day.resting_hr_bpm}, "vigorousDaysAvg": {"value": 3.5}},
        "invalidReason": None,
    }


def zones() -> Json:
    floors = {f"zone{number}Floor": 90 + 18 * number for number in range(1, 6)}
    return [
        {
            "sport": sport,
            "trainingMethod": "LACTATE_THRESHOLD",
            "maxHeartRateUsed": 190,
            "restingHeartRateUsed": 46,
            "lactateThresholdHeartRateUsed": 170,
            **floors,
        }
        for sport in ("DEFAULT", "RUNNING")
    ]


def profile_settings(person: Person) -> Json:
    return {
        "displayName": person.display_name,
        "timeZone": str(person.zone),
        "measurementSystem": "metric",
        "firstDayOfWeek": {"dayId": 3, "dayName": "monday"},
        "availableTrainingDays": ["TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
        "preferredLongTrainingDays": ["SUNDAY"],
        "preferredLocale": "en",
    }
