"""What is worth a question about a single day after the ranges were answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from athletes.sources.garmin.mapping import FITNESS_AGE, HEART_RATE, SPO2
from athletes.sources.records import ChannelState, DailyChannel, RecordedDay

DETAILED_DAYS: Final = 28
"""How far back single days are asked for; before that they would cost more than they tell."""
MOST_PER_CHANNEL: Final = 7
_BY_CHANNEL = ((DailyChannel.HEART, HEART_RATE), (DailyChannel.SPO2, SPO2))


def wanted(days: Sequence[RecordedDay], today: date) -> Iterator[tuple[str, date]]:
    """Yield (endpoint, day), given the days newest first.

    A day on which the watch was not worn has nothing to give. A channel that no day has is one the watch
    does not measure: only the newest day is asked for it.
    """
    recent = [each for each in days if each.date > today - timedelta(days=DETAILED_DAYS)]
    if not recent:
        return
    yield FITNESS_AGE, recent[0].date
    for channel, endpoint in _BY_CHANNEL:
        lacking = [each.date for each in recent if _is_worn(each) and _lacks(each, channel)]
        is_measured = any(not _lacks(each, channel) for each in recent)
        for when in lacking[: MOST_PER_CHANNEL if is_measured else 1]:
            yield endpoint, when


def _is_worn(day: RecordedDay) -> bool:
    return any(
        state is not ChannelState.MISSING
        for channel, state in day.channels.items()
        if channel is not DailyChannel.WEIGHT
    )


def _lacks(day: RecordedDay, channel: DailyChannel) -> bool:
    return day.channels.get(channel, ChannelState.MISSING) is ChannelState.MISSING
