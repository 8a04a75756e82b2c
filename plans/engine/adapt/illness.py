"""Ill or injured: rest at once, then a graded return (science 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.breaks import NEW_PLAN_DAYS, caps, step_of
from plans.engine.adapt.draft import Draft, is_free
from plans.engine.adapt.gaps import is_marked, usual_load
from plans.engine.adapt.marked import by_start, days_so_far, interval
from plans.engine.adapt.model import Adaptation, Entry, Marker
from plans.engine.adapt.pausing import pause_of
from plans.engine.adapt.proposing import Look, proposal
from plans.engine.adapt.said import said_day, said_days
from plans.engine.adapt.scaling import cap_weeks, make_easy
from plans.engine.adapt.sessions import easy, of_kind, shorter
from plans.engine.rules import Session
from plans.engine.rules.expected import easy_after
from plans.engine.spec import Interval, Spec

FIRST_PART = 0.5
"""Of a planned session on the first day back; all of it after the last easy day."""

RECENT_DAYS, RESET_DAYS = 3, 7
SIGNS_DAYS = 2
INJURY_LONGEST, INJURY_GROWTH, INJURY_WEEKS = 0.6, 1.10, 6
"""The longest session after an injury, of the longest before, and its growth a week. A convention."""

ADVICE = {
    "illness": "With fever, chest symptoms or when it lasts, see a doctor first.",
    "injury": "Pain that stays or comes back wants a doctor's eye first.",
}
WHILE = {"illness": "ill", "injury": "injured"}


def marked(look: Look) -> Iterator[Adaptation | None]:
    """Markers that close days ahead or ended a short while ago, the latest first."""
    for marker in reversed(by_start(look.now.markers)):
        days = interval(marker, look.now.today)
        if _matters(look, days):
            name = f"{marker.kind}:{days.start}:{days.end}" + ":open" * (marker.end is None)
            so_far = float(days_so_far(marker, look.now.today))
            told = (Evidence(f"{marker.kind}_days", days.start, so_far, "days"),)
            yield _answer(look, marker, days, name, _said(look, marker, days), told)


def signs(look: Look) -> Iterator[Adaptation | None]:
    """Signs of an illness that nobody marked: no intensity for two days; during a return, rest again."""
    since = look.now.symptoms
    if since is None or is_marked(look.now, look.now.today):
        return
    told = (Evidence("illness_signs", since, float((look.now.today - since).days + 1), "days"),)
    name = f"illness:signs:{since}"
    if _is_returning(look, since):
        marker = Marker("illness", since)
        why = f"New signs of an illness since {said_day(since)}: the return stops, rest comes first."
        yield _answer(look, marker, interval(marker, look.now.today), name, why, told)
        return
    draft = look.draft()
    why = f"Signs of an illness since {said_day(since)}: nothing hard for two days. {ADVICE['illness']}"
    end = draft.tomorrow + timedelta(days=SIGNS_DAYS)
    make_easy(draft, look.spec, start=draft.tomorrow, end=end, reason=why, evidence=told)
    yield proposal(look, draft, "illness", name, why, told)


def _matters(look: Look, days: Interval) -> bool:
    recent = look.now.today - timedelta(days=RECENT_DAYS)
    return easy_after(days) > look.now.today or days.end >= recent


def _is_returning(look: Look, day: date) -> bool:
    return any(each.end <= day < easy_after(each) for each in look.spec.illness)


def _answer(
    look: Look, marker: Marker, days: Interval, name: str, why: str, told: tuple[Evidence, ...]
) -> Adaptation | None:
    draft = look.draft()
    so_far = days_so_far(marker, look.now.today)
    for uid, _ in draft.free(days.start, days.end):
        draft.put(uid, None, f"Rest while you are {WHILE[marker.kind]}.", *told)
    _return(draft, look.spec, days, told, is_over=marker.end is not None)
    if marker.kind == "injury":
        _shorten_longest(draft, look.spec, days, told)
    step = step_of(days.days)
    if marker.end is not None and step is not None:
        usual = usual_load(look.now, days.start)
        reason = f"After {said_days(days.days)} off the load comes back step by step."
        cap_weeks(draft, look.spec, start=days.end, caps=caps(usual, step), reason=reason, evidence=told)
    found = proposal(look, draft, marker.kind, name, why, told, reset=so_far >= RESET_DAYS)
    empty = Adaptation(marker.kind, name, why, told, ())
    if so_far >= NEW_PLAN_DAYS:
        return replace(found or empty, needs_plan=True)
    return found or (empty if any(_is_kept(look, each) for each in look.now.sessions) else None)


def _is_kept(look: Look, entry: Entry) -> bool:
    """Stopped by a marker, but not ours to change: today's, and what a person made or locked."""
    session, now = entry.session, look.now
    is_open = entry.state == "planned" and not is_free(now, entry)
    known, today = now.markers, now.today
    found = pause_of(session.day, is_intense=session.is_intense, markers=known, today=today)
    return is_open and found is not None


def _return(draft: Draft, spec: Spec, days: Interval, told: tuple[Evidence, ...], *, is_over: bool) -> None:
    """As many easy days as there were sick ones, two at least, growing from half to whole."""
    until = easy_after(days)
    for uid, session in draft.free(days.end, until):
        day, count = (session.day - days.end).days + 1, (until - days.end).days + 1
        part = FIRST_PART + (1 - FIRST_PART) * (day - 1) / (count - 1)
        off = f"after {said_days(days.days)} off" if is_over else "once you are well"
        reason = f"Day {day} of {count - 1} easy days {off}: shorter, and not hard."
        draft.put(uid, _gentle(session, spec, part), reason, *told)


def _gentle(session: Session, spec: Spec, part: float) -> Session | None:
    if session.is_intense:
        return easy(session, spec, most=part * session.minutes)
    return shorter(session, spec, part)


def _shorten_longest(draft: Draft, spec: Spec, days: Interval, told: tuple[Evidence, ...]) -> None:
    """The longest session begins at three fifths of what it was and grows by a tenth a week.

    Of somebody of whom nothing was recorded nobody knows what it was.
    """
    longest = spec.athlete.longest_30d_min or max((each.minutes for _, each in draft.free()), default=0)
    for uid, session in draft.free(days.end, days.end + timedelta(weeks=INJURY_WEEKS)):
        weeks = (session.day - days.end).days // 7
        most = INJURY_LONGEST * INJURY_GROWTH**weeks * longest
        if session.minutes > most and not session.is_strength:
            kept = of_kind(session, spec, most=most) or easy(session, spec, most=most)
            draft.put(uid, kept, "After an injury the longest session grows back slowly.", *told)


def _said(look: Look, marker: Marker, days: Interval) -> str:
    state = WHILE[marker.kind]
    if marker.end is None:
        first = f"You have been {state} since {said_day(days.start)}: rest, and nothing hard for days after."
    else:
        easy_days = (easy_after(days) - days.end).days
        first = (
            f"You were {state} for {said_days(days.days)}: {said_days(easy_days)} easy, growing step by step."
        )
    parts = [first, ADVICE[marker.kind], "If symptoms come back, rest again."]
    if days_so_far(marker, look.now.today) >= NEW_PLAN_DAYS:
        parts.append("After so long a break a new plan is needed.")
    race = next((each for each in look.spec.races if days.start <= each.date < easy_after(days)), None)
    if race is not None:
        parts.append(
            f"The race on {said_day(race.date)} falls into these days: not starting is the safe choice."
        )
    return " ".join(parts)
