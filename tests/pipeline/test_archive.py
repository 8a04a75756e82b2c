"""Many files at once, not all of them good."""

import gzip
import io
import zipfile

from athletes.models import Athlete
from metrics.models import Activity, ImportFile
from tests.doubles.files.fit_files import other_kind
from tests.pipeline.drop import drop, hour_at, outcomes


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def test_one_bad_file_of_a_zip_stops_no_other(athlete: Athlete) -> None:
    batch = drop(
        athlete,
        year_zip=zipped(
            a_fit=hour_at(200, 3),
            b_fit=b"\x0e\x20\x54\x08nothing",
            c_gz=gzip.compress(hour_at(200, 1)),
            course_fit=other_kind("course"),
        ),
    )

    states = outcomes(batch)
    assert batch.finished_at is not None
    assert states["year.zip"] == "unpacked"
    assert states["a.fit"] == "imported"
    assert states["course.fit"] == "FILE_NOT_ACTIVITY"
    assert states["b.fit"].isupper()
    assert Activity.objects.count() == 2


def test_every_failure_says_what_was_wrong(athlete: Athlete) -> None:
    drop(athlete, year_zip=zipped(a_fit=b"", b_gpx=b"<gpx", c_txt=b"hello"))

    failed = ImportFile.objects.filter(state="failed")
    assert failed.count() == 3
    assert all(file.code and file.message for file in failed)


def test_a_damaged_archive_is_one_failure(athlete: Athlete) -> None:
    batch = drop(athlete, year_zip=zipped(a_fit=hour_at(200))[:200])

    assert outcomes(batch)["year.zip"].startswith("ARCHIVE_")
    assert batch.finished_at is not None
    assert Activity.objects.count() == 0
