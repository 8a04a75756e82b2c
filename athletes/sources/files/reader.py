"""The one door: bytes of any supported file to a neutral activity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import NoReturn

from athletes.sources.files.detect import Kind, detect
from athletes.sources.files.errors import (
    FILE_CORRUPT,
    FILE_EMPTY,
    FILE_TOO_LARGE,
    FILE_TYPE_UNKNOWN,
    FileError,
)
from athletes.sources.files.fit import read_fit
from athletes.sources.files.gpx import read_gpx
from athletes.sources.files.limits import MAX_FILE_BYTES
from athletes.sources.files.tcx import read_tcx
from athletes.sources.files.xml_walk import XmlFault, walk
from athletes.sources.records import Original, RecordedActivity


def read_file(content: bytes, file_name: str, *, now: datetime | None = None) -> RecordedActivity:
    """Read a FIT, TCX or GPX file into one activity, with `original` set to the file itself.

    Only FileError leaves this function, whatever the bytes are. `now` (default: the current time) is
    what dates are judged by. Archives are not opened here: see `unpack`.
    """
    try:
        activity = _read(content, now or datetime.now(UTC))
    except FileError:
        raise
    except (MemoryError, RecursionError) as error:
        raise FileError(FILE_TOO_LARGE, f"This file needs more memory than one file may. {_SPLIT}") from error
    except Exception as error:  # whatever a damaged file provokes in a parser has one meaning for the athlete
        raise FileError(FILE_CORRUPT, f"This file is damaged and cannot be read. {_COPY_AGAIN}") from error
    original = Original(file_name=file_name, sha256=sha256(content).hexdigest(), content=content)
    return replace(activity, original=original)


def _read(content: bytes, now: datetime) -> RecordedActivity:
    if len(content) > MAX_FILE_BYTES:
        raise FileError(FILE_TOO_LARGE, f"This file has more than {MAX_FILE_BYTES >> 20} MB. {_SPLIT}")
    match detect(content):
        case Kind.EMPTY:
            raise FileError(FILE_EMPTY, f"This file is empty. {_COPY_AGAIN}")
        case Kind.FIT:
            return read_fit(content, now)
        case Kind.TCX:
            return read_tcx(content, now)
        case Kind.GPX:
            return read_gpx(content, now)
        case Kind.XML:
            return _refuse_xml(content)
    raise FileError(FILE_TYPE_UNKNOWN, _UNKNOWN)


def _refuse_xml(content: bytes) -> NoReturn:
    """Some other XML: say what is wrong with it before saying that it is not known."""
    try:
        walk(content, lambda *_: None, lambda *_: None)
    except XmlFault as fault:
        raise fault.as_error() from fault
    raise FileError(FILE_TYPE_UNKNOWN, _UNKNOWN)


_COPY_AGAIN = "Copy it from the device or download it again."
_SPLIT = "Split it and import the parts."
_UNKNOWN = (
    "This is neither a FIT, TCX or GPX file nor a zip or gz of them. "
    "Export the activity from its app in one of these formats."
)
