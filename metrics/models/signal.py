from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet
from metrics.models.activity import Activity


class SignalQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def touching(self, start: date, end: date) -> Self:
        """Signals of which a day lies in [start, end)."""
        return self.filter(Q(end=None) | Q(end__gt=start), start__lt=end)

    def waiting(self) -> Self:
        """Not acknowledged yet."""
        return self.filter(acknowledged_at=None)

    def without(self, hidden: Iterable[str]) -> Self:
        """Only signals whose evidence needs none of the data classes `hidden`."""
        rows = self
        for data in hidden:
            rows = rows.exclude(needs__contains=data)
        return rows


class Signal(Named):
    """Something a detector found on the days [start, end); `end` is null while it goes on (contracts, 6).

    `evidence` is a list of `{metric, date, value, unit, baseline, z}`. A signal of one recording names its
    `activity`. Detection is repeated whenever data change: a signal keeps its row, and what the athlete said
    to it, as long as a detector finds its kind on overlapping days (of the same activity). `needs` names the
    data classes that the evidence was made from, sorted and comma separated.
    """

    data_class = "load"

    class Severity(models.TextChoices):
        INFO = "info", "Good to know"
        WATCH = "watch", "Worth watching"
        ACT = "act", "Act on it"

    class Confidence(models.TextChoices):
        LOW = "low", "low"
        MEDIUM = "medium", "medium"
        HIGH = "high", "high"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="signals")
    kind = models.CharField(max_length=32)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    severity = models.CharField(max_length=5, choices=Severity)
    confidence = models.CharField(max_length=6, choices=Confidence)
    evidence = models.JSONField(default=list)
    needs = models.CharField(max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=300, blank=True, help_text="What the athlete said to it.")

    objects: ClassVar = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "kind"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="signal_changed"),
            models.Index(fields=["athlete", "-start"], name="signal_by_start"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "kind", "start"], condition=Q(activity=None), name="signal_once_per_day"
            ),
            models.UniqueConstraint(
                fields=["activity", "kind"], condition=~Q(activity=None), name="signal_once_per_activity"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="signal_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.start}"


class SignalScan(models.Model):
    """How far detection has come for one athlete.

    `stale_since` is null when all data were looked at, else the instant of the first change that was not;
    `dirty_from` is the earliest day that changed since, null for all of them.
    """

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="+")
    stale_since = models.DateTimeField(null=True, blank=True, db_index=True)
    dirty_from = models.DateField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scanned_on = models.DateField(null=True, blank=True, help_text="Local day of the last scan.")

    def __str__(self) -> str:
        return f"signal scan of {self.athlete_id}"
