"""The newest night and the newest whole day, with all that a watch says of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from athletes.models import Athlete
from athletes.sources.records import DailyChannel
from metrics.models import DAILY_DETAILS, DAILY_VALUES, NIGHT_TIMES, Day
from metrics.selectors.channels import CHANNEL_OF, DATA_CLASS_OF_VALUE
from metrics.selectors.quality_rules import NIGHT

NEWEST_DAYS = 3
COLUMNS = (*DAILY_VALUES, *DAILY_DETAILS, *NIGHT_TIMES)
OF_THE_NIGHT = NIGHT | {DailyChannel.SPO2}
OF_WAKING = frozenset({"hr_min_bpm", "hr_max_bpm", "respiration_waking_rpm", "nap_s"})
"""Columns of those channels that belong to the day that follows the night."""

type Values = Mapping[str, float | int | datetime]


@dataclass(frozen=True)
class Part:
    """A night or a day, with those of its values that are known; a night belongs to the day it ends on."""

    date: date
    values: Values


@dataclass(frozen=True)
class LastDay:
    """None where nothing is known of the last days. Of today only the night is told: the day is not over."""

    night: Part | None
    day: Part | None

    @property
    def has_details(self) -> bool:
        """Whether there is anything beside what the charts show."""
        parts = [part for part in (self.night, self.day) if part]
        return any(name in DAILY_DETAILS for part in parts for name in part.values)


def last_day(athlete: Athlete, *, classes: Collection[str]) -> LastDay:
    """Of the last three days, of these data classes: one query."""
    today = athlete.today()
    rows = Day.objects.for_athlete(athlete).between(
        today - timedelta(days=NEWEST_DAYS - 1), today + timedelta(days=1)
    )
    known = [_known(row, classes) for row in rows.order_by("-date")]
    nights = [
        Part(day, {name: values[name] for name in values if _is_of_night(name)}) for day, values in known
    ]
    days = [
        Part(day, {name: values[name] for name in values if not _is_of_night(name)})
        for day, values in known
        if day < today
    ]
    return LastDay(_newest(nights), _newest(days))


def _known(row: Day, classes: Collection[str]) -> tuple[date, Values]:
    values = {name: getattr(row, name) for name in COLUMNS if DATA_CLASS_OF_VALUE[name] in classes}
    return row.date, {name: value for name, value in values.items() if value is not None}


def _newest(parts: Sequence[Part]) -> Part | None:
    return next((part for part in parts if part.values), None)


def _is_of_night(name: str) -> bool:
    return CHANNEL_OF[name] in OF_THE_NIGHT and name not in OF_WAKING
