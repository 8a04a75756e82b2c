"""What the phone app's API tells about an account, as far as the listed data needs it."""

from __future__ import annotations

from tests.doubles.garmin import bodies_day, bodies_estimates, bodies_night, personal_routes
from tests.doubles.garmin.activities import search
from tests.doubles.garmin.days import Truth
from tests.doubles.garmin.forms import epoch_ms
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.routes import Routes, day_in, number_in, span
from tests.doubles.garmin.server import BAD_REQUEST, NO_CONTENT, NOT_FOUND, Answer, Asked

STATS_DAYS, YEAR_DAYS = 28, 367
MOST_LISTED = 1_000

ROUTES = Routes()
get = ROUTES.get

for path, function in (
    ("/usersummary-service/stats/stress/daily/{start}/{end}", personal_routes.stress),
    ("/usersummary-service/stats/steps/daily/{start}/{end}", personal_routes.steps),
    ("/usersummary-service/stats/hydration/daily/{start}/{end}", personal_routes.hydration),
    ("/usersummary-service/v2/dailysummaries", personal_routes.summaries),
    ("/hrv-service/hrv/{day}", personal_routes.variability),
    ("/hrv-service/hrv/daily/{start}/{end}", personal_routes.variabilities),
    ("/wellness-service/wellness/bodyBattery/reports/daily", personal_routes.battery),
    ("/wellness-service/wellness/daily/spo2(?:acclimation)?/{day}", personal_routes.oxygen),
    ("/weight-service/weight/range/{start}/{end}", personal_routes.weight),
    ("/biometric-service/heartRateZones(?:/v2)?", personal_routes.zones),
    ("/fitnessage-service/fitnessage(?:/v2)?/{day}", personal_routes.fitness_age),
    ("/userprofile-service/userprofile/settings", personal_routes.settings),
    ("/activity-service/activity/{id}", personal_routes.activity),
    ("/activity-service/activity/{id}/workouts", personal_routes.activity_workouts),
):
    get(path)(function)


def _dated(asked: Asked, person: Person, name: str = "date") -> Truth:
    return person.truth(day_in(asked.query.get(name)))


@get("/usersummary-service/usersummary/daily/{name}")
def summary(person: Person, asked: Asked, name: str) -> Answer:
    day = _dated(asked, person, "calendarDate")
    return NO_CONTENT if day.is_empty else Answer(200, bodies_day.flat(person, day))


@get("/wellness-service/wellness/dailyHeartRate/{name}")
def heart(person: Person, asked: Asked, name: str) -> Answer:
    day = _dated(asked, person)
    return NO_CONTENT if day.is_empty else Answer(200, bodies_day.heart_day(person, day))


@get("/userstats-service/wellness/daily/{name}")
def resting_heart(person: Person, asked: Asked, name: str) -> Answer:
    days = person.truths(*span(asked.query.get("fromDate"), asked.query.get("untilDate"), YEAR_DAYS))
    values = [
        {"value": float(day.resting_hr_bpm), "calendarDate": day.date.isoformat()}
        for day in days
        if day.resting_hr_bpm is not None
    ]
    return Answer(200, {"allMetrics": {"metricsMap": {"WELLNESS_RESTING_HEART_RATE": values}}})


@get("/wellness-service/wellness/dailySleepData/{name}")
def sleep(person: Person, asked: Asked, name: str) -> Answer:
    return Answer(200, bodies_night.sleep_wrapped(person, _dated(asked, person)))


@get("/sleep-service/sleep/dailySleepData")
def sleep_of_me(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_night.sleep_wrapped(person, _dated(asked, person)))


@get("/sleep-service/stats/sleep/daily/{start}/{end}")
def sleep_stats(person: Person, asked: Asked, start: str, end: str) -> Answer:
    days = person.truths(*span(start, end, STATS_DAYS))
    rows = [
        {
            "calendarDate": day.date.isoformat(),
            "values": {
                "totalSleepTimeInSeconds": day.sleep_s,
                "deepTime": day.deep_sleep_s,
                "lightTime": day.light_sleep_s,
                "remTime": day.rem_sleep_s,
                "awakeTime": day.awake_s,
                "sleepScore": day.sleep_score,
                "restingHeartRate": day.resting_hr_bpm,
                "spO2": day.spo2_pct,
                "respiration": day.respiration_rpm,
                "gmtSleepStartTimeInMillis": day.sleep_start and epoch_ms(day.sleep_start),
                "gmtSleepEndTimeInMillis": day.sleep_end and epoch_ms(day.sleep_end),
            },
        }
        for day in days
        if day.has_sleep
    ]
    return Answer(200, {"overallStats": {}, "individualStats": rows})


@get("/wellness-service/wellness/dailyStress/{day}")
def stress(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_day.stress_day(person, person.truth(day_in(day))))


