"""An activity without a file, from what the list says of it."""

from __future__ import annotations

import numpy as np

from athletes.sources.garmin.items import ActivityItem
from athletes.sources.garmin.listing import ACTIVITIES, sport_of
from athletes.sources.records import DeviceFigures, ListedActivity, RecordedActivity, Samples


def activity_of(listed: ListedActivity, *, source: str, ai_allowed: bool = True) -> RecordedActivity:
    """The activity without samples and laps."""
    item = ActivityItem.read(dict(listed.summary), ACTIVITIES, []) or ActivityItem.model_construct()
    _, sub_sport = sport_of(item)
    return RecordedActivity(
        sport=listed.sport,
        sub_sport=sub_sport,
        start_time=listed.start_time,
        samples=Samples(np.empty(0), {}),
        name=listed.name,
        utc_offset_s=listed.utc_offset_s,
        elapsed_s=max(item.elapsed_duration or 0.0, item.duration or 0.0) or item.duration,
        timer_s=item.duration,
        distance_m=item.distance or None,
        ascent_m=item.elevation_gain,
        avg_heart_rate_bpm=item.average_hr,
        max_heart_rate_bpm=item.max_hr,
        avg_power_w=item.avg_power,
        avg_speed_mps=item.average_speed or None,
        calories_kcal=item.calories,
        pool_length_m=item.pool_length / 100 if item.pool_length else None,
        device=DeviceFigures(
            weighted_power_w=item.norm_power,
            load=item.training_stress_score,
            intensity=item.intensity_factor,
        ),
        source=source,
        external_id=listed.external_id,
        ai_allowed=ai_allowed,
    )
