"""GPX 1.0 and 1.1: points with time, whatever dialect their extensions speak."""

from __future__ import annotations

from datetime import UTC, datetime

from athletes.sources.files import notes
from athletes.sources.files.dates import check_date
from athletes.sources.files.errors import FILE_NO_SAMPLES, FILE_NOT_ACTIVITY, FileError
from athletes.sources.files.sports import from_text
from athletes.sources.files.summary import summarise
from athletes.sources.files.texts import printable
from athletes.sources.files.xml_points import Points, make_track, number, offset_s, unix
from athletes.sources.files.xml_walk import Attributes, XmlFault, walk
from athletes.sources.records import RecordedActivity, Warning

_VALUES = {
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "heartratebpm": "heart_rate_bpm",
    "cad": "cadence_rpm",
    "cadence": "cadence_rpm",
    "runcadence": "cadence_rpm",
    "power": "power_w",
    "watts": "power_w",
    "powerinwatts": "power_w",
    "speed": "speed_mps",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "temperature": "temperature_c",
}


class _Reader:
    def __init__(self) -> None:
        self.points = Points()
        self.has_route = False
        self.creator: str | None = None
        self.name: str | None = None
        self.type: str | None = None
        self.offset_s: int | None = None

    def on_start(self, path: list[str], attributes: Attributes) -> None:
        name = path[-1]
        if name == "trkpt":
            self.points.start()
            self.points.put("latitude_deg", number(attributes.get("lat", "")))
            self.points.put("longitude_deg", number(attributes.get("lon", "")))
        elif name == "trkseg":
            self.points.start_piece()
        elif name == "gpx":
            self.creator = printable(attributes.get("creator"))
        elif name in ("rte", "wpt"):
            self.has_route = True

    def on_end(self, path: list[str], text: str) -> None:
        name = path[-1]
        if not self.points.is_open:
            self._describe(path, text)
        elif name == "trkpt":
            self.points.end()
        elif name == "time":
            self.points.put("time", unix(text))
            self.offset_s = self.offset_s if len(self.points) else offset_s(text)
        elif name in _VALUES:
            self.points.put(_VALUES[name], number(text))

    def _describe(self, path: list[str], text: str) -> None:
        if len(path) < 2 or path[-2] != "trk":
            return
        if path[-1] == "name":
            self.name = self.name or printable(text)
        elif path[-1] == "type":
            self.type = self.type or text


def read_gpx(content: bytes, now: datetime) -> RecordedActivity:
    """Read the tracks of a GPX file as one activity; segments are pauses where they lie over 10 s apart.

    Distance and speed come from the positions where the file gives none. Raises FileError: a file whose
    points have no time is a planned route, FILE_NOT_ACTIVITY; one without points is FILE_NO_SAMPLES.
    """
    reader = _Reader()
    fault: XmlFault | None = None
    try:
        walk(content, reader.on_start, reader.on_end)
    except XmlFault as error:
        fault = error
    track = make_track(reader.points, None, None)
    if track is None:
        raise _nothing(reader, fault)
    start_time = datetime.fromtimestamp(track.start, UTC)
    check_date(start_time, now)
    sport, sub_sport = from_text(reader.type)
    damage = (
        [] if fault is None else [Warning(notes.FILE_TRUNCATED if fault.is_truncated else notes.FILE_DAMAGED)]
    )
    activity = RecordedActivity(
        sport=sport,
        sub_sport=sub_sport,
        start_time=start_time,
        samples=track.samples,
        name=reader.name,
        utc_offset_s=reader.offset_s,
        device_name=reader.creator,
        pauses=track.pauses,
        has_timer_events=track.has_breaks,
        warnings=(*damage, *track.warnings),
    )
    return summarise(activity)


def _nothing(reader: _Reader, fault: XmlFault | None) -> FileError:
    if fault is not None:
        return fault.as_error()
    if len(reader.points) or reader.has_route:
        return FileError(
            FILE_NOT_ACTIVITY,
            "The points of this GPX file have no time: it is a planned route, not a recorded activity.",
        )
    return FileError(FILE_NO_SAMPLES, "This GPX file holds no track points. Export the activity again.")
