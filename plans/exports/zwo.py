"""Workouts as ZWO, the files of Zwift: parts of a threshold over seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.prediction import effort, rounded
from plans.engine.prediction.percent import FASTEST_PACE, HIGHEST_POWER, LOWEST_POWER, SLOWEST_PACE
from plans.engine.steps import Item, Repeat, Step, leaves
from plans.engine.syntax.aims import print_aim
from plans.engine.targets import Lack, bounds, resolve
from plans.exports.planned import NotExpressible, Planned, one_line

SPORTS = {Sport.CYCLING: "bike", Sport.RUNNING: "run"}
UNIT = Thresholds(ftp_w=100.0, running_ftp_w=100.0, threshold_pace_s_per_km=100.0)
"""Zones and per cent are parts of a threshold already, whatever it is."""
ABSOLUTE = ("power_w", "pace_s_per_km")

NO_SPORT = "Zwift has workouts for cycling and running only. Take the FIT file or the text."
NO_POWER = (
    "A Zwift workout is made of power, or of pace for runs, and no step of this session has either as its "
    "target. Take the FIT file or the text."
)
NO_DURATION = "Zwift counts seconds, and how long these metres take is not known: give the steps a time."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds at parts of the threshold: `low` and `high` at its ends, `middle` what the load counts."""

    seconds: int
    low: float
    high: float
    middle: float


def workout_zwo(planned: Planned) -> bytes:
    """The XML. Runs are in parts of the threshold pace, as Zwift has them.

    Raises NotExpressible: ZWO_NO_SPORT, ZWO_NO_POWER, ZWO_NO_DURATION, or THRESHOLD_MISSING for watts or
    paces without a threshold. A step by heart rate or RPE in between is ridden freely, with a message.
    """
    if planned.sport not in SPORTS:
        raise NotExpressible(NO_SPORT, code="ZWO_NO_SPORT")
    if not any(each.target.startswith(("power", "pace")) for each in leaves(planned.steps)):
        raise NotExpressible(NO_POWER, code="ZWO_NO_POWER")
    root = Element("workout_file")
    SubElement(root, "author").text = "Formline"
    SubElement(root, "name").text = planned.name
    SubElement(root, "description").text = f"{planned.minutes} min, load {planned.load}"
    SubElement(root, "sportType").text = SPORTS[planned.sport]
    SubElement(root, "tags")
    workout = SubElement(root, "workout")
    for item in planned.steps:
        workout.extend(list(_elements(item, planned)))
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _elements(item: Item, planned: Planned) -> Iterator[Element]:
    if isinstance(item, Step):
        yield _element(item, planned)
    elif (pair := _pair(item, planned)) is not None:
        yield pair
    else:
        for _ in range(item.repeats):
            yield from (_element(each, planned) for each in item.steps)


def _pair(item: Repeat, planned: Planned) -> Element | None:
    """Two steps of power in turn are Zwift's own intervals."""
    if len(item.steps) != 2:
        return None
    on, off = (_stretch(each, planned) for each in item.steps)
    if on is None or off is None:
        return None
    made = Element(
        "IntervalsT",
        Repeat=str(item.repeats),
        OnDuration=str(on.seconds),
        OffDuration=str(off.seconds),
        OnPower=_part(on.middle),
        OffPower=_part(off.middle),
    )
    for each, offset in zip(item.steps, (0, on.seconds), strict=True):
        _tell(made, each.note, offset)
    return made


def _element(step: Step, planned: Planned) -> Element:
    stretch = _stretch(step, planned)
    if stretch is None:
        made = Element("FreeRide", Duration=str(_seconds(step, planned)), FlatRoad="0")
        aim = (
            "" if step.low is None or step.high is None else print_aim(step.target, step.low, step.high, None)
        )
        _tell(made, " · ".join(filter(None, (step.note, aim))))
        return made
    made = _steady_or_ramp(step, stretch)
    _tell(made, step.note)
    return made


def _steady_or_ramp(step: Step, stretch: Stretch) -> Element:
    """A warm-up rises through its range, a cool-down falls: `PowerLow` is where either begins."""
    seconds = str(stretch.seconds)
    if stretch.low < stretch.high and step.kind == "warmup":
        return Element("Warmup", Duration=seconds, PowerLow=_part(stretch.low), PowerHigh=_part(stretch.high))
    if stretch.low < stretch.high and step.kind == "cooldown":
        return Element(
            "Cooldown", Duration=seconds, PowerLow=_part(stretch.high), PowerHigh=_part(stretch.low)
        )
    return Element("SteadyState", Duration=seconds, Power=_part(stretch.middle))


def _stretch(step: Step, planned: Planned) -> Stretch | None:
    """None for a step without power or pace."""
    if not step.target.startswith(("power", "pace")):
        return None
    low, high = _range(step, planned)
    how = effort(step, planned.sport, planned.thresholds)
    if isinstance(how, Lack):
        raise NotExpressible(how.message, code=how.code)
    return Stretch(_seconds(step, planned), low, high, how.fraction)


def _range(step: Step, planned: Planned) -> tuple[float, float]:
    """Parts of the threshold's power or speed, the lower one first."""
    thresholds = planned.thresholds if step.target in ABSOLUTE else UNIT
    found = resolve(step, planned.sport, thresholds)
    is_pace = step.target.startswith("pace")
    whole = (bounds.threshold_pace if is_pace else bounds.threshold_power)(planned.sport, thresholds)
    if isinstance(found, Lack) or not whole:
        lack = found if isinstance(found, Lack) else Lack("THRESHOLD_MISSING", _missing(step, planned.sport))
        raise NotExpressible(lack.message, code=lack.code)
    if is_pace:
        fast, slow = found.low or whole * FASTEST_PACE / 100, found.high or whole * SLOWEST_PACE / 100
        return whole / slow, whole / fast
    lowest, highest = whole * LOWEST_POWER / 100, whole * HIGHEST_POWER / 100
    low, high = found.low, found.high
    return (lowest if low is None else low) / whole, (highest if high is None else high) / whole


def _missing(step: Step, sport: Sport) -> str:
    if step.target.startswith("pace"):
        return "threshold_pace_s_per_km"
    return "running_ftp_w" if sport is Sport.RUNNING else "ftp_w"


def _seconds(step: Step, planned: Planned) -> int:
    if step.duration_s is not None:
        return step.duration_s
    how = effort(step, planned.sport, planned.thresholds)
    pace = planned.thresholds.threshold_pace_s_per_km
    if planned.sport is not Sport.RUNNING or not pace or isinstance(how, Lack):
        raise NotExpressible(NO_DURATION, code="ZWO_NO_DURATION")
    return max(rounded((step.distance_m or 0.0) / 1000 * pace / how.fraction), 1)


def _tell(element: Element, message: str, offset: int = 0) -> None:
    if message:
        SubElement(element, "textevent", timeoffset=str(offset), message=one_line(message))


def _part(value: float) -> str:
    return f"{value:.3f}"
