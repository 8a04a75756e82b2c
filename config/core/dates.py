"""Days and instants as people say them: relative when near, absolute when far."""

from datetime import date, datetime, timedelta, tzinfo

from config.core.formatting import NARROW_SPACE, UNKNOWN

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR = {0: "today", -1: "yesterday", 1: "tomorrow"}
EN_DASH = "–"


def day(value: date | None, today: date) -> str:
    """ "today", "Tue, 2 days ago", "Fri, in 3 days"; further away "Tue 3 Mar" or "3 Mar 2025"."""
    if value is None:
        return UNKNOWN
    distance = (value - today).days
    if distance in NEAR:
        return NEAR[distance]
    if -7 < distance < 0:
        return f"{weekday(value)}, {-distance} days ago"
    if 0 < distance < 7:
        return f"{weekday(value)}, in {distance} days"
    return full_day(value) if value.year != today.year else f"{weekday(value)} {value.day} {month(value)}"


def full_day(value: date | None) -> str:
    """ "3 Mar 2026": where the year matters or nothing is known about today."""
    return UNKNOWN if value is None else f"{value.day} {month(value)} {value.year}"


def days(start: date, end: date | None) -> str:
    """The half-open interval `[start, end)`: "3–9 Mar 2026", "28 Feb – 2 Mar 2026", "since 3 Mar 2026"."""
    if end is None:
        return f"since {full_day(start)}"
    last = end - timedelta(days=1)
    if last <= start:
        return full_day(start)
    if start.year != last.year:
        return f"{full_day(start)} {EN_DASH} {full_day(last)}"
    if start.month != last.month:
        return f"{start.day} {month(start)} {EN_DASH} {full_day(last)}"
    return f"{start.day}{EN_DASH}{full_day(last)}"


def instant(value: datetime | None, now: datetime, zone: tzinfo) -> str:
    """Day and time in the athlete's zone: "yesterday, 06:42"."""
    if value is None:
        return UNKNOWN
    local = value.astimezone(zone)
    return f"{day(local.date(), now.astimezone(zone).date())}, {clock(local)}"


def moment(value: datetime, zone: tzinfo) -> str:
    """Day and time where they stay true whenever they are read: "3 Mar 2026, 06:42"."""
    local = value.astimezone(zone)
    return f"{full_day(local.date())}, {clock(local)}"


def ago(value: datetime | None, now: datetime) -> str:
    """How long ago in one unit: "just now", "5 min ago", "3 h ago", "2 days ago"."""
    if value is None:
        return UNKNOWN
    minutes = int((now - value).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes}{NARROW_SPACE}min ago"
    if minutes < 24 * 60:
        return f"{minutes // 60}{NARROW_SPACE}h ago"
    count = minutes // (24 * 60)
    return "1 day ago" if count == 1 else f"{count} days ago"


def clock(value: datetime) -> str:
    return f"{value:%H:%M}"


def weekday(value: date) -> str:
    return DAYS[value.weekday()]


def month(value: date) -> str:
    return MONTHS[value.month - 1]
