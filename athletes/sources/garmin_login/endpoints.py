"""What is asked of Garmin Connect about days, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from athletes.sources.garmin import mapping as shared
from athletes.sources.garmin_login import mapping
from athletes.sources.records import DailyChannel, EstimateKind

NAME = "{name}"
ACTIVITIES = "/activitylist-service/activities/search/activities"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`path` and `params` may hold {start} and {end}, both days included, and {name}, who is asked about."""

    name: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_name(self) -> bool:
        return NAME in self.path


@dataclass(frozen=True, slots=True)
class Question:
    """One request: an endpoint about the local days [start, end)."""

    endpoint: Endpoint
    start: date
    end: date

    def path(self, name: str | None) -> str:
        return self.endpoint.path.format(**self._days, name=name)

    @property
    def params(self) -> dict[str, str]:
        return {key: value.format(**self._days) for key, value in self.endpoint.params.items()}

    @property
    def _days(self) -> dict[str, str]:
        return {"start": self.start.isoformat(), "end": (self.end - timedelta(days=1)).isoformat()}


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is asked when all answers together say nothing of `about`; `is_daily` asks day by day."""

    about: DailyChannel | EstimateKind
    endpoint: Endpoint
    is_daily: bool = True


_METRICS = "/metrics-service/metrics"
_WELLNESS = "/wellness-service/wellness"
_STATS = "/biometric-service/stats"
_SPAN = {"startDate": "{start}", "endDate": "{end}"}
_CALENDAR = {"fromCalendarDate": "{start}", "toCalendarDate": "{end}"}
_LATEST = {"aggregation": "daily", "aggregationStrategy": "LATEST"}

RANGES = (
    Endpoint(shared.DAILY_SUMMARIES, "/usersummary-service/v2/dailysummaries", _SPAN),
    Endpoint(shared.HRV_RANGE, "/hrv-service/hrv/daily/{start}/{end}"),
    Endpoint(mapping.SLEEP_STATS, "/sleep-service/stats/sleep/daily/{start}/{end}"),
    Endpoint(shared.WEIGHT, "/weight-service/weight/range/{start}/{end}", {"includeAll": "true"}),
    # Of two that know the acute load, the status is believed before readiness.
    Endpoint(mapping.TRAINING_STATUS, f"{_METRICS}/trainingstatus/weekly/{NAME}", _CALENDAR),
    Endpoint(mapping.READINESS, f"{_METRICS}/trainingreadiness/{{start}}/{{end}}"),
    Endpoint(mapping.VO2MAX, f"{_METRICS}/maxmet/daily/{{start}}/{{end}}"),
    Endpoint(mapping.RACE_PREDICTIONS, f"{_METRICS}/racepredictions/daily/{NAME}", _CALENDAR),
    Endpoint(
        mapping.FTP,
        f"{_STATS}/functionalThresholdPower/range/{{start}}/{{end}}",
        {"sport": "CYCLING", **_LATEST},
    ),
    Endpoint(
        mapping.THRESHOLD_PULSE,
        f"{_STATS}/lactateThresholdHeartRate/range/{{start}}/{{end}}",
        {"sport": "RUNNING", **_LATEST},
    ),
    Endpoint(
        mapping.THRESHOLD_SPEED,
        f"{_STATS}/lactateThresholdSpeed/range/{{start}}/{{end}}",
        {"sport": "RUNNING", **_LATEST},
    ),
    Endpoint(mapping.ENDURANCE, f"{_METRICS}/endurancescore/stats", {**_SPAN, "aggregation": "daily"}),
    Endpoint(mapping.HILL, f"{_METRICS}/hillscore/stats", {**_SPAN, "aggregation": "daily"}),
)
"""Asked of every window, in this order: of answers that disagree the earlier is believed."""

NIGHT = Endpoint(
    shared.SLEEP, f"{_WELLNESS}/dailySleepData/{NAME}", {"date": "{start}", "nonSleepBufferMinutes": "60"}
)
"""One night with naps, which the statistics leave out."""

FALLBACKS = (
    Fallback(DailyChannel.SLEEP, NIGHT),
    Fallback(DailyChannel.HRV, Endpoint(shared.HRV, "/hrv-service/hrv/{start}")),
    Fallback(
        DailyChannel.HEART,
        Endpoint(shared.HEART_RATE, f"{_WELLNESS}/dailyHeartRate/{NAME}", {"date": "{start}"}),
    ),
    Fallback(DailyChannel.STRESS, Endpoint(mapping.STRESS, f"{_WELLNESS}/dailyStress/{{start}}")),
    Fallback(
        DailyChannel.BODY_BATTERY,
        Endpoint(shared.BODY_BATTERY, f"{_WELLNESS}/bodyBattery/reports/daily", _SPAN),
        is_daily=False,
    ),
    Fallback(
        DailyChannel.STEPS,
        Endpoint(shared.STEPS_RANGE, "/usersummary-service/stats/steps/daily/{start}/{end}"),
        is_daily=False,
    ),
    Fallback(
        DailyChannel.RESPIRATION, Endpoint(mapping.RESPIRATION, f"{_WELLNESS}/daily/respiration/{{start}}")
    ),
    Fallback(DailyChannel.SPO2, Endpoint(shared.SPO2, f"{_WELLNESS}/daily/spo2/{{start}}")),
    Fallback(DailyChannel.READINESS, Endpoint(mapping.READINESS, f"{_METRICS}/trainingreadiness/{{start}}")),
    Fallback(
        EstimateKind.TRAINING_STATUS,
        Endpoint(mapping.TRAINING_STATUS_DAY, f"{_METRICS}/trainingstatus/aggregated/{{start}}"),
    ),
)
LATEST = (
    Endpoint(mapping.FTP_LATEST, "/biometric-service/biometric/latestFunctionalThresholdPower/CYCLING"),
    Endpoint(mapping.THRESHOLD_LATEST, "/biometric-service/biometric/latestLactateThreshold"),
)
"""Asked where the history of a threshold cannot be had; believed only for the days it names."""
