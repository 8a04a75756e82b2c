"""One slice of a sync: everything its steps need, and what it has got done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from athletes.models import Athlete, Connection
from athletes.sources.base import RemoteSource
from athletes.sources.records import FieldWarning
from config.core import cache
from config.core.outbound import Line
from metrics.models import SyncRun
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.sync.claim import Claim
from metrics.services.sync.runs import Reason, open_runs

SLICE_S = 60.0
"""After this long an athlete lets others have their turn."""
MOST_WARNINGS = 50


@dataclass
class Report:
    """What a slice did: days read, activities stored or changed, and those that were here already.

    `goes_on` says that there is more to do at once.
    """

    days: int = 0
    activities: int = 0
    skipped: int = 0
    requests: int = 0
    goes_on: bool = False


@dataclass
class Slice:
    """`ends_at` is on the steady clock. Warnings are counted here and written at the slice's end."""

    connection: Connection
    run: SyncRun
    source: RemoteSource
    line: Line
    claim: Claim
    ends_at: float
    report: Report = field(default_factory=Report)
    _warnings: Counter[FieldWarning] = field(default_factory=Counter)
    _counted: int = 0
    _book: ThresholdBook | None = None

    @property
    def athlete(self) -> Athlete:
        return self.connection.athlete

    @property
    def book(self) -> ThresholdBook:
        """The athlete's thresholds, read once for the slice."""
        if self._book is None:
            self._book = ThresholdBook(self.athlete)
        return self._book

    def is_over(self) -> bool:
        """Whether to stop here: it has lasted long enough, or new days are wanted while old ones are read."""
        if time.monotonic() >= self.ends_at:
            return True
        if self.run.reason != Reason.HISTORY:
            return False
        return open_runs(self.connection).exclude(reason=Reason.HISTORY).exists()

    def count(self, *, days: int = 0, activities: int = 0, listed: int = 0) -> None:
        """Add to the run, best in the transaction that stores what is counted; cached views are forgotten."""
        requests, self._counted = self.line.requests - self._counted, self.line.requests
        self.report.days += days
        self.report.requests += requests
        SyncRun.objects.filter(pk=self.run.pk).update(
            days_done=F("days_done") + days,
            activities_done=F("activities_done") + activities,
            activities_total=F("activities_total") + listed,
            requests=F("requests") + requests,
        )
        cache.forget(self.connection.athlete_id)

    def warn(self, warnings: Iterable[FieldWarning]) -> None:
        self._warnings.update(warnings)

    def close(self) -> None:
        """Write down what is counted and warned of."""
        if self._warnings:
            known = SyncRun.objects.values_list("warnings", flat=True).get(pk=self.run.pk)
            SyncRun.objects.filter(pk=self.run.pk).update(warnings=_merged(known, self._warnings))
            self._warnings.clear()
        if self.line.requests != self._counted:
            self.count()


def slice_end() -> float:
    return time.monotonic() + SLICE_S


def _merged(known: list[dict[str, object]], fresh: Counter[FieldWarning]) -> list[dict[str, object]]:
    """Equal warnings counted together, at most 50 different ones."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in known:
        counts[str(each["endpoint"]), str(each["field"]), str(each["problem"])] += int(str(each["count"]))
    for warning, count in fresh.items():
        counts[warning.endpoint, warning.field, warning.problem] += count
    return [
        {"endpoint": endpoint, "field": name, "problem": problem, "count": count}
        for (endpoint, name, problem), count in list(counts.items())[:MOST_WARNINGS]
    ]
