"""What is rare: other sports, strength, full weeks, the eve of the race."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.adapt import Entry, Event, Marker, Recovery, Situation, adapt
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.limits import WEEK_GROWS
from plans.engine.spec import DayRoom
from tests.plans.engine.adapt.situations import after, day, load_between, situation
from tests.plans.engine.wishes import session

LOW = Recovery(hrv_week=3.6, hrv_low=3.8, hrv_high=4.2)
GOOD = Recovery(hrv_week=4.0, hrv_low=3.8, hrv_high=4.2, efficiency_pct=4.0)


def with_entry(now: Situation, entry: Entry) -> Situation:
    return replace(now, sessions=(*now.sessions, entry))


def with_athlete(now: Situation, **changes: Any) -> Situation:
    return replace(now, spec=replace(now.spec, athlete=replace(now.spec.athlete, **changes)))


def test_nobody_can_touch_the_past_or_what_a_person_locked() -> None:
    draft = Draft(situation(44))
    locked = Draft(with_entry(situation(44), Entry("own", session(day(46)), locked=True)))

    with pytest.raises(ValueError, match="stay as they are"):
        draft.put("s0", None, "Because.")
    with pytest.raises(ValueError, match="stay as they are"):
        locked.put("own", None, "Because.")
    with pytest.raises(ValueError, match="before tomorrow"):
        draft.add(session(day(44)), "Because.")


def test_strength_stays_while_recovery_is_low_and_rests_while_ill() -> None:
    now = with_entry(situation(42), Entry("gym", session(day(44), 30, "strength", slot=2)))
    low = adapt(replace(now, review=True, recovery=LOW))
    ill = adapt(replace(now, markers=(Marker("illness", day(42)),)))

    assert "gym" in {each.uid for each in now.sessions}
    assert any(each.is_strength for each in after(now, low))
    assert not any(each.is_strength for each in after(now, ill))


def test_another_sport_of_the_planner_rests_with_the_others() -> None:
    now = with_entry(situation(42), Entry("swim", session(day(46), 45, sport="swimming")))
    found = adapt(replace(now, markers=(Marker("illness", day(41), day(44)),)))

    assert not any(each.sport == "swimming" for each in after(now, found))


def test_a_weekly_cap_that_is_reached_leaves_no_room_for_more() -> None:
    now = replace(situation(42), review=True, recovery=GOOD)
    planned = sum(each.session.minutes for each in now.sessions if day(42) <= each.session.day < day(49))

    assert adapt(now) is not None
    assert adapt(replace(now, spec=replace(now.spec, weekly_cap_min=planned))) is None


def test_a_rider_has_no_longest_run() -> None:
    now = situation(52, missed=range(43, 52))
    rider = replace(now, spec=replace(now.spec, sport=Sport.CYCLING))

    assert adapt(rider) is not None


def test_after_a_break_fitness_rises_by_seven_a_week_at_most() -> None:
    now = with_athlete(situation(52, missed=range(43, 52)), fitness=0.0, fatigue=0.0)
    strong = replace(now, done={each: 400.0 for each in now.done})
    found = adapt(strong)

    assert found is not None
    assert "So that fitness does not rise by more than 7 in a week." in {
        each.reason for each in found.changes
    }


def test_with_little_known_the_usual_week_is_what_fitness_stands_for() -> None:
    now = situation(52, missed=range(43, 52))
    known = replace(now, known=frozenset(day(each) for each in range(40, 52)))
    found = adapt(known)

    assert found is not None
    assert found.evidence[2].value == round(7 * now.spec.athlete.fitness, 1)
    assert load_between(after(known, found), 52, 59) <= 0.70 * 7 * now.spec.athlete.fitness


def test_after_two_days_off_without_anything_hard_ahead_one_day_gives_what_the_weeks_may_not_grow() -> None:
    now = situation(46, missed=[44, 45])
    easy = tuple(replace(each, session=replace(each.session, hard=False)) for each in now.sessions)
    found = adapt(replace(now, sessions=easy))

    assert found is not None
    assert [each.reason for each in found.changes] == [WEEK_GROWS]


def test_on_the_eve_of_the_race_nothing_is_planned_anew() -> None:
    now = situation(82)
    room = tuple(DayRoom(30, 1) for _ in range(7))
    event = Event("availability", "w1", "there is less time")

    assert adapt(replace(now, spec=replace(now.spec, room=room), events=(event,)), engine="greedy") is None


def test_a_rest_day_stays_beside_sessions_by_hand() -> None:
    much = {"fitness": 95.0, "fatigue": 95.0, "weekly_min_last6": (620,) * 6, "sessions_per_week": 6}
    now = with_athlete(situation(42), **much)
    for week in range(1, 5):
        now = with_entry(now, Entry(f"mon{week}", session(day(42 + 7 * week), 40), by_hand=True))
    event = Event("availability", "w1", "there is more time")
    room = tuple(DayRoom(max(each.minutes, 120), 1) for each in now.spec.room)
    wide = replace(now, spec=replace(now.spec, room=room), events=(event,))
    ahead = after(wide, adapt(wide, engine="greedy"))

    for monday in range(42, 70, 7):
        assert len({each.day for each in ahead if day(monday) <= each.day < day(monday + 7)}) <= 6


def test_a_weekly_cap_counts_what_was_made_by_hand() -> None:
    now = with_entry(situation(42), Entry("own", session(day(49), 100), by_hand=True))
    event = Event("availability", "c1", "the weekly cap became 220 minutes")
    capped = replace(now, spec=replace(now.spec, weekly_cap_min=220), events=(event,))
    ahead = after(capped, adapt(capped, engine="greedy"))

    assert sum(each.minutes for each in ahead if day(49) <= each.day < day(56)) <= 220
    assert [each.minutes for each in ahead if each.day == day(49)] == [100]


def test_strength_is_neither_scaled_nor_written_anew() -> None:
    gym = Entry("gym", session(day(54), 33, "strength", slot=2))
    now = with_entry(situation(52, missed=range(43, 52)), gym)
    found = adapt(now)
    by_heart = with_entry(with_athlete(situation(52), thresholds=Thresholds(lthr_bpm=170)), gym)
    event = Event("threshold", "t1", "the threshold heart rate replaced the pace")
    anew = adapt(replace(by_heart, events=(event,)))

    for adaptation in (found, anew):
        assert adaptation is not None
        assert "gym" not in {change.session for change in adaptation.changes}


def test_days_left_without_any_room_are_not_planned_anew() -> None:
    now = situation(81)
    event = Event("race", "r1", "the race was removed")

    assert (
        adapt(replace(now, spec=replace(now.spec, races=(), room=(DayRoom(),) * 7), events=(event,))) is None
    )
