"""Races, times and thresholds that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from metrics.science.signals.model import Evidence
from metrics.science.thresholds import Thresholds
from plans.engine.adapt import Adaptation, Event, Situation, adapt
from plans.engine.rules import Session
from plans.engine.spec import DayRoom, Interval, Race, Spec
from tests.plans.engine.adapt.situations import accepted, after, day, number, situation


def with_wish(now: Situation, *events: Event, **changes: Any) -> Situation:
    return replace(now, spec=replace(now.spec, **changes), events=events)


def adapted(now: Situation) -> Adaptation:
    found = adapt(now, engine="greedy")
    assert found is not None
    return found


def races(spec: Spec, *more: Race) -> tuple[Race, ...]:
    return tuple(sorted((*spec.races, *more), key=lambda race: race.date))


def away(first: int, last: int) -> tuple[Event, Interval]:
    event = Event("availability", "b1", "a blackout was added", first=day(first), last=day(last))
    return event, Interval(day(first), day(last + 1), "travel")


def on(sessions: tuple[Session, ...], first: int, last: int) -> list[Session]:
    return [each for each in sessions if day(first) <= each.day <= day(last)]


def test_a_race_with_two_days_before_it_gets_them() -> None:
    now = situation(42)
    event = Event("race", "r1", "the race in Ulm on 6 March was added", first=day(61), last=day(61))
    now = with_wish(now, event, races=races(now.spec, Race(day(61), "B", 10_000)))
    found = adapted(now)

    assert found.cause == "race"
    assert found.reason.startswith(
        "The race in Ulm on 6 March was added: the days around it were planned anew"
    )
    ahead = after(now, found)
    assert on(ahead, 61, 61) == []
    assert not any(each.is_key for each in on(ahead, 59, 60))
    assert sum(each.minutes for each in on(ahead, 60, 60)) <= 30
    assert found.made is not None


def test_weeks_far_from_what_changed_stay_as_they_were() -> None:
    now = situation(28)
    event = Event("race", "r1", "a race was added", first=day(61), last=day(61))
    found = adapted(with_wish(now, event, races=races(now.spec, Race(day(61), "B", 10_000))))

    days = [number(each.day) for change in found.changes for each in (change.before, change.after) if each]
    assert min(days) >= 49
    assert max(days) < 77


@pytest.mark.parametrize(("priority", "most"), [("B", 6), ("C", 5)])
@pytest.mark.parametrize("on_day", [61, 62])
def test_a_small_race_changes_its_own_week_and_what_it_touches(priority: Any, most: int, on_day: int) -> None:
    now = situation(28)
    event = Event("race", "r1", "a race was added", first=day(on_day), last=day(on_day))
    now = with_wish(now, event, races=races(now.spec, Race(day(on_day), priority, 10_000)))
    found = adapt(now)

    assert found is not None
    assert len(found.changes) <= most
    ahead = len(after(now, None))
    assert 1 - len(found.changes) / ahead >= 0.75
    assert on(after(now, found), on_day, on_day) == []
    assert not any(each.hard for each in on(after(now, found), on_day - 1, on_day + 1))


def test_a_race_of_which_only_the_name_changed_changes_nothing() -> None:
    now = situation(42)
    renamed = tuple(replace(each, name="Spring half") for each in now.spec.races)

    assert adapt(with_wish(now, Event("race", "r1", "a race was renamed"), races=renamed)) is None


def test_a_goal_that_moved_moves_the_plan() -> None:
    now = situation(42)
    goal = replace(now.spec.races[-1], date=day(90))
    now = with_wish(now, Event("race", "r1", "the race moved to 4 April"), races=(goal,))
    found = adapted(now)

    assert found.made is not None
    assert found.made.judged.season.end == day(91)
    assert max(number(each.day) for each in after(now, found)) > 83


def test_a_blackout_empties_its_days() -> None:
    now = situation(42)
    event, days = away(57, 59)
    now = with_wish(now, event, blackouts=(days,))

    assert on(after(now, adapted(now)), 57, 59) == []


def test_a_blackout_on_empty_days_changes_nothing() -> None:
    now = situation(42)
    event, days = away(60, 60)

    assert adapt(with_wish(now, event, blackouts=(days,)), engine="greedy") is None


def test_a_weekday_that_is_gone_is_empty_from_tomorrow_on() -> None:
    now = situation(42)
    room = (*now.spec.room[:5], DayRoom(), now.spec.room[6])
    now = with_wish(now, Event("availability", "w1", "Saturdays are gone"), room=room)

    assert not [each for each in after(now, adapted(now)) if each.day.weekday() == 5]


def test_sessions_by_hand_stay_and_nothing_hard_is_put_beside_them() -> None:
    now = situation(42)
    entries = tuple(
        replace(each, by_hand=True) if each.session.day == day(61) else each for each in now.sessions
    )
    event, days = away(57, 59)
    now = with_wish(replace(now, sessions=entries), event, blackouts=(days,))
    ahead = after(now, adapted(now))

    assert [each.hard for each in on(ahead, 61, 61)] == [True]
    assert not any(each.hard for each in (*on(ahead, 60, 60), *on(ahead, 62, 62)))


def test_without_any_day_left_a_new_plan_is_needed() -> None:
    now = situation(42)
    event, days = away(43, 90)
    found = adapted(with_wish(now, event, blackouts=(days,)))

    assert found.needs_plan
    assert found.changes == ()
    assert found.reason == "A blackout was added: no plan fits any more (blackouts): make a new one."


def test_the_same_events_have_the_same_name_in_any_order() -> None:
    now = situation(42)
    one, days = away(57, 59)
    other = Event("availability", "w1", "Sundays are shorter")

    names = {
        adapted(with_wish(now, *events, blackouts=(days,))).fingerprint
        for events in ((one, other), (other, one))
    }
    assert len(names) == 1
    answered = replace(now, answered=frozenset(names))
    assert adapt(with_wish(answered, one, other, blackouts=(days,))) is None


def test_a_threshold_changes_no_session_whose_targets_follow_by_themselves() -> None:
    now = situation(42)
    faster = replace(now.spec.athlete, thresholds=Thresholds(lthr_bpm=168, threshold_pace_s_per_km=250))

    assert (
        adapt(with_wish(now, Event("threshold", "t1", "threshold pace became 4:10"), athlete=faster)) is None
    )


def test_a_threshold_that_becomes_known_gives_the_same_sessions_other_targets() -> None:
    now = situation(42)
    evidence = Evidence("lthr_bpm", now.today, 170.0, "bpm", None)
    event = Event("threshold", "t1", "the threshold heart rate replaced the pace", (evidence,))
    by_heart = replace(now.spec.athlete, thresholds=Thresholds(lthr_bpm=170))
    found = adapted(with_wish(now, event, athlete=by_heart))

    assert found.evidence == (evidence,)
    assert {change.act for change in found.changes} == {"swap"}
    for change in found.changes:
        assert change.before is not None
        assert change.after is not None
        assert (change.before.kind, change.before.minutes) == (change.after.kind, change.after.minutes)
        assert change.before.steps != change.after.steps


@pytest.mark.parametrize("today", [42, 45])
def test_today_is_never_planned_anew(today: int) -> None:
    now = situation(today)
    room = tuple(DayRoom(each.minutes // 2, each.sessions) for each in now.spec.room)
    found = adapted(with_wish(now, Event("availability", "w1", "there is less time"), room=room))

    days = [each.day for change in found.changes for each in (change.before, change.after) if each]
    assert min(days) >= now.today + timedelta(days=1)


def test_the_plan_without_a_race_keeps_its_end_when_the_race_is_gone() -> None:
    now = situation(42)
    found = adapted(with_wish(now, Event("race", "r1", "the race was removed"), races=()))

    assert found.made is not None
    assert found.made.judged.season.end == day(84)


def test_planning_anew_again_comes_to_rest() -> None:
    now = situation(42)
    room = (*now.spec.room[:5], DayRoom(), now.spec.room[6])
    now = with_wish(now, Event("availability", "w1", "Saturdays are gone"), room=room)
    counts = []
    while (found := adapt(now, engine="greedy")) is not None:
        counts.append(len(found.changes))
        now = replace(accepted(now, found), answered=frozenset())

    assert all(each <= counts[0] / 4 for each in counts[1:])
    assert counts == sorted(counts, reverse=True)
