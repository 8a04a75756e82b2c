"""Files that people upload, archives of them, and what a child process says that has read one."""

from __future__ import annotations

import gzip
from datetime import timedelta
from functools import partial
from pathlib import PurePosixPath

from athletes.sources.files import FileError, read_file, unpack
from athletes.sources.files.codec import decode, encode, encode_error
from athletes.sources.files.errors import FILE_CORRUPT, FILE_EMPTY
from athletes.sources.files.frames import LENGTHS
from tests.athletes.sources.files.test_archives import packed
from tests.athletes.sources.files.test_fuzz import check, lake, laps, race, swim
from tests.doubles.files.fit_files import START, other_kind, ride
from tests.doubles.files.fit_forge import Forge
from tests.fuzzing.formats import Format, Seed

NOW = START + timedelta(days=1)


class LastDoorError(Exception):
    """A reader broke down over a file and only the last `except` of all kept that from its caller."""


def read_activity(content: bytes) -> None:
    try:
        check(read_file(content, "damaged", now=NOW))
    except FileError as error:
        if error.code == FILE_CORRUPT and error.__cause__ is not None:
            raise LastDoorError from error.__cause__
        raise


def read_archive(content: bytes) -> str | None:
    code = None
    for entry in unpack(content, "damaged.zip"):
        assert (entry.content is None) != (entry.error is None)
        assert entry.error or ".." not in PurePosixPath(entry.name).parts
        code = entry.error.code if entry.error else code
    return code


def read_child(content: bytes) -> None:
    """An answer across the pipe, as `Sandbox` takes it apart."""
    if len(content) < LENGTHS.size:
        raise FileError(FILE_EMPTY, "")
    head, _ = LENGTHS.unpack_from(content)
    rest = content[LENGTHS.size :]
    check_shapes(rest[:head], rest[head:])


def check_shapes(head: bytes, body: bytes) -> None:
    activity = decode(head, body)
    for each in (activity, *activity.legs):
        assert all(values.shape == each.samples.time_s.shape for values in each.samples.channels.values())


def _framed(body: bytes, head: bytes) -> bytes:
    return LENGTHS.pack(len(head), len(body)) + head + body


def _answered(content: bytes) -> Seed:
    head, body = encode(read_file(content, "", now=NOW))
    return Seed(head, partial(_framed, body))


def _files(name: str, *contents: bytes) -> Format:
    return Format(name, tuple(Seed(each) for each in contents), read_activity, (FileError,))


def _fit() -> Format:
    forged = (Forge(number).content() for number in range(6))
    return _files("fit", ride(15), swim(), race(), ride(5) + ride(5), other_kind("course"), *forged)


def _zip() -> Format:
    several = packed(("a.fit", ride(3)), ("b.gpx", lake()), ("c.zip", packed(("d.fit", ride(3)))))
    seeds = (Seed(several), Seed(packed(("a/b.tcx", laps()))), Seed(b"../../a.fit", _named))
    return Format("zip", seeds, read_archive, (FileError,))


def _named(name: bytes) -> bytes:
    return packed((name.decode("latin-1"), ride(2)))


def _gz() -> Format:
    seeds = (
        Seed(gzip.compress(lake())),
        Seed(gzip.compress(ride(3)) * 2),
        Seed(gzip.compress(packed(("a.fit", ride(3))))),
    )
    return Format("gz", seeds, read_archive, (FileError,))


def _sandbox() -> Format:
    head, body = encode_error(FileError(FILE_EMPTY, "Nothing."))
    seeds = (_answered(ride(5)), _answered(race()), Seed(head, partial(_framed, body)))
    return Format("sandbox", seeds, read_child, (FileError,), of_words=True)


FORMATS = {
    "fit": _fit,
    "tcx": lambda: _files("tcx", laps()),
    "gpx": lambda: _files("gpx", lake()),
    "zip": _zip,
    "gz": _gz,
    "sandbox": _sandbox,
}
