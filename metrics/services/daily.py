"""Daily values and the watch's own estimates become rows: read, then merge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from athletes.models import Athlete
from athletes.sources.records import ChannelState, RecordedDay, RecordedEstimate
from config.core import cache
from metrics.models import DAILY_DETAILS, DAILY_VALUES, NIGHT_TIMES, Day, Estimate, SyncedDay
from metrics.selectors.channels import COLUMNS
from metrics.services.changes import data_changed
from metrics.services.plausible import DAILY_RANGES, ESTIMATE_RANGES, is_plausible

STORED = (*DAILY_VALUES, *DAILY_DETAILS, *NIGHT_TIMES)
LONGEST_TEXT = 80


def store_day(*, athlete: Athlete, recorded: RecordedDay) -> Day | None:
    """Merge the daily values of one day into its row; None when there is neither a row nor a value.

    A value that is missing, or that cannot be (DAILY_RANGES), never overwrites one that is known. Nor does a
    value of a channel that came in part, where the whole of it is known: services thin out what is old. The
    strictest `ai_allowed` wins. Loads stay as they are.
    """
    known = _known(recorded)
    with transaction.atomic():
        day = Day.objects.select_for_update().filter(athlete=athlete, date=recorded.date).first()
        if day is None:
            if not known:
                return None
            fresh = {**known, "source": recorded.source, "ai_allowed": recorded.ai_allowed}
            day, is_new = Day.objects.get_or_create(athlete=athlete, date=recorded.date, defaults=fresh)
        else:
            is_new = False
        if is_new or _merge(day, known, recorded):
            data_changed(athlete, recorded.date, recorded.date + timedelta(days=1), load_changed=False)
    return day


def store_estimate(*, athlete: Athlete, recorded: RecordedEstimate) -> Estimate | None:
    """The one row of an athlete, kind and day; None when there is neither a row nor anything in the record.

    What is empty, or cannot be (ESTIMATE_RANGES), never overwrites. Nothing is computed from estimates, so
    that nobody is told of a change; cached views are forgotten on commit.
    """
    known = _estimated(recorded)
    of_day: dict[str, Any] = {"athlete": athlete, "kind": recorded.kind, "date": recorded.date}
    with transaction.atomic():
        row = Estimate.objects.select_for_update().filter(**of_day).first()
        if not known:
            return row
        if row is None:
            fresh = {**known, "source": recorded.source, "ai_allowed": recorded.ai_allowed}
            row, is_new = Estimate.objects.get_or_create(**of_day, defaults=fresh)
        else:
            is_new = False
        if is_new or _apply(row, known, recorded):
            cache.forget(athlete.pk)
    return row


def _known(recorded: RecordedDay) -> dict[str, Any]:
    return {
        name: value
        for name in STORED
        if (value := getattr(recorded, name)) is not None and is_plausible(DAILY_RANGES.get(name), value)
    }


def _merge(day: Day, known: Mapping[str, Any], recorded: RecordedDay) -> bool:
    """Whether anything of the day changed."""
    kept = _kept_columns(day, recorded)
    fuller = {name: value for name, value in known.items() if name not in kept or getattr(day, name) is None}
    return _apply(day, fuller, recorded)


def _apply(row: Day | Estimate, known: Mapping[str, Any], recorded: RecordedDay | RecordedEstimate) -> bool:
    changed = {name: value for name, value in known.items() if getattr(row, name) != value}
    if known and row.ai_allowed and not recorded.ai_allowed:
        changed["ai_allowed"] = False
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    return True


def _kept_columns(day: Day, recorded: RecordedDay) -> frozenset[str]:
    """The columns of channels that came in part now and were whole before."""
    partial = {channel for channel, state in recorded.channels.items() if state == ChannelState.PARTIAL}
    if not partial:
        return frozenset()
    before = SyncedDay.objects.filter(athlete_id=day.athlete_id, date=day.date)
    whole = {
        channel
        for channels in before.values_list("channels", flat=True)
        for channel, state in channels.items()
        if state == ChannelState.PRESENT
    }
    return frozenset(column for channel in partial & whole for column in COLUMNS[channel])


def _estimated(recorded: RecordedEstimate) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if recorded.value is not None and is_plausible(ESTIMATE_RANGES[recorded.kind], recorded.value):
        known["value"] = recorded.value
    if text := recorded.text.strip():
        known["text"] = text[:LONGEST_TEXT]
    return known
