"""TCX and GPX files of our own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
TCX_NAMESPACES = (
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"'
)
GPX_NAMESPACES = (
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def stamp(second: float) -> str:
    return (START + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")


def tcx_point(second: float, inside: str = "") -> str:
    return f"<Trackpoint><Time>{stamp(second)}</Time>{inside}</Trackpoint>"


def tcx_lap(tracks: Sequence[str], *, start: float = 0, timer_s: float = 60, inside: str = "") -> str:
    body = "".join(f"<Track>{track}</Track>" for track in tracks)
    return (
        f'<Lap StartTime="{stamp(start)}"><TotalTimeSeconds>{timer_s}</TotalTimeSeconds>{inside}'
        f"<TriggerMethod>Manual</TriggerMethod>{body}</Lap>"
    )


def tcx_activity(laps: Sequence[str], sport: str = "Biking") -> str:
    body = "".join(laps)
    creator = "<Creator><Name>Edge 530</Name></Creator>"
    return f'<Activity Sport="{sport}"><Id>{stamp(0)}</Id>{body}{creator}</Activity>'


def tcx(*activities: str, namespaces: str = TCX_NAMESPACES) -> bytes:
    body = "".join(activities)
    return (
        f"{HEAD}<TrainingCenterDatabase {namespaces}><Activities>{body}</Activities></TrainingCenterDatabase>"
    ).encode()


def gpx_point(second: float | None, latitude: float = 47.0, longitude: float = 8.0, inside: str = "") -> str:
    time = "" if second is None else f"<time>{stamp(second)}</time>"
    return f'<trkpt lat="{latitude}" lon="{longitude}">{time}{inside}</trkpt>'


def gpx(*segments: str, kind: str = "cycling", namespaces: str = GPX_NAMESPACES) -> bytes:
    body = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return (
        f'{HEAD}<gpx version="1.1" creator="Our Watch" {namespaces}>'
        f"<trk><name>Along the lake</name><type>{kind}</type>{body}</trk></gpx>"
    ).encode()
