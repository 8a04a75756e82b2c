"""An export of our own in the layout of Garmin's “Export your data”. It writes what it is told to."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.doubles.files.fit_files import ride

EMAIL = "someone.private@example.org"
USER = 4711
FIRST_DAY = date(2026, 5, 4)
FIRST_START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)

type Row = dict[str, Any]


def epoch_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def midnight_ms(day: date) -> int:
    return epoch_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))


def gmt(moment: datetime) -> str:
    """Garmin's way to write an instant without its zone."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.0")


def summarised(activity_id: int, start: datetime = FIRST_START, seconds: float = 600, **changes: Any) -> Row:
    """A ride at 8 m/s as summarizedActivities has it: cm, ms, cm/ms, two hours east of Greenwich."""
    return {
        "activityId": activity_id,
        "name": "Morning ride",
        "activityType": "road_biking",
        "sportType": "CYCLING",
        "userProfileId": USER,
        "beginTimestamp": epoch_ms(start),
        "startTimeGmt": float(epoch_ms(start)),
        "startTimeLocal": float(epoch_ms(start + timedelta(hours=2))),
        "duration": seconds * 1000.0,
        "elapsedDuration": seconds * 1000.0,
        "movingDuration": seconds * 1000.0,
        "distance": 8.0 * seconds * 100,
        "elevationGain": 12_300.0,
        "avgSpeed": 0.8,
        "avgHr": 141.0,
        "maxHr": 163.0,
        "avgPower": 201.0,
        "calories": 1_000.0,
        "parent": False,
        **changes,
    }


def uds(day: date, **changes: Any) -> Row:
    """One day of UDSFile."""
    return {
        "userProfilePK": USER,
        "calendarDate": day.isoformat(),
        "durationInMilliseconds": 86_400_000,
        "totalSteps": 10_234,
        "totalDistanceMeters": 8_123.0,
        "floorsAscendedInMeters": 30.48,
        "activeKilocalories": 640.0,
        "bmrKilocalories": 1_850.0,
        "moderateIntensityMinutes": 20,
        "vigorousIntensityMinutes": 35,
        "minHeartRate": 44,
        "maxHeartRate": 171,
        "restingHeartRate": 48,
        "allDayStress": {
            "aggregatorList": [
                {"type": "AWAKE", "averageStressLevel": 33, "maxStressLevel": 97},
                {"type": "TOTAL", "averageStressLevel": 27, "maxStressLevel": 97},
            ]
        },
        "bodyBattery": {
            "chargedValue": 61,
            "drainedValue": 58,
            "bodyBatteryStatList": [
                {"bodyBatteryStatType": "HIGHEST", "statsValue": 88},
                {"bodyBatteryStatType": "LOWEST", "statsValue": 22},
            ],
        },
        "respiration": {"avgWakingRespirationValue": 14.0},
        **changes,
    }


def sleep(day: date, **changes: Any) -> Row:
    """The night that ends on `day`: 21:29:40 to 05:29:40 GMT, 7 h 30 min of it asleep."""
    end = datetime(day.year, day.month, day.day, 5, 29, 40, tzinfo=UTC)
    return {
        "calendarDate": day.isoformat(),
        "sleepStartTimestampGMT": gmt(end - timedelta(hours=8)),
        "sleepEndTimestampGMT": gmt(end),
        "deepSleepSeconds": 5_400,
        "lightSleepSeconds": 16_200,
        "remSleepSeconds": 5_400,
        "awakeSleepSeconds": 1_800,
        "averageRespiration": 13.0,
        "sleepScores": {"overallScore": 82},
        "spo2SleepSummary": {"averageSPO2": 95.0, "lowestSPO2": 88},
        "napList": [{"napTimeSec": 1_200}],
        "retro": False,
        **changes,
    }


def health_status(day: date, hrv_ms: float | None = 62.0) -> Row:
    metrics = [{"type": "HR", "value": 50.0}, {"type": "SKIN_TEMP_C", "value": 0.2}]
    if hrv_ms is not None:
        metrics.append({"type": "HRV", "value": hrv_ms})
    return {"calendarDate": day.isoformat(), "metrics": metrics}


def weighing(day: date, grams: float = 71_400.0) -> Row:
    return {"metaData": {"calendarDate": f"{day}T06:12:00.0"}, "weight": {"weight": grams}}


