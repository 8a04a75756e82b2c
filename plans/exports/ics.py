"""Sessions and races as a calendar (RFC 5545); the only importer of `icalendar`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from plans.exports.planned import cleaned, one_line

NAME = "Formline training"
PRODUCT = "-//Formline//Training calendar//EN"
REFRESH = timedelta(hours=1)
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. All of `day` unless `start` and `end` are known, which are instants.

    `uid` stays the same for good, `revision` grows with every change, `changed_at` is when it last did.
    """

    uid: str
    day: date
    title: str
    text: str
    url: str
    category: str
    revision: int
    changed_at: datetime
    is_cancelled: bool = False
    start: datetime | None = None
    end: datetime | None = None


def calendar(entries: Iterable[Entry], *, zone: ZoneInfo, name: str = NAME) -> bytes:
    """The calendar with these events; the same events give the same bytes.

    Whole days have no zone: they stay where they are when clocks change. Times are written in `zone`, whose
    rules come with them.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", zone.key)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    days = []
    for entry in entries:
        made.add_component(_event(entry, zone))
        if entry.start is not None:
            days.append(entry.day)
    if days:
        # A year around, so that the rules of both halves of the year are there.
        made.add_missing_timezones(first_date=min(days) - YEAR, last_date=max(days) + YEAR)
    return bytes(made.to_ical())


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.revision)
    if entry.start is not None and entry.end is not None:
        event.add("dtstart", _local(entry.start, zone))
        event.add("dtend", _local(entry.end, zone))
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + DAY)
    event.add("summary", one_line(entry.title))
    event.add("description", "\n".join(map(cleaned, entry.text.splitlines())))
    event.add("url", entry.url)
    event.add("categories", [entry.category])
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    # A session is a wish, not an appointment: it makes nobody busy.
    event.add("transp", "TRANSPARENT")
    return event


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(microsecond=0)
