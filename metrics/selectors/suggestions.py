"""What the watch and an athlete's own recordings suggest for the numbers that loads are measured against.

They are starting points for the athlete to confirm, and rather too low than too high.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import cast

from django.db.models import QuerySet

from athletes.models import Athlete
from athletes.models.threshold import HUMAN_RANGES
from athletes.sources.records import EstimateKind
from config.core import dates, formatting
from config.core.formatting import Units
from metrics.models import Activity, Day
from metrics.science.curves import mean_max
from metrics.science.proposals import FTP_SHARE, FTP_TEST_S, twice_reached
from metrics.selectors.estimates import SOURCE_WORDS, newest_estimate
from metrics.selectors.streams import load_channels

HIGHEST_BPM, LOWEST_BPM = 220, 100
PEAKS = 50
RESTING_DAYS, WEEK_DAYS, NIGHTS_OF_A_WEEK = 365, 7, 4
RECENT = timedelta(days=365)
FTP_W = (30, 600)
RIDES = 5
RUN_S = (1800, 4500)
FASTEST_RUN_MPS = 6.0
"""Faster than anybody runs for half an hour: such a "run" was a ride or a fault of the satellites."""


@dataclass(frozen=True)
class Suggestion:
    """A value in the unit of its name, and a sentence that says where it comes from.

    Whoever reads it needs `data_class`.
    """

    value: float
    source: str
    data_class: str = "activities"


def suggest(athlete: Athlete, names: Iterable[str]) -> dict[str, Suggestion]:
    """Suggestions for those of `names` that the recordings say something about."""
    found = {name: SOURCES[name](athlete) for name in names if name in SOURCES}
    return {name: each for name, each in found.items() if each is not None}


def highest_heart_rate(athlete: Athlete) -> Suggestion | None:
    """The highest peak that another activity came within 3 bpm of, else the second highest; at most 220.

    One activity alone says nothing: a single peak may be a fault of the sensor, or an easy day.
    """
    possible = _shown(athlete).filter(max_hr_bpm__gte=LOWEST_BPM, max_hr_bpm__lte=HIGHEST_BPM)
    rows = possible.order_by("-max_hr_bpm", "-start_time").values_list("max_hr_bpm", "local_date")
    peaks = [(round(peak or 0), day) for peak, day in rows[:PEAKS]]
    index = twice_reached([high for high, _ in peaks])
    if index is not None:
        (high, day), (next_high, next_day) = peaks[index : index + 2]
        near = f"{next_high} on {dates.full_day(next_day)}"
        return Suggestion(
            high, f"Recorded on {dates.full_day(day)}, and {near}. You may reach a little more.", "heart"
        )
    if len(peaks) < 2:
        return None
    high, day = peaks[1]
    return Suggestion(
        high,
        f"The second highest of your recordings, on {dates.full_day(day)}; the highest stands alone.",
        "heart",
    )


def resting_heart_rate(athlete: Athlete) -> Suggestion | None:
    """The lowest median of seven days with at least four values, among the newest 365 values."""
    rows = Day.objects.for_athlete(athlete).filter(resting_hr_bpm__gte=25, resting_hr_bpm__lte=120)
    by_day = dict(rows.order_by("-date").values_list("date", "resting_hr_bpm")[:RESTING_DAYS])
    weeks = [
        (median(values), day)
        for day in by_day
        if len(values := _week_before(by_day, day)) >= NIGHTS_OF_A_WEEK
    ]
    if not weeks:
        return None
    lowest, day = min(weeks)
    week = dates.days(day - timedelta(days=WEEK_DAYS - 1), day + timedelta(days=1))
    return Suggestion(round(lowest), f"The median of your quietest week, {week}.", "heart")


def _week_before(by_day: dict[date, float], day: date) -> list[float]:
    week = (day - timedelta(days=back) for back in range(WEEK_DAYS))
    return [by_day[each] for each in week if each in by_day]


def cycling_ftp(athlete: Athlete) -> Suggestion | None:
    """Garmin's newest estimate, else the FTP that the newest ride's device had, else 95 % of the best 20
    minutes of the strongest rides."""
    if told_us := _estimated(athlete, EstimateKind.FTP):
        return told_us
    rides = _shown(athlete).filter(sport="cycling")
    lowest, highest = FTP_W
    told = rides.filter(device__ftp_w__gte=lowest, device__ftp_w__lte=highest).order_by("-start_time")
    if newest := told.only("device", "local_date").first():
        return Suggestion(
            round(newest.device["ftp_w"]),
            f"What your device was set to on {dates.full_day(newest.local_date)}.",
        )
    return _tested_ftp(rides)


def _tested_ftp(rides: QuerySet[Activity]) -> Suggestion | None:
    """Reads the power of at most five rides of the last year, those with the highest weighted power."""
    strongest = _recent(rides.filter(weighted_power_w__isnull=False, timer_s__gte=FTP_TEST_S))
    means = [
        (mean_max(power).get(FTP_TEST_S, 0.0), ride.local_date)
        for ride in strongest.only("local_date").order_by("-weighted_power_w", "-start_time")[:RIDES]
        if (power := load_channels(ride, ["power_w"]).get("power_w")) is not None
    ]
    best, day = max(means, default=(0.0, date.min))
    ftp = math.floor(best * FTP_SHARE)
    lowest, highest = FTP_W
    if not lowest <= ftp <= highest:
        return None
    return Suggestion(
        ftp, f"95 % of your best 20 minutes, {formatting.power(best)} on {dates.full_day(day)}."
    )


def running_pace(athlete: Athlete) -> Suggestion | None:
    """Garmin's newest estimate, else the average pace of the last year's fastest run of 30 to 75 minutes, in
    s/km, rounded up."""
    if told_us := _estimated(athlete, EstimateKind.THRESHOLD_PACE):
        return told_us
    shortest, longest = RUN_S
    runs = _shown(athlete).filter(sport="running", timer_s__gte=shortest, timer_s__lte=longest)
    possible = _recent(runs.filter(avg_speed_mps__gt=0, avg_speed_mps__lte=FASTEST_RUN_MPS))
    fastest = possible.only("avg_speed_mps", "local_date").order_by("-avg_speed_mps", "-start_time").first()
    if fastest is None or fastest.avg_speed_mps is None:
        return None
    pace = math.ceil(round(1000 / fastest.avg_speed_mps, 6))
    return Suggestion(
        pace,
        f"The average of your fastest run of 30 to 75 minutes, {dates.full_day(fastest.local_date)}."
        " For an hour all out you may be a little faster.",
    )


def _estimated(athlete: Athlete, kind: EstimateKind) -> Suggestion | None:
    """What Garmin says of the last year, if anybody can hold it: "Garmin: 248 W, 3 Nov 2026."."""
    today = athlete.today()
    found = newest_estimate(athlete, kind, since=today - RECENT, until=today)
    lowest, highest = HUMAN_RANGES[kind]
    if found is None or found.value is None or not lowest <= found.value <= highest:
        return None
    if kind == EstimateKind.FTP:
        shown = formatting.power(found.value)
    else:
        shown = formatting.pace(found.value, cast(Units, athlete.units))
    source = SOURCE_WORDS.get(found.source, found.source)
    return Suggestion(round(found.value), f"{source}: {shown}, {dates.full_day(found.date)}.", "load")


SOURCES: dict[str, Callable[[Athlete], Suggestion | None]] = {
    "hr_max_bpm": highest_heart_rate,
    "hr_rest_bpm": resting_heart_rate,
    "ftp_w": cycling_ftp,
    "threshold_pace_s_per_km": running_pace,
}
"""Critical swim speed is left to the athlete: training swims say too little about it."""


def _shown(athlete: Athlete) -> QuerySet[Activity]:
    shown: QuerySet[Activity] = Activity.objects.for_athlete(athlete).shown()
    return shown


def _recent(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those of the year that ends with the newest of them."""
    newest = activities.order_by("-local_date").values_list("local_date", flat=True).first()
    return activities.filter(local_date__gt=newest - RECENT) if newest else activities.none()
