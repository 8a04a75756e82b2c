"""Garmin's own kit as a third opinion: the same values on every file that both can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from athletes.sources.files.fit_decode import decode
from athletes.sources.files.fit_records import as_number

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "fit"
LARGE, SMALL = 300_000, 60_000
"""The kit reads a megabyte in five seconds: what is not small waits for `bin/test --long`."""

SAME = {
    "time": "timestamp",
    "power_w": "power",
    "heart_rate_bpm": "heart_rate",
    "distance_m": "distance",
    "speed_mps": "enhanced_speed",
    "altitude_m": "enhanced_altitude",
    "cadence_rpm": "cadence",
    "latitude_deg": "position_lat",
    "longitude_deg": "position_long",
}
BY_DEVELOPERS = {
    "fitparse__20170518-191602": {"power_w", "speed_mps"},
    "goldencheetah__3386684871__": {"power_w"},
    "goldencheetah__RowingCIQspeed": {"power_w"},
    "runalyze__FR735XT-with-performance-condition": {"power_w"},
    "runalyze__swim-pool-via-iq": {"speed_mps"},
    "runalyze__swim-via-iq": {"speed_mps"},
}
"""Channels that only a field of an app holds: the kit lists those apart, fitdecode and we read them as the
native field that they declare to be."""


NOT_READ_BY_BOTH = (
    "elevate__._empty",
    "fitparse__activity-settings-corruptheader",
    "fitparse__activity-unexpected-eof",
    "fitparse__antfs-dump",
    "fitparse__compressed-speed-distance",
    "fitparse__strava-android-app",
    "sports-lib__empty-activities",
)
"""Damaged files, and two with compressed time stamps, which the kit does not know."""


def files() -> list[Path]:
    found = CORPUS.glob("*.fit") if CORPUS.is_dir() else ()
    return sorted(
        path for path in found if path.stat().st_size < LARGE and not path.name.startswith(NOT_READ_BY_BOTH)
    )


def by_garmin(content: bytes) -> list[dict[str, Any]]:
    messages, errors = Decoder(Stream.from_byte_array(bytearray(content))).read(
        convert_datetimes_to_dates=False, merge_heart_rates=False, enable_crc_check=False
    )
    assert not errors
    return messages.get("record_mesgs", [])


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=pytest.mark.long if path.stat().st_size >= SMALL else ()) for path in files()]
    or [pytest.param(None, marks=pytest.mark.skip("no corpus"))],
    ids=str,
)
def test_garmins_own_kit_reads_the_same_records(path: Path) -> None:
    content = path.read_bytes()
    theirs, ours = by_garmin(content), decode(content)

    assert ours.fault is None
    apart: set[str] = next(
        (names for start, names in BY_DEVELOPERS.items() if path.name.startswith(start)), set()
    )
    assert len(theirs) == ours.records
    for column, field in SAME.items():
        expected = np.array([as_number(record.get(field)) for record in theirs], dtype=np.float64)
        found = ours.columns.get(column, np.full(ours.records, np.nan))
        if column in apart:
            assert np.isnan(expected).all()
        else:
            np.testing.assert_allclose(found, expected, rtol=1e-9, err_msg=column)
