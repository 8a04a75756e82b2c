"""The one signal from below: an athlete's data changed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from config.core.celery import enqueue
from metrics.signals import athlete_data_changed
from plans.selectors.matching import has_sessions


@receiver(athlete_data_changed)
def follow_what_happened(athlete_id: int, **_: Any) -> None:
    enqueue("plans.tasks.follow", athlete_id, awaited=not has_sessions(athlete_id))
