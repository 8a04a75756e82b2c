"""Activities written by hand: what a test says about a second is all that the activity has."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from athletes.sources.records import CHANNELS, RecordedActivity, Samples, Sport

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "reference" / "vectors"

type Build = Callable[..., RecordedActivity]


@pytest.fixture(scope="session")
def build() -> Build:
    """`build(sport, times=…, power_w=[…], timer_s=…)`: channels by name, the rest are the activity's.

    The channel of distances is `distances`, since `distance_m` is the activity's own total.
    """

    def activity(sport: Sport = Sport.CYCLING, *, times: Any = None, **given: Any) -> RecordedActivity:
        names = {name: name for name in CHANNELS if name != "distance_m"} | {"distances": "distance_m"}
        channels = {
            names[name]: np.asarray(given.pop(name), dtype=np.float64)
            for name in list(given)
            if name in names
        }
        length = next((values.size for values in channels.values()), 0)
        seconds = np.arange(length) if times is None else np.asarray(times)
        samples = Samples(seconds.astype(np.float64), channels)
        start = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
        return RecordedActivity(sport=sport, start_time=start, samples=samples, **given)

    return activity


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """The independent figures beside the project."""
    if not VECTORS.is_dir():
        pytest.skip("no test vectors beside the project")
    return json.loads((VECTORS / "vectors.json").read_text())
