"""The numbers of one activity as its page shows them: label, formatted value, and the term behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Activity

PACE_SPORTS = (Sport.RUNNING, Sport.SWIMMING)
ON_FOOT = (Sport.RUNNING, Sport.WALKING)
HEADLINES = 5


@dataclass(frozen=True)
class Figure:
    """One number; `term` names a file of components/terms."""

    label: str
    value: Shown
    note: str = ""
    term: str = ""
    tone: str = ""

    @property
    def is_known(self) -> bool:
        return self.value != UNKNOWN


def headline(activity: Activity, units: Units, *, with_heart: bool) -> list[Figure]:
    """The largest numbers of the page: time, distance, load, and what this sport is measured by."""
    figures = [
        Figure("Time", formatting.duration(activity.timer_s)),
        Figure("Distance", formatting.distance(activity.distance_m, units)),
        Figure("Load", formatting.load(activity.load), _method(activity), "load"),
        *_main_effort(activity, units),
        *([_average_heart_rate(activity)] if with_heart else []),
        Figure("Ascent", formatting.elevation(activity.ascent_m, units)),
    ]
    return _known(figures)[:HEADLINES]


def all_figures(activity: Activity, units: Units, *, with_heart: bool) -> list[Figure]:
    """Every other number that is known, in the order time, speed, climb, power, heart, the rest."""
    groups = [
        _times(activity),
        _speeds(activity, units),
        _climbs(activity, units),
        _powers(activity),
        _hearts(activity) if with_heart else [],
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
        ("FTP", formatting.power, used.get("ftp_w"), device.get("ftp_w")),
    ]
    return [(label, show(ours), show(theirs)) for label, show, ours, theirs in rows if theirs is not None]


def cadence(value_rpm: float | None, sport: str) -> Shown:
    """Both feet count on foot, where a record holds the strides of one leg."""
    doubled = 2 * value_rpm if value_rpm is not None and sport in ON_FOOT else value_rpm
    return formatting.cadence(doubled, sport)


def speed_label(sport: str) -> str:
    return "Pace" if sport in PACE_SPORTS else "Speed"


def _known(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.is_known]


def _method(activity: Activity) -> str:
    return f"by {activity.get_load_method_display()}" if activity.load_method else ""


def _main_effort(activity: Activity, units: Units) -> Iterator[Figure]:
    if activity.sport == Sport.CYCLING and activity.weighted_power_w is not None:
        yield Figure("Weighted power", formatting.power(activity.weighted_power_w), "", "weighted_power")
        return
    yield Figure(
        speed_label(activity.sport), formatting.pace_of(activity.avg_speed_mps, activity.sport, units)
    )


def _average_heart_rate(activity: Activity) -> Figure:
    return Figure("Heart rate", formatting.heart_rate(activity.avg_hr_bpm), "average")


def _times(activity: Activity) -> list[Figure]:
    """Only times that differ from the large one."""
    timer = formatting.duration(activity.timer_s)
    figures = [
        Figure("Elapsed", formatting.duration(activity.elapsed_s), "with pauses"),
        Figure("Moving", formatting.duration(activity.moving_s), "without standing still"),
    ]
    return [figure for figure in figures if figure.value != timer]


def _speeds(activity: Activity, units: Units) -> list[Figure]:
    sport = activity.sport
    label = speed_label(sport)
    return [
        Figure(f"Average {label.lower()}", formatting.pace_of(activity.avg_speed_mps, sport, units)),
        Figure(f"Fastest {label.lower()}", formatting.pace_of(activity.max_speed_mps, sport, units)),
    ]


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
    unit = "yards a minute per beat" if activity.sport == Sport.RUNNING else "watts per beat"
    return [
        Figure("Average heart rate", formatting.heart_rate(activity.avg_hr_bpm)),
        Figure("Highest heart rate", formatting.heart_rate(activity.max_hr_bpm)),
        Figure("Efficiency", formatting.ratio(activity.efficiency), unit, "efficiency"),
        Figure(
            "Decoupling",
            formatting.percent(activity.decoupling_pct, 1, signed=True),
            "second half",
            "decoupling",
        ),
        Figure("Training impulse", formatting.number(activity.trimp), "", "trimp"),
        Figure("Load by heart rate", formatting.load(activity.hr_load), "", "hr_load"),
    ]


def _rest(activity: Activity, units: Units) -> list[Figure]:
    return [
        Figure("Load by pace", formatting.load(activity.pace_load), "", "pace_load"),
        Figure("Cadence", cadence(activity.avg_cadence_rpm, activity.sport), "average"),
        Figure("Energy", formatting.quantity(activity.calories_kcal, "kcal"), "as the device says"),
        Figure("Pool length", formatting.distance(activity.pool_length_m, units)),
        Figure("Felt effort", formatting.number(activity.rpe), "of 10, your rating"),
    ]
