"""The zip that a download is, and the one activity file in it."""

from __future__ import annotations

from typing import Final

from athletes.errors import GarminAPIError
from athletes.sources.files.archive_limits import Limits
from athletes.sources.files.archives import Entry, unpack
from athletes.sources.files.detect import Kind, detect
from athletes.sources.files.errors import ARCHIVE_TOO_LARGE, FILE_TOO_LARGE, FILE_TYPE_UNKNOWN

FILE_MISSING: Final = "GARMIN_FILE_MISSING"
FILE_UNREADABLE: Final = "GARMIN_FILE_UNREADABLE"
FILE_REFUSED: Final = "GARMIN_FILE_REFUSED"
DOWNLOAD: Final = Limits(entries=50, unpacked_bytes=100 * 1024 * 1024)
_BEST = (Kind.FIT, Kind.TCX, Kind.GPX)
_REFUSED = (ARCHIVE_TOO_LARGE, FILE_TOO_LARGE)


def activity_file(content: bytes, external_id: str) -> tuple[bytes, str]:
    """Return (bytes, name) of the activity file in a download: FIT before TCX before GPX, then the largest.

    Names in the archive may be private and are not used. Raises GarminAPIError with FILE_MISSING when there
    is no such file, FILE_UNREADABLE when the archive is damaged, FILE_REFUSED when it unfolds too far.
    """
    entries = list(unpack(content, external_id, DOWNLOAD)) if content else []
    files = [
        (kind, each.content) for each in entries if each.content and (kind := detect(each.content)) in _BEST
    ]
    if not files:
        raise _unreadable() if _is_nothing_known(content) else _fault(entries)
    kind, best = min(files, key=lambda file: (_BEST.index(file[0]), -len(file[1])))
    return best, f"garmin-{external_id}.{kind.value}"


def _is_nothing_known(content: bytes) -> bool:
    """Whether something came that is neither an archive nor an activity: a page, a message."""
    return detect(content) in (Kind.XML, Kind.UNKNOWN)


def _unreadable() -> GarminAPIError:
    return GarminAPIError(
        "Garmin sent a damaged file for this activity. It will be tried again.", code=FILE_UNREADABLE
    )


def _fault(entries: list[Entry]) -> GarminAPIError:
    codes = {each.error.code for each in entries if each.error}
    if codes.intersection(_REFUSED):
        return GarminAPIError(
            "Garmin's file of this activity is larger than any recording. It was not opened.",
            code=FILE_REFUSED,
            retryable=False,
        )
    if codes - {FILE_TYPE_UNKNOWN}:
        return _unreadable()
    return GarminAPIError(
        "Garmin has no activity file for this activity.", code=FILE_MISSING, status=404, retryable=False
    )
