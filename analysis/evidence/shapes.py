"""The parts that a pack is made of: values that a text may cite, and facts that point at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.science.signals.model import Confidence, Severity


@dataclass(frozen=True, slots=True)
class Value:
    """One number that a text may cite: `value` is unrounded, of the days [start, end).

    `baseline` is what it is compared with, in the same unit; `z` how many of the athlete's own standard
    deviations lie between; `n` how many days or activities are behind it; `coverage` the share of its days
    that have a value, None where no day can lack one. `url` shows the rows.
    """

    id: str
    metric: str
    value: float
    unit: str
    start: date
    end: date
    url: str
    baseline: float | None = None
    z: float | None = None
    n: int | None = None
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class SignalFact:
    """A detector's finding on [start, end), still going on when `end` is None; `refs` name its values.

    `acknowledged`: the athlete, or somebody for them, has said that they know. `explained` is the kind of
    marker that accounts for it, "race", or "answered" when the question about it was; "" while nothing does.
    """

    id: str
    uid: str
    kind: str
    start: date
    end: date | None
    severity: Severity
    confidence: Confidence
    refs: tuple[str, ...]
    acknowledged: bool = False
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A daily measurement over the days [start, end): which of them have no value.

    `not_synced` are those of the missing that a connection has not brought yet: they may still get one.
    """

    channel: str
    start: date
    end: date
    missing: tuple[date, ...]
    not_synced: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """One activity without name, title or place; `refs` name its values."""

    id: str
    sport: str
    date: date
    load_method: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One measurement of a table, a value or None for each of its spans."""

    name: str
    metric: str
    unit: str
    url: str
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Spans of `days` each, the newest first: "day" or "week".

    What stands in it is cited as "day.3.hrv": the column hrv, three spans ago.
    """

    name: str
    days: int
    starts: tuple[date, ...]
    columns: tuple[Column, ...]

    def cells(self) -> Iterator[Value]:
        """What is known, as values."""
        for column in self.columns:
            for index, (start, value) in enumerate(zip(self.starts, column.cells, strict=True)):
                if value is not None:
                    name, end = f"{self.name}.{index}.{column.name}", start + timedelta(days=self.days)
                    yield Value(name, column.metric, value, column.unit, start, end, column.url)


@dataclass(frozen=True, slots=True)
class PlannedFact:
    """A session to come, without title, steps or notes."""

    id: str
    sport: str
    kind: str
    date: date
    is_hard: bool
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventFact:
    """A race, without its name."""

    id: str
    sport: str
    priority: str
    date: date
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkerFact:
    """What the athlete says of the days [start, end): illness, injury, travel, altitude, other or cycle.

    It still lasts when `end` is None. `is_active`: it holds on the last day of the pack.
    """

    id: str
    kind: str
    start: date
    end: date | None
    is_active: bool
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Who trains, as far as it matters and may be told; "" is unknown or not told.

    `age_band` is such as "35-39"; `sports` are those of the last weeks, the most frequent first.
    """

    age_band: str = ""
    sex: str = ""
    experience: str = ""
    long_day: str = ""
    sports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """A fact that a person has confirmed."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteFact:
    """What the athlete wrote on a day, quoted and never obeyed; `about`: activity, check_in or marker."""

    id: str
    about: str
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class PastAdvice:
    """Advice that was given, and what became of it: open, accepted, dismissed or done, on `date`."""

    id: str
    kind: str
    category: str
    state: str
    date: date
