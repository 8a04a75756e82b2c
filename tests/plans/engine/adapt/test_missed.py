"""One session missed, or several days of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plans.engine.adapt import Adaptation, Entry, adapt
from plans.engine.adapt.limits import WEEK_GROWS
from plans.engine.spec import DayRoom
from tests.plans.engine.adapt.situations import (
    accepted,
    after,
    day,
    half_marathon,
    load_between,
    of,
    situation,
)
from tests.plans.engine.wishes import session


def adapted(today: int, missed: Any, **more: Any) -> Adaptation:
    found = adapt(situation(today, missed=missed, **more), engine="greedy")
    assert found is not None
    return found


def test_an_easy_session_that_was_missed_is_dropped_and_that_is_all() -> None:
    assert adapt(situation(45, missed=[44])) is None


def test_a_day_without_data_is_not_missed() -> None:
    now = situation(46, missed=[43, 44, 45])
    unknown = now.known - {day(43), day(44), day(45)}

    assert adapt(replace(now, known=unknown)) is None
    assert adapt(now) is not None


def test_a_missed_key_session_takes_the_place_of_an_easy_one_two_days_later() -> None:
    found = adapted(44, [43])

    assert found.cause == "missed_key"
    change, *later = found.changes
    assert [each.reason for each in later] == [WEEK_GROWS]
    assert (change.act, change.before.day, change.before.kind) == ("swap", day(45), "recovery")
    assert (change.after.day, change.after.kind, change.after.minutes) == (day(45), "race_pace", 50)
    assert found.reason == (
        "The race pace session of Tue 16 Feb was not done; there is room and rest enough around it on "
        "Thu 18 Feb."
    )
    assert [(each.metric, each.value, each.unit) for each in found.evidence] == [
        ("session_not_done", 50.0, "min")
    ]


def test_it_goes_to_a_free_day_where_there_is_one() -> None:
    now = situation(44, missed=[43])
    without = tuple(each for each in now.sessions if each.session.day != day(45))
    found = adapt(replace(now, sessions=without))

    assert found is not None
    assert [(each.act, each.session, each.after.day) for each in found.changes if each.after] == [
        ("add", None, day(45)),
        ("resize", "s35", day(59)),
    ]
    assert found.changes[1].reason == WEEK_GROWS


def test_it_is_dropped_when_every_near_day_is_next_to_something_hard() -> None:
    assert adapt(situation(62, missed=[61])) is None


def test_it_is_not_moved_onto_a_day_that_a_person_locked() -> None:
    now = situation(44, missed=[43])
    locked = tuple(
        replace(each, locked=True) if each.session.day == day(45) else each for each in now.sessions
    )

    assert adapt(replace(now, sessions=locked)) is None


def test_it_is_not_moved_onto_a_day_that_is_too_short_for_it() -> None:
    now = situation(44, missed=[43])
    short = DayRoom(40, 1)
    room = (*now.spec.room[:3], short, *now.spec.room[4:])

    assert adapt(replace(now, spec=replace(now.spec, room=room))) is None


def test_what_a_person_planned_or_skipped_is_not_moved() -> None:
    now = situation(44, missed=[43])
    by_hand = tuple(replace(each, by_hand=each.session.day == day(43)) for each in now.sessions)
    skipped = tuple(
        replace(each, state="skipped") if each.session.day == day(43) else each for each in now.sessions
    )

    assert adapt(replace(now, sessions=by_hand)) is None
    assert adapt(replace(now, sessions=skipped)) is None


def test_one_rest_day_of_the_week_stays() -> None:
    now = situation(44, missed=[43])
    busy = {**now.done, day(42): 30.0, day(43): 20.0}
    more = Entry("extra", session(day(46), 30), by_hand=True)

    assert adapt(replace(now, done=busy, sessions=(*now.sessions, more))) is None


def test_after_a_long_run_was_missed_the_next_one_grows_from_what_was_done() -> None:
    found = adapted(63, [62])

    assert [(each.act, each.before.minutes, each.after.minutes) for each in found.changes] == [
        ("resize", 130, 120)
    ]


def test_the_same_missed_session_is_proposed_once() -> None:
    now = situation(44, missed=[43])
    found = adapt(now)
    assert found is not None

    assert adapt(replace(now, answered=frozenset({found.fingerprint}))) is None
    assert adapt(accepted(now, found)) is None


def test_after_two_days_the_next_hard_session_is_a_quarter_smaller_and_nothing_is_made_up_for() -> None:
    found = adapted(46, [44, 45])

    assert found.cause == "missed_days"
    assert [(each.before.minutes, each.after.minutes, each.after.kind) for each in found.changes] == [
        (70, 50, "threshold"),
        (40, 35, "recovery"),
    ]
    assert found.changes[1].reason == WEEK_GROWS
    assert "not made up for" in found.reason


def test_key_sessions_missed_with_other_days_are_not_stacked() -> None:
    now = situation(46, missed=[43, 44, 45])
    found = adapt(now)
    assert found is not None

    assert [each.act for each in found.changes] == ["resize", "resize"]
    assert adapt(replace(now, answered=frozenset({found.fingerprint}))) is None


def test_after_five_days_the_week_is_repeated_with_less() -> None:
    now = situation(63, missed=[57, 58, 59, 61, 62])
    found = adapt(now)
    assert found is not None

    usual = sum(load for each, load in now.done.items() if day(29) <= each < day(57)) / 4
    ahead = load_between(after(now, found), 64, 70)
    assert found.fingerprint == f"missed_days:{day(57)}:4"
    assert ahead <= 0.85 * usual
    assert ahead >= 0.80 * usual
    later = [each for each in found.changes if each.before and each.before.day >= day(71)]
    assert [each.reason for each in later] == [WEEK_GROWS]


def test_after_nine_days_it_starts_at_seventy_per_cent_and_grows_by_an_eighth() -> None:
    now = situation(52, missed=[43, 44, 45, 47, 48, 50, 51])
    found = adapt(now)
    assert found is not None

    usual = sum(load for each, load in now.done.items() if day(15) <= each < day(43)) / 4
    weeks = [load_between(after(now, found), 52 + 7 * each, 59 + 7 * each) for each in range(3)]
    assert [each <= usual * 0.70 * 1.125**at for at, each in enumerate(weeks)] == [True] * 3
    assert weeks[0] >= 0.5 * usual
    assert found.evidence[0].value == 9.0
    assert found.evidence[2].value == pytest.approx(usual, abs=0.1)


def test_after_seventeen_days_nothing_is_hard_for_a_fortnight() -> None:
    now = situation(60, missed=range(43, 60))
    found = adapt(now)

    hard = [each.day for each in after(now, found) if each.hard and each.day > now.today]
    assert min(hard) >= day(60 + 14)


def test_the_longest_run_begins_again_from_the_last_thirty_days() -> None:
    now = situation(60, missed=range(43, 60))
    ahead = after(now, adapt(now))

    longest = now.spec.athlete.longest_30d_min
    for each in (run for run in ahead if run.day > now.today):
        assert each.minutes <= 1.10 * longest + 1e-9
        longest = max(longest, each.minutes)


def test_after_four_weeks_a_new_plan_is_needed() -> None:
    found = adapted(66, range(35, 66))

    assert found.needs_plan
    assert found.changes == ()
    assert found.reason.endswith("Make a new plan.")


def test_a_marathon_goal_is_told_to_be_adjusted() -> None:
    far = half_marathon(42_195)

    assert "4 % slower" in adapted(52, range(43, 52), plan=far).reason
    assert "6 to 7.5 % slower" in adapted(60, range(43, 60), plan=far).reason
    assert "slower" not in adapted(60, range(43, 60)).reason


def test_a_break_that_goes_on_is_answered_at_each_step_once() -> None:
    names = [adapted(today, range(43, today)).fingerprint for today in (45, 46, 50, 53, 57, 71)]

    assert [each.rsplit(":", 1)[1] for each in names] == ["2", "2", "7", "7", "14", "28"]
    assert len({each.rsplit(":", 1)[0] for each in names}) == 1


def test_a_break_is_still_answered_when_training_began_again() -> None:
    assert adapted(54, range(43, 52)).cause == "missed_days"
    assert adapt(situation(58, missed=range(43, 52))) is None


def test_other_training_is_no_gap() -> None:
    now = situation(49, missed=[43, 44, 45, 47])
    cycled = {**now.done, **{day(each): 40.0 for each in range(43, 49)}}
    found = adapt(replace(now, done=cycled))

    assert found is None or found.cause == "missed_key"


def test_a_plan_that_is_over_does_not_change() -> None:
    assert adapt(situation(84, missed=[81, 80])) is None


def test_what_is_changed_says_why_it_stands_there() -> None:
    change = of(adapted(60, range(43, 60)), "s36")

    assert change is not None
    assert change.after is not None
    assert change.after.why == "Builds endurance at an effort you could talk at."
    assert change.after.text.startswith(f"# {change.after.minutes} min, load {change.after.load}")


def test_of_somebody_who_never_recorded_anything_the_plan_says_what_a_usual_week_is() -> None:
    now = situation(7, missed=range(7), done={})
    nothing = replace(now.spec.athlete, fitness=0.0, fatigue=0.0, longest_30d_min=0, weekly_min_last6=())
    unknown = replace(now, spec=replace(now.spec, athlete=nothing))
    found = adapt(unknown)
    assert found is not None

    usual = load_between(after(now, None), 7, 28) + sum(
        each.session.load for each in now.sessions if each.session.day < day(7)
    )
    assert found.evidence[2].value == round(usual / 4, 1)
    assert "remove" not in {each.act for each in found.changes}


def test_a_run_of_today_that_is_a_leap_is_named_since_today_stays() -> None:
    now = situation(55, missed=range(45, 55))
    leap = replace(now.sessions[0].session, day=day(55), slot=1, minutes=140)
    others = tuple(each for each in now.sessions if each.session.day != day(55))
    found = adapt(replace(now, sessions=(*others, Entry("today", leap, "planned"))))

    assert found is not None
    assert found.cause == "missed_days"
    assert "Today stays as it is planned, with 140 min: after less, 110 min are enough." in found.reason
