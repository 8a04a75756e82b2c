"""Writing markers: illness, injury, travel, altitude and other facts that last for days."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from config.core.dates import days
from metrics.models import Annotation
from metrics.services.changes import data_changed
from metrics.services.locking import lock
from metrics.services.own_days import EARLIEST

Kind = Annotation.Kind
ONLY_WHAT_HAPPENED = (Kind.ILLNESS, Kind.INJURY)
"""Nobody plans these, so they neither begin nor end on a day to come."""

ONE_AT_A_TIME = (Kind.ILLNESS, Kind.TRAVEL, Kind.ALTITUDE)
"""Two injuries can hurt at once; nobody is at two altitudes."""

LONGEST_AHEAD = timedelta(days=730)
HIGHEST_M = 9_000
WRITABLE = ("kind", "start", "end", "altitude_m", "note")


def add_annotation(*, athlete: Athlete, kind: str, start: date, **fields: object) -> Annotation:
    """A marker of the days [start, end); without `end` it lasts. Also `altitude_m` and `note`.

    Raises ValidationError, by field: an illness or injury on a day to come; anything begun over two years
    ahead or before 1990; an end that is not after the start; two markers of illness, travel or altitude on
    one day; an altitude without its metres, or metres on anything else.
    """
    _refuse_unknown(fields)
    annotation = Annotation(athlete=athlete, kind=kind, start=start, **fields)
    with transaction.atomic():
        lock(athlete)
        _save(annotation)
        _changed(annotation)
    return annotation


def change_annotation(*, annotation: Annotation, **changes: object) -> Annotation:
    """Change a marker; the days it had and has count as changed. Raises ValidationError as adding does."""
    _refuse_unknown(changes)
    with transaction.atomic():
        lock(annotation.athlete)
        _changed(annotation)
        for name, value in changes.items():
            setattr(annotation, name, value)
        _save(annotation)
        _changed(annotation)
    return annotation


def end_annotation(*, annotation: Annotation) -> Annotation:
    """It is over: yesterday was its last day, or today when it began today. One that has ended stays."""
    today = annotation.athlete.today()
    if annotation.end is not None and annotation.end <= today:
        return annotation
    if annotation.start > today:
        raise ValidationError({"end": "It has not begun yet. Delete it if it does not happen."})
    return change_annotation(annotation=annotation, end=max(today, annotation.start + timedelta(days=1)))


def delete_annotation(*, annotation: Annotation) -> None:
    """Hide a marker."""
    with transaction.atomic():
        annotation.deleted_at = timezone.now()
        annotation.save(update_fields=["deleted_at"])
        _changed(annotation)


def restore_annotation(*, annotation: Annotation) -> None:
    """Undo `delete_annotation`. Raises ValidationError when another marker took its days meanwhile."""
    with transaction.atomic():
        lock(annotation.athlete)
        annotation.deleted_at = None
        _save(annotation)
        _changed(annotation)


def _save(annotation: Annotation) -> None:
    annotation.full_clean(exclude={"athlete"})
    errors = {**_wrong_days(annotation), **_wrong_altitude(annotation)}
    if not errors and (other := _overlapping(annotation)):
        kind = str(annotation.get_kind_display()).lower()
        errors["start"] = f"There is {_article(kind)} {kind} already: {days(other.start, other.end)}."
    if errors:
        raise ValidationError(errors)
    annotation.save()


def _wrong_days(annotation: Annotation) -> dict[str, str]:
    today, kind = annotation.athlete.today(), Kind(annotation.kind)
    if annotation.start < EARLIEST:
        return {"start": "This day is too long ago."}
    if kind in ONLY_WHAT_HAPPENED and annotation.start > today:
        return {"start": f"An {kind.label.lower()} cannot begin on a day to come."}
    if kind in ONLY_WHAT_HAPPENED and annotation.end and annotation.end > today + timedelta(days=1):
        return {"end": "Leave the end empty while it lasts, and end it on the day it is over."}
    latest = max(annotation.start, annotation.end or annotation.start)
    if latest > today + LONGEST_AHEAD:
        return {"start" if annotation.start == latest else "end": "This day is too far ahead."}
    return {}


def _wrong_altitude(annotation: Annotation) -> dict[str, str]:
    metres = annotation.altitude_m
    if annotation.kind != Kind.ALTITUDE:
        return {} if metres is None else {"altitude_m": "Only a marker of altitude has one."}
    if metres is None:
        return {"altitude_m": "Say how high you sleep."}
    return {} if 0 < metres <= HIGHEST_M else {"altitude_m": "This cannot be the height of a place."}


def _overlapping(annotation: Annotation) -> Annotation | None:
    if annotation.kind not in ONE_AT_A_TIME:
        return None
    others = Annotation.objects.for_athlete(annotation.athlete).alive().exclude(pk=annotation.pk)
    end = annotation.end or date.max
    found: Annotation | None = others.filter(kind=annotation.kind).touching(annotation.start, end).first()
    return found


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _changed(annotation: Annotation) -> None:
    """Its days up to today count as changed, and at least one."""
    tomorrow = annotation.athlete.today() + timedelta(days=1)
    end = max(annotation.end or tomorrow, annotation.start + timedelta(days=1))
    data_changed(annotation.athlete, annotation.start, end, load_changed=False)


def _refuse_unknown(fields: dict[str, object]) -> None:
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise TypeError(f"cannot write {sorted(unknown)}")
