"""Reading everything afresh when the athlete asks for it."""

from __future__ import annotations

from athletes.models import Athlete
from config.core import cache
from config.core.celery import enqueue


def refresh_athlete(*, athlete: Athlete) -> None:
    """Forget cached views and have stale loads and measurements computed again."""
    cache.forget(athlete.pk)
    enqueue("metrics.tasks.recompute_load", athlete.pk)
    enqueue("metrics.tasks.remeasure", athlete.pk)
