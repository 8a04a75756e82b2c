"""A read activity across the sandbox's pipe: JSON and plain columns of numbers, never pickle.

The side that decodes does not trust the side that encodes: a parser that was taken over can at worst send
wrong numbers, never code, another source, or a changed original.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import numpy as np

from athletes.sources.files.errors import FILE_PARSER_CRASHED, FileError
from athletes.sources.records import (
    CHANNELS,
    DeviceFigures,
    Interval,
    RecordedActivity,
    RecordedLap,
    Samples,
    Sport,
    Warning,
)

TEXTS = ("sub_sport", "name", "device_name")
NUMBERS = (
    "elapsed_s",
    "timer_s",
    "distance_m",
    "ascent_m",
    "avg_heart_rate_bpm",
    "max_heart_rate_bpm",
    "avg_power_w",
    "avg_speed_mps",
    "calories_kcal",
    "pool_length_m",
    "rpe",
    "feel",
)
LAP_NUMBERS = (
    "start_s",
    "elapsed_s",
    "timer_s",
    "distance_m",
    "avg_power_w",
    "avg_heart_rate_bpm",
    "max_heart_rate_bpm",
    "avg_speed_mps",
    "avg_cadence_rpm",
    "ascent_m",
)
DEVICE_NUMBERS = ("weighted_power_w", "load", "intensity", "ftp_w")

_CODE = re.compile(r"[A-Z][A-Z_]{2,39}")
_MAX_TEXT = 500
_NUMBER_BYTES = 8

type Json = dict[str, Any]


def encode(activity: RecordedActivity) -> tuple[bytes, bytes]:
    """Return (JSON, columns as little-endian float64 one after the other) without the original."""
    columns: list[bytes] = []
    head = {"activity": _pack(activity, columns)}
    return json.dumps(head, allow_nan=False).encode(), b"".join(columns)


def encode_error(error: FileError) -> tuple[bytes, bytes]:
    head = {"error": {"code": error.code, "message": error.message[:_MAX_TEXT]}}
    return json.dumps(head).encode(), b""


def decode(head: bytes, body: bytes) -> RecordedActivity:
    """Return the activity; raises the FileError that was sent, FILE_PARSER_CRASHED for all else."""
    try:
        message = json.loads(head)
        if "error" in message:
            raise _error(message["error"])
        return _Columns(body).activity(message["activity"], has_legs=True)
    except FileError:
        raise
    except Exception as error:  # a broken child can answer anything
        text = "The reader of this file gave an answer that makes no sense. Import the file again."
        raise FileError(FILE_PARSER_CRASHED, text, retryable=True) from error


def _pack(activity: RecordedActivity, columns: list[bytes]) -> Json:
    samples = activity.samples
    columns += [samples.time_s.astype("<f8").tobytes()]
    columns += [values.astype("<f8").tobytes() for values in samples.channels.values()]
    return {
        "sport": activity.sport.value,
        "start": activity.start_time.isoformat(),
        "offset": activity.utc_offset_s,
        "count": int(samples.time_s.size),
        "channels": list(samples.channels),
        **{name: getattr(activity, name) for name in (*TEXTS, *NUMBERS)},
        "pauses": [[pause.start_s, pause.end_s] for pause in activity.pauses],
        "events": activity.has_timer_events,
        "laps": [_pack_lap(lap) for lap in activity.laps],
        "device": {name: getattr(activity.device, name) for name in DEVICE_NUMBERS},
        "legs": [_pack(leg, columns) for leg in activity.legs],
        "warnings": [
            [warning.code, warning.channel, warning.start_s, warning.end_s] for warning in activity.warnings
        ],
    }


def _pack_lap(lap: RecordedLap) -> Json:
    return {"trigger": lap.trigger, **{name: getattr(lap, name) for name in LAP_NUMBERS}}


def _error(sent: Json) -> FileError:
    code = sent["code"]
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    return FileError(code, _text(sent["message"]) or code)


class _Columns:
    """Hands out the columns in the order in which they were packed."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._position = 0

    def activity(self, sent: Json, *, has_legs: bool) -> RecordedActivity:
        samples = self._samples(sent)
        return RecordedActivity(
            sport=Sport(sent["sport"]),
            start_time=datetime.fromisoformat(sent["start"]).astimezone(UTC),
            samples=samples,
            utc_offset_s=None if sent["offset"] is None else int(_required(sent["offset"])),
            pauses=tuple(Interval(_required(a), _required(b)) for a, b in sent["pauses"]),
            has_timer_events=sent["events"] is True,
            laps=tuple(_lap(lap) for lap in sent["laps"]),
            device=DeviceFigures(**{name: _number(sent["device"][name]) for name in DEVICE_NUMBERS}),
            warnings=tuple(_warning(*warning) for warning in sent["warnings"]),
            legs=tuple(self.activity(leg, has_legs=False) for leg in sent["legs"]) if has_legs else (),
            **_each(_text, sent, TEXTS),
            **_each(_number, sent, NUMBERS),
        )

    def _samples(self, sent: Json) -> Samples:
        count = int(sent["count"])
        time_s = self._next(count)
        if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0).all()):
            raise ValueError("time")
        channels = {name: self._next(count) for name in sent["channels"]}
        if not set(channels) <= set(CHANNELS):
            raise ValueError("channels")
        return Samples(time_s=time_s, channels=channels)

    def _next(self, count: int) -> np.ndarray:
        if count < 0:
            raise ValueError("count")
        values = (
            np.frombuffer(self._body, dtype="<f8", count=count, offset=self._position)
            if count
            else np.empty(0)
        )
        self._position += count * _NUMBER_BYTES
        return values.astype(np.float64)


def _each(check: Callable[[Any], Any], sent: Json, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: check(sent[name]) for name in names}


def _lap(sent: Json) -> RecordedLap:
    numbers = _each(_number, sent, LAP_NUMBERS)
    numbers |= {name: _required(sent[name]) for name in ("start_s", "elapsed_s")}
    return RecordedLap(trigger=_text(sent["trigger"]), **numbers)


def _warning(code: Any, channel: Any, start_s: Any, end_s: Any) -> Warning:
    if not _CODE.fullmatch(code) or channel not in (None, *CHANNELS):
        raise ValueError(code)
    return Warning(code, channel, _number(start_s), _number(end_s))


def _text(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > _MAX_TEXT):
        raise ValueError("text")
    return value


def _number(value: Any) -> float | None:
    return None if value is None else _required(value)


def _required(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("number")
    return float(value)
