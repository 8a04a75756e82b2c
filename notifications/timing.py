"""When a message leaves the house: its urgency, and the hours of the person who is to hear it.

In the app everything is shown at once. Elsewhere what is urgent goes at once, always; what is due soon
waits for the end of the quiet hours; on e-mail what can wait goes into the daily letter at the hour that
the person chose, also when that lies in the quiet hours: who names an hour for letters wants them then.
During a pause nothing but the urgent leaves. Times of day are those of the person's zone: one that a clock
change leaves out is the first moment after the gap, one that comes twice is the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from config.core import dates
from notifications.kinds import EMAIL, IN_APP, Urgency

DAY = timedelta(days=1)
LETTER = "daily"


class Hours(Protocol):
    """What a person chose, as in `notifications.models.Timing`."""

    quiet_from: time | None
    quiet_until: time | None
    digest_at: time
    paused_until: date | None


@dataclass(frozen=True)
class Departure:
    """When to send, and why not now; `bundle` names the letter; what `is_skipped` is never sent."""

    due_at: datetime
    reason: str = ""
    bundle: str = ""
    is_skipped: bool = False


def departure(
    urgency: Urgency, channel: str, hours: Hours, zone: tzinfo, now: datetime, *, is_letter: bool = False
) -> Departure:
    """How a message that is told `now` leaves on `channel`; `is_letter` says that it is one by itself."""
    if not is_held(urgency, channel):
        return Departure(now)
    if (pause := _paused(hours, zone, now)) is not None:
        return pause
    if urgency is Urgency.LATER and channel == EMAIL:
        return next_letter(hours, zone, now)
    if is_letter and _may_come_in_quiet_hours(channel, hours):
        return Departure(now)
    return _outside_quiet_hours(hours, zone, now)


def departure_of_waiting(
    urgency: Urgency,
    channel: str,
    hours: Hours,
    zone: tzinfo,
    now: datetime,
    *,
    bundle: str = "",
    is_letter: bool = False,
) -> Departure:
    """How what has waited until `now` leaves: at once, unless it is late and the hours do not allow it.

    A letter, with a `bundle` or by itself, also goes in quiet hours when its own hour lies within them.
    """
    if not is_held(urgency, channel):
        return Departure(now)
    if (pause := _paused(hours, zone, now)) is not None:
        return pause
    if (bundle or is_letter) and _may_come_in_quiet_hours(channel, hours):
        return Departure(now, bundle=bundle)
    waits = _outside_quiet_hours(hours, zone, now)
    return Departure(waits.due_at, waits.reason, bundle)


def is_held(urgency: Urgency, channel: str) -> bool:
    """Whether anybody's hours matter at all."""
    return channel != IN_APP and urgency is not Urgency.NOW


def next_letter(hours: Hours, zone: tzinfo, now: datetime) -> Departure:
    """The next daily letter after `now`, on a day that exists."""
    for day in _days_from(now.astimezone(zone).date()):
        due = instant_of(day, hours.digest_at, zone)
        if due > now and due.astimezone(zone).date() == day:
            break
    reason = f"Goes into the daily letter at {dates.clock(due.astimezone(zone))}."
    return Departure(due, reason, f"{LETTER} {day}")


def instant_of(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant in UTC at which a clock in `zone` shows that time of that day for the first time."""
    local = datetime.combine(day, at, zone)
    late = local.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return late
    # In a gap the two folds stand for the offsets before and after it, on its two sides.
    early = local.replace(fold=1).astimezone(UTC)
    after = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late


def _paused(hours: Hours, zone: tzinfo, now: datetime) -> Departure | None:
    until = hours.paused_until
    if until is None or now.astimezone(zone).date() >= until:
        return None
    return Departure(now, f"You had paused all messages until {dates.full_day(until)}.", is_skipped=True)


def _outside_quiet_hours(hours: Hours, zone: tzinfo, now: datetime) -> Departure:
    for start, end in _quiet_hours(hours, zone, now):
        if start <= now < end:
            said = dates.clock(end.astimezone(zone))
            return Departure(end, f"Waits for the end of your quiet hours at {said}.")
    return Departure(now)


def _quiet_hours(hours: Hours, zone: tzinfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The quiet hours that begin yesterday and today, as instants: clocks may show an hour twice."""
    start, end = hours.quiet_from, hours.quiet_until
    if start is None or end is None or start == end:
        return
    today = now.astimezone(zone).date()
    for day in (today - DAY, today):
        last = day if start < end else day + DAY
        yield instant_of(day, start, zone), instant_of(last, end, zone)


def _may_come_in_quiet_hours(channel: str, hours: Hours) -> bool:
    """Whether the hour that somebody chose for letters lies in the quiet ones."""
    start, end, at = hours.quiet_from, hours.quiet_until, hours.digest_at
    if channel != EMAIL or start is None or end is None:
        return False
    return start <= at < end if start < end else at >= start or at < end


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY
