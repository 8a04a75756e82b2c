from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from config.core.models import Named


class Device(Named):
    """A browser from which somebody has logged in, known by a cookie whose hash is kept."""

    data_class = "profile"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    token_sha256 = models.CharField(max_length=64, editable=False)
    label = models.CharField(max_length=80, blank=True)
    last_login_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-last_login_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "token_sha256"], name="device_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.label or f"device of {self.user_id}"
