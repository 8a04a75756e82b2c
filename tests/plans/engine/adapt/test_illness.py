"""Rest at once, then a graded return."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plans.engine.adapt import Adaptation, Marker, Situation, adapt
from plans.engine.spec import Race
from tests.plans.engine.adapt.situations import after, day, load_between, number, situation


def ill(start: int, end: int | None = None, kind: Any = "illness") -> tuple[Marker, ...]:
    return (Marker(kind, day(start), None if end is None else day(end)),)


def adapted(now: Situation) -> Adaptation:
    found = adapt(now, engine="greedy")
    assert found is not None
    return found


def test_a_marker_stops_everything_from_tomorrow_on() -> None:
    now = situation(43, markers=ill(43))
    found = adapted(now)

    assert (found.cause, found.fingerprint) == ("illness", f"illness:{day(43)}:{day(46)}:open")
    assert [(each.act, number(each.before.day)) for each in found.changes[:2] if each.before] == [
        ("remove", 44),
        ("remove", 45),
    ]
    assert not any(each.hard for each in after(now, found) if day(43) < each.day < day(49))


def test_today_stays_as_it_is_whatever_is_marked() -> None:
    found = adapted(situation(43, markers=ill(43)))

    assert all(each.before is None or each.before.day > day(43) for each in found.changes)


def test_while_it_lasts_rest_is_proposed_three_days_at_a_time() -> None:
    names = [adapted(situation(today, markers=ill(43))).fingerprint for today in range(43, 49)]

    assert [each.split(":")[2] for each in names] == [str(day(each)) for each in (46, 46, 49, 49, 49, 52)]


def test_days_are_counted_as_they_were_and_not_as_they_may_become() -> None:
    lasting, over = (adapted(situation(57, markers=ill(54, end))) for end in (None, 58))

    assert [each.evidence[0].value for each in (lasting, over)] == [4.0, 4.0]
    assert "after 4 days off" not in " ".join(each.reason for each in lasting.changes)
    assert any("of 6 easy days once you are well" in each.reason for each in lasting.changes)


def test_the_end_of_an_illness_is_answered_also_when_it_came_as_expected() -> None:
    lasting = adapted(situation(43, markers=ill(43)))
    now = situation(46, missed=range(43, 46), markers=ill(43, 46))

    assert adapt(replace(now, answered=frozenset({lasting.fingerprint})), engine="greedy") is not None


def test_of_somebody_of_whom_nothing_was_recorded_the_plan_is_not_emptied() -> None:
    """No watch, nothing entered: what they usually do is what was planned for them."""
    now = situation(53, missed=range(53), markers=ill(43, 53, "injury"))
    spec = replace(now.spec, athlete=replace(now.spec.athlete, fitness=0.0, longest_30d_min=0))
    unknown = replace(now, spec=spec, done={}, known=frozenset())
    found = adapted(unknown)

    assert sum(each.act == "remove" for each in found.changes) <= 3
    assert len(after(unknown, found)) >= 15


def test_after_four_sick_days_come_four_easy_ones_that_grow() -> None:
    now = situation(57, markers=ill(53, 57))
    found = adapted(now)

    steady = next(each for each in found.changes if each.before and each.before.day == day(58))
    assert steady.reason == "Day 2 of 4 easy days after 4 days off: shorter, and not hard."
    assert steady.after is not None
    assert steady.after.minutes < 0.625 * 70
    assert not any(each.hard for each in after(now, found) if day(57) < each.day < day(61))
    assert any(each.hard for each in after(now, found) if each.day == day(61))
    assert "4 days easy" in found.reason


@pytest.mark.parametrize(("today", "marker", "on"), [(57, ill(56, 57), 58), (56, ill(53), 64)])
def test_strides_are_no_part_of_the_way_back(today: int, marker: tuple[Marker, ...], on: int) -> None:
    now = situation(today, markers=marker)
    strides = {"kind": "strides", "minutes": 75, "hard": False, "z1_min": 73, "z2_min": 0, "z3_min": 2}
    entries = (
        replace(each, session=replace(each.session, **strides)) if each.session.day == day(on) else each
        for each in now.sessions
    )
    now = replace(now, sessions=tuple(entries))

    (left,) = [each for each in after(now, adapted(now)) if each.day == day(on)]
    assert left.kind == "easy"


def test_one_sick_day_is_followed_by_two_easy_days() -> None:
    now = situation(42, markers=ill(41, 42))
    found = adapted(now)

    assert [(number(each.before.day), each.act) for each in found.changes if each.before] == [(43, "swap")]
    assert after(now, found)[0].kind == "easy"
    assert "2 days easy" in found.reason


def test_a_long_illness_brings_the_load_back_step_by_step() -> None:
    now = situation(53, missed=range(43, 53), markers=ill(43, 53))
    found = adapted(now)

    usual = sum(load for each, load in now.done.items() if day(15) <= each < day(43)) / 4
    assert load_between(after(now, found), 53, 60) <= 0.70 * usual
    assert load_between(after(now, found), 60, 67) <= 0.70 * 1.125 * usual


def test_after_an_injury_the_longest_session_begins_at_three_fifths() -> None:
    now = situation(53, missed=range(43, 53), markers=ill(43, 53, "injury"))
    found = adapted(now)

    longest = now.spec.athlete.longest_30d_min
    assert found.cause == "injury"
    for each in after(now, found):
        weeks = (number(each.day) - 53) // 7
        assert (
            each.minutes <= max(0.6 * 1.1**weeks, 1.0 if weeks > 5 else 0) * longest or each.day <= now.today
        )


def test_what_was_not_done_while_ill_was_not_missed() -> None:
    now = situation(50, missed=[43, 44, 45], markers=ill(43, 47))

    assert [each.cause for each in proposals(now)] == ["illness"]


def test_new_signs_during_the_return_mean_rest_again() -> None:
    now = situation(47, missed=[43, 44, 45], markers=ill(43, 46), symptoms=day(47))
    first, second = proposals(now)[:2]

    assert first.fingerprint == f"illness:{day(43)}:{day(46)}"
    assert second.fingerprint == f"illness:signs:{day(47)}"
    assert second.reason.endswith("the return stops, rest comes first.")
    assert {each.metric for each in second.evidence} == {"illness_signs"}  # Nobody said how long it was.
    assert next((each.act, number(each.before.day)) for each in second.changes if each.before) == (
        "remove",
        48,
    )


def test_signs_alone_take_the_intensity_out_of_two_days() -> None:
    found = adapted(situation(42, symptoms=day(42)))

    assert [(each.act, number(each.before.day)) for each in found.changes if each.before] == [("swap", 43)]
    assert "see a doctor" in found.reason


def test_signs_that_are_marked_need_no_second_word() -> None:
    now = situation(43, markers=ill(43), symptoms=day(42))

    assert not [each for each in proposals(now) if "signs" in each.fingerprint]


def test_a_race_in_these_days_is_named() -> None:
    now = situation(43, markers=ill(43))
    race = Race(day(47), "C", 10_000)
    found = adapted(replace(now, spec=replace(now.spec, races=(race, *now.spec.races))))

    assert "The race on Sat 20 Feb falls into these days: not starting is the safe choice." in found.reason


def test_after_four_weeks_off_a_new_plan_is_needed() -> None:
    found = adapted(situation(72, missed=range(43, 72), markers=ill(43, 72, "injury")))

    assert found.needs_plan
    assert "a new plan is needed" in found.reason


def test_an_old_illness_changes_nothing_any_more() -> None:
    assert adapt(situation(50, markers=ill(36, 38))) is None


@pytest.mark.parametrize("kind", ["illness", "injury"])
def test_locked_sessions_stay_even_then_but_it_is_said(kind: str) -> None:
    now = situation(43, markers=ill(43, None, kind))
    locked = replace(now, sessions=tuple(replace(each, locked=True) for each in now.sessions))
    found = adapted(locked)

    assert (found.cause, found.changes, found.needs_plan) == (kind, (), False)


def test_where_nothing_is_stopped_nothing_is_said() -> None:
    now = situation(43, markers=ill(43))
    none = replace(now, sessions=tuple(each for each in now.sessions if each.session.day < day(43)))

    assert adapt(none) is None


def proposals(now: Situation) -> list[Adaptation]:
    found: list[Adaptation] = []
    while (adaptation := adapt(now, engine="greedy")) is not None:
        found.append(adaptation)
        now = replace(now, answered=now.answered | {adaptation.fingerprint})
    return found
