"""The neutral language of ingest: what any source yields, whatever it read. No Django here.

SI units, names carry them. Instants are aware datetimes in UTC. `None` or NaN means unknown, never zero.
"""

from athletes.sources.records.activities import (
    CHANNELS,
    Column,
    DeviceFigures,
    Interval,
    ListedActivity,
    Original,
    RecordedActivity,
    RecordedLap,
    Samples,
    Sport,
    Warning,
)
from athletes.sources.records.days import ChannelState, DailyChannel, FieldWarning, RecordedDay
from athletes.sources.records.estimates import ESTIMATE_LABELS, EstimateKind, RecordedEstimate

type Record = RecordedActivity | RecordedDay | RecordedEstimate

__all__ = [
    "CHANNELS",
    "ESTIMATE_LABELS",
    "ChannelState",
    "Column",
    "DailyChannel",
    "DeviceFigures",
    "EstimateKind",
    "FieldWarning",
    "Interval",
    "ListedActivity",
    "Original",
    "Record",
    "RecordedActivity",
    "RecordedDay",
    "RecordedEstimate",
    "RecordedLap",
    "Samples",
    "Sport",
    "Warning",
]
