"""Writing who the athletes are, their thresholds and their coaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete, Connection, Threshold, User
from athletes.services.sync_times import next_sync_at
from athletes.services.tombstones import bury
from config.core.celery import enqueue

LOAD_FIELDS = frozenset({"sex", "hr_max_bpm", "hr_rest_bpm"})
SERIES_FIELDS = frozenset({"fitness_days", "fatigue_days"})


def create_athlete(*, user: User, **fields: Any) -> Athlete:
    """The athlete of a user; the one there is, when there is one."""
    athlete, _ = Athlete.objects.get_or_create(user=user, defaults=fields)
    return athlete


def update_athlete(*, athlete: Athlete, **changes: Any) -> Athlete:
    """Save what changed and have the numbers that depend on it computed again. Raises ValidationError."""
    changed = {name for name, value in changes.items() if getattr(athlete, name) != value}
    for name in changed:
        setattr(athlete, name, changes[name])
    with transaction.atomic():
        athlete.full_clean()
        athlete.save()
        if "time_zone" in changed:
            _move_daily_syncs(athlete)
            enqueue("notifications.tasks.retime", athlete.user_id)
        if changed & LOAD_FIELDS:
            enqueue("metrics.tasks.remeasure", athlete.pk)
        elif changed & SERIES_FIELDS:
            enqueue("metrics.tasks.rebuild_load", athlete.pk)
    return athlete


def _move_daily_syncs(athlete: Athlete) -> None:
    """To the same time of day in the new zone; what is due already stays so."""
    now = timezone.now()
    for connection in Connection.objects.for_athlete(athlete).filter(next_sync_at__gt=now):
        connection.athlete = athlete
        Connection.objects.filter(pk=connection.pk).update(next_sync_at=next_sync_at(connection, now))


def set_threshold(*, athlete: Athlete, sport: str, kind: str, value: float, valid_from: date) -> Threshold:
    """Put a threshold in force from a day on, replacing one of the same day. Raises ValidationError."""
    with transaction.atomic():
        threshold = Threshold.objects.filter(
            athlete=athlete, sport=sport, kind=kind, valid_from=valid_from
        ).first() or Threshold(athlete=athlete, sport=sport, kind=kind, valid_from=valid_from)
        threshold.value = value
        threshold.full_clean()
        threshold.save()
        enqueue("metrics.tasks.remeasure", athlete.pk)
    return threshold


def remove_threshold(*, threshold: Threshold) -> None:
    """Forget a threshold; the one before it holds again. The athlete counts as changed, for the sweeps."""
    with transaction.atomic():
        bury(Threshold.objects.filter(pk=threshold.pk))
        threshold.athlete.save()
        enqueue("metrics.tasks.remeasure", threshold.athlete_id)
