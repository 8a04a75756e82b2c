"""What is missing, in words: on which days, of what, why, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from athletes.sources.records import DailyChannel
from config.core import dates
from metrics.selectors.quality import ACTIVITIES, ChannelDays, Run
from metrics.selectors.quality_rules import Cell, State, Why

LABELS: dict[str, str] = {
    DailyChannel.SLEEP: "Sleep",
    DailyChannel.HRV: "HRV",
    DailyChannel.HEART: "Heart rate",
    DailyChannel.RESPIRATION: "Respiration",
    DailyChannel.SPO2: "Blood oxygen",
    DailyChannel.STRESS: "Stress",
    DailyChannel.BODY_BATTERY: "Body battery",
    DailyChannel.STEPS: "Steps",
    DailyChannel.WEIGHT: "Weight",
    DailyChannel.READINESS: "Readiness",
    ACTIVITIES: "Activities",
}
TONES: dict[str, str] = {
    DailyChannel.SLEEP: "is-sleep",
    DailyChannel.BODY_BATTERY: "is-steady",
    DailyChannel.STEPS: "is-steady",
    DailyChannel.WEIGHT: "is-steady",
    DailyChannel.READINESS: "is-fitness",
    ACTIVITIES: "is-fitness",
}
STATES = {
    State.PRESENT: "there",
    State.PARTIAL: "in part",
    State.MISSING: "missing",
    State.NOT_SYNCED: "not synced yet",
}


class Reason(NamedTuple):
    """What happened, and what can be done about it."""

    what: str
    todo: str = ""


REASONS: dict[Why, Reason] = {
    Why.NONE: Reason(""),
    Why.DAY: Reason("the day is not over"),
    Why.NIGHT: Reason("the night is not read yet"),
    Why.IN_PART: Reason("known in part", "The watch was worn for a part of it."),
    Why.NOT_WORN: Reason("not measured", "Synced, and nothing was measured: the watch was not worn for it."),
    Why.NOT_MEASURED: Reason("not measured"),
    Why.WATCH: Reason("not synced yet", "If you wore the watch, sync it with Garmin, then sync here."),
    Why.NEXT_SYNC: Reason("not synced yet", "The next sync reads it."),
    Why.RECONNECT: Reason("not synced", "The connection needs you: connect to Garmin again."),
    Why.NO_ANSWER: Reason("not synced yet", "Garmin does not answer. The next try is made by itself."),
    Why.OLDER_DAYS: Reason("on its way", "Older days are being fetched, the newest first."),
    Why.NOTHING: Reason("nothing came in", "Bring in the files of these days, or connect to Garmin."),
    Why.NOT_FETCHED: Reason("listed, not fetched yet", "The next sync fetches the file."),
    Why.FAILED: Reason("could not be fetched", "Connections says what was wrong with the file."),
}


@dataclass(frozen=True)
class Bar:
    """A rectangle of a strip, in percent of its width; `css` is its state, `words` what a pointer reads."""

    x: float
    width: float
    css: str
    words: str


@dataclass(frozen=True)
class Strip:
    """A channel as a row of bars."""

    label: str
    tone: str
    words: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Note:
    """One reason on days in a row: of which channels, what happened, and what to do."""

    start: date
    days: str
    channels: str
    reason: Reason


SINGLE_DAYS = 31
"""Up to here every day is drawn by itself; beyond it days that are alike are one bar."""

GAP_SHARE = 0.12


def strips(rows: Iterable[ChannelDays], today: date) -> list[Strip]:
    """All rows as they are drawn, each with a sentence that says the same."""
    return [
        Strip(
            LABELS[row.channel], TONES.get(row.channel, "is-heart"), _summary(row), tuple(_bars(row, today))
        )
        for row in rows
    ]


def notes(rows: Sequence[ChannelDays], today: date) -> list[Note]:
    """The gaps of all rows, the newest first; channels that share days and reason share a note."""
    found: dict[tuple[date, date, Why], list[str]] = {}
    for row in rows:
        for start, end, cell in row.runs:
            if cell.is_gap:
                found.setdefault((start, end, cell.why), []).append(LABELS[row.channel])
    newest_first = sorted(found.items(), key=lambda item: (item[0][1], item[0][0]), reverse=True)
    return [
        Note(start, _days(start, end, today), _listed(labels, len(rows)), REASONS[why])
        for (start, end, why), labels in newest_first
    ]


def _bars(row: ChannelDays, today: date) -> Iterable[Bar]:
    size = len(row.cells)
    if size <= SINGLE_DAYS:
        room = 100 / size
        for index, cell in enumerate(row.cells):
            day = row.start + timedelta(days=index)
            yield Bar(
                round(index * room + room * GAP_SHARE / 2, 3),
                round(room * (1 - GAP_SHARE), 3),
                _css(cell),
                f"{_days(day, day + timedelta(days=1), today)}: {_said(cell)}",
            )
        return
    for run in row.runs:
        start = (run.start - row.start).days * 100 / size
        yield Bar(round(start, 3), round(run.days * 100 / size, 3), _css(run.cell), _run_words(run, today))


def _run_words(run: Run, today: date) -> str:
    return f"{_days(run.start, run.end, today)}: {_said(run.cell)}"


def _css(cell: Cell) -> str:
    return f"is-{cell.state.value.replace('_', '-')}"


def _said(cell: Cell) -> str:
    reason = REASONS[cell.why]
    what = reason.what or STATES[cell.state]
    return f"{what}. {reason.todo}" if reason.todo else what


def _summary(row: ChannelDays) -> str:
    """ "Sleep: missing on 2 and not synced on 1 of 7 days"."""
    missing, unsynced = len(row.days_in(State.MISSING)), len(row.days_in(State.NOT_SYNCED))
    parts = [
        f"{word} on {count}" for word, count in (("missing", missing), ("not synced", unsynced)) if count
    ]
    label, size = LABELS[row.channel], len(row.cells)
    return f"{label}: {' and '.join(parts)} of {size} days" if parts else f"{label}: on all {size} days"


def _days(start: date, end: date, today: date) -> str:
    last = end - timedelta(days=1)
    if last == start:
        return _capital(dates.day(start, today))
    if start > today - timedelta(days=7):
        return f"{dates.weekday(start)} to {'today' if last == today else dates.weekday(last)}"
    return dates.days(start, end)


def _listed(labels: Sequence[str], shown: int) -> str:
    if len(labels) == shown > 2:
        return "Everything"
    inside = [labels[0], *(_small(label) for label in labels[1:])]
    return f"{', '.join(inside[:-1])} and {inside[-1]}" if inside[1:] else inside[0]


def _small(label: str) -> str:
    """The label as it stands inside a sentence."""
    return label if label.isupper() else label[0].lower() + label[1:]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
