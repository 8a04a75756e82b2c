"""Calendars, read by a library that did not write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ics
import pytest

from plans.exports.ics import Entry, calendar

VIENNA = ZoneInfo("Europe/Vienna")
CHANGED = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=UTC)


def entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "uid": "session-1@formline",
        "day": date(2026, 11, 24),
        "title": "Tempo, 45 min; load 52",
        "text": "- 10m Z1\n\n4x\n- 5m 95%",
        "url": "http://localhost:8000/athletes/a/calendar/sessions/1/",
        "category": "Cycling",
        "revision": 3,
        "changed_at": CHANGED,
    }
    return Entry(**(values | changes))


def read(*entries: Entry, zone: ZoneInfo = VIENNA) -> list[ics.Event]:
    text = calendar(entries, zone=zone).decode()
    return sorted(ics.Calendar(text).events, key=lambda each: each.uid)


def lines(*entries: Entry) -> list[str]:
    return calendar(entries, zone=VIENNA).decode().replace("\r\n ", "").splitlines()


def test_a_session_is_all_of_its_day() -> None:
    (event,) = read(entry())

    assert event.uid == "session-1@formline"
    assert event.all_day
    assert event.begin.date() == date(2026, 11, 24)
    assert event.duration == timedelta(days=1)
    assert event.name == "Tempo, 45 min; load 52"
    assert event.description == "- 10m Z1\n\n4x\n- 5m 95%"
    assert event.url.endswith("/calendar/sessions/1/")
    assert event.categories == {"Cycling"}
    assert event.status == "CONFIRMED"
    assert event.transparent
    assert event.last_modified.datetime == CHANGED.replace(microsecond=0)


def test_the_head_names_nobody_and_says_when_to_come_again() -> None:
    found = lines(entry())

    assert "X-WR-CALNAME:Formline training" in found
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in found
    assert "X-PUBLISHED-TTL:PT1H" in found
    assert "METHOD:PUBLISH" in found
    assert "SEQUENCE:3" in found
    assert "DTSTAMP:20261122T093015Z" in found
    assert not any(line.startswith(("ORGANIZER", "ATTENDEE")) for line in found)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_whole_days_stay_where_they_are_when_clocks_change(day: date) -> None:
    days = [day + timedelta(days=number) for number in (-1, 0, 1)]
    entries = [entry(uid=f"{each}@formline", day=each) for each in days]

    events = read(*entries)

    assert [event.begin.date() for event in events] == days
    assert all(event.duration == timedelta(days=1) for event in events)
    assert "BEGIN:VTIMEZONE" not in lines(*entries)


@pytest.mark.parametrize(
    ("start", "clock", "offset_h"),
    [
        (datetime(2027, 3, 27, 6, tzinfo=UTC), "07:00", 1),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "01:30", 1),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "03:30", 2),
        (datetime(2027, 3, 29, 6, tzinfo=UTC), "08:00", 2),
        (datetime(2027, 10, 31, 6, tzinfo=UTC), "07:00", 1),
    ],
)
def test_times_follow_the_athletes_clock(start: datetime, clock: str, offset_h: int) -> None:
    timed = entry(day=start.date(), start=start, end=start + timedelta(hours=1))

    (event,) = read(timed)

    assert not event.all_day
    assert event.begin.format("HH:mm") == clock
    assert event.begin.utcoffset() == timedelta(hours=offset_h)
    assert event.begin.datetime == start
    assert event.end.datetime == start + timedelta(hours=1)
    assert "DTSTART;TZID=Europe/Vienna:" in "\n".join(lines(timed))


def test_what_was_skipped_is_cancelled() -> None:
    (event,) = read(entry(is_cancelled=True))

    assert event.status == "CANCELLED"


def test_long_lines_and_foreign_letters_survive() -> None:
    text = "Schwellenläufe über den Höhenrücken, " * 12 + "尾"

    (event,) = read(entry(text=text))

    assert event.description == text
    content = calendar([entry(text=text)], zone=VIENNA)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_control_characters_stay_out_and_a_title_is_one_line() -> None:
    made = entry(title="Tempo\r\nEND:VEVENT\x1b\x00", text="one\x07\r\ntwo\u2028three")

    (event,) = read(made)

    assert (event.name, event.description) == ("Tempo END:VEVENT", "one\ntwo\nthree")
    assert all(line.isprintable() for line in lines(made))


def test_the_same_events_are_the_same_bytes() -> None:
    start = datetime(2026, 11, 24, 6, tzinfo=UTC)
    timed = entry(start=start, end=start + timedelta(hours=1))

    assert calendar([timed], zone=VIENNA) == calendar([timed], zone=VIENNA)
