"""Activities entered by hand: their facts are typed, everything else is as with a recording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, Samples, Sport
from metrics.models import Activity
from metrics.selectors.own_word import MANUAL, is_by_hand
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.activities import EDITABLE
from metrics.services.changes import data_changed
from metrics.services.ingest import Stored, store_activity
from metrics.services.measuring import measure_again
from metrics.services.merging import merge_with_twin
from metrics.services.own_days import EARLIEST

FACTS = ("sport", "start_time", "duration_s", "distance_m", "avg_hr_bpm")
SPORTS = tuple(sport for sport in Sport if sport is not Sport.MULTISPORT)
COLUMNS = {"duration_s": "timer_s"}
BOUNDS: dict[str, tuple[float, float, str]] = {
    "duration_s": (60, 7 * 86_400, "Between one minute and seven days."),
    "distance_m": (1, 3_000_000, "Between a metre and 3,000 kilometres."),
    "avg_hr_bpm": (30, 240, "Between 30 and 240 beats per minute."),
}


def add_manual_activity(
    *, athlete: Athlete, sport: str, start_time: datetime, duration_s: float, **fields: Any
) -> Stored:
    """Store what was done without a recording; also `distance_m, avg_hr_bpm` and the words of EDITABLE.

    The load follows the usual order: heart rate when its mean was given, else perceived effort, else the
    duration in sports that have an average. When a recording of the same activity is here, or comes later,
    the two are merged and the words stay. Raises ValidationError by field.
    """
    values = {"sport": sport, "start_time": start_time, "duration_s": duration_s, **fields}
    _refuse_unknown(values)
    _check(athlete, values)
    recorded = RecordedActivity(
        sport=Sport(sport),
        start_time=start_time.astimezone(UTC),
        samples=Samples(np.empty(0), {}),
        utc_offset_s=_offset_s(athlete, start_time),
        elapsed_s=float(duration_s),
        timer_s=float(duration_s),
        distance_m=fields.get("distance_m"),
        avg_heart_rate_bpm=fields.get("avg_hr_bpm"),
        source=MANUAL,
        name=fields.get("name"),
        rpe=fields.get("rpe"),
        feel=fields.get("feel"),
        goal=fields.get("goal"),
        note=fields.get("note"),
    )
    return store_activity(athlete=athlete, recorded=recorded)


def update_manual_activity(*, activity: Activity, **changes: Any) -> Activity:
    """Change facts and words of an activity entered by hand; the one that is shown for it afterwards.

    Raises ValidationError by field, and without a field when the activity was recorded.
    """
    _refuse_unknown(changes)
    if not is_by_hand(activity):
        raise ValidationError("This was recorded. Only your words can be changed.")
    _check(activity.athlete, changes)
    with transaction.atomic():
        _changed(activity)
        _apply(activity, changes)
        activity.full_clean(exclude={"athlete", "parent", "merged_into"})
        measure_again(activity, ThresholdBook(activity.athlete))
        activity.save()
        _changed(activity)
        return merge_with_twin(activity)


def _apply(activity: Activity, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(activity, COLUMNS.get(name, name), value)
    activity.elapsed_s = activity.timer_s
    # The numbers are made from distance and time; what they made before must not come back as told.
    activity.avg_speed_mps = None
    if "start_time" in changes:
        activity.utc_offset_s = _offset_s(activity.athlete, activity.start_time)
        activity.local_date = activity.local_start.date()


def _check(athlete: Athlete, values: dict[str, Any]) -> None:
    """Raise ValidationError for facts that cannot be; words are judged by the columns they go into."""
    errors = {
        name: words
        for name, (least, most, words) in BOUNDS.items()
        if values.get(name) is not None and not least <= values[name] <= most
    }
    if "duration_s" in values and values["duration_s"] is None:
        errors["duration_s"] = "Say how long it took."
    if "sport" in values and values["sport"] not in SPORTS:
        errors["sport"] = "Choose one of the sports."
    if start := values.get("start_time"):
        errors |= _wrong_start(athlete, start)
    errors |= _out_of_scale(values) | _wrong_words(values)
    if errors:
        raise ValidationError(errors)


def _out_of_scale(values: dict[str, Any]) -> dict[str, str]:
    scales = {"rpe": (0, 10), "feel": (1, 5)}
    return {
        name: f"From {least} to {most}."
        for name, (least, most) in scales.items()
        if values.get(name) is not None and not least <= values[name] <= most
    }


def _wrong_words(values: dict[str, Any]) -> dict[str, str]:
    words = {name: values[name] for name in EDITABLE if values.get(name) not in (None, "")}
    others = {field.name for field in Activity._meta.fields} - set(words)
    try:
        Activity(**words).clean_fields(exclude=others)
    except ValidationError as error:
        return {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return {}


def _wrong_start(athlete: Athlete, start: datetime) -> dict[str, str]:
    if start > timezone.now():
        return {"start_time": "This is still to come."}
    if athlete.local_day(start) < EARLIEST:
        return {"start_time": "This day is too long ago."}
    return {}


def _offset_s(athlete: Athlete, instant: datetime) -> int:
    offset = instant.astimezone(athlete.zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _changed(activity: Activity) -> None:
    data_changed(activity.athlete, activity.local_date, activity.local_date + timedelta(days=1))


def _refuse_unknown(fields: dict[str, Any]) -> None:
    unknown = set(fields) - {*FACTS, *EDITABLE}
    if unknown:
        raise TypeError(f"cannot write {sorted(unknown)}")
