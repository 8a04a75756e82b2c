"""Each unit of a pack as people read it."""

import pytest

from analysis.shown import show


@pytest.mark.parametrize(
    ("value", "metric", "unit", "units", "expected"),
    [
        (51.4, "fitness", "load", "metric", "51"),
        (1234.0, "load", "load", "metric", "1,234"),
        (4.6, "form", "load", "metric", "+5"),
        (-12.2, "form", "load", "metric", "−12"),
        (7.46, "ramp", "load/week", "metric", "7.5"),
        (2.34, "monotony", "", "metric", "2.3"),
        (1.0, "days_since_training", "d", "metric", "1 day"),
        (12.0, "days_since_training", "d", "metric", "12 days"),
        (1.0, "activities", "count", "metric", "1 activity"),
        (3.0, "activities", "count", "metric", "3 activities"),
        (27_000.0, "sleep_s", "s", "metric", "7 h 30 min"),
        (48.2, "resting_hr_bpm", "bpm", "metric", "48 bpm"),
        (61.7, "hrv_rmssd_ms", "ms", "metric", "62 ms"),
        (14.24, "respiration_rpm", "rpm", "metric", "14.2 rpm"),
        (250.0, "ftp_w", "W", "metric", "250 W"),
        (21_097.0, "run_distance", "m", "metric", "21.1 km"),
        (21_097.0, "run_distance", "m", "imperial", "13.1 mi"),
        (255.0, "threshold_pace_s_per_km", "s/km", "metric", "4:15 /km"),
        (255.0, "threshold_pace_s_per_km", "s/km", "imperial", "6:50 /mi"),
        (96.0, "css_s_per_100m", "s/100m", "metric", "1:36 /100 m"),
    ],
)
def test_a_value_is_shown_with_its_unit(value, metric, unit, units, expected):
    assert show(value, metric, unit, units).replace("\u202f", " ") == expected
