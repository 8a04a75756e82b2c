"""Heart rate that a strap stored and sent after the swim."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from athletes.sources.files import notes, read_file
from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_decode import decode
from athletes.sources.files.fit_hr import merge_heart_rate
from tests.doubles.files.fit_files import START, begin, finish
from tests.doubles.files.fit_writer import at

T0 = 1_000_000_000.0
COUNTER = 5000
NAN = np.nan


def anchor(bpm: int, *, counter: int = COUNTER, fraction: int = 0) -> Message:
    return {
        "timestamp": T0,
        "fractional_timestamp": fraction,
        "event_timestamp": counter,
        "filtered_bpm": bpm,
    }


def packed(*counters: int) -> tuple[int, ...]:
    """Pairs of 12-bit values, little end first, as the strap sends them."""
    out: list[int] = []
    for first, second in zip(counters[::2], counters[1::2], strict=True):
        low, high = first % 4096, second % 4096
        out += [low & 0xFF, low >> 8 | (high & 0x0F) << 4, high >> 4]
    return tuple(out)


def merge(
    records: list[float], messages: list[Message], own: list[float] | None = None
) -> tuple[list[float], bool]:
    heart_rate = np.array(own if own is not None else [NAN] * len(records))
    merged, complete = merge_heart_rate(np.array(records), heart_rate, messages)
    return merged.tolist(), complete


def delta(beats: tuple[int, ...], seconds: tuple[float, ...]) -> Message:
    return {
        "event_timestamp_12": packed(*(COUNTER + round(second * 1024) for second in seconds)),
        "filtered_bpm": beats,
    }


def test_a_record_gets_the_mean_of_the_samples_since_the_record_before():
    messages = [anchor(100), delta((110, 111), (0.25, 0.5)), delta((120, 130), (0.75, 1.0))]

    merged, complete = merge([T0, T0 + 1], messages)

    assert merged == [100.0, 118.0]
    assert complete


def test_halves_round_up():
    assert merge([T0, T0 + 1], [anchor(100), delta((110, 111), (0.25, 0.5))])[0] == [100.0, 111.0]


def test_a_sample_is_carried_forward_for_five_seconds():
    later = anchor(150, counter=COUNTER + 8 * 1024) | {"timestamp": T0 + 8}

    merged, complete = merge([T0 + second for second in range(9)], [anchor(100), later])

    assert complete
    assert merged[:6] == [100.0] * 6
    assert np.isnan(merged[6:8]).all()
    assert merged[8] == 150.0


def test_a_record_without_a_sample_keeps_its_own_value():
    assert merge([T0 - 100, T0], [anchor(100)], own=[88.0, 89.0])[0] == [88.0, 100.0]


def test_the_low_twelve_bits_roll_over():
    messages = [anchor(100), delta((110, 120), (3.0, 6.0)), delta((130, 140), (9.0, 12.0))]

    merged, complete = merge([T0 + second for second in (3, 6, 9, 12)], messages)

    assert complete
    assert merged == [103.0, 111.0, 121.0, 131.0]  # each mean holds the carried values of the gap before it


def test_the_fraction_of_the_anchor_counts():
    merged, _ = merge([T0, T0 + 1], [anchor(100, fraction=16384)])

    assert np.isnan(merged[0])
    assert merged[1] == 100.0


def test_a_delta_before_any_anchor_stops_the_merge():
    assert merge([T0], [delta((110, 111), (0.25, 0.5))], own=[77.0]) == ([77.0], False)


def test_the_second_record_of_one_time_takes_the_newest_sample():
    messages = [anchor(100), delta((110, 120), (0.5, 1.0))]

    assert merge([T0, T0 + 1, T0 + 1], messages)[0] == [100.0, 110.0, 120.0]


def test_a_swim_gets_its_heart_rate_from_the_strap():
    writer = begin()
    for second in range(5):
        writer.write("record", timestamp=at(START, second), distance=second)
    finish(writer, START, 4, sport="swimming", sub_sport="lap_swimming")
    writer.write(
        "hr", timestamp=START, fractional_timestamp=0, event_timestamp=COUNTER / 1024, filtered_bpm=120
    )
    counters = packed(*(COUNTER + second * 1024 for second in (1, 2, 3, 4)))
    writer.write("hr", filtered_bpm=(121, 122, 123, 124), event_timestamp_12=counters)

    activity = read_file(writer.content(), "swim.fit", now=START + timedelta(days=1))

    assert activity.samples.channels["heart_rate_bpm"].tolist() == [120.0, 120.0, 121.0, 122.0, 123.0]


def test_a_broken_strap_message_keeps_the_records_and_is_noted():
    writer = begin()
    for second in range(5):
        writer.write("record", timestamp=at(START, second), heart_rate=99)
    finish(writer, START, 4)
    writer.write("hr", timestamp=START, event_timestamp=COUNTER / 1024, filtered_bpm=(120, 121, 122))

    activity = read_file(writer.content(), "swim.fit", now=START + timedelta(days=1))

    assert activity.samples.channels["heart_rate_bpm"].tolist() == [99.0] * 5
    assert [warning.code for warning in activity.warnings] == [notes.HEART_RATE_INCOMPLETE]


TABLE = [
    ("elevate__series-01", 3964, 0, 3964, 118.4),
    ("elevate__series-02", 3135, 0, 3135, 130.3),
    ("fit__activity_poolswim_with_hr", 3501, 0, 3501, 96.9),
    ("fitparse__event_timestamp", 4376, 0, 4376, 138.3),
    ("goldencheetah__GarminHRMswim", 2630, 0, 2630, 127.8),
    ("sports-lib__6860712481", 2848, 0, 2848, 128.3),
    ("fit-javascript__HrmPluginTestActivity", 310, 84, 310, 72.9),
    ("fitdecode__garmin-fr935-cr", 7515, 5298, 7483, 85.4),
    ("fitparse__sample_mulitple_header", 1773, 1430, 1773, 171.7),
    ("sports-lib__6788312639-1", 8930, 8930, 8930, 155.4),
]


def merged_records(path: Path) -> tuple[np.ndarray, np.ndarray]:
    found = decode(path.read_bytes())
    own = found.columns.get("heart_rate_bpm", np.full(found.records, NAN))
    own = np.where(own == 0.0, NAN, own)
    merged, complete = merge_heart_rate(found.columns["time"], own, found.heart_rates)
    assert complete
    return own, merged


@pytest.mark.parametrize(("name", "records", "before", "after", "mean"), TABLE)
def test_real_straps_merge_as_measured(
    corpus: Path, name: str, records: int, before: int, after: int, mean: float
):
    (path,) = (corpus / "fit").glob(f"{name}*")

    own, merged = merged_records(path)

    assert (own.size, np.isfinite(own).sum(), np.isfinite(merged).sum()) == (records, before, after)
    assert round(float(np.nanmean(merged)), 1) == mean


@pytest.mark.parametrize(
    "name",
    [
        "fit-javascript__HrmPluginTestActivity",
        "goldencheetah__GarminHRMswim",
        "fit__activity_poolswim_with_hr",
    ],
)
def test_every_record_equals_what_the_makers_own_reader_says(corpus: Path, name: str):
    sdk = pytest.importorskip("garmin_fit_sdk", reason="the maker's own reader is not installed")
    (path,) = (corpus / "fit").glob(f"{name}*")
    messages, _ = sdk.Decoder(sdk.Stream.from_file(str(path))).read()
    theirs = [record.get("heart_rate") or NAN for record in messages["record_mesgs"]]

    np.testing.assert_array_equal(merged_records(path)[1], theirs)


@pytest.mark.parametrize(
    "changed", [{"timestamp": "soon"}, {"timestamp": ()}, {"event_timestamp": "x"}, {"event_timestamp": 1e30}]
)
def test_an_anchor_described_as_something_else_is_left_out(changed: Message):
    merged, is_complete = merge([T0], [anchor(120) | changed])

    assert (np.isnan(merged).all(), is_complete) == (True, False)
    assert merge([T0], [anchor(120) | {"timestamp": (T0, T0 + 9)}]) == ([120.0], True)
