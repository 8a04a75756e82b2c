"""The one signal from below: an athlete's data changed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from analysis.services.analysing import was_just_checked
from config.core.celery import enqueue
from metrics.signals import athlete_data_changed


@receiver(athlete_data_changed)
def explain_again(athlete_id: int, **_: Any) -> None:
    enqueue("analysis.tasks.refresh", athlete_id, awaited=was_just_checked(athlete_id=athlete_id))
