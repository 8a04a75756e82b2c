"""What people let other applications see and do."""

from __future__ import annotations

from typing import ClassVar, Self

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.db import models
from django.utils import timezone

from config.core.models import Named, NamedQuerySet


class PartnerGrantQuerySet(NamedQuerySet):
    def in_force(self) -> Self:
        """Neither ended nor out of date."""
        return self.filter(revoked_at=None, valid_until__gt=timezone.now())


class PartnerGrant(Named):
    """What one person lets one application do with their own data, and until when.

    `scopes` is a list of names of `athletes.scopes`, `got` says for each that was used when that was last.
    """

    data_class = "connections"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="partner_grants")
    client = models.ForeignKey(Client, models.CASCADE, related_name="grants")
    scopes = models.JSONField(default=list)
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    got = models.JSONField(default=dict)

    objects: ClassVar = PartnerGrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "client"], name="partner_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} for {self.user_id}"

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and self.valid_until > timezone.now()

    @property
    def used_words(self) -> list[str]:
        """Classes of data that it used, such as "activities" or "plan (changed)"."""
        pairs = (scope.split(":") for scope in sorted(self.got))
        return [f"{data} (changed)" if action == "write" else data for data, action in pairs]
