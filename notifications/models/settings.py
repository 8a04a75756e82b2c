from __future__ import annotations

from datetime import date, time, tzinfo
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from config.core.models import Named


class Timing(Named):
    """When a user wants to hear: local times of day in the zone of the user's athlete.

    Quiet hours reach over midnight when they end before they begin; without both ends there are none.
    `paused_until` is the first day on which messages leave the house again.
    """

    data_class = "profile"

    class Reminder(models.TextChoices):
        EVENING = "evening", "The evening before"
        MORNING = "morning", "The same morning"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    quiet_from = models.TimeField(null=True, blank=True, default=time(22))
    quiet_until = models.TimeField(null=True, blank=True, default=time(7))
    digest_at = models.TimeField(default=time(7))
    digest_weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    reminder = models.CharField(max_length=8, choices=Reminder, default=Reminder.EVENING)
    paused_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="timing_quiet_hours_have_two_ends",
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
            models.CheckConstraint(name="timing_weekday", condition=models.Q(digest_weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"timing of {self.user_id}"

    def pause_on(self, zone: tzinfo) -> date | None:
        """The first day without a pause, while there is one; its days are those of `zone`."""
        until = self.paused_until
        return until if until and timezone.now().astimezone(zone).date() < until else None
