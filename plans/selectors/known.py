"""Of which days everything that was trained has arrived: only of those can anything have been missed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max

from athletes.models import Athlete, Connection
from metrics.models import Activity, Day, RemoteActivity

REMOTE = RemoteActivity.State


def known_days(athlete: Athlete, start: date, end: date) -> frozenset[date]:
    """The days of [start, end) before today of which nothing can be outstanding; four queries.

    Something came of a later day, so the device had sent all of the day; a working connection has been read
    whole since; and no activity is listed for the day that is not here.
    """
    until = min(end, athlete.today(), _last_sign(athlete), _read_to(athlete))
    days = {start + timedelta(days=each) for each in range((until - start).days)}
    return frozenset(days - _awaited(athlete, start, until)) if days else frozenset()


def _last_sign(athlete: Athlete) -> date:
    """The last day of which there is anything."""
    today = athlete.today()
    day = Day.objects.for_athlete(athlete).filter(date__lte=today).aggregate(last=Max("date"))["last"]
    rows = Activity.objects.for_athlete(athlete).shown().filter(local_date__lte=today)
    return max(day or date.min, rows.aggregate(last=Max("local_date"))["last"] or date.min)


def _read_to(athlete: Athlete) -> date:
    """The local day on which the connections that work were last read; no bound without one."""
    rows = Connection.objects.for_athlete(athlete).filter(state=Connection.State.ACTIVE)
    instants = list(rows.values_list("synced_at", flat=True))
    if not instants:
        return date.max
    read = [each for each in instants if each is not None]
    return athlete.local_day(max(read)) if read else date.min


def _awaited(athlete: Athlete, start: date, end: date) -> set[date]:
    rows = RemoteActivity.objects.wanted().filter(
        athlete=athlete, state__in=(REMOTE.LISTED, REMOTE.FAILED), local_date__gte=start, local_date__lt=end
    )
    return set(rows.values_list("local_date", flat=True))
