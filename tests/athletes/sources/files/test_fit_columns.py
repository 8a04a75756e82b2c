"""Columns at once: every value is the one that fitdecode finds message by message."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import fitdecode
import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from athletes.sources.files.fit_columns import decode_columns
from athletes.sources.files.fit_content import HEART_RATE, RECORD, FitContent
from athletes.sources.files.fit_expand import Sums, expansions, running_sums
from athletes.sources.files.fit_plain import messages_of
from athletes.sources.files.fit_profile import Irregular
from athletes.sources.files.fit_records import as_number
from athletes.sources.files.fit_reference import decode_messages
from athletes.sources.files.fit_stamps import header_stamps
from athletes.sources.files.fit_table import Table
from athletes.sources.files.fit_walk import walk
from tests.athletes.sources.files.test_fuzz import SEEDS
from tests.doubles.files.fit_files import START, begin, ride, ride_writer
from tests.doubles.files.fit_forge import Forge
from tests.doubles.files.fit_profile import UINT16
from tests.doubles.files.fit_writer import at

SEEDS_AT_ONCE = 60
LARGE = 400_000


def alike(one: Any, other: Any) -> bool:
    """Equal in type and value; two NaN are alike."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other or (one != one and other != other)


def differences(ours: FitContent, reference: FitContent) -> list[str]:
    names = ("messages", "heart_rates", "columns", "parts", "records", "notes", "fault")
    return [name for name in names if not alike(getattr(ours, name), getattr(reference, name))]


def regular(seeds: range) -> Iterator[tuple[int, bytes, FitContent]]:
    for seed in seeds:
        content = Forge(seed).content()
        try:
            yield seed, content, decode_columns(content)
        except Irregular:
            continue


def frames(content: bytes) -> dict[int, Any]:
    """fitdecode's messages by where they start."""
    reader = fitdecode.FitReader(
        content,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    )
    return {frame.chunk.offset: frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA}


def named(frame: Any) -> dict[str, Any]:
    """The first value of each name, without developer fields."""
    found: dict[str, Any] = {}
    for data in frame.fields:
        is_developer = data.field_def is not None and data.field_def.is_dev
        if data.field is not None and not is_developer and data.value is not None:
            found.setdefault(data.field.name, data.value)
    return found


@pytest.mark.parametrize("first", range(0, 180, SEEDS_AT_ONCE))
def test_what_is_read_of_any_regular_file_is_what_fitdecode_reads(first: int):
    read = 0
    for seed, content, ours in regular(range(first, first + SEEDS_AT_ONCE)):
        assert differences(ours, decode_messages(content)) == [], seed
        read += 1

    assert read > SEEDS_AT_ONCE / 2


def test_every_field_of_every_message_is_fitdecodes():
    compared = 0
    for seed, content, _ in regular(range(1000, 1015)):
        walked, expected = walk(content), frames(content)
        stamps = header_stamps(walked.tables, content)
        records = [table for table in walked.tables if table.layout.message == RECORD]
        sums = running_sums(records, walked.restarts)
        assert sorted(expected) == sorted(start for table in walked.tables for start in table.starts.tolist())
        for table in walked.tables:
            found = [expected[start] for start in table.starts.tolist()]
            check_stored(table, found, seed)
            if table.layout.sums:
                check_expanded(table, found, sums, seed)
            else:
                ours = messages_of(table, stamps.get(table))
                assert alike(ours, [{"_part": table.part, **named(frame)} for frame in found]), seed
            compared += len(found) * len(table.layout.slots)

    assert compared > 5_000


def check_stored(table: Table, found: list[Any], seed: int) -> None:
    """All stored values, and the numbers of those whose meaning does not depend on other fields."""
    for place, slot in enumerate(table.layout.slots):
        own = [[data for data in frame.fields if data.field_def is not None][place] for frame in found]
        assert alike(table.raws(slot), [data.raw_value for data in own]), (seed, slot)
        is_plain = slot.field is None or not slot.field.subfields
        if is_plain and slot.is_single:
            numbers = np.array([as_number(data.value) for data in own])
            np.testing.assert_array_equal(table.numbers(slot), numbers, err_msg=str(seed))


def check_expanded(table: Table, found: list[Any], sums: Sums, seed: int) -> None:
    """Components and running sums of records; those of stored heart rate are read by `fit_hr` alone."""
    if table.layout.message == HEART_RATE:
        return
    ours = [
        pair for slot in table.layout.slots if not slot.is_developer for pair in expansions(table, slot, sums)
    ]
    theirs = [[data for data in frame.fields if data.field_def is None] for frame in found]
    for place, (field, numbers) in enumerate(ours):
        assert {data[place].field.name for data in theirs} == {field.name}
        expected = np.array([as_number(data[place].value) for data in theirs])
        np.testing.assert_array_equal(numbers, expected, err_msg=str(seed))


