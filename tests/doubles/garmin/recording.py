"""Original files of made-up activities: one FIT template per kind and length, moved in time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from struct import pack

import numpy as np

from athletes.sources.files.fit_crc import crc16
from tests.doubles.files.fit_files import EDGE_530, GARMIN
from tests.doubles.files.fit_profile import MESSAGES
from tests.doubles.files.fit_writer import DeveloperField, FitWriter, Value, at

BASE = datetime(2020, 1, 1, tzinfo=UTC)
HEADER = 14
SUB_SPORTS = {"running": "generic", "cycling": "road", "swimming": "lap_swimming"}
SPEEDS_MPS = {"running": 3.0, "cycling": 8.0, "swimming": 1.0}
HEARTS_BPM = {"running": 150, "cycling": 140, "swimming": 130}
POWERS_W = {"cycling": 200}
CADENCES_RPM = {"running": 85, "cycling": 90, "swimming": 30}
LEGS = ("swimming", "cycling", "running")


@dataclass(frozen=True)
class Template:
    """A file of `BASE`, and where in it the UTC and the local times stand."""

    content: bytes
    utc: tuple[int, ...]
    local: tuple[int, ...]


class StampedWriter(FitWriter):
    """Remembers where it wrote times."""

    def __init__(self) -> None:
        super().__init__()
        self.utc: list[int] = []
        self.local: list[int] = []

    def write(
        self,
        name: str,
        /,
        developer: dict[DeveloperField, float] | None = None,
        time_offset: int | None = None,
        **values: Value,
    ) -> StampedWriter:
        super().write(name, developer, time_offset, **values)
        profile = MESSAGES[name][1]
        place = HEADER + len(self._body)
        for field, value in reversed(values.items()):
            place -= len(self._encode(profile[field], value))
            if isinstance(value, datetime):
                (self.local if field == "local_timestamp" else self.utc).append(place)
        return self


def fit_file(kind: str, seconds: int, start: datetime, utc_offset_s: int) -> bytes:
    """Return the file of an activity of `kind` that ran `seconds` from `start` on, sampled once a second.

    Heart rate, speed and power are the constants of this module; a multisport file has three equal legs.
    """
    template = _template(kind, seconds)
    content = np.frombuffer(template.content[:-2], np.uint8).copy()
    shift = round((start - BASE).total_seconds())
    for places, by in ((template.utc, shift), (template.local, shift + utc_offset_s)):
        where = np.array(places)[:, None] + np.arange(4)
        moved = content[where].view("<u4") + np.uint32(by)
        content[where] = moved.astype("<u4").view(np.uint8)
    body = content.tobytes()
    return body + pack("<H", crc16(body))


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip whose bytes depend on the members alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


@cache
def _template(kind: str, seconds: int) -> Template:
    writer = StampedWriter()
    writer.write(
        "file_id", type="activity", manufacturer=GARMIN, product=EDGE_530, serial_number=7, time_created=BASE
    )
    writer.write("event", timestamp=BASE, event="timer", event_type="start")
    legs = LEGS if kind == "multisport" else (kind,)
    for number, sport in enumerate(legs):
        _leg(writer, sport, number * (seconds // len(legs)), seconds // len(legs))
    end = at(BASE, seconds)
    writer.write("event", timestamp=end, event="timer", event_type="stop_all")
    writer.write(
        "activity", timestamp=end, total_timer_time=seconds, num_sessions=len(legs), local_timestamp=end
    )
    return Template(writer.content(), tuple(writer.utc), tuple(writer.local))


def _leg(writer: FitWriter, sport: str, begin: int, seconds: int) -> None:
    for second in range(begin, begin + seconds + 1):
        writer.write("record", timestamp=at(BASE, second), **_sample(sport, second - begin))
    start, end = at(BASE, begin), at(BASE, begin + seconds)
    totals = {
        "start_time": start,
        "total_elapsed_time": seconds,
        "total_timer_time": seconds,
        "total_distance": SPEEDS_MPS[sport] * seconds,
        "avg_heart_rate": HEARTS_BPM[sport],
    }
    writer.write("lap", timestamp=end, **totals, lap_trigger="session_end", sport=sport)
    pool = {"pool_length": 25.0} if sport == "swimming" else {}
    writer.write("session", timestamp=end, **totals, sport=sport, sub_sport=SUB_SPORTS[sport], **pool)


def _sample(sport: str, second: int) -> dict[str, Value]:
    values: dict[str, Value] = {
        "heart_rate": HEARTS_BPM[sport],
        "cadence": CADENCES_RPM[sport],
        "distance": SPEEDS_MPS[sport] * second,
        "speed": SPEEDS_MPS[sport],
    }
    if sport != "swimming":
        values |= {"position_lat": 47.0 + second * 2e-5, "position_long": 8.0 + second * 2e-5}
        values["altitude"] = 400.0 + second % 50
    if sport in POWERS_W:
        values["power"] = POWERS_W[sport]
    return values
