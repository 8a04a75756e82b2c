"""A download is a zip, usually with one FIT file: the rest of what it may be, with a code for each."""

import io
import zipfile

import pytest

from athletes.errors import GarminAPIError
from athletes.sources.garmin.zipped import activity_file

FIT = b"\x0e\x20\x00\x00\x00\x00\x00\x00.FIT" + bytes(90)
TCX = b'<?xml version="1.0"?><TrainingCenterDatabase></TrainingCenterDatabase>'
GPX = b'<?xml version="1.0"?><gpx></gpx>'


def packed(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "."), body)
    return content.getvalue()


def code_of(content: bytes) -> tuple[str, bool]:
    with pytest.raises(GarminAPIError) as raised:
        activity_file(content, "42")
    return raised.value.code, raised.value.retryable


def test_one_file_is_taken_under_a_name_of_ours():
    assert activity_file(packed(ada_at_example__fit=FIT), "42") == (FIT, "garmin-42.fit")


@pytest.mark.parametrize(("content", "name"), [(TCX, "garmin-42.tcx"), (GPX, "garmin-42.gpx")])
def test_an_imported_activity_keeps_its_format(content, name):
    assert activity_file(packed(a__bin=content), "42") == (content, name)


def test_of_several_files_fit_comes_first_then_the_largest():
    longer = FIT + bytes(50)

    assert activity_file(packed(a__tcx=TCX * 50, b__fit=FIT, c__fit=longer), "42") == (
        longer,
        "garmin-42.fit",
    )


def test_a_file_without_a_zip_around_it_is_taken_too():
    assert activity_file(FIT, "42") == (FIT, "garmin-42.fit")


@pytest.mark.parametrize("content", [b"", packed(), packed(readme__txt=b"nothing here")])
def test_no_file_is_a_code_of_its_own(content):
    assert code_of(content) == ("GARMIN_FILE_MISSING", False)


@pytest.mark.parametrize("content", [b"<!DOCTYPE html><html></html>", b'{"error": "none"}', b"PK"])
def test_what_is_neither_an_archive_nor_an_activity_is_unreadable(content):
    assert code_of(content) == ("GARMIN_FILE_UNREADABLE", True)


def test_a_truncated_zip_may_be_whole_next_time():
    whole = packed(a__fit=bytes(range(256)) * 40 + FIT)

    assert code_of(whole[: len(whole) // 2]) == ("GARMIN_FILE_UNREADABLE", True)


def test_a_zip_that_unfolds_too_far_is_not_opened():
    assert code_of(packed(a__fit=FIT + bytes(40_000_000))) == ("GARMIN_FILE_REFUSED", False)


def test_a_damaged_member_does_not_hide_a_good_one():
    content = bytearray(packed(a__fit=FIT, b__fit=FIT + b"x" * 500))
    content[content.index(b"a.fit") + 8] ^= 0xFF

    assert activity_file(bytes(content), "42")[0][:12] == FIT[:12]


def test_no_message_holds_a_name_of_the_archive():
    with pytest.raises(GarminAPIError) as raised:
        activity_file(packed(ada_at_example__txt=b"x"), "42")

    assert "ada" not in raised.value.message
