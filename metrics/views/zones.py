"""Time in zones as bars: each zone with its name, its bounds in the athlete's units and its share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import Shown, Units
from metrics.models import Activity
from metrics.science.zones import MAX_HR_PCT, OTHER_HR_PCT, PACE_PCT, POWER_PCT, RUNNING_HR_PCT

POWER_NAMES = (
    "Recovery", "Endurance", "Tempo", "Threshold", "VO₂max", "Anaerobic", "Neuromuscular",
)  # fmt: skip
HEART_NAMES = ("Easy", "Aerobic", "Tempo", "Threshold", "Above threshold")
PACE_NAMES = ("Recovery", "Endurance", "Tempo", "Threshold", "Above threshold", "Fast")


@dataclass(frozen=True)
class ZoneRow:
    """Time in one zone; `percent` of the time in all of them."""

    number: int
    name: str
    bounds: str
    seconds: float
    percent: float


@dataclass(frozen=True)
class Zones:
    """One kind of zones, with the threshold it is measured from."""

    title: str
    reference: str
    rows: list[ZoneRow]


def zones(activity: Activity, units: Units, *, with_heart: bool) -> list[Zones]:
    """The kinds of zones the activity has time in: power, heart rate, pace."""
    kinds = [
        _power(activity, activity.power_zones_s),
        _heart(activity, activity.hr_zones_s) if with_heart else None,
        _pace(activity, activity.pace_zones_s, units),
    ]
    return [kind for kind in kinds if kind is not None]


def _power(activity: Activity, seconds: list[float] | None) -> Zones | None:
    own = "running_ftp_w" if activity.sport == Sport.RUNNING else "ftp_w"
    threshold: float | None = activity.thresholds.get(own)
    if not seconds or not threshold:
        return None
    limits = [formatting.number(threshold * percent / 100) for percent in POWER_PCT]
    reference = f"FTP {formatting.power(threshold)}"
    return _kind("Power", reference, POWER_NAMES, _rising(limits, "W"), seconds)


def _heart(activity: Activity, seconds: list[float] | None) -> Zones | None:
    lthr, highest = activity.thresholds.get("lthr_bpm"), activity.thresholds.get("hr_max_bpm")
    if not seconds or not (lthr or highest):
        return None
    by_lthr = RUNNING_HR_PCT if activity.sport == Sport.RUNNING else OTHER_HR_PCT
    percents, threshold = (by_lthr, lthr) if lthr else (MAX_HR_PCT, highest)
    limits = [formatting.number(threshold * percent / 100) for percent in percents]
    reference = f"{'threshold' if lthr else 'highest'} {formatting.heart_rate(threshold)}"
    return _kind("Heart rate", reference, HEART_NAMES, _rising(limits, "bpm"), seconds)


def _pace(activity: Activity, seconds: list[float] | None, units: Units) -> Zones | None:
    threshold: float | None = activity.thresholds.get("threshold_pace_s_per_km")
    if not seconds or not threshold:
        return None
    limits = [formatting.pace(threshold * percent / 100, units) for percent in reversed(PACE_PCT)]
    bounds = [
        f"slower than {limits[0].number}",
        *(f"{slow.number}–{fast.number}" for slow, fast in pairwise(limits)),
        f"faster than {limits[-1].number}",
    ]
    return _kind("Pace", f"threshold {formatting.pace(threshold, units)}", PACE_NAMES, bounds, seconds)


def _rising(limits: list[Shown], unit: str) -> list[str]:
    """ "under 143", "143–151", …, "over 168 bpm" """
    between = [f"{low}–{high} {unit}" for low, high in pairwise(limits)]
    return [f"under {limits[0]} {unit}", *between, f"over {limits[-1]} {unit}"]


def _kind(
    title: str, reference: str, names: tuple[str, ...], bounds: list[str], seconds: list[float]
) -> Zones | None:
    total = sum(seconds)
    if total <= 0:
        return None
    rows = [
        ZoneRow(number, name, bound, value, 100 * value / total)
        for number, (name, bound, value) in enumerate(zip(names, bounds, seconds, strict=True), start=1)
    ]
    return Zones(title, reference, rows)
