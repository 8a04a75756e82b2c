"""Where the training time went: by zones and by what sessions were for, week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from athletes.models import Athlete
from athletes.sources.records import Sport
from metrics.models import Activity, Interval
from metrics.science import distribution as science
from metrics.science.distribution import Five, Goal, GoalMethod, Session, Source, Three
from metrics.selectors.weeks import monday_of

ORDER: dict[str, tuple[Source, ...]] = {
    Sport.CYCLING: ("power", "heart_rate"),
    Sport.RUNNING: ("pace", "heart_rate"),
    Sport.SWIMMING: ("pace", "heart_rate"),
}
"""Which zones count, the first that are there; the order of the load's methods. Others go by heart rate."""

ZONES = ("thresholds", "power_zones_s", "hr_zones_s", "pace_zones_s")
"""What `three_of` needs of an activity besides its sport."""

FIELDS = ("pk", "sport", "local_date", "timer_s", "intensity", "goal", *ZONES)
NOTHING: Three = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class WeekMix:
    """Seconds easy, middle and hard of the week that begins on a Monday."""

    start: date
    seconds: Three

    @property
    def total_s(self) -> float:
        return sum(self.seconds)


@dataclass(frozen=True, slots=True)
class GoalShare:
    """Sessions of one purpose, and their time."""

    goal: Goal
    sessions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """The days [start, end). `three` and `five` are seconds in zones; `index` is Treff's polarisation index.

    `sources` counts the activities by the zones that were used, `methods` by how their purpose is known;
    `left_out` are activities without any zones. `weeks` are oldest first and complete, quiet ones included.
    """

    start: date
    end: date
    three: Three
    five: Five
    index: float | None
    is_polarised: bool
    weeks: tuple[WeekMix, ...]
    goals: tuple[GoalShare, ...]
    sources: dict[Source, int]
    methods: dict[GoalMethod, int]
    left_out: int

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Parts of the whole, easy to hard; None without any time."""
        return science.shares(self.three)


@dataclass(frozen=True, slots=True)
class _Read:
    """One activity, reduced to what counts."""

    day: date
    timer_s: float
    source: Source | None
    zones_s: Sequence[float]
    goal: tuple[Goal, GoalMethod] | None

    @property
    def three(self) -> Three:
        return science.three_zones(self.zones_s, self.source) if self.source else NOTHING


def distribution(
    athlete: Athlete,
    start: date,
    end: date,
    *,
    sport: str = "",
    with_heart: bool = True,
    ai_only: bool = False,
) -> Distribution:
    """Of the activities of [start, end), legs of multisport ones by themselves.

    `with_heart` is False for viewers who may not see what comes from the heart, `ai_only` leaves out
    activities that must not reach an AI.
    """
    rows = list(_read(athlete, _activities(athlete, start, end, sport, ai_only), start, end, with_heart))
    zoned = [row for row in rows if row.source]
    three = science.total(row.three for row in zoned)
    parts = science.shares(three) or NOTHING
    return Distribution(
        start=start,
        end=end,
        three=three,
        five=_five(zoned),
        index=science.polarisation_index(*parts),
        is_polarised=science.is_polarised(*parts),
        weeks=tuple(_weeks(zoned, start, end)),
        goals=tuple(_goals(rows)),
        sources=dict(Counter(row.source for row in zoned if row.source)),
        methods=dict(Counter(row.goal[1] for row in rows if row.goal)),
        left_out=len(rows) - len(zoned),
    )


def three_of(row: Mapping[str, Any]) -> Three | None:
    """Seconds easy, middle and hard of an activity's values; None without any zones."""
    source, zones_s = _zones(row, with_heart=True)
    return science.three_zones(zones_s, source) if source else None


def _activities(athlete: Athlete, start: date, end: date, sport: str, ai_only: bool) -> QuerySet[Activity]:
    rows = Activity.objects.for_athlete(athlete).alive().between(start, end).filter(merged_into=None)
    rows = rows.filter(parent__deleted_at=None, parent__merged_into=None).exclude(sport=Sport.MULTISPORT)
    if sport:
        rows = rows.filter(sport=sport)
    if ai_only:
        rows = rows.for_ai()
    ordered: QuerySet[Activity] = rows.order_by("start_time", "pk")
    return ordered


def _read(
    athlete: Athlete, activities: QuerySet[Activity], start: date, end: date, with_heart: bool
) -> Iterator[_Read]:
    efforts = _efforts(athlete, start, end)
    for values in activities.values_list(*FIELDS):
        row = dict(zip(FIELDS, values, strict=True))
        yield _one(row, *efforts.get(row["pk"], (0, 0.0)), with_heart=with_heart)


def _efforts(athlete: Athlete, start: date, end: date) -> dict[int, tuple[int, float]]:
    """Per activity how many efforts were found, and their seconds."""
    days = Q(activity__local_date__gte=start, activity__local_date__lt=end)
    rows = Interval.objects.filter(days, activity__athlete=athlete, kind=Interval.Kind.WORK).order_by()
    counted = rows.values_list("activity").annotate(count=Count("pk"), seconds=Sum("duration_s"))
    return {pk: (count, seconds) for pk, count, seconds in counted}


def _one(row: dict[str, Any], intervals: int, work_s: float, *, with_heart: bool) -> _Read:
    source, zones_s = _zones(row, with_heart=with_heart)
    session = Session(
        named=row["goal"] or None,
        intensity=row["intensity"],
        intervals=intervals,
        work_s=work_s,
        zones_s=science.three_zones(zones_s, source) if source else None,
    )
    return _Read(row["local_date"], row["timer_s"], source, zones_s, science.goal_of(session))


def _zones(row: Mapping[str, Any], *, with_heart: bool) -> tuple[Source | None, Sequence[float]]:
    for source in ORDER.get(row["sport"], ("heart_rate",)):
        if source == "heart_rate":
            seconds = row["hr_zones_s"] if with_heart else None
            source = "heart_rate" if row["thresholds"].get("lthr_bpm") else "hr_max"
        else:
            seconds = row[f"{source}_zones_s"]
        if seconds and sum(seconds) > 0:
            return source, seconds
    return None, ()


def _five(rows: Sequence[_Read]) -> Five:
    sums = [0.0] * 5
    for row in rows:
        for index, seconds in enumerate(science.five_zones(row.zones_s, row.source) if row.source else ()):
            sums[index] += seconds
    one, two, three, four, five = sums
    return one, two, three, four, five


def _weeks(rows: Sequence[_Read], start: date, end: date) -> Iterator[WeekMix]:
    by_week: dict[date, list[Three]] = defaultdict(list)
    for row in rows:
        by_week[monday_of(row.day)].append(row.three)
    week = monday_of(start)
    while week < end:
        yield WeekMix(week, science.total(by_week[week]))
        week += timedelta(days=7)


def _goals(rows: Sequence[_Read]) -> Iterator[GoalShare]:
    for goal in science.GOALS:
        of_goal = [row for row in rows if row.goal and row.goal[0] == goal]
        yield GoalShare(goal, len(of_goal), sum(row.timer_s for row in of_goal))
