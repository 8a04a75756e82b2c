"""What a Garmin export held, and how far the reading of one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from athletes.sources.records import EstimateKind
from metrics.models import ImportFile

LEFT_OUT = frozenset(
    {
        "EXPORT_ROW_EMPTY",
        "EXPORT_LEG",
        "EXPORT_ROW_INCOMPLETE",
        "EXPORT_HAS_RECORDING",
        "FILE_NOT_ACTIVITY",
        "FILE_TYPE_UNKNOWN",
    }
)
"""Codes of what holds nothing that belongs here; all others are faults."""

SUBJECTS = {
    "daily": ("Days with steps, heart rate, stress and Body Battery", "heart"),
    "sleep": ("Nights of sleep", "sleep"),
    "hrv": ("Nights with heart rate variability", "heart"),
    "weight": ("Weighings", "body"),
}
"""What days are counted by: words for people, and the class of data."""
DATA_CLASSES = ("heart", "sleep", "body", "load")


class Reason(NamedTuple):
    """Why something was left out: a pattern of names, never a name."""

    pattern: str
    code: str
    message: str


@dataclass(frozen=True)
class Line:
    """A count, and the class of data that one must be allowed to see for it ("" for none)."""

    label: str
    count: int
    data: str = ""


@dataclass(frozen=True)
class SkippedLine:
    reason: Reason
    count: int


@dataclass
class ExportReport:
    """What was read and left out so far. `cursor` is where to go on, `seconds` the work until there.

    `recordings` and `summaries` are activities read with and without a file; `new` and `merged` of them came
    in, the others were here. `left` are files that are never opened, by pattern.
    """

    recordings: int = 0
    summaries: int = 0
    new: int = 0
    merged: int = 0
    days: Counter[str] = field(default_factory=Counter)
    estimates: Counter[str] = field(default_factory=Counter)
    skipped: Counter[Reason] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    cursor: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Self:
        """The report of a row; an empty one when nothing was written yet."""
        skipped = Counter({Reason(*reason): count for *reason, count in value.get("skipped", [])})
        plain: dict[str, Any] = {name: value[name] for name in _PLAIN if name in value}
        counted: dict[str, Any] = {name: Counter(value.get(name, {})) for name in _COUNTED}
        return cls(**plain, **counted, skipped=skipped)

    def as_json(self) -> dict[str, Any]:
        skipped = [[*reason, count] for reason, count in self.skipped.most_common()]
        plain = {name: getattr(self, name) for name in _PLAIN}
        return plain | {name: dict(getattr(self, name)) for name in _COUNTED} | {"skipped": skipped}

    @property
    def known(self) -> int:
        return max(0, self.recordings + self.summaries - self.new - self.merged)

    @property
    def has_anything(self) -> bool:
        return bool(self.recordings or self.summaries or self.days.total() or self.estimates.total())

    @property
    def read_lines(self) -> list[Line]:
        """What was read besides activities, in words."""
        days = [Line(label, self.days[name], data) for name, (label, data) in SUBJECTS.items()]
        kinds = [Line(f"{kind.label} (estimates)", self.estimates[kind], "load") for kind in EstimateKind]
        return [line for line in days + kinds if line.count]

    @property
    def faults(self) -> list[SkippedLine]:
        return [line for line in self._skipped_lines() if line.reason.code not in LEFT_OUT]

    @property
    def fault_count(self) -> int:
        return sum(line.count for line in self.faults)

    @property
    def left_out(self) -> list[SkippedLine]:
        return [line for line in self._skipped_lines() if line.reason.code in LEFT_OUT]

    @property
    def left_lines(self) -> list[Line]:
        return [Line(pattern, count) for pattern, count in sorted(self.left.items())]

    def _skipped_lines(self) -> list[SkippedLine]:
        return [SkippedLine(reason, count) for reason, count in self.skipped.most_common()]


_PLAIN = ("recordings", "summaries", "new", "merged", "cursor", "seconds")
_COUNTED = ("days", "estimates", "left")


@dataclass(frozen=True)
class ExportProgress:
    """An export in a batch: `done` of about `total` files, and what they held."""

    file: ImportFile
    report: ExportReport

    @property
    def is_reading(self) -> bool:
        return self.file.state == ImportFile.State.READING

    @property
    def done(self) -> int:
        return self.file.members_done

    @property
    def total(self) -> int:
        return max(self.file.members_total, self.file.members_done)

    @property
    def remaining_s(self) -> float | None:
        """A guess from the pace so far; None before the first files are done."""
        if not self.done or not self.is_reading:
            return None
        return self.report.seconds / self.done * (self.total - self.done)


def export_progress(file: ImportFile) -> ExportProgress:
    return ExportProgress(file, ExportReport.of_json(file.report))
