from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from athletes.models.athlete import Athlete
from config.core.models import Named, NamedQuerySet

DEFAULT_SYNC_TIME = time(5, 30)
HISTORY_DAYS = 730
"""Two years: how far back the history goes unless the athlete says otherwise."""


class Way(models.TextChoices):
    """The ways to Garmin that need a secret, in the order in which they are offered."""

    KEY = "garmin_key", "Garmin Personal API key"
    LOGIN = "garmin_login", "Garmin login"


class ConnectionQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def due(self, now: datetime) -> Self:
        """Working connections whose hour has come."""
        return self.filter(state=Connection.State.ACTIVE, next_sync_at__lte=now)


class Connection(Named):
    """An athlete's standing permission to read their data at Garmin; the secret itself is a `Credential`.

    `backfilled_to` is the oldest day whose daily values are here, `backfill_from` the day it shall become.
    `last_error_*` are of the newest sync and empty when it went well; `retry_at` is when the next try may be.
    """

    data_class = "connections"

    class State(models.TextChoices):
        ACTIVE = "active", "Connected"
        RECONNECT = "reconnect", "Needs you"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="connections")
    way = models.CharField(max_length=16, choices=Way)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    account = models.CharField("account at Garmin", max_length=150, blank=True)
    is_china = models.BooleanField("account of garmin.cn", default=False)
    key_expires_on = models.DateField(null=True, blank=True)
    ai_allowed = models.BooleanField("analyses may use these data", default=True)

    sync_time = models.TimeField("daily at", default=DEFAULT_SYNC_TIME)
    next_sync_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField(
        null=True, blank=True, help_text="When the athlete last asked for a sync."
    )
    synced_at = models.DateTimeField(
        null=True, blank=True, help_text="When the newest days were last read whole."
    )
    retry_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Failed syncs in a row.")
    last_error_code = models.CharField(max_length=60, blank=True)
    last_error_message = models.CharField(max_length=300, blank=True)

    backfill_from = models.DateField(null=True, blank=True)
    backfilled_to = models.DateField(null=True, blank=True)
    is_listed_whole = models.BooleanField(default=False, help_text="Every activity since then is listed.")

    objects: ClassVar = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["way"]
        indexes: ClassVar = [models.Index(fields=["state", "next_sync_at"], name="connection_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "way"], name="connection_one_per_way"),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.athlete_id}"

    @property
    def wanted_since(self) -> date:
        """The first day that is to be read, also before the first sync has fixed it."""
        return self.backfill_from or self.athlete.today() - timedelta(days=HISTORY_DAYS)

    @property
    def is_backfilling(self) -> bool:
        """Whether older days are still to come."""
        if self.backfill_from is None:
            return False
        return (
            self.backfilled_to is None or self.backfilled_to > self.backfill_from or not self.is_listed_whole
        )


class ConnectionAttempt(Named):
    """One try to connect: it runs beside the request, and a page follows it. Holds no secret.

    `expires_at` is until when a code is waited for, or until when Garmin takes no other login after this one.
    """

    data_class = "connections"

    class State(models.TextChoices):
        WORKING = "working", "Working"
        NEEDS_CODE = "needs_code", "Waiting for your code"
        CONNECTED = "connected", "Connected"
        FAILED = "failed", "Not connected"

    class Step(models.TextChoices):
        STARTING = "starting", "Getting ready"
        ASKING = "asking", "Asking Garmin"
        CHECKING_CODE = "checking_code", "Checking your code"
        VERIFYING = "verifying", "Reading your profile"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    way = models.CharField(max_length=16, choices=Way)
    state = models.CharField(max_length=12, choices=State, default=State.WORKING)
    step = models.CharField(max_length=16, choices=Step, default=Step.STARTING)
    code_tries = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="attempt_by_athlete")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "way"],
                condition=Q(state__in=["working", "needs_code"]),
                name="attempt_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.athlete_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WORKING, self.State.NEEDS_CODE)

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class DataKey(models.Model):
    """The key that one athlete's secrets are sealed with, itself sealed by the key `wrapped_by`."""

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="+")
    wrapped = models.TextField()
    wrapped_by = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    rewrapped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["wrapped_by"], name="data_key_by_wrapping")]

    def __str__(self) -> str:
        return f"data key of {self.athlete_id}"


class Credential(models.Model):
    """A sealed secret; read and written by `athletes.vault` only."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    ciphertext = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "purpose"], name="credential_one_per_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.athlete_id}"