def hostile(content: bytes, chance: Random) -> bytes:
    """A few bits flipped, or a few bytes that lie about sizes."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(damaged))
        damaged[place] = chance.choice((damaged[place] ^ 1 << chance.randrange(8), 0x00, 0xFF))
    return bytes(damaged)


def agree(content: bytes) -> str:
    """Whether the file was read by columns, which then say the same as fitdecode, or left to fitdecode."""
    try:
        ours = decode_columns(content)
    except Irregular:
        return "left to fitdecode"
    assert differences(ours, decode_messages(content)) == []
    return "columns"


@pytest.mark.parametrize("name", ["ride", "swim", "race", "chained"])
def test_a_file_cut_anywhere_is_never_read_differently(name: str):
    content = SEEDS[name]()

    ends = {agree(content[:length]) for length in range(len(content))}

    assert "left to fitdecode" in ends
    assert agree(content) == "columns"


@pytest.mark.parametrize("name", ["ride", "swim", "race", "chained"])
def test_flipped_bits_are_never_read_differently(name: str):
    content, chance = SEEDS[name](), Random(name)

    ends = [agree(hostile(content, chance)) for _ in range(150)]

    assert {"columns", "left to fitdecode"} <= set(ends)


def test_damaged_files_of_any_shape_are_never_read_differently():
    chance = Random("any shape")
    ends = [agree(hostile(Forge(seed).content(), chance)) for seed in range(2000, 2080)]

    assert {"columns", "left to fitdecode"} <= set(ends)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF, 1 << 30])
def test_a_size_that_the_file_does_not_have_allocates_nothing(size: int):
    content = ride_writer(10).content(data_size=size)

    tracemalloc.start()
    try:
        assert agree(content) == "left to fitdecode"
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_files():
    content = ride(600)
    decode_columns(content)

    tracemalloc.start()
    try:
        decode_columns(content)
        after_one = tracemalloc.get_traced_memory()[0]
        for _ in range(50):
            decode_columns(content)
        assert tracemalloc.get_traced_memory()[0] - after_one < 20_000
    finally:
        tracemalloc.stop()


def test_a_regular_file_never_needs_fitdecode():
    writer = begin()
    power = writer.describe(0, 0, UINT16, "Power", "Watts")
    for second in range(40):
        writer.write("record", {power: 200 + second}, timestamp=at(START, second), heart_rate=140)
        if second % 10 == 0:
            writer.write("event", timestamp=at(START, second), event="timer", event_type="marker")

    found = decode_columns(writer.content())

    assert found.columns["power_w"].tolist() == [200.0 + second for second in range(40)]
    assert found.columns["heart_rate_bpm"].tolist() == [140.0] * 40
    assert len(found.messages["event"]) == 4


@pytest.mark.parametrize("first", [0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 8))])
def test_real_files_are_read_as_fitdecode_reads_them(corpus: Path, first: int):
    """One of eight files, or all: what an activity is made of is the same, whichever decoder ran."""
    paths = sorted((corpus / "fit").glob("*.fit"))[first::8]

    outcomes = Counter(agree(path.read_bytes()) for path in paths if path.stat().st_size < LARGE)

    assert outcomes["columns"] > 0.8 * outcomes.total()


SAME_IN_THE_SDK = {
    "time": "timestamp",
    "power_w": "power",
    "heart_rate_bpm": "heart_rate",
    "distance_m": "distance",
    "altitude_m": "enhanced_altitude",
    "speed_mps": "enhanced_speed",
    "latitude_deg": "position_lat",
    "temperature_c": "temperature",
}


@pytest.mark.parametrize(
    "name",
    [
        "elevate__biking-500-trainer",
        "elevate__huez",
        "fit__activity_poolswim_with_hr",
        "elevate__brasilia",
    ],
)
def test_garmins_own_kit_agrees(corpus: Path, name: str):
    (path,) = (corpus / "fit").glob(f"{name}*")
    content = path.read_bytes()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(content))).read(
        convert_datetimes_to_dates=False, merge_heart_rates=False, enable_crc_check=False
    )

    columns = decode_columns(content).columns

    assert not errors
    records = messages["record_mesgs"]
    for column, field in SAME_IN_THE_SDK.items():
        theirs = np.array([as_number(record.get(field)) for record in records])
        if column in columns:
            np.testing.assert_allclose(columns[column], theirs, rtol=1e-12, err_msg=column)
        else:
            assert np.isnan(theirs).all()
