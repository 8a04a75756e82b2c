"""What a detector reads and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from metrics.science.segments import Column, Mask

type Severity = Literal["info", "watch", "act"]
type Confidence = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value of one day, what is usual for this athlete, and how many standard deviations lie between."""

    metric: str
    date: date
    value: float
    unit: str
    baseline: float | None = None
    z: float | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that was so on the days [start, end); `end` is None while it still is on the last day."""

    kind: str
    start: date
    end: date | None
    severity: Severity
    confidence: Confidence
    evidence: tuple[Evidence, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, dates as ISO 8601."""
        return {
            "kind": self.kind,
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "severity": self.severity,
            "confidence": self.confidence,
            "evidence": [asdict(item) | {"date": item.date.isoformat()} for item in self.evidence],
        }


@dataclass(frozen=True, slots=True, eq=False)
class DailySeries:
    """Daily values of one athlete: consecutive days from `first`, columns of shape (n,), NaN where unknown.

    `load` is the day's load; `fitness` and `fatigue` may be there (end of day), else they are computed from
    it. All other columns count as measured values. `history_days` is how many days of load are known before
    `first`: detectors that need a settled fitness are silent until 42 days of load are. `explained`, shape
    (n,), marks days that the athlete has explained (ill, injured, travelling, at altitude): they are no part
    of what is usual, and no alarm of the body starts on them.
    """

    first: date
    columns: dict[str, Column]
    history_days: int = 0
    explained: Mask | None = None

    @classmethod
    def of(
        cls, dates: Sequence[date], columns: dict[str, Sequence[float] | Column], history_days: int = 0
    ) -> DailySeries:
        """A series from days in any order; missing days are NaN, of a repeated day the last known value.

        Raises ValueError without any day.
        """
        if not dates:
            raise ValueError("a series needs at least one day")
        first = min(dates)
        index = np.array([(day - first).days for day in dates])
        filled = {name: np.full(int(index.max()) + 1, np.nan) for name in columns}
        for name, values in columns.items():
            given = np.asarray(values, dtype=np.float64)
            known = ~np.isnan(given)
            filled[name][index[known]] = given[known]
        return cls(first, filled, history_days)

    @property
    def n(self) -> int:
        return max((values.size for values in self.columns.values()), default=0)

    def day(self, index: int) -> date:
        """The date of an index; n is the day after the last."""
        return self.first + timedelta(days=int(index))

    def end(self, index: int) -> date | None:
        """The end of an interval of days; None when it reaches the last day and so is still open."""
        return None if index >= self.n else self.day(index)
