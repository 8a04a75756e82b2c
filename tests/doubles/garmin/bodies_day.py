"""Daily answers of both services: summaries, stress, steps, heart rate, Body Battery, breathing, oxygen."""

from __future__ import annotations

from datetime import date, timedelta

from tests.doubles.garmin.days import Truth
from tests.doubles.garmin.forms import Json, epoch_ms, frame, midnight, series, stamp, wall
from tests.doubles.garmin.person import Person


def summaries(person: Person, start: date, end: date) -> Json:
    """The `v2/dailysummaries`; a day without the watch is a row of nulls, one outside the account no row."""
    rows = [_summary(person, each) for each in person.truths(start, end) if _is_known(person, each.date)]
    return {"data": rows, "userProfilePk": person.profile_id}


def _is_known(person: Person, day: date) -> bool:
    return person.first_day <= day <= person.today


def _summary(person: Person, day: Truth) -> Json:
    start, end = (midnight(day.date + timedelta(days=n), person.zone) for n in (0, 1))
    return {
        "calendarDate": day.date.isoformat(),
        "includesWellnessData": day.is_worn,
        "includesActivityData": day.is_worn,
        "wellnessChronology": {
            "startTimestampGmt": stamp(start),
            "endTimestampGmt": stamp(end),
            "startTimestampLocal": stamp(wall(start, person.zone)),
            "endTimestampLocal": stamp(wall(end, person.zone)),
        },
        "jetLag": None,
        "hydration": {"goalInMl": 2_500.0, "consumedInMl": None},
    } | (_measured(day) if day.is_worn else dict.fromkeys(_measured(day)))


def _measured(day: Truth) -> dict[str, Json]:
    return {
        "movement": {
            "steps": {"goal": 8_000, "value": day.steps, "distanceInMeters": day.distance_m},
            "floorsAscended": {"goal": 10, "value": day.floors, "distanceInMeters": None},
            "pushes": None,
        },
        "calories": {
            "burnedResting": day.resting_kcal,
            "burnedActive": day.active_kcal,
            "burnedTotal": None,
            "consumedValue": None,
        },
        "heartRate": {
            "minValue": day.hr_min_bpm,
            "maxValue": day.hr_max_bpm,
            "restingValue": day.resting_hr_bpm,
            "alertCount": None,
        },
        "intensityMinutes": {"goal": 150, "moderate": day.moderate_min, "vigorous": day.vigorous_min},
        "stress": {
            "avgLevel": day.stress,
            "maxLevel": day.stress_max,
            "restDurationInMillis": 30_000_000,
            "qualifier": "BALANCED",
        },
        "bodyBattery": {
            "minValue": day.body_battery_low,
            "maxValue": day.body_battery_high,
            "chargedValue": day.body_battery_charged,
            "drainedValue": day.body_battery_drained,
            "latestValue": day.body_battery_low,
            "endOfDayValue": None,
        },
        "respiration": {"avgValue": day.respiration_waking_rpm, "minValue": 8.0, "maxValue": 21.0},
        "pulseOx": {"avgValue": day.spo2_pct, "minValue": day.spo2_low_pct},
    }


def flat(person: Person, day: Truth) -> Json:
    """The flat daily summary."""
    return frame_of_wellness(person, day.date) | {
        "userProfileId": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "privacyProtected": False,
        "source": "GARMIN",
        "includesWellnessData": day.is_worn,
        "totalSteps": day.steps,
        "totalDistanceMeters": day.distance_m,
        "wellnessDistanceMeters": day.distance_m,
        "dailyStepGoal": 8_000,
        "restingHeartRate": day.resting_hr_bpm,
        "lastSevenDaysAvgRestingHeartRate": day.resting_hr_bpm,
        "minHeartRate": day.hr_min_bpm,
        "maxHeartRate": day.hr_max_bpm,
        "averageStressLevel": day.stress,
        "maxStressLevel": day.stress_max,
        "restStressDuration": 30_000,
        "bodyBatteryChargedValue": day.body_battery_charged,
        "bodyBatteryDrainedValue": day.body_battery_drained,
        "bodyBatteryHighestValue": day.body_battery_high,
        "bodyBatteryLowestValue": day.body_battery_low,
        "bodyBatteryMostRecentValue": day.body_battery_low,
        "bodyBatteryAtWakeTime": day.body_battery_high,
        "moderateIntensityMinutes": day.moderate_min,
        "vigorousIntensityMinutes": day.vigorous_min,
        "floorsAscended": day.floors,
        "floorsDescended": day.floors,
        "activeKilocalories": day.active_kcal,
        "bmrKilocalories": day.resting_kcal,
        "consumedKilocalories": None,
        "avgWakingRespirationValue": day.respiration_waking_rpm,
        "averageSpo2": day.spo2_pct,
        "lowestSpo2": day.spo2_low_pct,
        "lastSyncTimestampGMT": None,
        "somethingNew": 1,
    }


def frame_of_wellness(person: Person, day: date) -> dict[str, Json]:
    bounds = frame(day, person.zone)
    return {
        "wellnessStartTimeGmt": bounds["startTimestampGMT"],
        "wellnessEndTimeGmt": bounds["endTimestampGMT"],
        "wellnessStartTimeLocal": bounds["startTimestampLocal"],
        "wellnessEndTimeLocal": bounds["endTimestampLocal"],
    }


