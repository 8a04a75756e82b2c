"""The files that activities came in, kept so that a better parser can read them again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from athletes.models import Athlete
from athletes.sources.records import Original
from metrics.services.storage import has_room_for_original


@contextmanager
def kept(athlete: Athlete, original: Original | None) -> Iterator[str]:
    """Store the original and give its storage name; taken back when the body fails.

    "" without one, and where the athlete has no room left: the numbers come in all the same.
    """
    if original is None or not has_room_for_original(athlete=athlete, size=len(original.content)):
        yield ""
        return
    suffix = PurePath(original.file_name).suffix.lower()[:8]
    name = default_storage.save(
        f"originals/{athlete.uid}/{original.sha256[:2]}/{original.sha256}{suffix}",
        ContentFile(original.content),
    )
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise
