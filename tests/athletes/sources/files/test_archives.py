"""Archives, honest and hostile."""

import gzip
import io
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from athletes.sources.files import Entry, Limits, read_file, unpack
from tests.doubles.files.fit_files import ride

RIDE, RUN = ride(5), ride(6, sport="running", sub_sport="trail")


def packed(*members: tuple[str | ZipInfo, bytes], method: int = ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def outcome(entries: Iterator[Entry]) -> dict[str, bytes | str]:
    """Each member's content, or the code of its error."""
    return {e.name: e.error.code if e.error is not None else e.content or b"" for e in entries}


def test_a_plain_file_yields_itself():
    assert outcome(unpack(RIDE, "ride.fit")) == {"ride.fit": RIDE}


def test_a_gz_yields_the_file_in_it():
    assert outcome(unpack(gzip.compress(RIDE), "ride.fit.gz")) == {"ride.fit": RIDE}


def test_a_zip_yields_its_files_in_order():
    found = list(unpack(packed(("b.fit", RIDE), ("a.fit", RUN)), "two.zip"))

    assert [(entry.name, entry.content) for entry in found] == [("b.fit", RIDE), ("a.fit", RUN)]


def test_kinds_are_told_by_content_and_not_by_name(tmp_path: Path):
    path = tmp_path / "no.ending"
    path.write_bytes(packed(("ride", gzip.compress(RIDE))))

    assert outcome(unpack(path, path.name)) == {"ride": RIDE}


def test_a_zip_of_gz_is_opened():
    archive = packed(
        ("activities/1.fit.gz", gzip.compress(RIDE)), ("activities/2.fit.gz", gzip.compress(RUN))
    )

    assert outcome(unpack(archive, "export.zip")) == {"activities/1.fit": RIDE, "activities/2.fit": RUN}


def test_a_zip_in_a_zip_is_opened_once():
    inner = packed(("1.fit", RIDE))
    archive = packed(("Uploaded/part1.zip", inner), ("Uploaded/part2.zip", packed(("deep.zip", inner))))

    assert outcome(unpack(archive, "export.zip")) == {
        "Uploaded/part1.zip/1.fit": RIDE,
        "Uploaded/part2.zip/deep.zip": "FILE_TOO_DEEP",
    }


def test_system_files_are_left_out_and_unknown_ones_reported():
    archive = packed(
        ("__MACOSX/._ride.fit", b"junk"),
        (".DS_Store", b"junk"),
        ("folder/", b""),
        ("notes.json", b'{"a": 1}'),
        ("ride.fit", RIDE),
    )

    assert outcome(unpack(archive, "x.zip")) == {"notes.json": "FILE_TYPE_UNKNOWN", "ride.fit": RIDE}


def test_a_fault_of_one_member_does_not_stop_the_others():
    archive = bytearray(packed(("bad.fit", RIDE), ("good.fit", RUN)))
    at = archive.index(b"bad.fit") + len("bad.fit")
    archive[at + 20] ^= 0xFF

    found = outcome(unpack(bytes(archive), "x.zip"))

    assert found == {"bad.fit": "ARCHIVE_INVALID", "good.fit": RUN}


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/evil", "/etc/passwd", "C:/Windows/evil.fit", "..\\..\\evil.fit", "a/../../b.fit"],
)
def test_a_path_that_climbs_out_is_named_and_not_opened(name: str, tmp_path: Path):
    archive = packed((name, RIDE), ("ride.fit", RIDE))

    found = [entry.error.code if entry.error else "read" for entry in unpack(archive, "x.zip")]

    assert found == ["ARCHIVE_UNSAFE_PATH", "read"]
    assert list(tmp_path.iterdir()) == []


def test_a_symbolic_link_is_refused():
    link = ZipInfo("link.fit")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert outcome(unpack(packed((link, b"/etc/passwd")), "x.zip")) == {"link.fit": "ARCHIVE_UNSAFE_PATH"}


def test_two_members_of_one_name_are_both_read():
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive = packed(("ride.fit", RIDE), ("ride.fit", RUN))

    assert [entry.content for entry in unpack(archive, "x.zip")] == [RIDE, RUN]


def test_an_encrypted_member_asks_for_unpacking():
    archive = bytearray(packed(("ride.fit", RIDE)))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1

    assert outcome(unpack(bytes(archive), "x.zip")) == {"ride.fit": "ARCHIVE_ENCRYPTED"}


def test_a_bomb_is_refused_by_its_ratio():
    archive = packed(("zeros.fit", bytes(20 * 1024 * 1024)), ("ride.fit", RIDE))

    assert outcome(unpack(archive, "bomb.zip")) == {"zeros.fit": "ARCHIVE_TOO_LARGE", "ride.fit": RIDE}


def test_a_gz_bomb_is_refused_while_it_unfolds():
    assert outcome(unpack(gzip.compress(bytes(40 * 1024 * 1024)), "b.gz")) == {"b.gz": "ARCHIVE_TOO_LARGE"}


def test_a_member_that_lies_about_its_size_is_refused():
    archive = bytearray(packed(("liar.fit", RIDE + bytes(200_000)), method=ZIP_BZIP2))
    entry = archive.index(b"PK\x01\x02")
    struct.pack_into("<I", archive, entry + 24, 100)

    assert outcome(unpack(bytes(archive), "x.zip")) == {"liar.fit": "ARCHIVE_INVALID"}


def test_the_sum_of_all_files_is_limited():
    archive = packed(("1.fit", RIDE), ("2.fit", RIDE), ("3.fit", RIDE))

    found = outcome(unpack(archive, "x.zip", Limits(entries=10, unpacked_bytes=len(RIDE) + 10)))

    assert found == {"1.fit": RIDE, "2.fit": "ARCHIVE_TOO_LARGE"}


def test_a_hundred_thousand_members_are_refused():
    archive = packed(*((f"{number}.fit", b"") for number in range(20_000)))

    assert outcome(unpack(archive, "many.zip")) == {"many.zip": "ARCHIVE_TOO_MANY_FILES"}


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"\x1f\x8b\x08\x00junk junk junk"])
def test_a_damaged_archive_is_one_clear_error(content: bytes):
    assert outcome(unpack(content, "x.zip")) == {"x.zip": "ARCHIVE_INVALID"}


def test_a_cut_off_gz_gives_what_it_has():
    compressor = zlib.compressobj(level=0, wbits=31)
    whole = compressor.compress(RIDE) + compressor.flush()

    (entry,) = unpack(whole[: len(whole) * 2 // 3], "ride.fit.gz")

    assert entry.content is not None
    assert 0 < read_file(entry.content, entry.name).samples.time_s.size < 6


def test_an_empty_member_is_for_its_reader_to_name():
    assert outcome(unpack(packed(("empty.fit", b"")), "x.zip")) == {"empty.fit": b""}
