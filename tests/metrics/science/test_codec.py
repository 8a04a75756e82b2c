import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.codec import (
    RESOLUTION,
    cold_channel,
    decode_channel,
    decode_table,
    encode_channel,
    encode_table,
)

STEPS = arrays(np.int64, st.integers(0, 200), elements=st.integers(-(2**31) + 1, 2**31 - 1))


@given(steps=STEPS, missing=st.floats(0, 1))
def test_every_multiple_of_the_resolution_comes_back_and_unknown_stays_unknown(steps, missing):
    values = steps * 1e-7
    values[: int(missing * values.size)] = np.nan

    decoded = decode_channel(encode_channel(values, 1e-7))

    assert np.array_equal(decoded, values, equal_nan=True)


@pytest.mark.parametrize(("channel", "resolution"), RESOLUTION.items())
def test_values_are_kept_to_half_a_step(channel, resolution):
    values = np.random.default_rng(1).uniform(0, 170, 3600)

    decoded = decode_channel(encode_channel(values, resolution))

    assert np.abs(decoded - values).max() <= resolution / 2 * 1.000001


def test_a_value_beyond_the_range_is_unknown_rather_than_wrong():
    values = np.array([1.0, 1e12, np.inf, -1e12, 2.0])

    decoded = decode_channel(encode_channel(values, 0.1))

    assert np.array_equal(decoded, [1.0, np.nan, np.nan, np.nan, 2.0], equal_nan=True)


def test_an_empty_channel_comes_back_empty():
    assert decode_channel(encode_channel(np.empty(0), 1.0)).size == 0


def test_a_table_comes_back_exactly():
    first, second = np.array([0.1, np.pi]), np.array([1e300, -0.0])

    assert np.array_equal(decode_table(encode_table(first, second), 2), [first, second])


def test_an_empty_table_keeps_its_columns():
    assert decode_table(b"", 3).shape == (3, 0)


@pytest.mark.parametrize("values", [[], [np.nan], [1.0, np.nan, 3.5, 3.5, -2.0], list(range(5000))])
def test_what_is_packed_to_be_kept_is_the_same_and_packs_only_once_more_to_the_same(values):
    warm = encode_channel(np.array(values, dtype=np.float64), 0.5)
    cold = cold_channel(warm)

    np.testing.assert_array_equal(decode_channel(cold), decode_channel(warm))
    assert cold_channel(cold) == cold
