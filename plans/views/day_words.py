"""What speaks against the days on which something was put: it is done all the same, and told at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest

from athletes.models import Athlete
from config.core import dates, formatting
from plans.models import PlannedSession, Weekday
from plans.selectors.room import DayRoom, rooms_on


def day_notes(athlete: Athlete, days: Iterable[date]) -> tuple[str, ...]:
    """ "Sunday is closed in your week.": a sentence for each day that has no room for what stands on it."""
    return tuple(words for room in rooms_on(athlete, days) if (words := _note(room)))


def say_placed(request: HttpRequest, said: str, session: PlannedSession) -> None:
    """A message that something stands on a day now, and what speaks against the day."""
    notes = day_notes(session.athlete, [session.day])
    level = messages.WARNING if notes else messages.SUCCESS
    messages.add_message(request, level, " ".join([said, *notes]))


def _note(room: DayRoom) -> str:
    weekday = Weekday(room.day.weekday()).label
    if room.off:
        reason = str(room.off.get_reason_display()).lower()
        return f"{dates.days(room.off.start, room.off.end)} is time off: {reason}."
    if room.minutes is None or room.planned_min <= room.minutes:
        return ""
    if room.minutes == 0:
        return f"{weekday} is closed in your week."
    has, planned = (formatting.duration_words(60 * each) for each in (room.minutes, room.planned_min))
    return f"{weekday} has {has} in your week, and {planned} are planned."
