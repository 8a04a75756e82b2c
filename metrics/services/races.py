"""Races of an athlete: entered, changed, taken back, and tied to the activity that was one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from athletes.models import Athlete
from config.core.errors import DataError
from metrics.models import Activity, Race
from metrics.services.changes import data_changed
from metrics.services.locking import lock
from metrics.services.own_days import EARLIEST

EDITABLE = frozenset(
    {"name", "sport", "date", "distance_m", "priority", "goal_s", "result_s", "activity", "note"}
)

LONGEST_M = 1_000_000
LONGEST_S = 30 * 86_400
FASTEST_MPS = 25.0
LONGEST_AHEAD = timedelta(days=3653)
"""What nobody races, and no formula that predicts a time is meant for."""


def create_race(*, athlete: Athlete, **fields: Any) -> Race:
    """Enter a race. Raises ValidationError by field, DataError RACE_EXISTS when it was entered before."""
    _check_names(fields)
    with transaction.atomic():
        if _days_races(lock(athlete), fields).filter(name__iexact=fields["name"]).exists():
            raise DataError(f"“{fields['name']}” stands on this day already.", code="RACE_EXISTS", status=409)
        return _save(Race(athlete=athlete, **fields))


def enter_race(*, athlete: Athlete, **fields: Any) -> Race:
    """Enter a race once: one of the same name, day and sport takes over what is said now.

    Raises ValidationError by field; by `name` when the race stands under another one.
    """
    _check_names(fields)
    with transaction.atomic():
        same = _same(lock(athlete), fields)
        if same is None:
            return create_race(athlete=athlete, **fields)
        if same.name.casefold() != str(fields["name"]).casefold():
            raise ValidationError({"name": f"“{same.name}” has this day, sport and distance already."})
        same.athlete = athlete
        told = {name: value for name, value in fields.items() if value not in (None, "")}
        new = {name: value for name, value in told.items() if value != getattr(same, name)}
        return update_race(race=same, **new) if new else same


def update_race(*, race: Race, **changes: Any) -> Race:
    """Change a race. Raises ValidationError by field; nothing is stored then."""
    _check_names(changes)
    before = race.date
    for name, value in changes.items():
        setattr(race, name, value)
    with transaction.atomic():
        _save(race)
        if before != race.date:
            _changed(race.athlete, before)
    return race


def delete_race(*, race: Race) -> None:
    """Hide a race until retention; `restore_race` brings it back."""
    with transaction.atomic():
        race.deleted_at = timezone.now()
        race.save(update_fields=["deleted_at"])
        _changed(race.athlete, race.date)


def restore_race(*, race: Race) -> None:
    """Undo `delete_race`."""
    with transaction.atomic():
        race.deleted_at = None
        race.save(update_fields=["deleted_at"])
        _changed(race.athlete, race.date)


def _check_names(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"a race has no {sorted(unknown)}")


def _same(athlete: Athlete, fields: dict[str, Any]) -> Race | None:
    """The race of the same name on the day, else one that is as far."""
    rows, metres = _days_races(athlete, fields).order_by("pk"), fields.get("distance_m")
    is_as_far = {"distance_m": None} if metres is None else {"distance_m__range": (metres - 1, metres + 1)}
    return rows.filter(name__iexact=fields["name"]).first() or rows.filter(**is_as_far).first()


def _days_races(athlete: Athlete, fields: dict[str, Any]) -> QuerySet[Race]:
    return Race.objects.for_athlete(athlete).alive().filter(sport=fields["sport"], date=fields["date"])


def _save(race: Race) -> Race:
    _check(race)
    with transaction.atomic():
        race.save()
        _changed(race.athlete, race.date)
    return race


def _check(race: Race) -> None:
    race.full_clean(exclude={"athlete"})
    if errors := {**_wrong_day(race), **_wrong_numbers(race)}:
        raise ValidationError(errors)
    activity: Activity | None = race.activity
    if race.result_s is not None and race.date > race.athlete.today():
        raise ValidationError({"result_s": "A race that is still to come has no result."})
    if activity is None:
        return
    if activity.athlete_id != race.athlete_id or activity.deleted_at is not None:
        raise ValidationError({"activity": "There is no such activity."})
    if activity.local_date != race.date:
        raise ValidationError({"activity": "This activity is of another day."})


def _wrong_day(race: Race) -> dict[str, str]:
    if race.date < EARLIEST:
        return {"date": "This day is too long ago."}
    if race.date > race.athlete.today() + LONGEST_AHEAD:
        return {"date": "This day is too far ahead."}
    return {}


def _wrong_numbers(race: Race) -> dict[str, str]:
    if race.distance_m is not None and race.distance_m > LONGEST_M:
        return {"distance_m": "This is no distance that people race."}
    times = {"goal_s": race.goal_s, "result_s": race.result_s}
    known = {name: seconds for name, seconds in times.items() if seconds is not None}
    errors = {name: "This is longer than any race." for name, seconds in known.items() if seconds > LONGEST_S}
    fastest_s = (race.distance_m or 0.0) / FASTEST_MPS
    return errors | {
        name: "That is faster than anybody. Type hours too, such as 3:30:00."
        for name, seconds in known.items()
        if seconds < fastest_s
    }


def _changed(athlete: Athlete, day: date) -> None:
    data_changed(athlete, day, day + timedelta(days=1), load_changed=False)
