"""What a week of the calendar adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.core import formatting
from plans.models import PlannedSession
from plans.selectors.calendar import CalendarDay

State = PlannedSession.State
OPEN = (State.PLANNED, State.SKIPPED)
"""What of a day to come says nothing of how the plan is kept."""


@dataclass(frozen=True, slots=True)
class WeekSums:
    """In words, "" where there is nothing to say."""

    planned: str
    done: str
    kept: str


def week_sums(days: Sequence[CalendarDay], today: date, classes: frozenset[str]) -> WeekSums:
    """Planned counts what was planned, whatever came of it; done what the viewer may see of activities, with
    how near it came to the plan."""
    sessions = [each for day in days for each in day.sessions]
    activities = [each for day in days for each in day.all_done]
    planned = _sum_words(sum(each.minutes for each in sessions), sum(each.load for each in sessions))
    done_load = sum(day.load or 0 for day in days)
    done = _sum_words(sum(each.timer_s for each in activities) / 60, done_load)
    return WeekSums(
        planned=planned if sessions else "",
        done=done if activities or done_load else "",
        kept=_kept(
            [each for each in sessions if each.day < today or each.state not in OPEN],
            with_scores="activities" in classes,
        ),
    )


def _sum_words(minutes: float, load: float) -> str:
    parts = [formatting.duration(minutes * 60, seconds=False)] if minutes else []
    return " · ".join([*parts, *([f"load {formatting.load(load)}"] if load else [])])


def _kept(due: Sequence[PlannedSession], *, with_scores: bool) -> str:
    """ "3 of 4 sessions done, 91 % as planned" of the days so far."""
    if not due:
        return ""
    done = [each for each in due if each.state in (State.DONE, State.PARTLY)]
    words = f"{len(done)} of {len(due)} session{'s' if len(due) > 1 else ''} done"
    scores = [
        each.adherence["score"] for each in done if each.adherence and each.adherence.get("score") is not None
    ]
    if not (scores and with_scores):
        return words
    return f"{words}, {formatting.percent(100 * sum(scores) / len(scores))} as planned"
