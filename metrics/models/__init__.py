from metrics.models.activity import Activity, Lap, Origin, Stream
from metrics.models.annotation import Annotation
from metrics.models.check_in import CheckIn, CycleDay, ReadinessOverride
from metrics.models.curve import Best, Curves, Interval
from metrics.models.day import DAILY_DETAILS, DAILY_VALUES, NIGHT_TIMES, Day
from metrics.models.estimate import Estimate
from metrics.models.imports import ImportBatch, ImportFile
from metrics.models.load import LoadSeries
from metrics.models.proposal import ThresholdProposal
from metrics.models.race import Race
from metrics.models.signal import Signal, SignalScan
from metrics.models.sync import RawAnswer, RemoteActivity, SyncedDay, SyncRun

__all__ = [
    "DAILY_DETAILS",
    "DAILY_VALUES",
    "NIGHT_TIMES",
    "Activity",
    "Annotation",
    "Best",
    "CheckIn",
    "Curves",
    "CycleDay",
    "Day",
    "Estimate",
    "ImportBatch",
    "ImportFile",
    "Interval",
    "Lap",
    "LoadSeries",
    "Origin",
    "Race",
    "RawAnswer",
    "ReadinessOverride",
    "RemoteActivity",
    "Signal",
    "SignalScan",
    "Stream",
    "SyncRun",
    "SyncedDay",
    "ThresholdProposal",
]
