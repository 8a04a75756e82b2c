"""Paces: 4:00/km, 4:10-4:00/km, 1:36/100m."""

from __future__ import annotations

import re
from decimal import Decimal

from athletes.sources.records import Sport
from plans.engine.syntax.numbers import exact, shown
from plans.engine.syntax.problems import Unreadable

ONE = r"(\d{1,3}):(\d{1,2}(?:\.\d{1,16})?)(?:/(\d{0,3}[a-z]+))?"
PACE = re.compile(rf"{ONE}(?:-{ONE})?(?: pace)?")
PER_KM = {
    "km": Decimal(1),
    "100m": Decimal(10),
    "500m": Decimal(2),
    "400m": Decimal("2.5"),
    "mi": Decimal(1) / Decimal("1.609344"),
    "100y": Decimal(1) / Decimal("0.09144"),
}
"""What a kilometre takes for each second of the unit."""

MICROSECOND = Decimal("0.000001")


def read_paces(text: str, sport: Sport | None) -> tuple[float, float] | None:
    """s/km as written, first and last; None when this is no pace. Raises Unreadable."""
    found = PACE.fullmatch(text)
    if found is None:
        return None
    first_unit, last_unit = found[3], found[6]
    default = "100m" if sport is Sport.SWIMMING else "km"
    unit = last_unit or first_unit or default
    first = _seconds_per_km(found[1], found[2], first_unit or unit)
    last = _seconds_per_km(found[4], found[5], unit) if found[4] else first
    return first, last


def print_paces(low: float, high: float, sport: Sport | None) -> str:
    """The slower pace first, as it is spoken; by 100 m in the water."""
    unit = "100m" if sport is Sport.SWIMMING else "km"
    slow, fast = (_clock(exact(each) / PER_KM[unit]) for each in (high, low))
    return f"{slow}/{unit} Pace" if low == high else f"{slow}-{fast}/{unit} Pace"


def _seconds_per_km(minutes: str, seconds: str, unit: str) -> float:
    if unit not in PER_KM:
        raise Unreadable("PACE_UNIT", f"'/{unit}' is not known: write 4:00/km, 1:36/100m or 6:30/mi.")
    if Decimal(seconds) >= 60 or len(seconds.partition(".")[0]) != 2:
        raise Unreadable("PACE_FORMAT", f"'{minutes}:{seconds}' is no pace: write minutes and seconds, 4:05.")
    value = (int(minutes) * 60 + Decimal(seconds)) * PER_KM[unit]
    return float(value if unit in ("km", "100m") else value.quantize(MICROSECOND))


def _clock(seconds: Decimal) -> str:
    minutes, rest = divmod(seconds, 60)
    whole, _, fraction = shown(rest).partition(".")
    return f"{minutes:.0f}:{whole.zfill(2)}" + (f".{fraction}" if fraction else "")
