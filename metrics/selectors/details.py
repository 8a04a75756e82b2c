"""Everything the page of one activity says beside its charts and single numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from metrics.models import Activity, Lap, Origin
from metrics.selectors.streams import RUNNING
from metrics.selectors.warnings import WarningInWords, in_words


@dataclass(frozen=True)
class ActivityDetails:
    """`origins` are those of merged arrivals too, and for a leg those of its whole activity."""

    laps: list[Lap]
    legs: list[Activity]
    origins: list[Origin]
    merged: list[Activity]
    warnings: list[WarningInWords]
    has_places: bool
    has_streams: bool


def activity_details(activity: Activity, *, hidden: Collection[str] = ()) -> ActivityDetails:
    """Laps, legs, origins and warnings of one activity; `hidden` names data classes that stay out."""
    channels = set(activity.streams.values_list("channel", flat=True))
    whole = activity.parent or activity
    merged = list(whole.merged.filter(deleted_at=None))
    origins = Origin.objects.filter(activity__in=[whole, *merged]).order_by("received_at")
    return ActivityDetails(
        laps=list(activity.laps.all()),
        legs=list(activity.legs.filter(deleted_at=None).order_by("leg_index")),
        origins=list(origins.select_related("activity")),
        merged=merged,
        warnings=in_words(activity.warnings),
        has_places={"latitude_deg", "longitude_deg"} <= channels and "places" not in hidden,
        has_streams=bool(channels - {RUNNING}),
    )