def stress_range(person: Person, start: date, end: date) -> Json:
    """A day whose stress is unknown says -1."""
    return [
        {
            "calendarDate": day.date.isoformat(),
            "values": {
                "overallStressLevel": -1 if day.stress is None else day.stress,
                "restStressDuration": 31_020,
                "lowStressDuration": 20_280,
                "mediumStressDuration": 11_640,
                "highStressDuration": 3_240,
            },
        }
        for day in person.truths(start, end)
        if day.is_worn
    ]


def steps_range(person: Person, start: date, end: date) -> Json:
    return [
        {
            "calendarDate": day.date.isoformat(),
            "totalSteps": day.steps,
            "totalDistance": day.distance_m,
            "stepGoal": 8_000,
        }
        for day in person.truths(start, end)
        if day.is_worn
    ]


def hydration_range(person: Person, start: date, end: date) -> Json:
    return [
        {
            "calendarDate": day.date.isoformat(),
            "valueInML": 1_500.0,
            "goalInML": 2_500.0,
            "sweatLossInML": None,
        }
        for day in person.truths(start, end)
        if day.is_worn
    ]


def heart_day(person: Person, day: Truth) -> Json:
    """The day's heart rate every two minutes; the order of columns differs from day to day."""
    low, high = day.hr_min_bpm, day.hr_max_bpm or 150
    values = [low, day.resting_hr_bpm, None, high] * 180 if day.is_worn else []
    rows = series(day.date, person.zone, values, 120)
    swapped = day.date.toordinal() % 2
    keys = ("heartrate", "timestamp") if swapped else ("timestamp", "heartrate")
    return frame(day.date, person.zone) | {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "maxHeartRate": day.hr_max_bpm,
        "minHeartRate": day.hr_min_bpm,
        "restingHeartRate": day.resting_hr_bpm,
        "lastSevenDaysAvgRestingHeartRate": day.resting_hr_bpm,
        "heartRateValueDescriptors": [{"key": key, "index": index} for index, key in enumerate(keys)],
        "heartRateValues": [row[::-1] if swapped else row for row in rows] or None,
    }


def battery_range(person: Person, start: date, end: date) -> Json:
    return [battery_day(person, day) for day in person.truths(start, end) if day.is_worn]


def battery_day(person: Person, day: Truth) -> Json:
    rows = series(day.date, person.zone, [day.body_battery_low, day.body_battery_high], 36_000)
    swapped = day.date.toordinal() % 2
    keys = ("bodyBatteryLevel", "timestamp") if swapped else ("timestamp", "bodyBatteryLevel")
    return frame(day.date, person.zone) | {
        "date": day.date.isoformat(),
        "charged": day.body_battery_charged,
        "drained": day.body_battery_drained,
        "bodyBatteryValuesArray": [row[::-1] if swapped else row for row in rows],
        "bodyBatteryValueDescriptorDTOList": [
            {"bodyBatteryValueDescriptorIndex": index, "bodyBatteryValueDescriptorKey": key}
            for index, key in enumerate(keys)
        ],
        "bodyBatteryActivityEvent": [_sleep_event(day)] if day.sleep_start else [],
        "deviceId": 3_400_000_001,
    }


def _sleep_event(day: Truth) -> Json:
    assert day.sleep_start is not None
    return {
        "eventType": "SLEEP",
        "eventStartTimeGmt": stamp(day.sleep_start),
        "durationInMilliseconds": round(day.sleep_s or 0) * 1000,
        "bodyBatteryImpact": day.body_battery_charged,
        "activityId": None,
    }


def stress_day(person: Person, day: Truth) -> Json:
    """The day's stress, with Body Battery in the same answer."""
    rows = series(day.date, person.zone, [day.stress, -1, day.stress], 180) if day.is_worn else []
    start = epoch_ms(midnight(day.date, person.zone))
    return frame(day.date, person.zone) | {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "maxStressLevel": day.stress_max,
        "avgStressLevel": day.stress,
        "stressValueDescriptorsDTOList": [
            {"key": "timestamp", "index": 0},
            {"key": "stressLevel", "index": 1},
        ],
        "stressValuesArray": rows,
        "bodyBatteryValuesArray": [
            [start, "MEASURED", day.body_battery_low, 3.0],
            [start + 36_000_000, "MEASURED", day.body_battery_high, 3.0],
        ]
        if day.is_worn
        else [],
    }


def respiration_day(person: Person, day: Truth) -> Json:
    return frame(day.date, person.zone) | {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "lowestRespirationValue": 8.0 if day.is_worn else None,
        "highestRespirationValue": 21.0 if day.is_worn else None,
        "avgWakingRespirationValue": day.respiration_waking_rpm,
        "avgSleepRespirationValue": day.respiration_rpm,
        "respirationValuesArray": [],
        "respirationVersion": 200,
    }


def oxygen_day(person: Person, day: Truth) -> Json:
    return frame(day.date, person.zone) | {
        "userProfilePK": person.profile_id,
        "calendarDate": day.date.isoformat(),
        "averageSpO2": day.spo2_pct,
        "lowestSpO2": day.spo2_low_pct,
        "lastSevenDaysAvgSpO2": day.spo2_pct,
        "latestSpO2": day.spo2_pct,
        "avgSleepSpO2": day.spo2_pct,
        "spO2SingleValues": None,
    }
