"""Which FIT files are recordings of an activity, and what the others are."""

from __future__ import annotations

from athletes.sources.files.errors import (
    FILE_CORRUPT,
    FILE_DATE_IMPOSSIBLE,
    FILE_NO_SAMPLES,
    FILE_NOT_ACTIVITY,
    FILE_TRUNCATED,
    FileError,
)
from athletes.sources.files.fit_content import FitContent
from athletes.sources.files.notes import FILE_TRUNCATED as NOTE_TRUNCATED

_KINDS = {
    "device": "a description of a device",
    "settings": "device settings",
    "sport": "sport settings",
    "workout": "a workout to be done",
    "course": "a course to follow",
    "schedules": "a training schedule",
    "weight": "weight measurements",
    "totals": "totals of a device",
    "goals": "goals",
    "blood_pressure": "blood pressure measurements",
    "monitoring_a": "all-day monitoring",
    "monitoring_b": "all-day monitoring",
    "monitoring_daily": "all-day monitoring",
    "segment": "a segment",
    "segment_list": "a list of segments",
}


def check_kind(content: FitContent) -> None:
    """Raise FileError when the file is readable but no activity, or when nothing of it could be read."""
    kinds = [kind for file_id in content.messages["file_id"] if (kind := file_id.get("type")) is not None]
    if "activity" not in kinds and kinds and not content.messages["session"]:
        raise FileError(FILE_NOT_ACTIVITY, _not_activity(kinds[0]))
    if content.records or content.messages["session"]:
        return
    if content.fault is None:
        raise FileError(
            FILE_NO_SAMPLES, "This FIT file holds no samples and no summary. Nothing was imported."
        )
    if NOTE_TRUNCATED in content.notes:
        raise FileError(FILE_TRUNCATED, f"This FIT file ends before its first sample. {_COPY_AGAIN}")
    raise FileError(FILE_CORRUPT, f"This FIT file is damaged and nothing in it can be read. {_COPY_AGAIN}")


def undated(content: FitContent) -> FileError:
    """The error for a file without a single date."""
    has_clock = "time" in content.columns and bool((content.columns["time"] >= 0).any())
    if has_clock or any("timestamp" in session for session in content.messages["session"]):
        return FileError(
            FILE_DATE_IMPOSSIBLE,
            "The device did not know the date when it recorded this, so it cannot be placed in your history. "
            "Set the date in the file (for example with the device maker's tools) and import it again.",
        )
    return FileError(
        FILE_NOT_ACTIVITY,
        "No sample in this FIT file has a time, so it is no recording of an activity. Nothing was imported.",
    )


def _not_activity(kind: object) -> str:
    words = _KINDS.get(kind, f"a file of type {kind}") if isinstance(kind, str) else f"a file of type {kind}"
    return f"This FIT file is {words}, not a recorded activity. Nothing was imported, and nothing is lost."


_COPY_AGAIN = "Copy it from the device or download it again."
