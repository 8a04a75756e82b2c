"""The numbers of one activity as its page shows them: label, formatted value, and the term behind it."""

from __future__ import annotations

from dataclasses import dataclass

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Activity
from metrics.views.sports import cadence, speed_label

HEADLINES = 5
NOTICED_S = 10
"""Times that differ by less are the same to people."""


@dataclass(frozen=True)
class Figure:
    """One number; `term` names a file of components/terms."""

    label: str
    value: Shown
    note: str = ""
    term: str = ""

    @property
    def is_known(self) -> bool:
        return self.value != UNKNOWN


def headline(activity: Activity, units: Units, *, with_heart: bool) -> list[Figure]:
    """The largest numbers of the page: time, distance, load, and what this sport is measured by.

    A distance or a climb of nothing, as of a strength session, is no number to show.
    """
    method = f"by {activity.get_load_method_display()}" if activity.load_method else ""
    figures = [
        Figure("Time", formatting.duration(activity.timer_s)),
        Figure("Distance", formatting.distance(activity.distance_m or None, units)),
        Figure("Load", formatting.load(activity.load), method, "load"),
        *([] if activity.sport == Sport.MULTISPORT else [_main_effort(activity, units)]),
        *(
            [Figure("Heart rate", formatting.heart_rate(activity.avg_hr_bpm), "average")]
            if with_heart
            else []
        ),
        Figure("Ascent", formatting.elevation(activity.ascent_m or None, units)),
    ]
    return _known(figures)[:HEADLINES]


def all_figures(activity: Activity, units: Units, *, with_heart: bool) -> list[Figure]:
    """Every other number that is known, in the order time, speed, climb, power, heart, the rest.

    Speed and power over several sports say nothing, so a multisport activity leaves them to its legs.
    """
    is_one_sport = activity.sport != Sport.MULTISPORT
    groups = [
        _times(activity),
        _speeds(activity, units) if is_one_sport else [],
        _climbs(activity, units),
        _powers(activity) if is_one_sport else [],
        _hearts(activity) if with_heart else [],
        _per_beat(activity) if with_heart and is_one_sport else [],
        _rest(activity, units),
    ]
    return _known([figure for group in groups for figure in group])


def device_rows(activity: Activity) -> list[tuple[str, Shown, Shown]]:
    """What the device computed itself, as (label, ours, device's); only what it did compute."""
    device, used = activity.device, activity.thresholds
    rows = [
        ("Weighted power", formatting.power, activity.weighted_power_w, device.get("weighted_power_w")),
        ("Load", formatting.load, activity.load, device.get("load")),
        ("Intensity", formatting.ratio, activity.intensity, device.get("intensity")),
        ("Threshold power", formatting.power, used.get("ftp_w"), device.get("ftp_w")),
    ]
    return [(label, show(ours), show(theirs)) for label, show, ours, theirs in rows if theirs is not None]


def _known(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.is_known]


def _main_effort(activity: Activity, units: Units) -> Figure:
    if activity.sport == Sport.CYCLING and activity.weighted_power_w is not None:
        return Figure("Weighted power", formatting.power(activity.weighted_power_w), "", "weighted_power")
    speed = formatting.pace_of(activity.avg_speed_mps, activity.sport, units)
    return Figure(speed_label(activity.sport), speed, "average")


def _times(activity: Activity) -> list[Figure]:
    """Only those that differ from the large one."""
    times = [
        ("Elapsed", activity.elapsed_s, "with pauses"),
        ("Moving", activity.moving_s or None, "without standing still"),
    ]
    return [
        Figure(label, formatting.duration(seconds), note)
        for label, seconds, note in times
        if seconds is not None and abs(seconds - activity.timer_s) >= NOTICED_S
    ]


def _speeds(activity: Activity, units: Units) -> list[Figure]:
    sport, label = activity.sport, speed_label(activity.sport).lower()
    speeds = [Figure(f"Fastest {label}", formatting.pace_of(activity.max_speed_mps, sport, units))]
    if _main_effort(activity, units).term:
        speeds.insert(0, Figure(f"Average {label}", formatting.pace_of(activity.avg_speed_mps, sport, units)))
    return speeds


def _climbs(activity: Activity, units: Units) -> list[Figure]:
    return [
        Figure("Ascent", formatting.elevation(activity.ascent_m, units)),
        Figure("Descent", formatting.elevation(activity.descent_m, units)),
    ]


def _powers(activity: Activity) -> list[Figure]:
    return [
        Figure("Weighted power", formatting.power(activity.weighted_power_w), "", "weighted_power"),
        Figure("Average power", formatting.power(activity.avg_power_w)),
        Figure("Highest power", formatting.power(activity.max_power_w)),
        Figure("Intensity", formatting.ratio(activity.intensity), "of your threshold", "intensity"),
        Figure("Variability", formatting.ratio(activity.variability), "1.00 is steady", "variability"),
        Figure("Work", formatting.work(activity.work_kj), "", "work"),
    ]


def _hearts(activity: Activity) -> list[Figure]:
    return [
        Figure("Highest heart rate", formatting.heart_rate(activity.max_hr_bpm)),
        Figure("Training impulse", formatting.number(activity.trimp), "", "trimp"),
        Figure("Load by heart rate", formatting.load(activity.hr_load), "", "hr_load"),
    ]


def _per_beat(activity: Activity) -> list[Figure]:
    unit = "yards a minute per beat" if activity.sport == Sport.RUNNING else "watts per beat"
    decoupling = formatting.percent(activity.decoupling_pct, 1, signed=True)
    return [
        Figure("Efficiency", formatting.ratio(activity.efficiency), unit, "efficiency"),
        Figure("Decoupling", decoupling, "of the second half", "decoupling"),
    ]


def _pool_length(metres: float | None, units: Units) -> Shown:
    """As `distance`, with a decimal where it takes one: a pool of 25 yards has 22.9 m."""
    if metres is None or units == "imperial" or round(metres, 1) == round(metres):
        return formatting.distance(metres, units)
    return formatting.quantity(metres, "m", 1)


def _rest(activity: Activity, units: Units) -> list[Figure]:
    return [
        Figure("Load by pace", formatting.load(activity.pace_load), "", "pace_load"),
        Figure("Cadence", cadence(activity.avg_cadence_rpm, activity.sport), "average"),
        Figure("Energy", formatting.quantity(activity.calories_kcal, "kcal"), "as the device says"),
        Figure("Pool length", _pool_length(activity.pool_length_m, units)),
        Figure("Felt effort", formatting.number(activity.rpe), "of 10, as rated"),
    ]
