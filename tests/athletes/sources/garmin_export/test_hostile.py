import io
import struct
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from athletes.sources.files import FileError, Limits, read_file
from athletes.sources.garmin_export import Cursor, GarminExportSource, Step, is_garmin_export
from athletes.sources.garmin_export.fit_type import fit_type
from athletes.sources.records import RecordedActivity, RecordedDay
from config.core.errors import DataProcessingError
from tests.doubles.files.fit_files import other_kind, ride
from tests.doubles.garmin_export import FIRST_DAY, Export, rides, sleep, uds, zipped

PART = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part9.zip"
SMALL = Limits(entries=50, unpacked_bytes=2_000_000)


def parse(content: bytes, name: str) -> RecordedActivity:
    try:
        return read_file(content, name)
    except FileError as error:
        raise DataProcessingError(error.message, code=error.code) from error


def export(tmp_path: Path, content: bytes, limits: Limits = SMALL) -> GarminExportSource:
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    return GarminExportSource(path, parse=parse, limits=limits)


def outcome(source: GarminExportSource) -> tuple[int, int, list[str]]:
    """Activities, days, and the codes of what was left out."""
    steps: list[Step] = list(source.steps())
    records = [record for step in steps for record in step.records]
    return (
        sum(isinstance(each, RecordedActivity) for each in records),
        sum(isinstance(each, RecordedDay) for each in records),
        [each.code for step in steps for each in step.skipped],
    )


def with_part(part: bytes, **more: bytes) -> bytes:
    """A good day and a good ride around a part that is not good."""
    (_, fit), *_ = rides(1)
    return zipped(Export(days=[uds(FIRST_DAY)], fit_files=[fit]).files() | {PART: part} | more)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a/b/someone@example.org_0_summarizedActivities.json", True),
        ("anywhere/UDSFile_2026-01-01_2026-04-11.json", True),
        ("UDSFile_2026-01-01_2026-04-11_4711.json", True),
        ("x\\UploadedFiles_0-_Part1.zip", True),
        ("2026_2027_4711_sleepData.json", True),
        ("activities/ride.fit", False),
        ("DI_CONNECT/readme.txt", False),
        ("someone_gear.json", False),
        ("__MACOSX/UDSFile_2026-01-01_2026-04-11.json", False),
    ],
)
def test_an_export_is_known_by_the_names_in_it(tmp_path, name, is_one):
    path = tmp_path / "any.zip"
    path.write_bytes(zipped({name: b"[]"}))

    assert is_garmin_export(path) is is_one


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(10), b"no zip at all"])
def test_what_is_no_archive_is_no_export(tmp_path, content):
    path = tmp_path / "any.zip"
    path.write_bytes(content)

    assert is_garmin_export(path) is False


def test_a_bomb_in_a_nested_archive_is_not_opened(tmp_path):
    bomb = zipped({"bomb.fit": bytes(40_000_000)})
    source = export(tmp_path, with_part(bomb))

    assert outcome(source) == (1, 1, ["ARCHIVE_TOO_LARGE"])


def test_a_nested_archive_that_unfolds_beyond_the_limit_costs_itself(tmp_path):
    noise = bytes(range(256)) * 40
    part = zipped([(f"{n}.bin", noise * 30 + bytes([n])) for n in range(20)], compression=0)
    source = export(tmp_path, with_part(part, filler=b""), Limits(50, 1_000_000))

    assert outcome(source) == (1, 1, ["ARCHIVE_TOO_LARGE"])


def test_the_sum_of_all_members_ends_the_reading_and_keeps_what_came_before(tmp_path):
    part = zipped([(f"{n}.fit", ride(900)) for n in range(40)])
    source = export(tmp_path, with_part(part), Limits(100, 300_000))

    activities, days, codes = outcome(source)

    assert (activities >= 1, days, codes[-1]) == (True, 1, "ARCHIVE_TOO_LARGE")
    last = list(source.steps())[-1].cursor
    assert last.member == len(source.contents.members)
    assert list(source.steps(last)) == []


def test_a_limit_holds_over_all_the_slices_of_a_reading(tmp_path):
    part = zipped([(f"{n}.fit", ride(900)) for n in range(40)])
    source = export(tmp_path, with_part(part), Limits(100, 300_000))

    cursor, codes = Cursor(), []
    while step := next(source.steps(cursor), None):
        cursor = step.cursor
        codes += [each.code for each in step.skipped]

    assert codes[-1] == "ARCHIVE_TOO_LARGE"


def test_too_many_files_are_refused_before_any_is_read(tmp_path):
    many = zipped([(f"DI/UDSFile_{n}.json", b"") for n in range(51)])

    with pytest.raises(FileError, match="ARCHIVE_TOO_MANY_FILES"):
        list(export(tmp_path, many).steps())


@pytest.mark.long
def test_a_hundred_thousand_files_are_no_export_and_a_table_too_long_is_not_read(tmp_path):
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("UDSFile_1.json", b"[]")
        for n in range(100_000):
            archive.writestr(f"{n}", b"")
    path = tmp_path / "many.zip"
    path.write_bytes(buffer.getvalue())
    assert is_garmin_export(path) is False

    small = bytearray(zipped({"UDSFile_1.json": b"[]"}))
    end = small.rfind(b"PK\x05\x06")
    struct.pack_into("<I", small, end + 12, 100_000 * 600)
    path.write_bytes(small)
    assert is_garmin_export(path) is False


