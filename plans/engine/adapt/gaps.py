"""What was missed, and how long nothing was trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plans.engine.adapt.model import Entry, Situation

RECENT_DAYS = 3
"""How long after the first session done again a gap is still answered."""

FARTHEST_DAYS = 90
LEAST_DAYS = 2
USUAL_DAYS, LEAST_KNOWN_DAYS = 28, 14
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days `[start, end)` without training, the first of them with a session that was not done."""

    start: date
    end: date
    sessions: tuple[Entry, ...]

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def missed_days(self) -> int:
        return len({each.session.day for each in self.sessions})


def is_missed(now: Situation, entry: Entry) -> bool:
    """Not done on a day whose data are there and on which the athlete was neither ill nor injured."""
    day = entry.session.day
    undone = entry.state in ("planned", "missed") and day < now.today
    return undone and day in now.known and not is_marked(now, day)


def is_marked(now: Situation, day: date) -> bool:
    return any(each.start <= day and (each.end is None or day < each.end) for each in now.markers)


def missed(now: Situation) -> list[Entry]:
    found = [entry for entry in now.sessions if is_missed(now, entry)]
    return sorted(found, key=lambda entry: (entry.session.day, entry.session.slot, entry.uid))


def missed_days(now: Situation) -> Gap | None:
    """The last gap if sessions of two days or more fell into it."""
    gap = last_gap(now)
    return gap if gap is not None and gap.missed_days >= LEAST_DAYS else None


def last_gap(now: Situation) -> Gap | None:
    """The latest one that lasts, or ended in the last three days; None when nothing planned fell into it."""
    day = now.today - DAY
    while (now.today - day).days <= RECENT_DAYS:
        if not _is_idle(now, day):
            day -= DAY
            continue
        end = day + DAY
        while _is_idle(now, day) and (now.today - day).days < FARTHEST_DAYS:
            day -= DAY
        gap = _gap(now, day + DAY, end)
        if gap is not None:
            return gap
    return None


def usual_load(now: Situation, before: date) -> float:
    """Load of a week of the four weeks before that day; by fitness when too little of them is known.

    Of somebody who never recorded anything nothing is known: the plan was made for them, and its weeks are
    the usual ones.
    """
    days = [before - (each + 1) * DAY for each in range(USUAL_DAYS)]
    known = [now.done.get(day, 0.0) for day in days if day in now.known]
    if len(known) < LEAST_KNOWN_DAYS:
        return 7 * now.spec.athlete.fitness or _planned_load(now, before)
    return 7 * sum(known) / len(known) or _planned_load(now, before)


def _planned_load(now: Situation, since: date) -> float:
    """Load of a week of the four from a day on, as it is planned; of fewer when the plan ends before."""
    end = min(since + USUAL_DAYS * DAY, now.season.end)
    loads = [each.session.load for each in now.sessions if since <= each.session.day < end]
    return 7 * sum(loads) / max((end - since).days, 1)


def _gap(now: Situation, start: date, end: date) -> Gap | None:
    inside = tuple(entry for entry in _undone(now) if start <= entry.session.day < end)
    return Gap(min(entry.session.day for entry in inside), end, inside) if inside else None


def _undone(now: Situation) -> Iterator[Entry]:
    """Skipped ones too: nothing was trained, for whatever reason."""
    for entry in now.sessions:
        if is_missed(now, entry) or (entry.state == "skipped" and entry.session.day < now.today):
            yield entry


def _is_idle(now: Situation, day: date) -> bool:
    """Known to be without training. Days of illness are another rule's."""
    trained = day in now.done or any(
        entry.session.day == day and entry.state in ("done", "partly") for entry in now.sessions
    )
    return day in now.known and not trained and not is_marked(now, day)
