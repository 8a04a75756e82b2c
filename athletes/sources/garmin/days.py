"""Parts of days out of several answers, and the days they make together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from athletes.sources.records import (
    ChannelState,
    DailyChannel,
    EstimateKind,
    FieldWarning,
    RecordedDay,
    RecordedEstimate,
)

WHOLE: dict[DailyChannel, tuple[str, ...]] = {
    DailyChannel.HEART: ("resting_hr_bpm",),
    DailyChannel.HRV: ("hrv_rmssd_ms",),
    DailyChannel.SLEEP: ("sleep_s", "light_sleep_s"),
    DailyChannel.STRESS: ("stress",),
    DailyChannel.BODY_BATTERY: ("body_battery_high", "body_battery_low"),
    DailyChannel.RESPIRATION: ("respiration_rpm",),
    DailyChannel.SPO2: ("spo2_pct",),
    DailyChannel.STEPS: ("steps",),
    DailyChannel.WEIGHT: ("weight_kg",),
}
"""What a channel needs to be whole; READINESS is an estimate."""
ANY: dict[DailyChannel, tuple[str, ...]] = {
    DailyChannel.HEART: ("hr_min_bpm", "hr_max_bpm"),
    DailyChannel.HRV: ("hrv_high_ms",),
    DailyChannel.SLEEP: ("sleep_score", "deep_sleep_s", "rem_sleep_s", "nap_s", "sleep_start"),
    DailyChannel.STRESS: ("stress_max",),
    DailyChannel.BODY_BATTERY: ("body_battery_charged", "body_battery_drained"),
    DailyChannel.RESPIRATION: ("respiration_waking_rpm",),
    DailyChannel.SPO2: ("spo2_low_pct",),
    DailyChannel.STEPS: ("distance_m",),
    DailyChannel.WEIGHT: ("body_fat_pct",),
}
"""What makes a channel partial when nothing else is there."""
GROWING = frozenset(
    {
        DailyChannel.HEART,
        DailyChannel.STRESS,
        DailyChannel.BODY_BATTERY,
        DailyChannel.RESPIRATION,
        DailyChannel.SPO2,
        DailyChannel.STEPS,
    }
)
"""Channels that are not over before the day is."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An estimate without its origin: (kind, number or word)."""

    kind: EstimateKind
    value: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayPart:
    """What one answer says of one local day: fields of RecordedDay by name, None left out."""

    date: date
    values: Mapping[str, Any]
    estimates: tuple[Noted, ...] = ()
    warnings: tuple[FieldWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class DayParts:
    """One answer about the local days [start, end).

    `channels` is what it was asked for: empty when it failed, so that nothing is known. `warnings` are of the
    answer as a whole.
    """

    endpoint: str
    start: date
    end: date
    channels: frozenset[DailyChannel] = frozenset()
    parts: tuple[DayPart, ...] = ()
    warnings: tuple[FieldWarning, ...] = ()


def failed(endpoint: str, start: date, end: date, problem: str, name: str = "") -> DayParts:
    """An answer that could not be had or not be read at all."""
    return DayParts(endpoint, start, end, warnings=(FieldWarning(endpoint, name, problem),))


@dataclass(slots=True)
class _Day:
    asked: set[DailyChannel] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    estimates: dict[EstimateKind, Noted] = field(default_factory=dict)
    warnings: dict[FieldWarning, None] = field(default_factory=dict)

    def add(self, part: DayPart) -> None:
        """Take what is not known yet: of two answers the earlier one is believed."""
        for name, value in part.values.items():
            if value is not None:
                self.values.setdefault(name, value)
        for each in part.estimates:
            self.estimates.setdefault(each.kind, each)
        self.warnings.update(dict.fromkeys(part.warnings))


def merge_days(
    answers: Sequence[DayParts], *, start: date, end: date, today: date, source: str, ai_allowed: bool = True
) -> Iterator[RecordedDay | RecordedEstimate]:
    """Every local day in [start, end), newest first, each followed by its estimates.

    `today` is the athlete's local day: what still grows on it is at most partial. Of answers that disagree
    the earlier one in `answers` is believed.
    """
    days = {start + timedelta(days=n): _Day() for n in range((end - start).days)}
    for answer in answers:
        _ask(days, answer)
        for part in answer.parts:
            if part.date in days:
                days[part.date].add(part)
    for when in reversed(days):
        found = days[when]
        yield RecordedDay(
            date=when,
            **found.values,
            channels=states_of(found.values, found.asked, found.estimates, is_over=when < today),
            warnings=tuple(found.warnings),
            source=source,
            ai_allowed=ai_allowed,
        )
        for each in found.estimates.values():
            yield RecordedEstimate(when, each.kind, each.value, each.text, source, ai_allowed)


def _ask(days: dict[date, _Day], answer: DayParts) -> None:
    """Note what was asked; warnings of the whole answer go to its newest day, or they would repeat."""
    covered = [when for when in days if answer.start <= when < answer.end]
    for when in covered:
        days[when].asked |= answer.channels
    if covered:
        days[covered[-1]].warnings.update(dict.fromkeys(answer.warnings))


def states_of(
    values: Mapping[str, Any],
    asked: Iterable[DailyChannel],
    estimates: Iterable[EstimateKind] = (),
    *,
    is_over: bool,
) -> dict[DailyChannel, ChannelState]:
    """The state of each channel that was asked for or has a value all the same."""
    known = {name for name, value in values.items() if value is not None}
    kinds = set(estimates)
    states = {}
    for channel in DailyChannel:
        state = _state(channel, known, kinds)
        if state is ChannelState.PRESENT and channel in GROWING and not is_over:
            state = ChannelState.PARTIAL
        if state is not ChannelState.MISSING or channel in set(asked):
            states[channel] = state
    return states


def _state(channel: DailyChannel, known: set[str], estimates: set[EstimateKind]) -> ChannelState:
    if channel is DailyChannel.READINESS:
        has_it = EstimateKind.TRAINING_READINESS in estimates
        return ChannelState.PRESENT if has_it else ChannelState.MISSING
    whole = WHOLE[channel]
    if known.issuperset(whole):
        return ChannelState.PRESENT
    some = known.intersection((*whole, *ANY[channel]))
    return ChannelState.PARTIAL if some else ChannelState.MISSING
