"""The endpoints in use: how each is asked for a range of days, and its name in the record of calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from requests import PreparedRequest

from athletes.sources.garmin import mapping

TOKEN_PATH: Final = "/personalapitoken-service/personal-api/personal-api-key/token"  # noqa: S105 - an address
FILES: Final = "/download-service/files/activity/"

ASK: dict[str, Callable[[Any, date, date], Any]] = {
    mapping.DAILY_SUMMARIES: lambda api, first, last: api.get_daily_summaries(first, last),
    mapping.SLEEP_RANGE: lambda api, first, last: api.get_daily_sleep_summaries(first, last),
    mapping.HRV_RANGE: lambda api, first, last: api.get_daily_hrv_summaries(first, last),
    mapping.WEIGHT: lambda api, first, last: api.get_weight_measurements(first, last),
    mapping.HEART_RATE: lambda api, first, _: api.get_daily_heart_rate(first),
    mapping.SPO2: lambda api, first, _: api.get_daily_spo2(first),
    mapping.FITNESS_AGE: lambda api, first, _: api.get_fitness_age(first),
}
"""By the name that `map_answer` knows; `last` is included, and the same as `first` for a day alone."""

_NAMES = [
    (re.compile(pattern), name)
    for pattern, name in (
        (r"/personalapitoken-service/", "token"),
        (r"/usersummary-service/v2/dailysummaries$", mapping.DAILY_SUMMARIES),
        (r"/sleep-service/sleep/dailySleepSummariesByDate$", mapping.SLEEP_RANGE),
        (r"/hrv-service/hrv/daily/", mapping.HRV_RANGE),
        (r"/weight-service/weight/range/", mapping.WEIGHT),
        (r"/wellness-service/wellness/dailyHeartRate$", mapping.HEART_RATE),
        (r"/wellness-service/wellness/daily/spo2acclimation/", mapping.SPO2),
        (r"/fitnessage-service/", mapping.FITNESS_AGE),
        (r"/activitylist-service/", "activities"),
        (FILES, "activity_file"),
        (r"/userprofile-service/", "profile"),
    )
]


def name_of(request: PreparedRequest) -> str:
    """The endpoint's name, without dates and ids."""
    path = urlsplit(request.url or "").path
    return next((name for pattern, name in _NAMES if pattern.search(path)), "other")
