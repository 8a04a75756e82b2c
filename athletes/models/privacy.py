from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from athletes.models.athlete import Athlete
from config.core.models import Named

LEAST_RADIUS_M, MOST_RADIUS_M = 200, 2_000
EXPORT_LASTS = timedelta(days=7)


class PrivacyZone(Named):
    """A place around which others see no track: `name` and the place itself are the athlete's alone.

    What is cut out is the circle around `cover_*`, which lies aside of the place by up to half the radius:
    whoever finds its centre from the ends of many tracks has not found the place.
    """

    data_class = "places"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="privacy_zones")
    name = models.CharField(max_length=60)
    latitude_deg = models.FloatField(validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude_deg = models.FloatField(validators=[MinValueValidator(-180), MaxValueValidator(180)])
    radius_m = models.PositiveIntegerField(
        default=500, validators=[MinValueValidator(LEAST_RADIUS_M), MaxValueValidator(MOST_RADIUS_M)]
    )
    cover_latitude_deg = models.FloatField(editable=False)
    cover_longitude_deg = models.FloatField(editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return f"zone {self.uid}"


class DataExport(Named):
    """Everything of one person in a zip, made once and kept until `expires_at`."""

    data_class = "profile"

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        ENDED = "ended", "Ended"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(max_length=300, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="one_export_is_made_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"export {self.uid}: {self.state}"


class ErasureRequest(Named):
    """Somebody wants to be erased at `due_at`, and may take it back until then."""

    data_class = "profile"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="erasure_request")
    due_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at"], name="erasure_by_due")]

    def __str__(self) -> str:
        return f"erasure due {self.due_at.date()}"
