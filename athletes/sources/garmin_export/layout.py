"""What the files of Garmin's “Export your data” are, by their names: folders differ from export to export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final


class Kind(StrEnum):
    """Files that are read, in the order of reading; each value is the pattern people are shown."""

    DAILY = "UDSFile_….json"
    SLEEP = "…_sleepData.json"
    STATUS = "…_healthStatusData.json"
    BODY = "…_userBioMetrics.json"
    READINESS = "TrainingReadinessDTO_….json"
    TRAINING_LOAD = "MetricsAcuteTrainingLoad_….json"
    MAX_MET = "MetricsMaxMetData_….json"
    RACES = "RunRacePredictions_….json"
    HISTORY = "TrainingHistory_….json"
    ENDURANCE = "EnduranceScore_….json"
    HILL = "HillScore_….json"
    FITNESS_AGE = "…_fitnessAgeData.json"
    FILES = "UploadedFiles_….zip"
    ACTIVITIES = "…_summarizedActivities.json"


ORDER: Final = tuple(Kind)
"""Activities come last: of them only those are taken that no file was found for."""

_STRONG: Final = frozenset({Kind.DAILY, Kind.SLEEP, Kind.STATUS, Kind.FILES, Kind.ACTIVITIES, Kind.READINESS})
"""Names that nobody but Garmin gives."""

_UNUSED: Final = (
    "…_workout.json",
    "…_personalRecord.json",
    "…_gear.json",
    "…_courses.json",
    "HydrationLogFile_….json",
    "BloodPressureFile_….json",
    "…_heartRateZones.json",
    "…_powerZones.json",
    "…_bioMetrics_latest.json",
    "…_userBioMetricProfileData.json",
    "…_AbnormalHrEvents.json",
    "ActivityVo2Max_….json",
    "devicesandcontent.json",
)
"""Files that are known and that nothing is made of."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says: the kind, None when such files are not read, and a pattern without anybody's name."""

    kind: Kind | None
    pattern: str


def named(name: str) -> Named:
    """What the member `name` is; of names that fit nothing only the ending is told."""
    base = PurePosixPath(name.replace("\\", "/")).name
    for kind, pattern in _READ:
        if pattern.fullmatch(base):
            return Named(kind, kind.value)
    for label, pattern in _LEFT:
        if pattern.fullmatch(base):
            return Named(None, label)
    suffix = PurePosixPath(base).suffix.lower()
    return Named(None, f"other {suffix} files" if suffix in _SUFFIXES else "other files")


def is_export(names: Iterable[str]) -> bool:
    """Whether these are names of an export: one that only Garmin gives is enough."""
    return any(named(name).kind in _STRONG for name in names)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace("…", ".*"), re.IGNORECASE | re.DOTALL)


_READ: Final = tuple((kind, _compiled(kind.value)) for kind in Kind)
_LEFT: Final = tuple((label, _compiled(label)) for label in _UNUSED)
_SUFFIXES: Final = frozenset(
    {".json", ".zip", ".pdf", ".html", ".txt", ".csv", ".jpg", ".jpeg", ".png", ".fit"}
)
