"""What is known about a FIT file before any of it is decoded."""

import os
from time import process_time

import pytest
from fitdecode.utils import compute_crc

from athletes.sources.files import FileError, read_file
from athletes.sources.files.fit_crc import crc16
from athletes.sources.files.fit_scan import scan
from tests.doubles.files.fit_files import START, begin, ride, ride_writer

ONE_RECORD = b"\x01" + (1_000_000_000).to_bytes(4, "little")


def many_records(count: int) -> bytes:
    """A valid file of `count` more records of five bytes each."""
    writer = begin().write("record", timestamp=START)
    return writer.raw(ONE_RECORD * count).content(crc=0)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 5_000])
def test_the_checksum_is_the_one_of_fit(size: int):
    content = os.urandom(size)

    assert crc16(content) == compute_crc(content)


def test_a_chain_without_end_is_refused_before_it_is_decoded():
    empty = b"\x0c\x20\x5c\x08\x00\x00\x00\x00.FIT\x00\x00"

    with pytest.raises(FileError) as refused:
        read_file(ride(10) + empty * 1_000, "chain.fit")

    assert refused.value.code == "FILE_TOO_LARGE"


def test_nothing_has_the_checksum_zero():
    assert crc16(b"") == 0


def test_all_messages_of_all_parts_are_counted():
    one = scan(ride(10)).messages

    assert (
        one == 11 + 6 + 6
    )  # records; definitions of six messages; file_id, two events, lap, session, activity
    assert scan(ride(10) + ride(10)).messages == 2 * one


def test_a_good_file_is_left_as_it_is():
    content = ride(10)

    assert scan(content).content is content
    assert scan(content).notes == ()


def test_a_million_records_are_refused_before_they_are_decoded():
    content = many_records(1_000_000)
    before = process_time()

    with pytest.raises(FileError) as caught:
        read_file(content, "count-bomb.fit")

    assert caught.value.code == "FILE_TOO_LARGE"
    assert process_time() - before < 5.0


def test_a_file_of_more_bytes_than_a_recording_has_is_refused():
    with pytest.raises(FileError) as caught:
        read_file(b"\x0e\x20\x54\x08" + bytes(51 * 1024 * 1024), "huge.fit")

    assert caught.value.code == "FILE_TOO_LARGE"


def test_a_missing_size_is_put_in():
    content = ride_writer(10).content(data_size=0, has_crc=False)

    assert scan(content).content[4:8] == (len(content) - 14).to_bytes(4, "little")
