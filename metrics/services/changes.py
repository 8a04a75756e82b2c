"""Telling everyone above that an athlete's data changed, once the transaction is through."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from athletes.models import Athlete
from config.core import cache
from config.core.celery import enqueue
from metrics.services.recompute import mark_dirty
from metrics.services.signals import mark_stale
from metrics.signals import athlete_data_changed


def data_changed(athlete: Athlete, start: date, end: date, *, load_changed: bool = True) -> None:
    """Mark loads and signals from `start` on as stale; on commit forget cached views and send the signal."""
    if load_changed:
        enqueue("metrics.tasks.recompute_load", athlete.pk, awaited=not mark_dirty(athlete, start))
    enqueue("metrics.tasks.detect_signals", athlete.pk, awaited=not mark_stale(athlete, start))
    transaction.on_commit(lambda: _announce(athlete.pk, start, end))


def _announce(athlete_id: int, start: date, end: date) -> None:
    cache.forget(athlete_id)
    athlete_data_changed.send(sender=Athlete, athlete_id=athlete_id, days=(start, end))
