"""When recovery is looked at: Monday and Thursday morning where the athlete is, after the day's sync."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from athletes.models import Athlete, Connection
from plans.engine.adapt.recovery import REVIEW_DAYS
from plans.models import Cause, Plan, PlanProposal

WEEKDAYS = (0, REVIEW_DAYS - 1)
AT, AT_LATEST = time(7), time(12)
"""From when on; and when it is not waited any longer for a sync that does not come."""

PATIENCE = timedelta(minutes=15)
OF_REVIEWS = (Cause.RECOVERY_LOW, Cause.RECOVERY_GOOD)


def next_review(now: datetime, zone: ZoneInfo) -> datetime:
    """The next one after `now`."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=each) for each in range(8))
    instants = (datetime.combine(day, AT, tzinfo=zone) for day in days if day.weekday() in WEEKDAYS)
    return next(each for each in instants if each > now)


def has_news(athlete: Athlete, now: datetime) -> bool:
    """Whether this morning's data are here, or need not be waited for."""
    local = now.astimezone(athlete.zone)
    rows = Connection.objects.for_athlete(athlete).filter(state=Connection.State.ACTIVE)
    instants = list(rows.values_list("synced_at", flat=True))
    read = [each for each in instants if each and athlete.local_day(each) == local.date()]
    return not instants or bool(read) or local.time() >= AT_LATEST


def has_waiting(plan: Plan) -> bool:
    """Whether what a review of this half of the week proposed still waits: then it is looked at again."""
    today = plan.athlete.today()
    monday, half = today - timedelta(days=today.weekday()), int(today.weekday() >= WEEKDAYS[1])
    rows = PlanProposal.objects.filter(plan=plan, cause__in=OF_REVIEWS).waiting()
    return bool(rows.filter(fingerprint__endswith=f":{monday}:{half}").exists())
