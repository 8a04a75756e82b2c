from metrics.models.activity import Activity, Lap, Origin, Stream
from metrics.models.day import DAILY_VALUES, Day
from metrics.models.imports import ImportBatch, ImportFile
from metrics.models.load import LoadSeries

__all__ = [
    "DAILY_VALUES",
    "Activity",
    "Day",
    "ImportBatch",
    "ImportFile",
    "Lap",
    "LoadSeries",
    "Origin",
    "Stream",
]
