"""The date of a recording whose device only counted seconds since power-on."""

from __future__ import annotations

from athletes.sources.files import notes
from athletes.sources.files.fit_content import FitContent
from athletes.sources.files.fit_records import as_number
from athletes.sources.files.fit_values import FIRST_DATE

_TIMES = ("timestamp", "start_time", "time_created")


def set_date(found: FitContent) -> None:
    """Move everything counted from power-on to the local time that the `activity` message notes, in place.

    Such watches know the time of day but no zone, so the result is local time and the offset stays unknown.
    Does nothing when the file has dates, or no local time to go by.
    """
    activity = next(iter(found.messages["activity"]), {})
    relative, local = as_number(activity.get("timestamp")), as_number(activity.get("local_timestamp"))
    if not (relative < FIRST_DATE <= local):
        return
    shift = local - relative
    times = found.columns.get("time")
    if times is not None:
        times[times < FIRST_DATE] += shift
    for message in [*(m for group in found.messages.values() for m in group), *found.heart_rates]:
        for name in _TIMES:
            if name in message and as_number(message[name]) < FIRST_DATE:
                message[name] = as_number(message[name]) + shift
    activity.pop("local_timestamp")
    found.note(notes.CLOCK_RELATIVE)
