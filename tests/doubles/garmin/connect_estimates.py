"""The private API's routes for what the watch's maker estimates."""

from __future__ import annotations

from tests.doubles.garmin import bodies_estimates
from tests.doubles.garmin.bodies_estimates import last_measured
from tests.doubles.garmin.connect_routes import YEAR_DAYS, get
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.routes import day_in, span
from tests.doubles.garmin.server import NO_CONTENT, Answer, Asked

METRICS = "/metrics-service/metrics"


@get(METRICS + "/trainingreadiness/{day}")
def readiness(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_estimates.readiness(person, person.truth(day_in(day))))


@get(METRICS + "/trainingreadiness/{start}/{end}")
def readinesses(person: Person, asked: Asked, start: str, end: str) -> Answer:
    days = person.truths(*span(start, end, YEAR_DAYS))
    return Answer(200, [each for day in days for each in bodies_estimates.readiness(person, day)])


@get(METRICS + "/trainingstatus/aggregated/{day}")
def training_status(person: Person, asked: Asked, day: str) -> Answer:
    truth = person.truth(day_in(day))
    return NO_CONTENT if truth.is_empty else Answer(200, bodies_estimates.training_status(person, truth))


@get(METRICS + "/trainingstatus/daily/{day}")
def training_status_day(person: Person, asked: Asked, day: str) -> Answer:
    truth = person.truth(day_in(day))
    return NO_CONTENT if truth.is_empty else Answer(200, bodies_estimates.daily_status(person, truth))


@get(METRICS + "/trainingstatus/weekly/{name}")
def training_statuses(person: Person, asked: Asked, name: str) -> Answer:
    bounds = asked.query.get("fromCalendarDate"), asked.query.get("toCalendarDate")
    days = [day for day in person.truths(*span(*bounds, YEAR_DAYS)) if day.training_status]
    return Answer(200, bodies_estimates.statuses(person, days))


@get(METRICS + "/maxmet/(?:daily|weekly|monthly)/{start}/{end}")
def vo2max(person: Person, asked: Asked, start: str, end: str) -> Answer:
    days = person.truths(*span(start, end, YEAR_DAYS))
    return Answer(200, [bodies_estimates.vo2max(person, day) for day in days if day.vo2max_running])


@get(METRICS + "/maxmet/latest/{day}")
def vo2max_latest(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_estimates.vo2max(person, last_measured(person, day_in(day))))


@get(METRICS + "/racepredictions/latest/{name}")
def predictions(person: Person, asked: Asked, name: str) -> Answer:
    return Answer(200, bodies_estimates.predictions(person, last_measured(person)))


@get(METRICS + "/racepredictions/(?:daily|monthly)/{name}")
def predictions_range(person: Person, asked: Asked, name: str) -> Answer:
    bounds = asked.query.get("fromCalendarDate"), asked.query.get("toCalendarDate")
    days = person.truths(*span(*bounds, YEAR_DAYS))
    return Answer(200, [bodies_estimates.predictions(person, day) for day in days if day.race_5k_s])


@get(METRICS + "/(?P<kind>endurance|hill)score/stats")
def scores(person: Person, asked: Asked, kind: str) -> Answer:
    days = person.truths(*span(asked.query.get("startDate"), asked.query.get("endDate"), YEAR_DAYS))
    return Answer(200, bodies_estimates.scores(person, days, kind))


@get(METRICS + "/runningtolerance/stats")
def tolerance(person: Person, asked: Asked) -> Answer:
    return NO_CONTENT


@get("/biometric-service/biometric/latestLactateThreshold")
def lactate_threshold(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_estimates.lactate_threshold(person, last_measured(person)))


@get("/biometric-service/biometric/powerToWeight/latest/{day}")
def power_to_weight(person: Person, asked: Asked, day: str) -> Answer:
    return Answer(200, bodies_estimates.power_to_weight(last_measured(person, day_in(day))))


@get("/biometric-service/biometric/latestFunctionalThresholdPower/CYCLING")
def ftp(person: Person, asked: Asked) -> Answer:
    return Answer(200, bodies_estimates.ftp(person, last_measured(person)))


@get("/biometric-service/stats/functionalThresholdPower/range/{start}/{end}")
def ftp_range(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(
        200, bodies_estimates.changes(person.truths(*span(start, end, YEAR_DAYS)), "ftp_w", "cycling")
    )


@get("/biometric-service/stats/lactateThresholdHeartRate/range/{start}/{end}")
def lthr_range(person: Person, asked: Asked, start: str, end: str) -> Answer:
    return Answer(
        200, bodies_estimates.changes(person.truths(*span(start, end, YEAR_DAYS)), "lthr_bpm", "running")
    )


@get("/biometric-service/stats/lactateThresholdSpeed/range/{start}/{end}")
def threshold_speed_range(person: Person, asked: Asked, start: str, end: str) -> Answer:
    span(start, end, YEAR_DAYS)
    last = last_measured(person, day_in(end))
    return Answer(200, [{"series": "running", "value": 0.4, "updatedDate": last.date.isoformat()}])


@get("/biometric-service/powerZones/sports/all")
def power_zones(person: Person, asked: Asked) -> Answer:
    watts = last_measured(person).ftp_w
    return Answer(200, [{"sport": "CYCLING", "functionalThresholdPower": watts, "zone1Floor": 130.0}])
