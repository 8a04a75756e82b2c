from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from config.core.models import Named
from config.core.validators import one_line

OF_THE_HOST = {"localtime", "Factory"}
"""Names that mean something else on every machine."""


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones() - OF_THE_HOST:
        raise ValidationError("This time zone is not known. Choose one such as Europe/Paris.")


class Athlete(Named):
    """Whose data it is. Hangs below a user; a coach may have none."""

    data_class = "profile"

    class Units(models.TextChoices):
        METRIC = "metric", "Kilometres and kilograms"
        IMPERIAL = "imperial", "Miles and pounds"

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="athlete")
    name = models.CharField(max_length=150, blank=True, validators=[one_line])
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    units = models.CharField(max_length=8, choices=Units, default=Units.METRIC)
    sex = models.CharField(  # noqa: DJ001 - unknown is null, and the formulas tell it from a choice
        max_length=6, choices=Sex, null=True, blank=True, help_text="Only used where a formula needs it."
    )
    birth_year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2030)]
    )
    hr_max_bpm = models.PositiveSmallIntegerField(
        "highest heart rate",
        null=True,
        blank=True,
        validators=[MinValueValidator(100), MaxValueValidator(250)],
    )
    hr_rest_bpm = models.PositiveSmallIntegerField(
        "resting heart rate",
        null=True,
        blank=True,
        validators=[MinValueValidator(25), MaxValueValidator(120)],
    )
    fitness_days = models.PositiveSmallIntegerField(
        default=42, validators=[MinValueValidator(14), MaxValueValidator(90)]
    )
    fatigue_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(2), MaxValueValidator(21)]
    )
    keeps_cycle_log = models.BooleanField(
        "cycle log", default=False, help_text="Shows a log of the menstrual cycle on the health page."
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hr_max_bpm__isnull=True)
                | models.Q(hr_rest_bpm__isnull=True)
                | models.Q(hr_max_bpm__gt=models.F("hr_rest_bpm")),
                name="athlete_hr_max_above_rest",
                violation_error_message="The highest heart rate must be above the resting heart rate.",
            ),
            models.CheckConstraint(
                condition=models.Q(fitness_days__gt=models.F("fatigue_days")),
                name="athlete_fitness_slower_than_fatigue",
                violation_error_message="Fitness must use more days than fatigue.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.uid)

    @property
    def called(self) -> str:
        """For whom they have let in: both know the other's address from the invitation."""
        return self.name or self.user.name or self.user.email

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The local day of this athlete now."""
        return timezone.now().astimezone(self.zone).date()

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()
