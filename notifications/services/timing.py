"""When a user wants to hear."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from athletes.models import User
from notifications.models import Timing
from notifications.selectors import zone_of
from notifications.services.holding import retime


def set_timing(*, user: User, **changes: Any) -> Timing:
    """Save hours, reminder or pause, and have what waits leave accordingly. Raises ValidationError."""
    with transaction.atomic():
        timing, _ = Timing.objects.select_for_update().get_or_create(user=user)
        for name, value in changes.items():
            setattr(timing, name, value)
        _check_quiet_hours(timing)
        if "paused_until" in changes:
            _check_pause(timing)
        timing.full_clean()
        timing.save()
        retime(user=user)
    return timing


def _check_quiet_hours(timing: Timing) -> None:
    if (timing.quiet_from is None) != (timing.quiet_until is None):
        raise ValidationError({"quiet_until": "Give both ends of the quiet hours, or none."})
    if timing.quiet_from is not None and timing.quiet_from == timing.quiet_until:
        raise ValidationError({"quiet_until": "Quiet hours end at another time than they begin."})


def _check_pause(timing: Timing) -> None:
    if timing.paused_until and timing.pause_on(zone_of(timing.user)) is None:
        raise ValidationError({"paused_until": "Choose a day after today."})
