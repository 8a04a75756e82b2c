"""Nights: the week and the newest, beside the sixty days before."""

from datetime import date

import numpy as np
import pytest

from tests.analysis.builders import build_pack, even_nights


def test_a_week_is_compared_with_the_sixty_days_before_it():
    nights = {"resting_hr_bpm": [100.0] * 10 + [47.0, 49.0] * 30 + [52.0] * 7}
    week = build_pack(nights=nights).by_id["resting_hr.7"]
    assert (week.value, week.baseline, week.z, week.n) == (52, 48, 4, 7)
    assert (week.start, week.end) == (date(2026, 11, 16), date(2026, 11, 23))


def test_hrv_is_compared_by_its_logarithm():
    low, high = np.exp(4.0), np.exp(4.2)
    nights = {"hrv_rmssd_ms": [low, high] * 30 + [low] * 7}
    week = build_pack(nights=nights).by_id["hrv.7"]
    assert week.value == pytest.approx(low)
    assert week.baseline == pytest.approx(np.exp(4.1))
    assert week.z == pytest.approx(-1)


def test_two_nights_are_no_week():
    nights = {"sleep_s": [27_000.0] * 60 + [np.nan] * 5 + [27_000.0] * 2}
    by_id = build_pack(nights=nights).by_id
    assert "sleep.7" not in by_id
    assert by_id["sleep.newest"].value == 27_000


def test_thirteen_nights_are_not_what_is_usual():
    week = build_pack(nights={"sleep_s": [27_000.0] * 20}).by_id["sleep.7"]
    assert (week.value, week.baseline, week.z) == (27_000, None, None)


def test_nights_without_any_difference_have_no_z():
    week = build_pack(nights={"sleep_s": [27_000.0] * 67}).by_id["sleep.7"]
    assert (week.baseline, week.z) == (27_000, None)


def test_the_newest_value_is_at_most_three_days_old():
    fresh = {"resting_hr_bpm": [48.0, 50.0, np.nan, np.nan]}
    newest = build_pack(nights=fresh).by_id["resting_hr.newest"]
    assert (newest.value, newest.start) == (50, date(2026, 11, 20))
    stale = {"resting_hr_bpm": [48.0, 50.0, np.nan, np.nan, np.nan]}
    assert "resting_hr.newest" not in build_pack(nights=stale).by_id


def test_a_channel_that_is_measured_misses_days():
    nights = even_nights(60)
    nights["sleep_s"][[-1, -3, -15, -16]] = np.nan
    pack = build_pack(nights=nights)
    channels = {each.channel: each.missing for each in pack.channels}
    assert channels == {"hrv": (), "resting_hr": (), "sleep": (date(2026, 11, 8), date(2026, 11, 20))}
    assert (pack.by_id["gap.sleep"].value, pack.by_id["gap.sleep"].n) == (2, 14)
    assert "gap.hrv" not in pack.by_id


def test_a_channel_that_was_never_measured_misses_nothing():
    assert build_pack(nights={"sleep_s": [27_000.0] * 20}).channels[0].channel == "sleep"
    assert build_pack(nights={"sleep_s": [27_000.0] + [np.nan] * 61}).channels == ()
