"""What an athlete's fastest runs say about the next race."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from athletes.models import Athlete, Threshold
from config.core import cache
from metrics.models import Activity, Best, Race
from metrics.science import prediction as science
from metrics.science import vdot as daniels
from metrics.science.critical_speed import CriticalSpeed, FastestTime, critical_speed
from metrics.science.efforts import HALF_MARATHON_M, MARATHON_M
from metrics.science.marathon_shape import FROM_M, SHIFT, VOLUME_DAYS, Shape, marathon_shape
from metrics.science.performances import Effort, Performance, effort_of, maximal
from metrics.science.prediction import Estimate, Exponent
from metrics.selectors.curves import SHOWN

STANDARD_M = (5000.0, 10_000.0, HALF_MARATHON_M, MARATHON_M)
FRESH_DAYS, RACE_DAYS = 90, 180
"""How long a training effort and a race speak for the runner of today."""

HISTORY_DAYS, HISTORY_STEP_DAYS = 364, 14
SHORTEST_M, LONGEST_M = 1000.0, 100_000.0
"""Beyond these the models say nothing."""

SWIM_SPREAD = 0.04
NO_EFFORT = "no_effort"
NOT_HARD = "not_hard"


@dataclass(frozen=True)
class RacePrediction:
    """A race over `distance_m`: each method, and `combined`, which the volume condition has moved.

    `shape` is that condition, None below 20 km and up to the longest race that the prediction rests on;
    `before_shape` is what the speed alone promises.
    """

    distance_m: float
    estimates: tuple[Estimate, ...]
    combined: Estimate
    before_shape: Estimate
    shape: Shape | None


@dataclass(frozen=True)
class Predictions:
    """What the runner of `day` can do. `used` are the performances it rests on, the shortest first.

    `vdot` is the highest of them and None without any; `reason` then says why: `no_effort` (no run over a
    known distance in the last 90 days) or `not_hard` (none of them was near the athlete's limit).
    """

    day: date
    used: tuple[Performance, ...]
    vdot: float | None
    exponent: Exponent | None
    critical: CriticalSpeed | None
    reason: str
    runs: tuple[tuple[int, float], ...]
    days_known: int

    def at(self, distance_m: float) -> RacePrediction | None:
        """The prediction for one distance; None without performances and beyond 1 to 100 km."""
        if self.vdot is None or not SHORTEST_M <= distance_m <= LONGEST_M:
            return None
        estimates = science.estimates(distance_m, self.used, self.critical)
        combined = science.combine(estimates)
        if combined is None:
            return None
        if distance_m < FROM_M or self._has_raced(distance_m):
            return RacePrediction(distance_m, estimates, combined, combined, None)
        shape = marathon_shape(self.vdot, distance_m, self.runs, days_known=self.days_known)
        slowed = science.slowed(combined, shape.slowing, SHIFT)
        return RacePrediction(distance_m, estimates, slowed, combined, shape)

    def _has_raced(self, distance_m: float) -> bool:
        """Whether a race of late went that far: it has shown itself what volume could only suggest."""
        return any(each.effort is Effort.RACE and each.distance_m >= distance_m for each in self.used)

    def standard(self) -> list[RacePrediction]:
        """5 km, 10 km, half marathon and marathon; empty without performances."""
        return [found for distance_m in STANDARD_M if (found := self.at(distance_m))]


def predictions(
    athlete: Athlete, today: date, *, fresh: bool = False, with_races: bool = True
) -> Predictions:
    """Today's predictions for running; the rows are kept for half an hour or until data changes.

    `fresh` reads them anew, for work that must see what has just come in. `with_races` is False for viewers
    who may not see races: only recordings speak then.
    """
    rows = _read(athlete, today) if fresh else _rows(athlete, today)
    given = _performances(rows, with_races)
    used = current(given, today)
    return Predictions(
        day=today,
        used=used,
        vdot=max((each.vdot for each in used), default=None),
        exponent=science.fit_exponent(used),
        critical=critical_model(used),
        reason="" if used else NOT_HARD if _fresh(given, today) else NO_EFFORT,
        runs=tuple((ago, metres) for ago, metres in rows["runs"]),
        days_known=rows["days_known"],
    )


def prediction_history(
    athlete: Athlete, distance_m: float, today: date, *, with_races: bool = True
) -> list[tuple[date, Estimate | None]]:
    """The combined prediction every 14 days of the last year, from what was known on each of those days.

    Speed alone: the volume condition is not part of it. None on a day without performances.
    """
    given = _performances(_rows(athlete, today), with_races)
    steps = range(HISTORY_DAYS, -1, -HISTORY_STEP_DAYS)
    days = [today - timedelta(days=ago) for ago in steps]
    return [(day, _combined(distance_m, current(given, day))) for day in days]


def critical_model(used: Sequence[Performance]) -> CriticalSpeed | None:
    """Critical speed through the performances of 2 to 20 minutes, if they carry it."""
    return critical_speed([FastestTime(each.distance_m, each.time_s, each.day) for each in used]).model


def current(performances: Sequence[Performance], day: date) -> tuple[Performance, ...]:
    """Those that were plausibly all out and spoke for the runner on `day`."""
    return maximal(_fresh(performances, day))


def _combined(distance_m: float, used: Sequence[Performance]) -> Estimate | None:
    return science.combine(science.estimates(distance_m, used, critical_model(used)))


def _fresh(performances: Sequence[Performance], day: date) -> list[Performance]:
    def is_fresh(each: Performance) -> bool:
        limit = RACE_DAYS if each.effort is Effort.RACE else FRESH_DAYS
        return 0 <= (day - each.day).days < limit

    return [each for each in performances if is_fresh(each)]


def _performances(rows: dict[str, Any], with_races: bool) -> list[Performance]:
    """A race counts once: by its result, or by its recording where results are not seen."""
    return [
        Performance(metres, seconds, date.fromisoformat(day), Effort(effort), key)
        for metres, seconds, day, effort, key in rows["raced" if with_races else "in_races"] + rows["trained"]
    ]


def _rows(athlete: Athlete, today: date) -> dict[str, Any]:
    return cache.remember(
        athlete.pk, "runs", cache.STATISTICS_S, lambda: _read(athlete, today), today.isoformat()
    )


def _read(athlete: Athlete, today: date) -> dict[str, Any]:
    """Performances of fifteen months and runs of 26 weeks as plain values."""
    start = today - timedelta(days=HISTORY_DAYS + RACE_DAYS)
    runs = Activity.objects.for_athlete(athlete).shown().filter(sport="running")
    recent = runs.filter(local_date__gt=today - timedelta(days=VOLUME_DAYS), local_date__lte=today)
    first = runs.aggregate(first=Min("local_date"))["first"]
    raced = _raced(athlete, start, today)
    of_races = {pk for *_, pk in raced if pk is not None}
    efforts = _efforts(athlete, start, today)
    return {
        "raced": [row[:5] for row in raced],
        "in_races": [row[:5] for row in efforts if row[5] in of_races],
        "trained": [row[:5] for row in efforts if row[5] not in of_races],
        "runs": [
            [(today - day).days, metres or 0.0]
            for day, metres in recent.order_by().values_list("local_date", "distance_m")
        ],
        "days_known": (today - first).days + 1 if first else 0,
    }


def _raced(athlete: Athlete, start: date, today: date) -> list[list[Any]]:
    rows = (
        Race.objects.for_athlete(athlete)
        .alive()
        .filter(sport="running", date__gte=start, date__lte=today, result_s__gt=0, distance_m__gt=0)
        .values_list("distance_m", "result_s", "date", "uid", "activity_id")
    )
    return [
        [metres, seconds, day.isoformat(), Effort.RACE, f"race:{uid}", pk]
        for metres, seconds, day, uid, pk in rows
    ]


def _efforts(athlete: Athlete, start: date, today: date) -> list[list[Any]]:
    """Best efforts over fixed distances, each with its activity's row."""
    rows = (
        Best.objects.filter(athlete=athlete, sport="running", metric=Best.Metric.SPEED, **SHOWN)
        .filter(distance_m__gte=SHORTEST_M, local_date__gte=start, local_date__lte=today, duration_s__gt=0)
        .order_by("local_date", "pk")
        .values_list(
            "distance_m",
            "duration_s",
            "local_date",
            "activity__uid",
            "activity_id",
            "activity__max_hr_bpm",
        )
    )
    thresholds = Threshold.objects.for_athlete(athlete).filter(sport="running", kind=Threshold.Kind.PACE)
    paces = list(thresholds.order_by("valid_from").values_list("valid_from", "value"))
    found: list[list[Any]] = []
    for metres, seconds, day, uid, pk, highest in rows:
        if metres is None:
            continue
        effort = _effort(daniels.vdot(metres, seconds), highest, athlete, _on(paces, day))
        found.append([metres, seconds, day.isoformat(), effort, f"activity:{uid}", pk])
    return found


def _effort(vdot: float, highest_bpm: float | None, athlete: Athlete, pace: float | None) -> Effort:
    share = highest_bpm / athlete.hr_max_bpm if highest_bpm and athlete.hr_max_bpm else None
    return effort_of(vdot, hr_share=share, threshold_pace_s_per_km=pace)


def _on(paces: list[tuple[date, float]], day: date) -> float | None:
    """The threshold pace of a day, the first one for days before it."""
    begun = [pace for since, pace in paces if since <= day]
    return begun[-1] if begun else paces[0][1] if paces else None


def swim_estimate(athlete: Athlete, race: Race, today: date) -> Estimate | None:
    """A swim of 400 to 3,800 m at the critical swim speed of the day (Wakayoshi 1992); None without one.

    Ours: a spread of 4 %, since open water and the pool differ.
    """
    if race.sport != "swimming" or race.distance_m is None or not 400 <= race.distance_m <= 3800:
        return None
    thresholds = Threshold.objects.for_athlete(athlete).filter(sport="swimming", kind=Threshold.Kind.CSS)
    css = thresholds.effective_on(today).values_list("value", flat=True).last()
    return None if css is None else Estimate("css", race.distance_m / 100 * css, SWIM_SPREAD)
