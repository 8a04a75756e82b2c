"""What was done finds what was planned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plans.engine.matching import Done, Pair, Planned, match

MONDAY = date(2027, 1, 4)


def planned(uid: str, day: int = 0, minutes: float = 45, **more: Any) -> Planned:
    values: dict[str, Any] = {"sport": "running", "load": minutes}
    return Planned(uid, MONDAY + timedelta(days=day), minutes=minutes, **(values | more))


def done(uid: str, day: int = 0, minutes: float = 45, **more: Any) -> Done:
    values: dict[str, Any] = {"sport": "running", "load": minutes}
    return Done(uid, MONDAY + timedelta(days=day), minutes=minutes, **(values | more))


def test_a_session_meets_the_activity_of_its_day_and_sport() -> None:
    found = match([planned("s")], [done("bike", sport="cycling"), done("run", minutes=50)])

    assert found == [Pair("s", "run")]


def test_of_two_sessions_a_day_each_meets_the_one_more_like_it() -> None:
    found = match(
        [planned("easy", minutes=30), planned("long", minutes=90)],
        [done("morning", minutes=80), done("evening", minutes=35)],
    )

    assert found == [Pair("easy", "evening"), Pair("long", "morning")]


def test_a_hard_session_prefers_the_hard_activity() -> None:
    found = match(
        [planned("tempo", minutes=45, hard=True)],
        [done("jog", minutes=45, load=None, hard=False), done("track", minutes=55, load=None, hard=True)],
    )

    assert found == [Pair("tempo", "track")]


def test_the_way_to_the_baker_is_no_long_ride() -> None:
    assert match([planned("ride", minutes=120)], [done("baker", minutes=29)]) == []
    assert match([planned("ride", minutes=120)], [done("cut short", minutes=30)]) == [
        Pair("ride", "cut short")
    ]


def test_what_is_left_over_may_meet_across_one_day() -> None:
    assert match([planned("s", day=1)], [done("a", day=0)]) == [Pair("s", "a")]
    assert match([planned("s", day=2)], [done("a", day=0)]) == []


def test_another_day_wants_the_same_size_and_effort() -> None:
    assert match([planned("s", minutes=90)], [done("a", day=1, minutes=45)]) == []
    assert match([planned("s", hard=True)], [done("a", day=1, hard=False)]) == []
    assert match([planned("s", minutes=45)], [done("a", day=1, minutes=45, load=90)]) == []


def test_the_own_day_comes_first() -> None:
    found = match(
        [planned("mon", day=0), planned("tue", day=1)], [done("a", day=1, minutes=30), done("b", day=0)]
    )

    assert found == [Pair("mon", "b"), Pair("tue", "a")]


def test_a_session_that_a_person_put_on_its_day_waits_for_that_day() -> None:
    assert match([planned("s", day=1, pinned=True)], [done("a", day=0)]) == []


def test_what_a_person_linked_stays_linked() -> None:
    linked = planned("s", activity="far", decided=True)

    assert match([linked, planned("t")], [done("near"), done("far", day=3)]) == [
        Pair("s", "far"),
        Pair("t", "near"),
    ]


def test_what_a_person_unlinked_or_skipped_stays_alone() -> None:
    assert match([planned("s", decided=True)], [done("a")]) == []


def test_unknown_load_and_distance_are_no_reason_against_a_match() -> None:
    assert match([planned("s", load=None)], [done("a", load=None, distance_m=None)]) == [Pair("s", "a")]


days = st.integers(0, 4)
minutes = st.sampled_from([20, 30, 45, 60, 90, 180])
sports = st.sampled_from(["running", "cycling"])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[list[Planned], list[Done]]:
    activities = [
        done(
            f"a{at}",
            draw(days),
            draw(minutes),
            sport=draw(sports),
            hard=draw(st.sampled_from([None, True, False])),
        )
        for at in range(draw(st.integers(0, 6)))
    ]
    links = draw(st.permutations([each.uid for each in activities]))
    sessions = []
    for at in range(draw(st.integers(0, 6))):
        linked = links[at] if at < len(links) and draw(st.integers(0, 4)) == 0 else None
        decided = linked is not None or draw(st.integers(0, 5)) == 0
        sessions.append(
            planned(f"s{at}", draw(days), draw(minutes), sport=draw(sports), activity=linked, decided=decided)
        )
    return sessions, activities


@given(weeks(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(week: tuple[list[Planned], list[Done]], random: Any) -> None:
    sessions, activities = week
    expected = match(sessions, activities)
    random.shuffle(sessions)
    random.shuffle(activities)

    assert match(sessions, activities) == expected


@given(weeks())
def test_each_is_used_once_and_only_within_a_day(week: tuple[list[Planned], list[Done]]) -> None:
    sessions, activities = week
    pairs = match(sessions, activities)
    by_uid = {each.uid: each for each in sessions}
    by_activity = {each.uid: each for each in activities}

    assert len({pair.session for pair in pairs}) == len({pair.activity for pair in pairs}) == len(pairs)
    for pair in pairs:
        session, activity = by_uid[pair.session], by_activity[pair.activity]
        if session.decided:
            assert pair.activity == session.activity
        else:
            assert session.sport == activity.sport
            assert abs((session.day - activity.day).days) <= 1


@given(weeks())
def test_links_by_people_are_all_kept(week: tuple[list[Planned], list[Done]]) -> None:
    sessions, activities = week
    pairs = match(sessions, activities)

    assert {Pair(each.uid, each.activity) for each in sessions if each.activity} <= set(pairs)

    sessions, activities = week

    assert match(sessions, activities) == match(sessions, activities)
