"""A runner in a heavy week whose body answers, with a race ahead: what honest sentences are written about."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from uuid import UUID

import numpy as np

from analysis.evidence import Pack
from analysis.evidence.context import Context, RaceRow, Room, SessionRow
from tests.analysis.builders import TODAY, WEEK, build_pack, even_nights

HEAVY_WEEK = [80.0, 0.0, 110.0, 70.0, 0.0, 140.0, 100.0]
NIGHTS = 120


@cache
def heavy_week() -> Pack:
    """Load a third above usual, HRV down, resting heart rate up, sleep and stress as ever."""
    swing = np.where(np.arange(NIGHTS) % 2 == 0, 1.0, -1.0)
    week = np.where(np.arange(NIGHTS) >= NIGHTS - 7, 1.0, 0.0)
    nights = even_nights(NIGHTS)
    nights["hrv_rmssd_ms"] = nights["hrv_rmssd_ms"] - 9 * week
    nights["resting_hr_bpm"] = nights["resting_hr_bpm"] + 4 * week
    nights["stress"] = 30 + 2 * swing
    nights["respiration_rpm"] = 14 + 0.3 * swing
    nights["own_feel"] = 3.5 - week + 0.5 * swing
    return build_pack([*WEEK * 26, *HEAVY_WEEK], nights=nights, zones_s=(3000.0, 400.0, 200.0), context=AHEAD)


AHEAD = Context(
    races=(RaceRow("running", TODAY + timedelta(days=20), "A", 42_195.0, 12_600.0),),
    sessions=(
        SessionRow(UUID(int=1), "running", TODAY + timedelta(days=1), "easy", 45, 40, False),
        SessionRow(UUID(int=2), "running", TODAY + timedelta(days=3), "threshold", 60, 72, True),
    ),
    room=Room("intermediate", 6, 420, (60, 60, 60, 60, 60, 120, 150)),
)
