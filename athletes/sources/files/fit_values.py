"""Single values out of FIT messages: finite, in range, or unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Final

from athletes.sources.files.fit_content import FitContent, Message
from athletes.sources.files.fit_records import as_number
from athletes.sources.files.texts import printable

FIT_EPOCH_S: Final = 631_065_600
"""Unix seconds of 1989-12-31T00:00:00Z, where FIT's clock starts."""
FIRST_DATE: Final = 0x10000000
"""Smaller timestamps count seconds since power-on: the device never knew the date."""

_QUARTER_S = 900
_MAX_OFFSET_S = 15 * 3600
_OFFSET_ERROR_S = 60


def number(message: Message, *names: str, low: float, high: float) -> float | None:
    """Return the first of the named fields with a value in [low, high]; None when there is none."""
    for name in names:
        value = as_number(message.get(name))
        if isfinite(value) and low <= value <= high:
            return value
    return None


def positive(message: Message, *names: str, high: float) -> float | None:
    """Like `number`, where 0 means that the device did not measure it."""
    return number(message, *names, low=1e-9, high=high)


def instant(message: Message, name: str) -> float | None:
    """Return a date in FIT seconds; None when absent or counted from power-on."""
    value = as_number(message.get(name))
    return value if value >= FIRST_DATE else None


def to_datetime(fit_s: float) -> datetime:
    return datetime.fromtimestamp(FIT_EPOCH_S + fit_s, UTC)


def utc_offset_s(activities: list[Message]) -> int | None:
    """Local minus UTC of the last `activity` message, rounded to the quarter hour that all zones keep to."""
    for activity in reversed(activities):
        utc, local = as_number(activity.get("timestamp")), as_number(activity.get("local_timestamp"))
        if not (isfinite(utc) and isfinite(local)):
            continue
        rounded = round((local - utc) / _QUARTER_S) * _QUARTER_S
        if abs(rounded - (local - utc)) <= _OFFSET_ERROR_S and abs(rounded) <= _MAX_OFFSET_S:
            return rounded
    return None


def device_name(content: FitContent) -> str | None:
    """Maker and product of the recorder, e.g. `Garmin Edge 530`."""
    for file_id in content.messages["file_id"]:
        maker = _words(file_id.get("manufacturer"))
        product = _words(file_id.get("garmin_product")) or _words(file_id.get("product_name"))
        if maker:
            product = product or _product_of_creator(content)
            return maker if product is None else f"{maker} {product}"
    return None


def _product_of_creator(content: FitContent) -> str | None:
    for info in content.messages["device_info"]:
        if info.get("device_index") in (0, "creator"):
            name = _words(info.get("garmin_product")) or _words(info.get("product_name"))
            if name:
                return name
    return None


def _words(value: object) -> str | None:
    plain = printable(value)
    if plain is None:
        return None
    return " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in plain.split("_"))
