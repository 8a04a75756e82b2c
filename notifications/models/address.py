from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from config.core.models import Named


class Address(Named):
    """Where one channel reaches one user.

    `label` is the user's own word for it; `details` hold what a channel needs besides the target, no
    secret (those lie in the vault). `code_*` belong to a number or mailbox that is being verified.
    """

    data_class = "profile"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=16)
    target = models.CharField(max_length=1000, blank=True)
    label = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict, blank=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "channel", "target"], name="address_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.user_id}"


class Preference(Named):
    """Whether a user wants one kind of message on one channel; without a row the kind's default holds."""

    data_class = "profile"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=16)
    enabled = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.enabled}"
