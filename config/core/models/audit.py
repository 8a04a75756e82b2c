"""Who did what to whose data, in rows that are only ever added."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from config.core.ids import uuid7


class AppendOnly(TypeError):
    """Something tried to change or remove a row that may only be added."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never removed")

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__} rows are never changed")


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} rows are never changed")
        super().save(force_insert=True, using=options.get("using"))

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly(f"{type(self).__name__} rows are never removed")


class AuditEvent(AppendOnlyModel):
    """`payload_sha256` binds an optional `AuditPayload`, which may be erased; the chain still holds."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_uid = models.UUIDField(null=True, blank=True, db_index=True)
    action = models.CharField(max_length=80)
    subject_uid = models.UUIDField(null=True, blank=True, db_index=True)
    request_id = models.CharField(max_length=64, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    class Meta(AppendOnlyModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.action} at {self.at.isoformat()}"


class AuditPayload(models.Model):
    """The personal part of an event. The salt goes with it, so that its hash says nothing once it is gone."""

    event_uid = models.UUIDField(unique=True)
    subject_uid = models.UUIDField(null=True, blank=True, db_index=True)
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"payload of {self.event_uid}"


class AuditSeal(AppendOnlyModel):
    """The hash over the events `first_id` to `last_id` and over the seal before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous_sha256 = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnlyModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"seal of events {self.first_id} to {self.last_id}"
