"""What every row has that a person, the API or a coach can name."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

from config.core.ids import uuid7


class NamedQuerySet(models.QuerySet[Any]):
    """Bulk updates count as changes too: ETags would lie otherwise."""

    def update(self, **values: Any) -> int:
        values.setdefault("revision", F("revision") + 1)
        values.setdefault("updated_at", timezone.now())
        return super().update(**values)


class DeletableQuerySet(NamedQuerySet):
    def alive(self) -> Self:
        """Rows without a tombstone."""
        return self.filter(deleted_at=None)


class Named(models.Model):
    """`uid` names the row outside; `revision` starts at 1 and grows by one with each save of an existing row.

    The growth happens in the database, so two savers never end at the same revision.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if self._state.adding:
            super().save(update_fields=update_fields, **options)
            return
        if update_fields is not None:
            update_fields = {*update_fields, "revision", "updated_at"}
        before = self.revision
        self.revision = F("revision") + 1
        try:
            super().save(update_fields=update_fields, **options)
        except BaseException:
            self.revision = before
            raise
        self.refresh_from_db(fields=["revision"])


class Deletable(Named):
    """`deleted_at` is a tombstone: the row is hidden at once and removed by retention."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = DeletableQuerySet.as_manager()

    class Meta:
        abstract = True
