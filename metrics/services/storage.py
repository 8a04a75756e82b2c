"""How much room an athlete's files take: uploads that are still needed, and the originals of activities."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat

from athletes.models import Athlete
from config.core.errors import DataError
from config.core.personal import Person
from config.core.quotas import Use
from metrics.models import ImportFile, Origin

MB = 1_000_000


class StorageFullError(DataError):
    code = "STORAGE_FULL"
    status = 413
    default_message = (
        "There is no room for this any more. Erase activities or old uploads that you do not need,"
        " or ask the operator for more room."
    )


class Room:
    """What is left for uploads as things are now; `freed` bytes of what is here make room for what comes."""

    def __init__(self, *, athlete: Athlete, freed: int = 0) -> None:
        self.athlete = athlete
        limit = _limit()
        self._left = None if limit is None else limit - used_bytes(athlete.pk) + freed

    def take(self, size: int) -> None:
        """Raises StorageFullError, and takes nothing, where `size` more bytes do not fit."""
        if self._left is None:
            return
        if size > self._left:
            raise StorageFullError
        self._left -= size


def has_room_for_original(*, athlete: Athlete, size: int) -> bool:
    """Whether an activity's file may be kept beside its numbers; uploads, which end with it, do not count."""
    limit = _limit()
    return limit is None or _originals(athlete.pk) + size <= limit


def used_bytes(athlete_pk: int) -> int:
    uploads = ImportFile.objects.filter(batch__athlete=athlete_pk).exclude(file="")
    return _originals(athlete_pk) + _total(uploads)


def storage_used(person: Person) -> Use | None:
    limit = _limit()
    if person.athlete_pk is None or limit is None:
        return None
    used = used_bytes(person.athlete_pk)
    return Use(
        "Room for files", filesizeformat(used), filesizeformat(limit), StorageFullError.default_message
    )


def _originals(athlete_pk: int) -> int:
    return _total(Origin.objects.filter(athlete=athlete_pk).exclude(file=""))


def _total(rows: QuerySet[ImportFile] | QuerySet[Origin]) -> int:
    return rows.aggregate(total=Sum("size"))["total"] or 0


def _limit() -> int | None:
    """Bytes; None where the operator set none."""
    most = settings.STORAGE_PER_ATHLETE_MB
    return most * MB if most > 0 else None
