from metrics.models.activity import Activity, Lap, Origin, Stream
from metrics.models.annotation import Annotation
from metrics.models.check_in import CheckIn, CycleDay, ReadinessOverride
from metrics.models.curve import Best, Curves, Interval
from metrics.models.day import DAILY_VALUES, NIGHT_TIMES, Day
from metrics.models.imports import ImportBatch, ImportFile
from metrics.models.load import LoadSeries
from metrics.models.proposal import ThresholdProposal
from metrics.models.race import Race
from metrics.models.signal import Signal, SignalScan

__all__ = [
    "DAILY_VALUES",
    "NIGHT_TIMES",
    "Activity",
    "Annotation",
    "Best",
    "CheckIn",
    "Curves",
    "CycleDay",
    "Day",
    "ImportBatch",
    "ImportFile",
    "Interval",
    "Lap",
    "LoadSeries",
    "Origin",
    "Race",
    "ReadinessOverride",
    "Signal",
    "SignalScan",
    "Stream",
    "ThresholdProposal",
]