def readiness(day: date, score: int, hour: int = 6, context: str | None = "AFTER_WAKEUP_RESET") -> Row:
    written = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return {
        "calendarDate": day.isoformat(),
        "timestamp": gmt(written),
        "score": score,
        "level": "MODERATE",
        "inputContext": context,
    }


def acute_load(day: date, acute: float = 512, chronic: float = 480, hour: int = 6) -> Row:
    """The day is epoch ms here, the moment a list as Java writes it."""
    return {
        "calendarDate": midnight_ms(day),
        "timestamp": [day.year, day.month, day.day, hour, 0, 0, 500_000_000],
        "dailyTrainingLoadAcute": acute,
        "dailyTrainingLoadChronic": chronic,
        "acwrStatus": "OPTIMAL",
    }


def max_met(day: date, value: float = 52.0, sport: str = "RUNNING") -> Row:
    return {"calendarDate": {"date": day.isoformat()}, "vo2MaxValue": value, "sport": sport}


def race_predictions(day: date) -> Row:
    return {
        "calendarDate": [day.year, day.month, day.day],
        "raceTime5K": 1_260,
        "raceTime10K": 2_640,
        "raceTimeHalf": 5_880,
        "raceTimeMarathon": 12_600,
    }


def zipped(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], *, compression: int = ZIP_DEFLATED
) -> bytes:
    buffer = io.BytesIO()
    entries = files.items() if isinstance(files, Mapping) else files
    with ZipFile(buffer, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


@dataclass
class Export:
    """What an export is to hold. `moved` writes everything in folders that Garmin might use tomorrow."""

    activities: Sequence[Row] = ()
    fit_files: Sequence[bytes] = ()
    days: Sequence[Row] = ()
    nights: Sequence[Row] = ()
    statuses: Sequence[Row] = ()
    weighings: Sequence[Row] = ()
    metrics: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    more: Mapping[str, bytes] = field(default_factory=dict)
    rows_per_file: int = 2
    fit_files_per_part: int = 3
    moved: bool = False

    def files(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for at, rows in self._split(self.activities):
            wrapped = [{"summarizedActivitiesExport": rows}]
            self._put(files, "DI-Connect-Fitness", f"{EMAIL}_{at}_summarizedActivities.json", wrapped)
        for at, rows in self._split(self.days):
            self._put(files, "DI-Connect-Aggregator", f"UDSFile_2026-05-{at:02}_2026-08-{at:02}.json", rows)
        for name, rows in (
            ("sleepData", self.nights),
            ("healthStatusData", self.statuses),
            ("userBioMetrics", self.weighings),
        ):
            if rows:
                dated = "" if name == "userBioMetrics" else "2026-05-01_2026-08-09_"
                self._put(files, "DI-Connect-Wellness", f"{dated}{USER}_{name}.json", list(rows))
        for name, rows in self.metrics.items():
            self._put(files, "DI-Connect-Metrics", f"{name}_20260501_20260809_{USER}.json", list(rows))
        for part, start in enumerate(range(0, len(self.fit_files), self.fit_files_per_part)):
            chunk = self.fit_files[start : start + self.fit_files_per_part]
            named = {f"{EMAIL}_{start + index}.fit": content for index, content in enumerate(chunk)}
            self._put(files, "DI-Connect-Uploaded-Files", f"UploadedFiles_0-_Part{part}.zip", zipped(named))
        return files | dict(self.more)

    def content(self) -> bytes:
        return zipped(self.files())

    def write(self, path: Path) -> Path:
        path.write_bytes(self.content())
        return path

    def _split(self, rows: Sequence[Row]) -> list[tuple[int, list[Row]]]:
        return [
            (at + 1, list(rows[at : at + self.rows_per_file]))
            for at in range(0, len(rows), self.rows_per_file)
        ]

    def _put(self, files: dict[str, bytes], folder: str, name: str, content: Any) -> None:
        below = f"customer_data/{folder}-00017" if self.moved else f"DI_CONNECT/{folder}"
        files[f"{below}/{name}"] = content if isinstance(content, bytes) else json.dumps(content).encode()


def rides(count: int, *, seconds: int = 60) -> list[tuple[Row, bytes]]:
    """Rows and files of rides on following days, ids from 1001 on; files start 2 s after their row."""
    found = []
    for number in range(count):
        start = FIRST_START + timedelta(days=number)
        row = summarised(1001 + number, start, seconds)
        found.append((row, ride(seconds, start=start + timedelta(seconds=2))))
    return found
