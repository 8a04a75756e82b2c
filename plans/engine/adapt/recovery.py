"""Twice a week less, the same or more by what the body says; in between only a clear warning counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.body import feels_bad, is_bad_night, is_good, low_week
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.gaps import last_gap
from plans.engine.adapt.model import Adaptation, Recovery
from plans.engine.adapt.proposing import Look, proposal
from plans.engine.adapt.scaling import make_easy
from plans.engine.adapt.sessions import easy, of_kind, shorter
from plans.engine.rules.expected import easy_after

REVIEW_DAYS = 4
"""Until the next of two looks a week."""

LESS, MORE_LEAST, MORE_MOST = 0.80, 1.05, 1.10
SETTLED_DAYS = 14


def low(look: Look) -> Iterator[Adaptation | None]:
    """Easy for hard and a fifth less until the next look; a bad night concerns tomorrow's intensity only."""
    state = look.now.recovery
    if state is None:
        return
    why = low_week(state) if look.now.review else None
    if why is not None:
        yield _less(look, state, why)
    if is_bad_night(state):
        yield _no_intensity(look, state)


def good(look: Look) -> Iterator[Adaptation | None]:
    """Five to ten per cent more of what is easy, in building weeks, while nothing was wrong of late."""
    state = look.now.recovery
    if not look.now.review or state is None or not is_good(state) or not _is_settled(look):
        return
    draft, before = look.draft(), look.excess
    told, why = (
        _told(look, state),
        "HRV is within its band and you become more efficient: a little more until the next look.",
    )
    for uid, session in draft.free(end=draft.tomorrow + timedelta(days=REVIEW_DAYS)):
        more = of_kind(
            session, look.spec, most=MORE_MOST * session.minutes, least=MORE_LEAST * session.minutes
        )
        if session.hard or session.is_strength or more is None or not _is_building(look, draft, uid):
            continue
        draft.put(uid, more, why, *told)
        if not look.is_fine(draft, before):
            draft.put(uid, session, why)
    yield proposal(look, draft, "recovery_good", _name(look, "recovery_good"), why, told)


def _less(look: Look, state: Recovery, why: str) -> Adaptation | None:
    draft, told = look.draft(), _told(look, state)
    for uid, session in draft.free(end=draft.tomorrow + timedelta(days=REVIEW_DAYS)):
        if session.is_strength:
            continue
        if session.hard:
            draft.put(uid, easy(session, look.spec, most=LESS * session.minutes), why, *told)
        else:
            draft.put(uid, shorter(session, look.spec, LESS), why, *told)
    return proposal(look, draft, "recovery_low", _name(look, "recovery_low"), why, told)


def _no_intensity(look: Look, state: Recovery) -> Adaptation | None:
    draft, told = look.draft(), _told(look, state)
    agrees = "you feel worse than usual" if feels_bad(state) else "the resting pulse is high"
    why = f"Last night's HRV was low and {agrees}: easy tomorrow instead of hard."
    end = draft.tomorrow + timedelta(days=1)
    make_easy(draft, look.spec, start=draft.tomorrow, end=end, reason=why, evidence=told)
    return proposal(look, draft, "recovery_low", f"recovery_low:night:{look.now.today}", why, told)


def _is_building(look: Look, draft: Draft, uid: str) -> bool:
    day = next(each.day for key, each in draft.free() if key == uid)
    return any(week.kind == "build" for week in look.season.weeks if week.start <= day < week.end)


def _is_settled(look: Look) -> bool:
    """No illness, return or missed days of late."""
    since = look.now.today - timedelta(days=SETTLED_DAYS)
    ill = any(easy_after(each) > since for each in look.spec.illness)
    return not ill and look.now.symptoms is None and last_gap(look.now) is None


def _name(look: Look, cause: str) -> str:
    """One answer for each half of a week."""
    monday = look.now.today - timedelta(days=look.now.today.weekday())
    return f"{cause}:{monday}:{int(look.now.today.weekday() >= REVIEW_DAYS - 1)}"


def _told(look: Look, state: Recovery) -> tuple[Evidence, ...]:
    """What is known of the body, whichever way it speaks."""
    day = look.now.today
    rows = (
        ("hrv_week", state.hrv_week, "ln ms", state.hrv_low),
        ("hrv_night", state.hrv_night, "ln ms", state.hrv_low),
        ("resting_hr_z", state.resting_hr_z, "SD", 0.0),
        ("own_word_z", state.own_word_z, "SD", 0.0),
        ("readiness", state.readiness, "points", None),
        ("efficiency_change", state.efficiency_pct, "%", 0.0),
        ("strain_days", state.strain_days, "days", None),
    )
    return tuple(
        Evidence(name, day, float(value), unit, usual)
        for name, value, unit, usual in rows
        if value is not None
    )
