from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from config.core.models import Named


class AIPreferences(Named):
    """Whether and how Claude may explain this athlete's data; without a row nothing is ever sent.

    `consented_at` is null until the athlete agrees, and again after they take it back. `next_weekly_at` is
    when the weekly review is due.
    """

    data_class = "analysis"

    class Tone(models.TextChoices):
        PLAIN = "plain", "Plain and factual"
        WARM = "warm", "Warm"
        SHORT = "short", "As short as possible"

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="ai_preferences")
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tone = models.CharField(max_length=5, choices=Tone, default=Tone.PLAIN)
    sends_notes = models.BooleanField("send my notes", default=False)
    sends_cycle = models.BooleanField("send my cycle log", default=False)
    sends_profile = models.BooleanField("send my age band and sex", default=False)
    writes_daily = models.BooleanField("daily brief", default=False)
    writes_weekly = models.BooleanField("weekly review", default=True)
    writes_activities = models.BooleanField("a comment after each activity", default=False)
    weekly_weekday = models.PositiveSmallIntegerField(default=6, validators=[MaxValueValidator(6)])
    weekly_hour = models.PositiveSmallIntegerField(default=18, validators=[MaxValueValidator(23)])
    answers_per_day = models.PositiveSmallIntegerField(
        default=20, validators=[MaxValueValidator(200)], help_text="Analyses and chat answers together."
    )
    monthly_usd = models.DecimalField(
        max_digits=8, decimal_places=2, default=Decimal("2.00"), validators=[MinValueValidator(Decimal(0))]
    )
    next_weekly_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "AI preferences"
        indexes: ClassVar = [
            models.Index(
                fields=["next_weekly_at"],
                condition=Q(consented_at__isnull=False, writes_weekly=True),
                name="ai_weekly_due",
            )
        ]

    def __str__(self) -> str:
        return f"AI preferences of {self.athlete_id}"
