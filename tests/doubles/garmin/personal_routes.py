"""The endpoints of the Personal API with their caps; what is not here is not offered."""

from __future__ import annotations

from tests.doubles.garmin import bodies_activity, bodies_day, bodies_night
from tests.doubles.garmin.activities import search
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.routes import Routes, day_in, number_in, span
from tests.doubles.garmin.server import NO_CONTENT, NOT_FOUND, Answer, Asked

STATS_DAYS, MONTH_DAYS, YEAR_DAYS = 28, 31, 366
SUMMARY_DAYS_THAT_WORK = 90
MOST_LISTED = 45
ZIPS = ("application/zip", "application/x-zip-compressed", "*/*")

ROUTES = Routes()
get = ROUTES.get


def _oops() -> Answer:
    return Answer(500, {"error": "InternalServerErrorException", "message": "Internal server error"})


@get("/usersummary-service/stats/stress/daily/{start}/{end}")
def stress(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(200, bodies_day.stress_range(person, *span(start, end, STATS_DAYS)))


@get("/usersummary-service/stats/steps/daily/{start}/{end}")
def steps(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(200, bodies_day.steps_range(person, *span(start, end, STATS_DAYS)))


@get("/usersummary-service/stats/hydration/daily/{start}/{end}")
def hydration(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(200, bodies_day.hydration_range(person, *span(start, end, MONTH_DAYS)))


@get("/usersummary-service/v2/dailysummaries")
def summaries(person: Person, asked: Asked) -> Answer:
    first, last = span(asked.query.get("startDate"), asked.query.get("endDate"), YEAR_DAYS)
    if (last - first).days + 1 > SUMMARY_DAYS_THAT_WORK:
        return _oops()
    return Answer(200, bodies_day.summaries(person, first, last))


@get("/usersummary-service/usersummary/daily")
def summary(person: Person, asked: Asked) -> Answer:
    day = person.truth(day_in(asked.query.get("calendarDate")))
    return NO_CONTENT if day.is_empty else Answer(200, bodies_day.flat(person, day))


@get("/sleep-service/sleep/dailySleep")
def sleep(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_night.sleep(person, person.truth(day_in(asked.query.get("date")))))


@get("/sleep-service/sleep/dailySleepSummariesByDate")
def sleeps(person: Person, asked: Asked) -> Answer:
    first, last = span(asked.query.get("startDate"), asked.query.get("endDate"), MONTH_DAYS)
    return Answer(200, bodies_night.sleep_range(person, first, last))


@get("/hrv-service/hrv/{day}")
def variability(person: Person, asked: Asked, day: str) -> Answer:
    body = bodies_night.variability_day(person, person.truth(day_in(day)))
    return NO_CONTENT if body is None else Answer(200, body)


@get("/hrv-service/hrv/daily/{start}/{end}")
def variabilities(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(200, bodies_night.variability_range(person, *span(start, end, YEAR_DAYS)))


@get("/wellness-service/wellness/dailyHeartRate")
def heart(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_day.heart_day(person, person.truth(day_in(asked.query.get("date")))))


@get("/wellness-service/wellness/bodyBattery/reports/daily")
def battery(person: Person, asked: Asked) -> Answer:
    first, last = span(asked.query.get("startDate"), asked.query.get("endDate"), MONTH_DAYS)
    return Answer(200, bodies_day.battery_range(person, first, last))


@get("/wellness-service/wellness/daily/spo2acclimation/{day}")
def oxygen(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_day.oxygen_day(person, person.truth(day_in(day))))


@get("/weight-service/weight/range/{start}/{end}")
def weight(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(200, bodies_night.weight_range(person, *span(start, end, YEAR_DAYS)))


@get("/weight-service/weight/all/{start}/{end}")
def weight_all(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(400, {})


@get("/goal-service/goal/user/effective/weightgoal/{start}/{end}")
def weight_goals(person: Person, asked: Asked, start: str, end: str) -> Answer:
    span(start, end, YEAR_DAYS)
    return Answer(200, [])


@get("/nutrition-service/food/logs/{day}")
def food(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, {"mealDate": day_in(day).isoformat(), "loggedFoodsWithServingSizes": None})


@get("/biometric-service/heartRateZones/v2")
def zones(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_night.zones())


@get("/fitnessage-service/fitnessage/v2/{day}")
def fitness_age(person: Person, asked: Asked, day: str) -> Answer:
    truth = person.truth(day_in(day))
    return NO_CONTENT if truth.fitness_age is None else Answer(200, bodies_night.fitness_age(truth))


@get("/periodichealth-service/menstrualcycle/(summary|dayview)/{day}")
def cycle(person: Person, asked: Asked, day: str) -> Answer:
    day_in(day)
    return NO_CONTENT


@get("/wellnessactivity-service/activity/summary/range/{start}/{end}")
def wellness_activities(person: Person, asked: Asked, start: str, end: str) -> Answer:
    span(start, end, STATS_DAYS)
    return Answer(200, [])


@get("/userprofile-service/userprofile/settings")
def settings(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_night.profile_settings(person))


@get("/activitylist-service/activities/search/activities")
def activities(person: Person, asked: Asked) -> Answer:
    limit = number_in(asked.query.get("limit"), 99)
    return _oops() if limit > MOST_LISTED else Answer(200, search(person, asked.query, limit))


@get("/activity-service/activity/{id}")
def activity(person: Person, asked: Asked, id: str) -> Answer:
    found = person.outing(int(id))
    return Answer(200, bodies_activity.described(person, found)) if found else NOT_FOUND


@get("/activity-service/activity/{id}/workouts")
def activity_workouts(person: Person, asked: Asked, id: str) -> Answer:
    found = person.outing(int(id))
    return Answer(200, bodies_activity.workouts(found)) if found else NOT_FOUND


@get("/download-service/files/activity/{id}")
def download(person: Person, asked: Asked, id: str) -> Answer:
    accepted = asked.headers.get("accept", "*/*")
    if not any(kind in accepted for kind in ZIPS):
        return Answer(406, {"error": "NotAcceptableException", "message": "HTTP 406 Not Acceptable"})
    return file_of(person, int(id))


def file_of(person: Person, number: int) -> Answer:
    """The zip, 404 for an activity that has no file."""
    found = person.outing(number)
    content = person.original(found) if found else None
    if content is None:
        return NOT_FOUND
    return Answer(200, content, {"Content-Type": "application/x-zip-compressed"})
