"""Keeping what came by a connection from AI, also what came before the athlete decided so."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from athletes.models import Connection
from athletes.sources.records import ChannelState
from metrics.models import Activity, Day, Estimate, Origin, SyncedDay
from metrics.services.changes import data_changed
from metrics.services.sync.runs import DAY


def withhold_from_ai(connection: Connection) -> int:
    """Mark everything that the connection brought, or had a part in, as not for AI; how many rows changed.

    Safe to repeat. There is no way back for a row: several sources may have written it, and the strictest
    wins.
    """
    athlete, way = connection.athlete, connection.way
    came_by_it = Q(source=way)
    brought = Origin.objects.filter(came_by_it, athlete=athlete)
    activities = Activity.objects.for_athlete(athlete).filter(
        Q(origins__in=brought) | Q(merged__origins__in=brought)
    )
    daily = came_by_it | Q(date__in=_days(connection))
    with transaction.atomic():
        changed = Activity.objects.filter(pk__in=activities.values("pk"), ai_allowed=True).update(
            ai_allowed=False
        )
        for model in (Day, Estimate):
            changed += model.objects.filter(daily, athlete=athlete, ai_allowed=True).update(ai_allowed=False)
        brought.filter(ai_allowed=True).update(ai_allowed=False)
        if changed:
            today = athlete.today()
            data_changed(athlete, today, today + DAY, load_changed=False)
    return changed


def _days(connection: Connection) -> list[date]:
    """The days of which the connection knew anything."""
    rows = SyncedDay.objects.filter(connection=connection).values_list("date", "channels")
    return [day for day, channels in rows if set(channels.values()) - {ChannelState.MISSING.value}]
