from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from athletes.models import ApiKey, Athlete, PartnerGrant
from config.core.models import Named
from notifications.models.address import Address


class DataHook(Named):
    """A receiver that is told of changes in one athlete's data, from `cursor` on.

    `scopes` are those of the token that asked for it, null for its owner in person; it ends with the `key`
    that made it, or with the `grant` of the application that did.
    """

    data_class = "profile"

    address = models.ForeignKey(Address, models.CASCADE, related_name="data_hooks")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    events = models.JSONField(default=list)
    scopes = models.JSONField(null=True, blank=True)
    key = models.ForeignKey(ApiKey, models.CASCADE, null=True, blank=True, related_name="+")
    grant = models.ForeignKey(PartnerGrant, models.CASCADE, null=True, blank=True, related_name="+")
    cursor = models.TextField()
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "athlete"], name="data_hook_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address_id} hears of {self.athlete_id}"
