"""Everything the page of one activity says beside its charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from metrics.models import Activity, Lap, Origin
from metrics.selectors.warnings import WarningInWords, in_words

POWER_ZONES = (
    "Recovery", "Endurance", "Tempo", "Threshold", "VO₂max", "Anaerobic", "Neuromuscular",
)  # fmt: skip
HEART_ZONES = ("Easy", "Aerobic", "Tempo", "Threshold", "Above threshold")
PACE_ZONES = ("Recovery", "Endurance", "Tempo", "Threshold", "Above threshold", "Fast")


@dataclass(frozen=True)
class ZoneRow:
    """Time in one zone; `percent` of the time in all of them."""

    number: int
    name: str
    seconds: float
    percent: float


@dataclass(frozen=True)
class Zones:
    """One kind of zones with its reference value."""

    title: str
    reference: str
    rows: list[ZoneRow]


@dataclass(frozen=True)
class ActivityDetails:
    zones: list[Zones]
    laps: list[Lap]
    legs: list[Activity]
    origins: list[Origin]
    merged: list[Activity]
    warnings: list[WarningInWords]
    has_places: bool
    has_streams: bool


def activity_details(activity: Activity) -> ActivityDetails:
    """Zones, laps, legs, origins (those of merged arrivals too) and warnings of one activity."""
    channels = set(activity.streams.values_list("channel", flat=True))
    merged = list(activity.merged.filter(deleted_at=None))
    return ActivityDetails(
        zones=_zones(activity),
        laps=list(activity.laps.all()),
        legs=list(activity.legs.order_by("leg_index")),
        origins=list(Origin.objects.filter(activity__in=[activity, *merged]).order_by("received_at")),
        merged=merged,
        warnings=in_words(activity.warnings),
        has_places={"latitude_deg", "longitude_deg"} <= channels,
        has_streams=bool(channels - {"running"}),
    )


def _zones(activity: Activity) -> list[Zones]:
    used: dict[str, Any] = activity.thresholds
    kinds = [
        ("Power", POWER_ZONES, activity.power_zones_s, _reference("FTP", used.get("ftp_w"), "W")),
        ("Heart rate", HEART_ZONES, activity.hr_zones_s, _heart_reference(used)),
        ("Pace", PACE_ZONES, activity.pace_zones_s, "of threshold pace"),
    ]
    return [
        Zones(title, reference, _rows(names, seconds))
        for title, names, seconds, reference in kinds
        if seconds and sum(seconds) > 0
    ]


def _rows(names: tuple[str, ...], seconds: list[float]) -> list[ZoneRow]:
    total = sum(seconds)
    return [
        ZoneRow(number, name, value, 100 * value / total)
        for number, (name, value) in enumerate(zip(names, seconds, strict=True), start=1)
    ]


def _heart_reference(used: dict[str, Any]) -> str:
    return _reference("LTHR", used.get("lthr_bpm"), "bpm") or _reference("HR max", used.get("hr_max_bpm"), "bpm")


def _reference(name: str, value: float | None, unit: str) -> str:
    return f"of {name} {value:.0f} {unit}" if value else ""
