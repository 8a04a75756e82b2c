"""Sessions for tests of files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.syntax import parse
from plans.exports.planned import Planned

UID = UUID("01936b2e-0000-7000-8000-00000000002a")
KNOWN = Thresholds(
    ftp_w=250.0,
    lthr_bpm=168.0,
    hr_max_bpm=190.0,
    threshold_pace_s_per_km=250.0,
    css_s_per_100m=100.0,
)
INTERVALS = """
Warmup
- 10m Z1

4x
- push 5m 95-105%
- Recover 2m 50%

Cooldown
- 10m 45-55%
"""


def planned(text: str = INTERVALS, sport: Sport = Sport.CYCLING, **changes: Any) -> Planned:
    values: dict[str, Any] = {
        "uid": UID,
        "day": date(2026, 11, 24),
        "title": "Threshold 4 × 5",
        "sport": sport,
        "steps": parse(text, sport),
        "minutes": 48,
        "load": 55,
        "thresholds": KNOWN,
        "changed_at": datetime(2026, 11, 22, 9, tzinfo=UTC),
    }
    return Planned(**(values | changes))
