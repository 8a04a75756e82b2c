"""What time it is where athletes live."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from athletes.models import Athlete


def local_times(now: datetime) -> dict[str, datetime]:
    """The wall clock of each time zone that somebody lives in, without an offset: one query."""
    names = Athlete.objects.order_by().values_list("time_zone", flat=True).distinct()
    return {name: now.astimezone(ZoneInfo(name)).replace(tzinfo=None) for name in names}


def local_days(now: datetime) -> dict[date, list[str]]:
    """Today, which is up to three days at once, with the zones in which it is so, the earliest first."""
    days: dict[date, list[str]] = defaultdict(list)
    for name, local in local_times(now).items():
        days[local.date()].append(name)
    return dict(sorted(days.items()))
