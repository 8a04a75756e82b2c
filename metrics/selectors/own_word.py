"""What the athlete said: mornings, markers, the cycle log, and what was entered by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity, Annotation, CheckIn, CycleDay
from metrics.models.annotation import AnnotationQuerySet
from metrics.science.cycle import CycleLengths, cycle_day, cycle_lengths, cycle_starts

MANUAL = "manual"
"""The source of an activity that was entered by hand."""

ANSWERS = ("feel", "soreness", "sleep_quality", "stress")
MENSTRUAL = (CycleDay.Bleeding.LIGHT, CycleDay.Bleeding.MEDIUM, CycleDay.Bleeding.HEAVY)


def is_by_hand(activity: Activity) -> bool:
    """Whether its facts were typed and not recorded: one query."""
    return activity.origins.filter(source=MANUAL).exists()


def check_in_of(athlete: Athlete, day: date) -> CheckIn | None:
    found: CheckIn | None = CheckIn.objects.for_athlete(athlete).filter(date=day).first()
    if found:
        found.athlete = athlete
    return found


def check_ins(athlete: Athlete, start: date, end: date) -> dict[date, CheckIn]:
    """The mornings of [start, end) that have a check-in, newest first."""
    return {row.date: row for row in CheckIn.objects.for_athlete(athlete).between(start, end)}


def markers(athlete: Athlete) -> AnnotationQuerySet:
    """Illness, injury, travel, altitude and other markers, newest first; answers to questions are none."""
    rows: AnnotationQuerySet = Annotation.objects.for_athlete(athlete).alive()
    return rows.exclude(kind=Annotation.Kind.ANSWER).order_by("-start", "-pk")


def markers_between(athlete: Athlete, start: date, end: date) -> list[Annotation]:
    """Markers of which a day lies in [start, end), oldest first."""
    return list(markers(athlete).touching(start, end).order_by("start", "pk"))


def marker_bands(athlete: Athlete, start: date, end: date) -> list[dict[str, str]]:
    """The markers of a window as `{start, end, name, kind}` for charts, cut to it; one that lasts ends with
    it."""
    return [
        {
            "start": max(marker.start, start).isoformat(),
            "end": min(marker.end or end, end).isoformat(),
            "name": Annotation.Kind(marker.kind).label,
            "kind": marker.kind,
        }
        for marker in markers_between(athlete, start, end)
    ]


def marker_or_404(athlete: Athlete, uid: UUID, *, deleted: bool = False) -> Annotation:
    """One living marker, or one that was deleted."""
    rows = Annotation.objects.for_athlete(athlete).exclude(kind=Annotation.Kind.ANSWER)
    found: Annotation | None = rows.filter(uid=uid, deleted_at__isnull=not deleted).first()
    if found is None:
        raise DataNotFoundError("There is no such marker, or you may not see it.")
    found.athlete = athlete
    return found


@dataclass(frozen=True)
class CycleLog:
    """The days of a window by date, the cycle day of today and the lengths of the last cycles."""

    days: dict[date, CycleDay]
    starts: list[date]
    day: int | None
    lengths: CycleLengths


def cycle_log(athlete: Athlete, start: date, end: date) -> CycleLog:
    """What was logged in [start, end), with what all of the log says. Nothing when no log is kept."""
    if not athlete.keeps_cycle_log:
        return CycleLog({}, [], None, CycleLengths(0))
    rows = CycleDay.objects.for_athlete(athlete)
    bleeding = rows.filter(bleeding__in=MENSTRUAL).values_list("date", flat=True)
    starts = cycle_starts(bleeding)
    return CycleLog(
        days={row.date: row for row in rows.between(start, end)},
        starts=starts,
        day=cycle_day(starts, athlete.today()),
        lengths=cycle_lengths(starts),
    )
