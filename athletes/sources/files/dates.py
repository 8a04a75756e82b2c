"""Dates that a recording can have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from athletes.sources.files.errors import FILE_DATE_IMPOSSIBLE, FileError

_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


def check_date(start_time: datetime, now: datetime) -> None:
    """Raise FILE_DATE_IMPOSSIBLE for a start before 1990 or over a day from now."""
    if _FIRST <= start_time <= now + _AHEAD:
        return
    raise FileError(
        FILE_DATE_IMPOSSIBLE,
        f"This file says that the activity started on {start_time:%Y-%m-%d}, which cannot be. The device's "
        "date was probably wrong: correct it in the file and import it again.",
    )
