"""What the demo athlete wrote herself: check-ins, markers, races. Repeating it changes nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from athletes.models import Athlete
from athletes.sources.demo import Marker, PlannedRace, markers_between, morning_of, races_between
from athletes.sources.records import Sport
from metrics.models import Activity, Annotation, CheckIn, Race


def write_demo_word(athlete: Athlete, since: date, until: date, seed: int) -> None:
    """The words of the days [since, until), whose activities must be stored already."""
    days = (since + timedelta(days=number) for number in range((until - since).days))
    mornings = ((day, morning) for day in days if (morning := morning_of(day, seed)))
    CheckIn.objects.bulk_create(
        [CheckIn(athlete=athlete, date=day, **asdict(morning)) for day, morning in mornings],
        ignore_conflicts=True,
    )
    for marker in markers_between(since, until, seed):
        _mark(athlete, marker)
    for race in races_between(since, until):
        _enter(athlete, race)


def _mark(athlete: Athlete, marker: Marker) -> None:
    Annotation.objects.get_or_create(
        athlete=athlete,
        kind=marker.kind,
        start=marker.start,
        defaults={"end": marker.end, "note": marker.note},
    )


def _enter(athlete: Athlete, planned: PlannedRace) -> None:
    """The race, with its result once it is run."""
    race, _ = Race.objects.get_or_create(
        athlete=athlete,
        name=planned.name,
        date=planned.day,
        defaults={
            "sport": Sport.RUNNING,
            "distance_m": planned.distance_m,
            "goal_s": planned.goal_s,
        },
    )
    if race.activity_id is None:
        run = Activity.objects.for_athlete(athlete).filter(local_date=planned.day, name=planned.name).first()
        if run is not None:
            race.activity, race.result_s = run, run.timer_s
            race.save()
