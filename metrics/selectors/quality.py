"""Data quality: what is known of each channel on each local day, and why it is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from django.db.models import CharField, JSONField, Value
from django.utils import timezone
from numpy.typing import NDArray

from athletes.models import Athlete, Connection
from athletes.sources.records import ChannelState, DailyChannel
from metrics.models import RemoteActivity, SyncedDay
from metrics.selectors.channels import COLUMNS, DATA_CLASSES
from metrics.selectors.connected import connections_of
from metrics.selectors.days import daily_columns
from metrics.selectors.quality_rules import PRESENT, Cell, Known, State, Synced, Way, Why, cell

type Column = NDArray[np.float64]

ACTIVITIES = "activities"
CONNECTIONS = "connections"
CLASSES = frozenset({*DATA_CLASSES.values(), ACTIVITIES, CONNECTIONS})
"""How a connection fares is told to those who may see connections; others learn that a day is late."""

CAUSES = (Why.RECONNECT, Why.NO_ANSWER)
LEAST_SHARE = {DailyChannel.WEIGHT: 0.5}
"""Nobody stands on a scale every day: a channel is only missed when it is there on this share of the days."""

BEST_LAST = (ChannelState.MISSING, ChannelState.PARTIAL, ChannelState.PRESENT)


REMOTE = RemoteActivity.State


class Told(NamedTuple):
    """Of a window: what connections said of each day, (when, channel → state), and the worse state of the
    activities that are listed on a day and not here."""

    days: dict[date, list[tuple[datetime, Mapping[str, str]]]]
    waiting: dict[date, str]


class Run(NamedTuple):
    """Days [start, end) in a row that are alike."""

    start: date
    end: date
    cell: Cell

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True)
class ChannelDays:
    """One channel, a DailyChannel or "activities", with a cell for each day of the window."""

    channel: str
    data_class: str
    start: date
    cells: tuple[Cell, ...]

    @property
    def runs(self) -> list[Run]:
        """All days, neighbours that are alike in one run."""
        found, day = [], self.start
        for each, group in groupby(self.cells):
            end = day + timedelta(days=sum(1 for _ in group))
            found.append(Run(day, end, each))
            day = end
        return found

    @property
    def gaps(self) -> int:
        return sum(each.is_gap for each in self.cells)

    def without_causes(self) -> ChannelDays:
        """The same for those who may not see how connections fare."""
        late = Cell(State.NOT_SYNCED, Why.NEXT_SYNC)
        return replace(self, cells=tuple(late if each.why in CAUSES else each for each in self.cells))

    def to_plain(self) -> dict[str, Any]:
        """For a cache."""
        return {
            "channel": self.channel,
            "data_class": self.data_class,
            "start": self.start.isoformat(),
            "cells": [[each.state.value, each.why.value] for each in self.cells],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ChannelDays:
        cells = tuple(Cell(State(state), Why(why)) for state, why in plain["cells"])
        return cls(plain["channel"], plain["data_class"], date.fromisoformat(plain["start"]), cells)

    def days_in(self, state: State) -> tuple[date, ...]:
        """The days in this state, those that are still to come today left out."""
        return tuple(
            self.start + timedelta(days=index)
            for index, each in enumerate(self.cells)
            if each.state == state and each.why != Why.NIGHT
        )

    def last(self, days: int) -> ChannelDays:
        """The same of the last days alone."""
        cut = max(0, len(self.cells) - days)
        return ChannelDays(self.channel, self.data_class, self.start + timedelta(days=cut), self.cells[cut:])


@dataclass(frozen=True)
class Quality:
    """The days [start, end) by channel: those that the athlete measures, activities where some wait."""

    start: date
    end: date
    channels: Mapping[str, ChannelDays]

    def days_missing(self, channel: str) -> tuple[date, ...]:
        """The days that were synced, or have other values, and have none of this channel."""
        return self._days(channel, State.MISSING)

    def days_not_synced(self, channel: str) -> tuple[date, ...]:
        """The days of which nothing is known yet."""
        return self._days(channel, State.NOT_SYNCED)

    def _days(self, channel: str, state: State) -> tuple[date, ...]:
        found = self.channels.get(channel)
        return found.days_in(state) if found else ()


def quality(
    athlete: Athlete,
    start: date,
    end: date,
    *,
    classes: Collection[str] = CLASSES,
    daily: Mapping[str, Column] | None = None,
) -> Quality:
    """The days in [start, end), up to today, of these data classes.

    `daily` are the columns of `daily_columns` for those days, where the caller has them: then there are two
    queries at most, one of them shared (`connections_of`).
    """
    end = min(end, athlete.today() + timedelta(days=1))
    if end <= start:
        return Quality(start, start, {})
    columns = daily if daily is not None else daily_columns(athlete, start, end)[1]
    shown = [channel for channel in COLUMNS if DATA_CLASSES[channel] in classes]
    connections = connections_of(athlete)
    told = _told(athlete, start, end, connections) if connections else Told({}, {})
    known = _known(athlete, start, columns, shown, connections, told)
    channels = {each.channel: each for each in _channels(known, start, end, shown)}
    if ACTIVITIES in classes and told.waiting:
        channels[ACTIVITIES] = _activities(told.waiting, start, end)
    if CONNECTIONS not in classes:
        channels = {name: each.without_causes() for name, each in channels.items()}
    return Quality(start, end, channels)


def _channels(known: Known, start: date, end: date, shown: Collection[DailyChannel]) -> Iterator[ChannelDays]:
    days = [start + timedelta(days=index) for index in range((end - start).days)]
    last = max((day for day in days if known.has_any(day)), default=None)
    for channel in shown:
        there = sum(known.has(channel, day) for day in days)
        if there and there >= LEAST_SHARE.get(channel, 0) * len(days):
            cells = (cell(known, channel, day, is_tail=last is None or day > last) for day in days)
            yield ChannelDays(channel, DATA_CLASSES[channel], start, tuple(cells))


def _known(
    athlete: Athlete,
    start: date,
    daily: Mapping[str, Column],
    shown: Collection[DailyChannel],
    connections: Sequence[Connection],
    told: Told,
) -> Known:
    """What is not shown decides nothing either, so that nobody learns of it."""
    local = timezone.now().astimezone(athlete.zone)
    return Known(
        values={
            channel: _days_with(daily[COLUMNS[channel][0]], start)
            for channel in shown
            if COLUMNS[channel] and COLUMNS[channel][0] in daily
        },
        synced={day: _best(rows, shown) for day, rows in told.days.items()},
        ways=tuple(_way(each) for each in connections),
        today=local.date(),
        hour=local.hour,
        zone=athlete.zone,
    )


def _days_with(values: Column, start: date) -> frozenset[date]:
    known = np.flatnonzero(~np.isnan(values)).tolist()
    return frozenset(start + timedelta(days=index) for index in known)


def _way(connection: Connection) -> Way:
    return Way(
        needs_athlete=connection.state == Connection.State.RECONNECT,
        has_error=bool(connection.last_error_code),
        is_backfilling=connection.is_backfilling,
        oldest=connection.backfilled_to,
    )


def _told(athlete: Athlete, start: date, end: date, connections: Sequence[Connection]) -> Told:
    """One query for both tables; `updated_at` and {} only fill the columns of the other one."""
    told = Told(defaultdict(list), {})
    days = SyncedDay.objects.filter(athlete=athlete, date__gte=start, date__lt=end)
    waiting = RemoteActivity.objects.wanted().filter(
        connection__in=[each.pk for each in connections],
        state__in=(REMOTE.LISTED, REMOTE.FAILED),
        local_date__gte=start,
        local_date__lt=end,
    )
    nothing = Value({}, JSONField())
    rows = days.order_by().values_list("date", "synced_at", "channels", Value("", CharField()))
    others = waiting.order_by().values_list("local_date", "updated_at", nothing, "state")
    for day, at, channels, state in rows.union(others, all=True):
        if not state:
            told.days[day].append((at, channels))
        elif told.waiting.get(day) != REMOTE.FAILED:
            told.waiting[day] = state
    return told


def _best(rows: Sequence[tuple[datetime, Mapping[str, str]]], shown: Collection[DailyChannel]) -> Synced:
    """The best that any connection said of each channel, and when the last of them said something."""
    best: dict[DailyChannel, ChannelState] = {}
    for _, channels in rows:
        for name, value in channels.items():
            if name in shown and value in ChannelState:
                channel, state = DailyChannel(name), ChannelState(value)
                best[channel] = max(state, best.get(channel, state), key=BEST_LAST.index)
    return Synced(best, max(at for at, _ in rows))


def _activities(waiting: Mapping[date, str], start: date, end: date) -> ChannelDays:
    """The days on which Garmin lists activities that are not here."""
    cells = {
        REMOTE.LISTED: Cell(State.NOT_SYNCED, Why.NOT_FETCHED),
        REMOTE.FAILED: Cell(State.MISSING, Why.FAILED),
    }
    days = ((start + timedelta(days=index)) for index in range((end - start).days))
    states = (cells[REMOTE(waiting[day])] if day in waiting else PRESENT for day in days)
    return ChannelDays(ACTIVITIES, ACTIVITIES, start, tuple(states))
