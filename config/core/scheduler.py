"""Beat's schedule in the database, where what an operator changed stays changed."""

from __future__ import annotations

from typing import Any, Self

from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry

FROM_SETTINGS = "As in the settings: "


class KeptEntry(ModelEntry):
    """An entry of the settings that follows them until somebody edits it in the admin."""

    @classmethod
    def from_entry(cls, name: str, app: Any = None, **entry: Any) -> Self:
        """Make the row, or bring it up to date with the settings; an edited one is left as it is."""
        row = PeriodicTask.objects.filter(name=name).first()
        if row is not None and is_edited(row):
            return cls(row, app=app)
        fields = cls._unpack_fields(**entry)
        row, _ = PeriodicTask.objects.update_or_create(name=name, defaults=fields)
        PeriodicTask.objects.filter(pk=row.pk).update(description=f"{FROM_SETTINGS}{row.schedule}")
        return cls(PeriodicTask.objects.get(pk=row.pk), app=app)


class KeptScheduler(DatabaseScheduler):
    """django-celery-beat's scheduler, which would write the settings over every edit at each start."""

    Entry = KeptEntry


def is_edited(row: PeriodicTask) -> bool:
    """Whether its times are not those that the settings gave it. A row of before this was known is not."""
    return row.description.startswith(FROM_SETTINGS) and row.description != f"{FROM_SETTINGS}{row.schedule}"
