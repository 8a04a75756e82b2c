"""What no adaptation ever does, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.engine.adapt import Adaptation, Event, Marker, Recovery, Situation, adapt
from plans.engine.adapt.draft import Draft
from plans.engine.rules import Session
from plans.engine.spec import Interval, Race
from tests.plans.engine.adapt.situations import (
    accepted,
    after,
    day,
    half_marathon,
    monday_of,
    number,
    situation,
)

GROWTH, LEAST_WEEK_MIN = 1.15, 90
LAST_DAY = 82

recoveries = st.builds(
    Recovery,
    hrv_week=st.none() | st.floats(3.4, 4.6),
    hrv_low=st.just(3.8),
    hrv_high=st.just(4.2),
    hrv_night=st.none() | st.floats(3.4, 4.6),
    resting_hr_z=st.none() | st.floats(-2, 4),
    own_word_z=st.none() | st.floats(-3, 2),
    strain_days=st.none() | st.integers(0, 6),
    efficiency_pct=st.none() | st.floats(-6, 6),
)


@st.composite
def markers(draw: st.DrawFn, today: int) -> Marker:
    start = today - draw(st.integers(0, 20))
    length = draw(st.none() | st.integers(1, 25))
    end = None if length is None else day(start + length)
    return Marker(draw(st.sampled_from(["illness", "injury"])), day(start), end)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    today = draw(st.integers(1, LAST_DAY))
    gap = draw(st.integers(0, 30))
    others = draw(st.sets(st.integers(0, today), max_size=3))
    now = situation(
        today,
        missed=[*range(today - gap, today), *others],
        markers=tuple(draw(st.lists(markers(today), max_size=2))),
        recovery=draw(st.none() | recoveries),
        review=draw(st.booleans()),
        symptoms=draw(st.none() | st.just(day(today - 1))),
    )
    kept = draw(st.sets(st.integers(0, len(now.sessions) - 1), max_size=6))
    entries = tuple(
        replace(each, locked=at in kept and at % 2 == 0, by_hand=at in kept and at % 2 == 1)
        for at, each in enumerate(now.sessions)
    )
    unknown = frozenset(draw(st.sets(st.integers(today - 10, today), max_size=3)))
    known = frozenset(each for each in now.known if number(each) not in unknown)
    return changed(replace(now, sessions=entries, known=known), draw(st.integers(0, 6)), today)


def changed(now: Situation, kind: int, today: int) -> Situation:
    """With a blackout, another weekday, a race more, or nothing of the kind."""
    spec, near = now.spec, day(today + 9)
    if kind == 0:
        away = Interval(near, near + timedelta(days=4), "travel")
        event = Event("availability", "b", "a blackout was added", first=away.start, last=away.end)
        return replace(now, spec=replace(spec, blackouts=(away,)), events=(event,))
    if kind == 1:
        room = (*spec.room[:5], spec.room[0], *spec.room[6:])
        event = Event("availability", "w", "Saturdays are gone")
        return replace(now, spec=replace(spec, room=room), events=(event,))
    if kind == 2 and spec.race_on(near) is None:
        races = tuple(sorted((*spec.races, Race(near, "B", 10_000)), key=lambda race: race.date))
        event = Event("race", "r", "a race was added", first=near, last=near)
        return replace(now, spec=replace(spec, races=races), events=(event,))
    return now


def all_proposals(now: Situation) -> list[tuple[Situation, Adaptation]]:
    """One after the other, each refused, so that every rule that has something to say does."""
    found = []
    for _ in range(12):
        adaptation = adapt(now, engine="greedy")
        if adaptation is None:
            return found
        found.append((now, adaptation))
        now = replace(now, answered=now.answered | {adaptation.fingerprint})
    raise AssertionError("the same events are proposed again and again")


def before(now: Situation) -> tuple[Session, ...]:
    return Draft(now).sessions()


def tense(sessions: tuple[Session, ...]) -> set[tuple[date, date]]:
    """Pairs of hard days without a day between."""
    hard = sorted({each.day for each in sessions if each.hard})
    return {(one, other) for one, other in pairwise(hard) if (other - one).days == 1}


def overfull(now: Situation, sessions: tuple[Session, ...]) -> dict[date, int]:
    """Minutes beyond what a day has room for, blackouts and races considered."""
    found: dict[date, int] = {}
    for each in {each.day for each in sessions}:
        minutes = sum(session.minutes for session in sessions if session.day == each)
        found[each] = max(minutes - now.spec.room_on(each).minutes, 0)
    return found


def weekly(sessions: tuple[Session, ...]) -> dict[date, int]:
    found: dict[date, int] = {}
    for each in sessions:
        found[monday_of(each.day)] = found.get(monday_of(each.day), 0) + each.minutes
    return found


@given(situations())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_whatever_happened_an_adaptation_touches_only_what_it_may_and_overdoes_nothing(
    now: Situation,
) -> None:
    for at, adaptation in all_proposals(now):
        stays_where_people_put_it(at, adaptation)
        puts_nothing_hard_next_to_something_hard(at, adaptation)
        fills_no_day_beyond_its_room(at, adaptation)
        lets_no_week_grow_beyond_what_a_plan_may(at, adaptation)
        says_why(adaptation)


def stays_where_people_put_it(now: Situation, adaptation: Adaptation) -> None:
    """The past, today, and what somebody made, edited or locked."""
    kept = {each.uid for each in now.sessions if each.locked or each.by_hand or each.state != "planned"}
    for change in adaptation.changes:
        assert change.session not in kept
        assert change.before is None or change.before.day > now.today
        assert change.after is None or change.after.day > now.today


def puts_nothing_hard_next_to_something_hard(now: Situation, adaptation: Adaptation) -> None:
    new = tense(after_all(now, adaptation)) - tense(before(now))
    assert not new


def fills_no_day_beyond_its_room(now: Situation, adaptation: Adaptation) -> None:
    was, becomes = overfull(now, before(now)), overfull(now, after_all(now, adaptation))
    assert all(over <= was.get(each, 0) for each, over in becomes.items())


def lets_no_week_grow_beyond_what_a_plan_may(now: Situation, adaptation: Adaptation) -> None:
    was, becomes = weekly(before(now)), weekly(after_all(now, adaptation))
    history = list(now.spec.athlete.weekly_min_last6)
    for monday in sorted(becomes):
        most = GROWTH * max(LEAST_WEEK_MIN, *history[-3:])
        assert becomes[monday] <= max(most, was.get(monday, 0)) + 1e-9
        history.append(max(becomes[monday], was.get(monday, 0)) + done_in(now, monday))


def done_in(now: Situation, monday: date) -> int:
    """Minutes of the week that lie behind already."""
    done = [each.session for each in now.sessions if each.state == "done" and each.session.day < now.today]
    return sum(each.minutes for each in done if monday_of(each.day) == monday)


def says_why(adaptation: Adaptation) -> None:
    assert 0 < len(adaptation.fingerprint) <= 120
    assert adaptation.reason.endswith(".")
    assert len(adaptation.reason) <= 500
    assert adaptation.changes or adaptation.needs_plan
    assert all(change.reason.endswith(".") for change in adaptation.changes)


@given(situations())
@settings(max_examples=6, deadline=None, derandomize=True)
def test_the_same_situation_gives_the_same_proposal(now: Situation) -> None:
    turned = replace(
        now,
        sessions=tuple(reversed(now.sessions)),
        markers=tuple(reversed(now.markers)),
        events=tuple(reversed(now.events)),
    )

    assert adapt(turned, engine="greedy") == adapt(now, engine="greedy")


@given(situations())
@settings(max_examples=6, deadline=None, derandomize=True)
def test_an_accepted_proposal_is_not_made_again(now: Situation) -> None:
    seen = set()
    for _ in range(12):
        adaptation = adapt(now, engine="greedy")
        if adaptation is None:
            return
        assert adaptation.fingerprint not in seen
        seen.add(adaptation.fingerprint)
        now = accepted(now, adaptation)
    raise AssertionError("accepting never comes to an end")


@pytest.mark.parametrize("missed", [44, 58, 65])
def test_after_one_missed_easy_session_nothing_changes(missed: int) -> None:
    session = next(each for each in half_marathon().sessions if each.day == day(missed))
    assert not session.is_key

    assert adapt(situation(missed + 1, missed=[missed], review=True)) is None


def after_all(now: Situation, adaptation: Adaptation) -> tuple[Session, ...]:
    """Today's sessions too, whether they are done already or not."""
    today = tuple(each for each in before(now) if each.day == now.today)
    ahead: Any = (each for each in after(now, adaptation) if each.day > now.today)
    return (*today, *ahead)
