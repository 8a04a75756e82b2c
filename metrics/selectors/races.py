"""Races to come and races run, and which activity may have been one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity, Best, Race

NEAR_DISTANCE = 0.05
"""A recording within 5 % of the race's distance is taken for the whole race."""

SUGGESTED_DAYS = timedelta(days=365)


@dataclass(frozen=True)
class RaceLists:
    """`upcoming` begins with the next race and holds today's while it has no result; `past` with the last."""

    upcoming: list[Race]
    past: list[Race]

    @property
    def next(self) -> Race | None:
        return self.upcoming[0] if self.upcoming else None


@dataclass(frozen=True)
class ResultSuggestion:
    """An activity that may have been the race. `time_s` is the best time over the race's distance within it,
    else its elapsed time when the distances agree, else None."""

    race: Race
    activity: Activity
    time_s: float | None


def races(athlete: Athlete, today: date) -> RaceLists:
    """All races of the athlete: one query."""
    rows = list(Race.objects.for_athlete(athlete).alive().select_related("activity").order_by("date", "pk"))
    for row in rows:
        row.athlete = athlete
    upcoming = [row for row in rows if row.date > today or (row.date == today and row.result_s is None)]
    past = [row for row in reversed(rows) if row not in upcoming]
    return RaceLists(upcoming, past)


def races_between(athlete: Athlete, start: date, end: date) -> list[Race]:
    """Races of the local days in [start, end), the earliest first."""
    rows = Race.objects.for_athlete(athlete).alive().filter(date__gte=start, date__lt=end)
    return list(rows.order_by("date", "pk"))


def race_flags(athlete: Athlete, start: date, end: date) -> list[dict[str, str]]:
    """`[{date, name, priority}]` of races in [start, end), for charts."""
    return [
        {"date": race.date.isoformat(), "name": race.name, "priority": race.priority}
        for race in races_between(athlete, start, end)
    ]


def race_or_404(athlete: Athlete, uid: UUID) -> Race:
    return _one(athlete, uid, is_deleted=False)


def deleted_race_or_404(athlete: Athlete, uid: UUID) -> Race:
    """A race that was deleted and can still be restored."""
    return _one(athlete, uid, is_deleted=True)


def result_suggestions(athlete: Athlete, today: date) -> list[ResultSuggestion]:
    """For races of the last year without a result, the activity of that day and sport that fits best.

    Of several the one whose recording tells a time over the race's distance, then the nearest in distance.
    """
    open_races = Race.objects.for_athlete(athlete).alive().filter(result_s=None, activity=None)
    found = [_suggest(race) for race in open_races.filter(date__gt=today - SUGGESTED_DAYS, date__lte=today)]
    return [each for each in found if each is not None]


def activities_of_the_day(race: Race) -> list[Activity]:
    """What the athlete did on the race's day, the same sport first, then the longest first."""
    rows = Activity.objects.filter(athlete_id=race.athlete_id, local_date=race.date).shown()
    return sorted(rows, key=lambda each: (each.sport != race.sport, -each.timer_s))


def race_time(race: Race, activity: Activity) -> float | None:
    """How long the race's distance took in an activity, as far as the recording tells."""
    if race.distance_m is None:
        return activity.elapsed_s
    best = Best.objects.filter(
        activity=activity, distance_m__gte=race.distance_m * 0.999, distance_m__lte=race.distance_m * 1.001
    ).first()
    if best is not None:
        return best.duration_s
    return activity.elapsed_s if _distance_error(race, activity) <= NEAR_DISTANCE else None


def _suggest(race: Race) -> ResultSuggestion | None:
    same = [each for each in activities_of_the_day(race) if each.sport == race.sport]
    if not same:
        return None
    times = {each.pk: race_time(race, each) for each in same}
    fitting = min(same, key=lambda each: (times[each.pk] is None, _distance_error(race, each), -each.timer_s))
    return ResultSuggestion(race, fitting, times[fitting.pk])


def _distance_error(race: Race, activity: Activity) -> float:
    """How far the distances are apart, as a share of the race's; 0 when the race names none."""
    if race.distance_m is None:
        return 0.0
    return abs((activity.distance_m or 0.0) / race.distance_m - 1)


def _one(athlete: Athlete, uid: UUID, *, is_deleted: bool) -> Race:
    rows = Race.objects.for_athlete(athlete).filter(uid=uid, deleted_at__isnull=not is_deleted)
    race: Race | None = rows.select_related("activity").first()
    if race is None:
        raise DataNotFoundError("There is no such race, or you may not see it.")
    race.athlete = athlete
    return race
