"""Every real file ends as its class says: `ok` and `odd` import or are no activity, `bad` does no harm."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from athletes.sources.files import FileError, read_file
from athletes.sources.records import RecordedActivity, Sport
from tests.athletes.sources.files.test_fuzz import check

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpus"


def manifest() -> dict[str, dict[str, str]]:
    """Rows of the activity files by path; empty without a corpus."""
    path = CORPUS / "MANIFEST.tsv"
    if not path.is_file():
        return {}
    with path.open(newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {row["path"]: row for row in rows if row["path"].startswith(("fit/", "tcx/", "gpx/"))}


FILES = manifest()
needs_corpus = pytest.mark.skipif(not FILES, reason="no corpus of real files beside the project")


def outcome(path: str) -> RecordedActivity | FileError:
    try:
        return read_file((CORPUS / path).read_bytes(), path)
    except FileError as error:
        return error


def of_class(*names: str) -> list[str]:
    return [path for path, row in FILES.items() if row["class"] in names]


@needs_corpus
@pytest.mark.parametrize("path", of_class("ok", "odd"))
def test_a_good_file_is_imported_or_named_as_no_activity(path: str):
    read = outcome(path)

    if isinstance(read, FileError):
        assert read.code == "FILE_NOT_ACTIVITY", read
        assert FILES[path]["class"] == "ok"
    else:
        check(read)


@needs_corpus
@pytest.mark.parametrize("path", of_class("bad"))
def test_a_bad_file_gives_its_readable_part_or_one_clear_error(path: str):
    read = outcome(path)

    if isinstance(read, FileError):
        assert read.code in ("FILE_TYPE_UNKNOWN", "FILE_NO_SAMPLES")
    else:
        check(read)
        assert read.samples.time_s.size >= 14


@needs_corpus
@pytest.mark.parametrize(
    ("name", "samples", "codes"),
    [
        ("fitparse__activity-filecrc", 14, ["CRC_WRONG"]),
        ("fitparse__activity-settings-corruptheader", 14, ["TRAILING_BYTES"]),
        ("fitparse__activity-unexpected-eof", 14, ["FILE_TRUNCATED"]),
        ("sports-lib__empty-activities", 2319, ["FILE_NOT_CLOSED", "NO_SESSION"]),
        ("fit__chained_Activity_activity_poolswim", 0, ["SEVERAL_ACTIVITIES"]),
        ("runalyze__hr-only-zeros", 2713, ["CHANNEL_ALL_ZERO"]),
        ("runalyze__One-second-jump-to-past", 1862, ["TIME_WENT_BACK"]),
        ("runalyze__time-jump", 567, ["TIME_JUMPED"]),
        ("goldencheetah__2012_02_05", 0, ["NO_RECORDS"]),
        ("fitparse__antfs-dump", 686, ["CLOCK_RELATIVE"]),
    ],
)
def test_what_is_wrong_with_a_file_is_noted(name: str, samples: int, codes: list[str]):
    (path,) = (CORPUS / "fit").glob(f"{name}*")

    activity = read_file(path.read_bytes(), path.name)

    assert activity.samples.time_s.size == samples
    assert [warning.code for warning in activity.warnings] == codes


@needs_corpus
@pytest.mark.parametrize(
    ("name", "sport", "legs", "timer_s"),
    [
        ("fit__triathlon_summary_first", Sport.MULTISPORT, [676, 156, 1566, 70, 1575], 4042.745),
        ("fit__triathlon_summary_last", Sport.MULTISPORT, [676, 156, 1566, 70, 1575], 4042.745),
        ("runalyze__Multisession", Sport.MULTISPORT, [254, 237], 2131.953),
        ("sports-lib__inverted-times", Sport.OTHER, [], 2839.6),
        ("sports-lib__27-days-activity", Sport.CYCLING, [], 7373.0),
    ],
)
def test_totals_and_legs_are_those_of_the_device(name: str, sport: Sport, legs: list[int], timer_s: float):
    (path,) = (CORPUS / "fit").glob(f"{name}*")

    activity = read_file(path.read_bytes(), path.name)

    assert (activity.sport, activity.timer_s) == (sport, timer_s)
    assert [leg.samples.time_s.size for leg in activity.legs] == legs