def test_too_many_files_in_a_nested_archive_cost_that_archive(tmp_path):
    part = zipped([(f"{n}.fit", b"") for n in range(60)])

    activities, days, codes = outcome(export(tmp_path, with_part(part)))

    assert (days, codes) == (1, ["ARCHIVE_TOO_MANY_FILES"])
    assert activities <= 1


def encrypted(content: bytes) -> bytes:
    """The same archive with the flag of encryption in every header."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := changed.find(mark, start)) >= 0:
            changed[start + at] |= 1
            start += 4
    return bytes(changed)


def linked() -> bytes:
    info = ZipInfo("passwd.fit")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
        archive.writestr("../../climbing.fit", ride(60))
    return buffer.getvalue()


def lying(content: bytes) -> bytes:
    """The same archive whose table says that every member is ten bytes long."""
    changed = bytearray(content)
    start = changed.find(b"PK\x01\x02")
    struct.pack_into("<I", changed, start + 24, 10)
    return bytes(changed)


def shifted(content: bytes) -> bytes:
    """The same archive whose table says that it begins a byte later: its members lie before the file."""
    changed = bytearray(content)
    place = len(changed) - 22 + 16
    struct.pack_into("<I", changed, place, struct.unpack_from("<I", changed, place)[0] + 1)
    return bytes(changed)


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (shifted(zipped({"a.fit": ride(60)})), ["ARCHIVE_INVALID"]),
        (encrypted(zipped({"a.fit": ride(60)})), ["ARCHIVE_ENCRYPTED"]),
        (linked(), ["ARCHIVE_UNSAFE_PATH", "ARCHIVE_UNSAFE_PATH"]),
        (lying(zipped({"a.fit": ride(60)})), ["ARCHIVE_INVALID"]),
        (zipped({"a.fit": ride(60)})[:-40], ["ARCHIVE_INVALID"]),
        (b"", ["ARCHIVE_INVALID"]),
        (zipped({"deep.zip": zipped({"a.fit": ride(60)})}), ["FILE_TYPE_UNKNOWN"]),
    ],
)
def test_a_hostile_or_damaged_part_costs_itself_alone(tmp_path, part, codes):
    assert outcome(export(tmp_path, with_part(part))) == (1, 1, codes)


def test_an_encrypted_or_damaged_json_costs_itself_alone(tmp_path):
    files = Export(days=[uds(FIRST_DAY)], nights=[sleep(FIRST_DAY)]).files()
    name = next(each for each in files if "UDSFile" in each)
    files[name] = files[name][:-30]

    assert outcome(export(tmp_path, zipped(files))) == (0, 1, ["JSON_DAMAGED"])


def test_an_export_cut_off_on_its_way_is_no_archive(tmp_path):
    source = export(tmp_path, Export(days=[uds(FIRST_DAY)]).content()[:-30])

    with pytest.raises(FileError, match="ARCHIVE_INVALID"):
        list(source.steps())


def test_rows_as_nobody_writes_them_stop_nothing(tmp_path):
    odd = (
        b'[1, null, "x", [], {"calendarDate": {}}, {"calendarDate": 1e400}, {"calendarDate": "2026-05-04",'
        + (
            b'"bodyBattery": {"bodyBatteryStatList": [1, null, {"statsValue": true}]}, "totalSteps": 1'
            + b"0" * 400
            + b', "allDayStress": {"aggregatorList": {}}}]'
        )
    )
    metrics = b'[{"calendarDate": [2026, 13, 1], "score": 5}, {"calendarDate": true}, 7, {"score": 50}]'
    rows = (
        b'[{"summarizedActivitiesExport": [{"activityId": "x"}, {"activityId": 5, "beginTimestamp": 1e300},'
        + (
            b'{"activityId": 6, "beginTimestamp": 1777876200000, "distance": 1'
            + b"0" * 400
            + b', "avgSpeed": 1e-300}]}]'
        )
    )
    content = zipped(
        {
            "UDSFile_1.json": odd,
            "TrainingReadinessDTO_1.json": metrics,
            "x_0_summarizedActivities.json": rows,
            "1_sleepData.json": b'[{"napList": [{"napTimeSec": "long"}], "sleepScores": 3}]',
            "1_healthStatusData.json": b'[{"metrics": [{"type": "HRV", "value": "high"}, 3]}]',
        }
    )

    activities, days, codes = outcome(export(tmp_path, content))

    assert (activities, days) == (1, 1)
    assert set(codes) == {"EXPORT_ROW_EMPTY", "EXPORT_ROW_INCOMPLETE"}


def test_the_type_of_a_file_is_in_its_first_bytes():
    assert fit_type(ride(60)[:4096]) == 4
    assert fit_type(other_kind("monitoring_b")) == 32
    assert fit_type(other_kind("settings")[:20]) is None
    assert fit_type(b"") is None
    assert fit_type(bytes(64)) is None