@get("/wellness-service/wellness/bodyBattery/events/{day}")
def battery_events(person: Person, asked: Asked, day: str) -> Answer:
    truth = person.truth(day_in(day))
    body = bodies_day.battery_day(person, truth)["bodyBatteryActivityEvent"] if truth.is_worn else []
    return Answer(200, [{"event": each, "activityType": None} for each in body])


@get("/wellness-service/wellness/dailySummaryChart/{name}")
def steps_chart(person: Person, asked: Asked, name: str) -> Answer:
    day = _dated(asked, person)
    return Answer(200, [] if day.steps is None else [{"steps": day.steps, "primaryActivityLevel": "active"}])


@get("/wellness-service/wellness/daily/respiration/{day}")
def respiration(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_day.respiration_day(person, person.truth(day_in(day))))


@get("/wellness-service/wellness/(?:floorsChartData/daily|daily/im)/{day}")
def floors_and_minutes(person: Person, asked: Asked, day: str) -> Answer:
    truth = person.truth(day_in(day))
    minutes = {"moderateMinutes": truth.moderate_min, "vigorousMinutes": truth.vigorous_min}
    return Answer(200, {"calendarDate": day, "floorValuesArray": []} | minutes)


@get("/usersummary-service/usersummary/hydration/daily/{day}")
def hydration(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, {"calendarDate": day_in(day).isoformat(), "valueInML": None, "goalInML": 2_500.0})


@get("/usersummary-service/stats/(?P<kind>heartRate|bodybattery|respiration|im|floors)/daily/{start}/{end}")
def stats(person: Person, asked: Asked, kind: str, start: str, end: str) -> Answer:
    days = [day for day in person.truths(*span(start, end, STATS_DAYS)) if day.is_worn]
    return Answer(200, [{"calendarDate": day.date.isoformat(), "values": _stats(kind, day)} for day in days])


def _stats(kind: str, day: Truth) -> dict:
    return {
        "heartRate": {
            "restingHR": day.resting_hr_bpm,
            "wellnessMinAvgHR": day.hr_min_bpm,
            "wellnessMaxAvgHR": day.hr_max_bpm,
        },
        "bodybattery": {"lowBodyBattery": day.body_battery_low, "highBodyBattery": day.body_battery_high},
        "respiration": {
            "avgWakingRespiration": day.respiration_waking_rpm,
            "avgSleepRespiration": day.respiration_rpm,
        },
        "im": {"moderateValue": day.moderate_min, "vigorousValue": day.vigorous_min, "weeklyGoal": 150},
        "floors": {"floorsAscended": day.floors, "floorsDescended": day.floors},
    }[kind]


@get("/weight-service/weight/dateRange")
def weight(person: Person, asked: Asked) -> Answer:
    first, last = span(asked.query.get("startDate"), asked.query.get("endDate"), YEAR_DAYS)
    return Answer(200, bodies_night.weight_list(person, first, last))


@get("/weight-service/weight/dayview/{day}")
def weight_day(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_night.weight_list(person, day_in(day), day_in(day)))


@get("/activitylist-service/activities/search/activities")
def activities(person: Person, asked: Asked) -> Answer:
    limit = number_in(asked.query.get("limit"), 20)
    return BAD_REQUEST if limit > MOST_LISTED else Answer(200, search(person, asked.query, limit))


@get("/activity-service/activity/{id}/(?:splits|typedsplits|split_summaries)")
def splits(person: Person, asked: Asked, id: str) -> Answer:
    found = person.outing(int(id))
    if found is None:
        return NOT_FOUND
    lap = {
        "distance": found.distance_m,
        "duration": float(found.seconds),
        "averageHR": float(found.heart_bpm),
    }
    return Answer(200, {"activityId": found.id, "lapDTOs": [lap | {"lapIndex": 1}], "eventDTOs": []})


@get("/activity-service/activity/{id}/(?:hrTimeInZones|powerTimeInZones|exerciseSets|weather|details)")
def nothing_of(person: Person, asked: Asked, id: str) -> Answer:
    return NO_CONTENT if person.outing(int(id)) else NOT_FOUND


@get("/download-service/files/activity/{id}")
def download(person: Person, asked: Asked, id: str) -> Answer:
    return personal_routes.file_of(person, int(id))


@get("/device-service/(?:deviceregistration/devices|deviceservice/mylastused)")
def devices(person: Person, asked: Asked) -> Answer:
    device = {"deviceId": bodies_estimates.DEVICE, "productDisplayName": "Forerunner"}
    named = {"userDeviceId": bodies_estimates.DEVICE, "lastUsedDeviceName": "Forerunner"}
    return Answer(200, named if asked.path.endswith("mylastused") else [device])
