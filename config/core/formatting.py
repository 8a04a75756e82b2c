"""Numbers, units and dates as people read them, the same on pages, in mails and in the analyst's sentences.

Values come in SI units; `units` is "metric" or "imperial". Unknown (None, NaN) is "–". Number and unit are
joined by a narrow no-break space, negative numbers carry a real minus sign.
"""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Self

type Units = Literal["metric", "imperial"]
type Number = float | int | Decimal | None

UNKNOWN = "–"
NARROW_SPACE = "\u202f"
MINUS = "\u2212"

M_PER_MI = 1609.344
M_PER_YD = 0.9144
M_PER_FT = 0.3048
KG_PER_LB = 0.45359237


class Shown(str):
    """A formatted value that still knows its parts, for pages that set the unit smaller than the number."""

    __slots__ = ("number", "unit")
    number: str
    unit: str

    def __new__(cls, number: str, unit: str = "") -> Self:
        shown = super().__new__(cls, f"{number}{NARROW_SPACE}{unit}" if unit else number)
        shown.number, shown.unit = number, unit
        return shown


def number(value: Number, decimals: int = 0, *, signed: bool = False) -> Shown:
    """ "1,234.5", rounded half away from zero; with `signed` "+3", "−3" and "0"."""
    if _is_unknown(value):
        return Shown(UNKNOWN)
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return Shown(f"{sign}{abs(rounded):,.{decimals}f}")


def quantity(value: Number, unit: str, decimals: int = 0, *, signed: bool = False) -> Shown:
    """A number with any unit."""
    return Shown(UNKNOWN) if _is_unknown(value) else Shown(number(value, decimals, signed=signed), unit)


def signed(value: Number, decimals: int = 0) -> Shown:
    """A difference or a form value: "+5", "−12", "0"."""
    return number(value, decimals, signed=True)


def percent(value: Number, decimals: int = 0, *, signed: bool = False) -> Shown:
    """`value` is in percent already."""
    return quantity(value, "%", decimals, signed=signed)


def distance(distance_m: Number, units: Units) -> Shown:
    """Metres below a kilometre, then km; yards below a tenth of a mile, then miles."""
    if distance_m is None or _is_unknown(distance_m):
        return Shown(UNKNOWN)
    metres = float(distance_m)
    if units == "imperial":
        return _long(metres / M_PER_MI, "mi") if metres >= 160 else quantity(metres / M_PER_YD, "yd")
    return _long(metres / 1_000, "km") if round(metres) >= 1_000 else quantity(metres, "m")


def duration(duration_s: Number, *, seconds: bool = True) -> Shown:
    """ "1:02:03" or "42:10"; without `seconds` "1:02 h", and below a minute "24 s"."""
    if duration_s is None or _is_unknown(duration_s):
        return Shown(UNKNOWN)
    if not seconds and 0 < float(duration_s) < 59.5:
        return quantity(duration_s, "s")
    if not seconds:
        hours, minutes = divmod(_whole(float(duration_s) / 60), 60)
        return Shown(f"{hours}:{minutes:02d}", "h")
    minutes, rest = divmod(_whole(float(duration_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return Shown(f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}")


def duration_words(duration_s: Number) -> Shown:
    """ "7 h 42 min", "42 min", "30 s": for sentences."""
    if duration_s is None or _is_unknown(duration_s):
        return Shown(UNKNOWN)
    if float(duration_s) < 59.5:
        return quantity(duration_s, "s")
    hours, minutes = divmod(_whole(float(duration_s) / 60), 60)
    parts = [quantity(hours, "h")] if hours else []
    parts += [quantity(minutes, "min")] if minutes or not hours else []
    return Shown(" ".join(parts))


def pace(pace_s_per_km: Number, units: Units) -> Shown:
    """ "4:15 /km" or "6:50 /mi"."""
    if pace_s_per_km is None or _is_unknown(pace_s_per_km):
        return Shown(UNKNOWN)
    per_km = float(pace_s_per_km)
    return _clock(per_km, "/km") if units == "metric" else _clock(per_km * M_PER_MI / 1_000, "/mi")


def swim_pace(pace_s_per_100m: Number, units: Units) -> Shown:
    """ "1:36 /100 m" or "1:28 /100 yd"."""
    if pace_s_per_100m is None or _is_unknown(pace_s_per_100m):
        return Shown(UNKNOWN)
    per_100m = float(pace_s_per_100m)
    if units == "metric":
        return _clock(per_100m, f"/100{NARROW_SPACE}m")
    return _clock(per_100m * M_PER_YD, f"/100{NARROW_SPACE}yd")


def pace_of(speed_mps: Number, sport: str, units: Units) -> Shown:
    """A speed as the sport's people say it: pace in running and swimming, else speed per hour."""
    if speed_mps is None or _is_unknown(speed_mps) or speed_mps <= 0:
        return Shown(UNKNOWN)
    metres_per_s = float(speed_mps)
    if sport == "running":
        return pace(1_000 / metres_per_s, units)
    if sport == "swimming":
        return swim_pace(100 / metres_per_s, units)
    return speed(metres_per_s, units)


def speed(speed_mps: Number, units: Units) -> Shown:
    if units == "imperial":
        return quantity(_times(speed_mps, 3_600 / M_PER_MI), "mph", 1)
    return quantity(_times(speed_mps, 3.6), "km/h", 1)


def elevation(elevation_m: Number, units: Units) -> Shown:
    if units == "imperial":
        return quantity(_times(elevation_m, 1 / M_PER_FT), "ft")
    return quantity(elevation_m, "m")


def weight(weight_kg: Number, units: Units) -> Shown:
    if units == "imperial":
        return quantity(_times(weight_kg, 1 / KG_PER_LB), "lb", 1)
    return quantity(weight_kg, "kg", 1)


def temperature(temperature_c: Number, units: Units) -> Shown:
    if units == "imperial" and temperature_c is not None:
        return quantity(float(temperature_c) * 1.8 + 32, "°F")
    return quantity(temperature_c, "°C")


def power(power_w: Number) -> Shown:
    return quantity(power_w, "W")


def heart_rate(rate_bpm: Number) -> Shown:
    return quantity(rate_bpm, "bpm")


def cadence(cadence_per_min: Number, sport: str) -> Shown:
    """Steps a minute on foot, strokes in the water, else revolutions."""
    return quantity(
        cadence_per_min, {"running": "spm", "walking": "spm", "swimming": "str/min"}.get(sport, "rpm")
    )


def milliseconds(value_ms: Number) -> Shown:
    return quantity(value_ms, "ms")


def work(work_kj: Number) -> Shown:
    return quantity(work_kj, "kJ")


def load(value: Number) -> Shown:
    """Load, fitness, fatigue: numbers without a unit."""
    return number(value)


def ratio(value: Number) -> Shown:
    """Intensity, variability, efficiency: two decimals."""
    return number(value, 2)


def _is_unknown(value: Number) -> bool:
    return value is None or not math.isfinite(value)


def _times(value: Number, factor: float) -> float | None:
    return None if value is None else float(value) * factor


def _whole(value: float) -> int:
    return math.floor(value + 0.5)


def _long(value: float, unit: str) -> Shown:
    """Three figures are enough: 9.87, 42.2, 180."""
    decimals = 2 if round(value, 2) < 10 else 1 if round(value, 1) < 100 else 0
    return quantity(value, unit, decimals)


def _clock(seconds: float, unit: str) -> Shown:
    return Shown(duration(seconds), unit)
