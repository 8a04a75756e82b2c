"""Writing the cycle log, which exists only for athletes who chose to keep one."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from athletes.models import Athlete
from athletes.services import update_athlete
from athletes.services.tombstones import bury
from config.core import cache
from config.core.errors import DataNotFoundError
from metrics.models import CycleDay
from metrics.services.locking import lock
from metrics.services.own_days import check_day, day_changed

NO_LOG = "There is no cycle log."


def start_cycle_log(*, athlete: Athlete) -> None:
    """Keep a log from now on; what an earlier one held is there again."""
    with transaction.atomic():
        update_athlete(athlete=athlete, keeps_cycle_log=True)
        cache.forget(athlete.pk)


def stop_cycle_log(*, athlete: Athlete, delete_entries: bool) -> int:
    """Hide the log everywhere, and with `delete_entries` remove it for good; how many days were removed."""
    with transaction.atomic():
        update_athlete(athlete=athlete, keeps_cycle_log=False)
        rows = CycleDay.objects.for_athlete(athlete)
        removed = bury(rows) if delete_entries else 0
        day_changed(athlete, athlete.today())
    return removed


def save_cycle_day(*, athlete: Athlete, date: date, **fields: object) -> CycleDay:
    """Write down `bleeding` and `note` of a day; a second time changes it, and what is not named stays.

    Raises DataNotFoundError when no log is kept, ValidationError for a day to come or an unknown `bleeding`.
    """
    if not athlete.keeps_cycle_log:
        raise DataNotFoundError(NO_LOG)
    unknown = set(fields) - {"bleeding", "note"}
    if unknown:
        raise TypeError(f"cannot write {sorted(unknown)}")
    with transaction.atomic():
        lock(athlete)
        rows = CycleDay.objects.for_athlete(athlete)
        row = rows.filter(date=date).first() or CycleDay(athlete=athlete, date=date)
        for name, value in fields.items():
            setattr(row, name, value)
        check_day(athlete, row.date)
        row.full_clean()
        row.save()
        day_changed(athlete, row.date)
    return row


def clear_cycle_day(*, cycle_day: CycleDay) -> None:
    """Forget what was written about a day."""
    with transaction.atomic():
        bury(CycleDay.objects.filter(pk=cycle_day.pk))
        day_changed(cycle_day.athlete, cycle_day.date)
