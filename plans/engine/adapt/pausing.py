"""What a marker stops at once, whoever planned it: said of a session, and nothing is rewritten by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plans.engine.adapt.marked import by_start, interval
from plans.engine.adapt.model import Marker
from plans.engine.rules.expected import easy_after

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """`is_return`: the day is one of those after it, on which only what is intense is stopped."""

    kind: Literal["illness", "injury"]
    is_return: bool


def pause_of(day: date, *, is_intense: bool, markers: Iterable[Marker], today: date) -> Pause | None:
    """Why a session of today or later is not to be done; of what is over there is nothing to stop.

    On marked days that is all training, in the days after them what is hard or has strides. Of what lasts
    nobody knows the end: tomorrow may be free of it, but intense it will not be.
    """
    if day < today:
        return None
    found = [each for marker in by_start(markers) if (each := _by(marker, day, is_intense, today))]
    return min(found, key=lambda each: each.is_return, default=None)


def _by(marker: Marker, day: date, is_intense: bool, today: date) -> Pause | None:
    end = today + DAY if marker.end is None else marker.end
    if marker.start <= day < end:
        return Pause(marker.kind, is_return=False)
    is_near = marker.start <= day < easy_after(interval(marker, today))
    return Pause(marker.kind, is_return=True) if is_intense and is_near else None
