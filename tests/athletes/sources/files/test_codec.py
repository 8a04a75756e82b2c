"""What crosses the sandbox's pipe."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from athletes.sources.files import FileError
from athletes.sources.files.codec import decode, encode, encode_error
from athletes.sources.records import (
    DeviceFigures,
    Interval,
    RecordedActivity,
    RecordedLap,
    Samples,
    Sport,
    Warning,
)

LEFT_BEHIND = {"source", "external_id", "ai_allowed", "original", "note", "goal"}
"""What a reader has no say in: the parent sets it, or the athlete types it."""

SAMPLES = Samples(np.array([0.0, 1.0, 2.5]), {"power_w": np.array([200.0, np.nan, 0.0])})
EMPTY = Samples(np.empty(0), {})


def full() -> RecordedActivity:
    """An activity in which every field says something."""
    leg = RecordedActivity(sport=Sport.SWIMMING, start_time=datetime(2026, 5, 4, tzinfo=UTC), samples=EMPTY)
    lap = RecordedLap(0.0, 2.5, 2.0, 20.0, 199.0, 140.0, 150.0, 8.0, 88.5, 3.0, "manual")
    return RecordedActivity(
        sport=Sport.MULTISPORT,
        start_time=datetime(2026, 5, 4, 6, 30, tzinfo=UTC),
        samples=SAMPLES,
        sub_sport="road",
        name="Zürich “loop”",
        utc_offset_s=7200,
        elapsed_s=2.5,
        timer_s=2.0,
        distance_m=20.0,
        ascent_m=1.0,
        avg_heart_rate_bpm=140.0,
        max_heart_rate_bpm=150.0,
        avg_power_w=180.0,
        avg_speed_mps=8.0,
        calories_kcal=2.0,
        pool_length_m=25.0,
        rpe=6.5,
        feel=4,
        device_name="Garmin Edge 530",
        pauses=(Interval(1.0, 1.5),),
        has_timer_events=True,
        laps=(lap,),
        device=DeviceFigures(210.0, 80.0, 0.85, 250.0),
        legs=(leg, leg),
        warnings=(Warning("CRC_WRONG"), Warning("VALUE_OUT_OF_RANGE", "power_w", 0.0, 1.0)),
    )


def plain(activity: RecordedActivity) -> RecordedActivity:
    """Without the columns, which do not compare."""
    return replace(activity, samples=EMPTY, legs=())


def test_every_field_survives_the_way():
    sent = full()

    received = decode(*encode(sent))

    assert plain(received) == plain(sent)
    np.testing.assert_array_equal(received.samples.time_s, SAMPLES.time_s)
    np.testing.assert_array_equal(received.samples.channels["power_w"], SAMPLES.channels["power_w"])
    assert [leg.sport for leg in received.legs] == [Sport.SWIMMING, Sport.SWIMMING]


def test_no_field_is_forgotten():
    sent = full()
    unset = {
        field.name
        for field in fields(sent)
        if getattr(sent, field.name) in (None, (), DeviceFigures(), False)
    }

    assert unset <= LEFT_BEHIND


def test_an_error_keeps_its_code_and_words():
    with pytest.raises(FileError) as caught:
        decode(*encode_error(FileError("FILE_EMPTY", "This file is empty.")))

    assert (caught.value.code, caught.value.message) == ("FILE_EMPTY", "This file is empty.")


def tampered(**changes: object) -> tuple[bytes, bytes]:
    head, body = encode(full())
    message = json.loads(head)
    message["activity"] |= changes
    return json.dumps(message).encode(), body


@pytest.mark.parametrize(
    "answer",
    [
        (b"", b""),
        (b"not json", b""),
        (b"[]", b""),
        (b"{}", b""),
        (b'{"error": {"code": "<script>", "message": ""}}', b""),
        tampered(sport="golf"),
        tampered(start="yesterday"),
        tampered(count=-1),
        tampered(count=10**9),
        tampered(channels=["power_w", "salary"]),
        tampered(elapsed_s="1"),
        tampered(elapsed_s=float("inf")),
        tampered(name="x" * 501),
        tampered(warnings=[["lower", None, None, None]]),
        tampered(laps=[{}]),
        (encode(full())[0], b"\x00" * 300),
        (b"[" * 100_000, b""),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_crash(answer: tuple[bytes, bytes]):
    with pytest.raises(FileError) as caught:
        decode(*answer)

    assert caught.value.code == "FILE_PARSER_CRASHED"
    assert caught.value.retryable
