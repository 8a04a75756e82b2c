"""What is known of a channel on a day, and why it is not: plain rules over what was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from athletes.sources.records import ChannelState, DailyChannel

WAKE_UP_HOUR = 9
"""From then on, by the athlete's clock, last night should be known."""

NIGHT = frozenset({DailyChannel.SLEEP, DailyChannel.HRV, DailyChannel.HEART, DailyChannel.RESPIRATION})
"""Channels that are whole once the athlete has woken up; the others grow until the day is over."""


class State(StrEnum):
    """A day without a sync is a gap; a day that was synced and has nothing is missing; neither is zero."""

    PRESENT = "present"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_SYNCED = "not_synced"


class Why(StrEnum):
    """What a state that is not PRESENT comes from."""

    NONE = ""
    DAY = "day_not_over"
    NIGHT = "night_not_over"
    IN_PART = "in_part"
    NOT_WORN = "not_worn"
    NOT_MEASURED = "not_measured"
    WATCH = "watch_not_synced"
    NEXT_SYNC = "next_sync"
    RECONNECT = "reconnect"
    NO_ANSWER = "no_answer"
    OLDER_DAYS = "older_days"
    NOTHING = "nothing_came"
    NOT_FETCHED = "not_fetched"
    FAILED = "failed"


class Cell(NamedTuple):
    state: State
    why: Why = Why.NONE

    @property
    def is_gap(self) -> bool:
        """Whether something could be there that is not; what is still to come today is none."""
        return self.state in (State.MISSING, State.NOT_SYNCED) and self.why != Why.NIGHT


PRESENT = Cell(State.PRESENT)


class Synced(NamedTuple):
    """What connections said of a day, the best of each channel, and when the last of them said it."""

    channels: Mapping[DailyChannel, ChannelState]
    at: datetime


class Way(NamedTuple):
    """What of a connection decides why a day was not synced."""

    needs_athlete: bool
    has_error: bool
    is_backfilling: bool
    oldest: date | None


@dataclass(frozen=True)
class Known:
    """What was read of a window: `values` are the days with a value by channel."""

    values: Mapping[DailyChannel, Collection[date]]
    synced: Mapping[date, Synced]
    ways: Collection[Way]
    today: date
    hour: int
    zone: ZoneInfo

    def has(self, channel: DailyChannel, day: date) -> bool:
        told = self.told(channel, day)
        return day in self.values.get(channel, ()) or told in (ChannelState.PRESENT, ChannelState.PARTIAL)

    def told(self, channel: DailyChannel, day: date) -> ChannelState | None:
        """What the connections said; None when it was not asked for or not answered."""
        return self.synced[day].channels.get(channel) if day in self.synced else None

    def has_any(self, day: date) -> bool:
        return any(self.has(channel, day) for channel in DailyChannel)


def cell(known: Known, channel: DailyChannel, day: date, *, is_tail: bool) -> Cell:
    """The state of a channel on a day; `is_tail`: nothing has come for this day nor for any since."""
    is_open = day == known.today and channel not in NIGHT
    if known.has(channel, day):
        if is_open:
            return Cell(State.PARTIAL, Why.DAY)
        is_part = known.told(channel, day) == ChannelState.PARTIAL
        return Cell(State.PARTIAL, Why.IN_PART) if is_part else PRESENT
    if is_open:
        return Cell(State.PARTIAL, Why.DAY)
    if day == known.today and (known.hour < WAKE_UP_HOUR or not known.ways):
        return Cell(State.NOT_SYNCED, Why.NIGHT)
    if not known.ways:
        some = known.has_any(day)
        return Cell(State.MISSING, Why.NOT_MEASURED) if some else Cell(State.NOT_SYNCED, Why.NOTHING)
    return _asked(known, channel, day, is_tail=is_tail)


def _asked(known: Known, channel: DailyChannel, day: date, *, is_tail: bool) -> Cell:
    """Of a day without a value, where there is a connection."""
    if known.told(channel, day) is None:
        return _not_asked(known, day, is_tail=is_tail)
    if is_tail or (day == known.today and _asked_in_the_night(known, day)):
        return Cell(State.NOT_SYNCED, _trouble(known) or Why.WATCH)
    return Cell(State.MISSING, Why.NOT_WORN)


def _asked_in_the_night(known: Known, day: date) -> bool:
    return known.synced[day].at.astimezone(known.zone).hour < WAKE_UP_HOUR


def _not_asked(known: Known, day: date, *, is_tail: bool) -> Cell:
    if day not in known.synced and all(way.oldest is None or day < way.oldest for way in known.ways):
        if any(way.is_backfilling for way in known.ways):
            return Cell(State.NOT_SYNCED, Why.OLDER_DAYS)
        return Cell(State.MISSING, Why.NOT_MEASURED)
    if day in known.synced and not is_tail:
        # Answers of day-only endpoints are not asked for what is long ago, and single ones may fail.
        return Cell(State.MISSING, Why.NOT_MEASURED)
    waits_for = Why.WATCH if day in known.synced else Why.NEXT_SYNC
    return Cell(State.NOT_SYNCED, _trouble(known) or waits_for)


def _trouble(known: Known) -> Why | None:
    """Why nothing comes, where no connection works."""
    if all(way.needs_athlete for way in known.ways):
        return Why.RECONNECT
    return Why.NO_ANSWER if all(way.needs_athlete or way.has_error for way in known.ways) else None
