from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from config.core.errors import DataChangedError, DataNotFoundError, DataValidationError
from notifications.models import Message
from plans.models import Plan, PlanChange, PlannedSession, SessionComment
from plans.services.sessions import (
    add_session,
    comment_session,
    copy_session,
    edit_session,
    lock_session,
    move_session,
    remove_session,
    skip_session,
    swap_sessions,
    unlock_session,
    unskip_session,
)
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory

SUNDAY, MONDAY, TUESDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)
YESTERDAY = SUNDAY - timedelta(days=1)
INTERVALS = "- 15m Z2\n\n4x\n- 5m Z4\n- 2m Z1\n\n- 10m Z1"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def refused(code: str, act: Callable[[], object]) -> DataValidationError:
    changes, rows = PlanChange.objects.count(), list(PlannedSession.objects.values_list("pk", "revision"))
    with pytest.raises(DataValidationError) as raised:
        act()
    assert raised.value.code == code
    assert PlanChange.objects.count() == changes
    assert list(PlannedSession.objects.values_list("pk", "revision")) == rows
    return raised.value


def planned(runner, day, **fields):
    return PlannedSessionFactory(athlete=runner, day=day, **fields)


def test_a_session_is_added_with_what_is_predicted_of_it_and_belongs_to_no_plan(runner):
    PlanFactory(athlete=runner)

    row = add_session(
        athlete=runner, user=runner.user, day=TUESDAY, sport="running", kind="threshold", text=INTERVALS
    )

    assert (row.plan, row.day, row.slot, row.title) == (None, TUESDAY, 1, "Threshold run")
    assert (row.minutes, row.z1_min, row.z2_min, row.z3_min) == (53, 33, 20, 0)
    assert (row.hard, row.origin, row.distance_m) == (True, "person", None)
    assert row.load == 67
    assert row.text.startswith("# 53 min, load 67\n")
    assert (row.created_by, row.changed_by) == (runner.user, runner.user)
    change = PlanChange.objects.get()
    assert (change.act, change.plan, change.author) == ("add", None, runner.user)
    assert change.entries[0]["before"] is None
    assert change.entries[0]["after"]["uid"] == str(row.uid)


def test_what_is_hard_is_found_whatever_it_is_called(runner):
    add = partial(add_session, athlete=runner, user=None, sport="running")

    assert add(day=MONDAY, text=INTERVALS).hard
    assert not add(day=TUESDAY, text="- 45m Z2").hard
    assert not add(day=TUESDAY, text="- 45m RPE 7", sport="strength").hard
    assert add(day=TUESDAY, text="10x\n- 10s RPE 10", kind="sprint").hard


def test_outside_a_plan_a_session_stands_by_itself(runner):
    PlanFactory(athlete=runner)

    row = add_session(athlete=runner, user=None, day=date(2027, 3, 1), sport="other", text="- 1h")

    assert (row.plan, row.title, row.load, row.created_by) == (None, "Session", 57, None)


def test_two_on_one_day_get_two_places(runner):
    add = partial(add_session, athlete=runner, user=None, day=MONDAY, sport="running", text="- 30m Z2")

    assert [add().slot, add().slot, add(slot=2).slot] == [1, 2, 3]


def test_text_that_cannot_be_read_is_told_by_line(runner):
    add = partial(add_session, athlete=runner, user=None, day=MONDAY, sport="running")

    error = refused("WORKOUT_INVALID", partial(add, text="- 10m Z2\n- 5 Z9"))

    assert [message.split(":")[0] for message in error.fields["text"]] == ["Line 2"]
    assert refused("WORKOUT_INVALID", partial(add, steps=[{"kind": "x"}])).fields["steps"]
    assert refused("WORKOUT_INVALID", partial(add, text="- 20h Z1\n- 20h Z1")).fields["text"]
    assert refused("DATA_INVALID", partial(add, text="- 1h", kind="fun")).fields["kind"]
    assert refused("DATA_INVALID", partial(add, text="- 1h", title="x" * 200)).fields["title"]


def test_a_threshold_that_is_missing_is_named(runner):
    runner.thresholds.all().delete()
    add = partial(add_session, athlete=runner, user=None, day=MONDAY, sport="running")

    assert refused("THRESHOLD_MISSING", partial(add, text="- 10km 4:00/km")).fields["text"] == [
        "Enter the threshold pace: a step needs it."
    ]
    ride = partial(add, sport="cycling", text="- 40km Z2")
    assert refused("DURATION_UNKNOWN", ride).fields["text"]


def test_an_edited_workout_is_predicted_anew_and_is_the_athletes_own(runner):
    row = planned(runner, MONDAY, why="Builds endurance.")

    edit_session(session=row, user=runner.user, revision=1, kind="tempo", text="- 30m Z3", note="Flat.")

    assert (row.minutes, row.kind, row.title, row.hard, row.why) == (30, "tempo", "Tempo run", True, "")
    assert (row.note, row.origin, row.revision) == ("Flat.", "person", 2)
    entry = PlanChange.objects.get().entries[0]
    assert (entry["before"]["minutes"], entry["after"]["minutes"]) == (45, 30)


def test_words_change_no_numbers(runner):
    row = planned(runner, MONDAY, why="Builds endurance.", load=44)

    edit_session(session=row, user=None, title="Along the river")

    assert (row.title, row.load, row.why) == ("Along the river", 44, "Builds endurance.")
    edit_session(session=row, user=None, title="")
    assert row.title == "Easy run"
    with pytest.raises(TypeError):
        edit_session(session=row, user=None, day=TUESDAY)


def test_who_has_not_seen_the_newest_does_not_overwrite_it(runner):
    row = planned(runner, MONDAY)
    edit_session(session=row, user=None, title="One")

    with pytest.raises(DataChangedError):
        edit_session(session=row, user=None, revision=1, title="Two")

    row.refresh_from_db()
    assert row.title == "One"


def test_moving_takes_the_next_free_place(runner):
    row, _ = planned(runner, MONDAY), planned(runner, TUESDAY)

    move_session(session=row, user=runner.user, day=TUESDAY, slot=1)

    assert (row.day, row.slot, row.origin) == (TUESDAY, 2, "person")
    move_session(session=row, user=runner.user, day=TUESDAY)
    assert PlanChange.objects.count() == 1


def test_two_sessions_change_places(runner):
    one, two = planned(runner, MONDAY), planned(runner, TUESDAY, slot=2)

    swap_sessions(session=one, other=two, user=runner.user)

    assert [(row.day, row.slot) for row in (one, two)] == [(TUESDAY, 2), (MONDAY, 1)]
    change = PlanChange.objects.get()
    assert (change.act, len(change.entries)) == ("swap", 2)
    refused("SESSION_SAME", lambda: swap_sessions(session=one, other=one, user=None))
    stranger = PlannedSessionFactory()
    refused("SESSION_SAME", lambda: swap_sessions(session=one, other=stranger, user=None))


def test_swapping_within_a_day_orders_it(runner):
    one, two = planned(runner, MONDAY), planned(runner, MONDAY, slot=2)

    swap_sessions(session=one, other=two, user=None)

    assert [row.slot for row in (one, two)] == [2, 1]


def test_a_copy_is_predicted_for_its_own_day_and_may_come_from_the_past(runner):
    row = planned(runner, YESTERDAY, title="Along the river", note="Flat.", load=1)

    copy = copy_session(session=row, user=runner.user, day=TUESDAY)

    assert (copy.day, copy.title, copy.note, copy.minutes) == (TUESDAY, "Along the river", "Flat.", 45)
    assert (copy.load, copy.origin) == (51, "person")
    row.refresh_from_db()
    assert row.day == YESTERDAY


def test_the_past_stays_as_it_was(runner):
    past, coming = planned(runner, YESTERDAY), planned(runner, MONDAY)
    acts = [
        partial(add_session, athlete=runner, user=None, day=YESTERDAY, sport="running", text="- 1h"),
        partial(edit_session, session=past, user=None, title="Other"),
        partial(move_session, session=past, user=None, day=MONDAY),
        partial(move_session, session=coming, user=None, day=YESTERDAY),
        partial(copy_session, session=coming, user=None, day=YESTERDAY),
        partial(swap_sessions, session=coming, other=past, user=None),
        partial(remove_session, session=past, user=None),
        partial(lock_session, session=past, user=None),
    ]
    for act in acts:
        refused("SESSION_IN_PAST", act)

    skip_session(session=past, user=None, reason="time")
    assert past.state == "skipped"
    unskip_session(session=past, user=None)
    assert past.state == "missed"


def test_nothing_is_planned_for_years_ahead(runner):
    row = planned(runner, MONDAY)

    refused("DAY_TOO_FAR", partial(move_session, session=row, user=None, day=date(2029, 1, 1)))


def test_skipping_says_why_and_can_be_taken_back(runner):
    row = planned(runner, MONDAY)

    skip_session(session=row, user=runner.user, reason="tired", note="Bad night.")

    assert (row.state, row.skip_reason, row.skip_note) == ("skipped", "tired", "Bad night.")
    refused("SESSION_SKIPPED", partial(move_session, session=row, user=None, day=TUESDAY))
    unskip_session(session=row, user=runner.user)
    assert (row.state, row.skip_reason, row.skip_note) == ("planned", "", "")
    refused("SESSION_NOT_SKIPPED", partial(unskip_session, session=row, user=None))
    assert refused("DATA_INVALID", partial(skip_session, session=row, user=None, reason="")).fields["reason"]


def test_what_is_done_stays_beside_what_was_planned(runner):
    row = planned(runner, SUNDAY, state="done", activity=ActivityFactory(athlete=runner))

    for act in (
        partial(edit_session, session=row, user=None, title="Other"),
        partial(move_session, session=row, user=None, day=MONDAY),
        partial(skip_session, session=row, user=None, reason="time"),
        partial(remove_session, session=row, user=None),
    ):
        refused("SESSION_DONE", act)


def test_a_removed_session_is_off_the_calendar(runner):
    row = planned(runner, MONDAY)

    remove_session(session=row, user=runner.user, revision=1)

    assert not PlannedSession.objects.shown().exists()
    assert PlanChange.objects.get().entries[0]["after"] is None
    with pytest.raises(DataNotFoundError):
        remove_session(session=row, user=runner.user)


def test_locking_is_written_down_once(runner):
    row = planned(runner, MONDAY)

    lock_session(session=row, user=runner.user)
    lock_session(session=row, user=runner.user)
    assert row.locked
    unlock_session(session=row, user=runner.user)

    assert not row.locked
    assert list(PlanChange.objects.values_list("act", flat=True)) == ["unlock", "lock"]


def test_a_draft_is_adopted_before_it_is_changed(runner):
    row = planned(runner, MONDAY, plan=PlanFactory(athlete=runner, state=Plan.State.DRAFT))

    refused("PLAN_NOT_ADOPTED", partial(move_session, session=row, user=None, day=TUESDAY))


def test_a_coach_is_named_and_what_they_do_is_told(runner):
    coach, row = UserFactory(name="Kim"), planned(runner, MONDAY)

    comment_session(session=row, user=coach, text=" Keep it easy. ")
    move_session(session=row, user=coach, day=TUESDAY)
    edit_session(session=row, user=coach, title="Shake out")

    assert SessionComment.objects.get().text == "Keep it easy."
    assert set(PlanChange.objects.values_list("author", flat=True)) == {coach.pk}
    told = list(Message.objects.order_by("pk"))
    assert [(each.user, each.kind, each.context["said"]) for each in told] == [
        (runner.user, "coach_comment", "Keep it easy."),
        (runner.user, "coach_comment", ""),
    ]
    assert told[0].context["author"] == "Kim"
    assert told[0].url == f"/athletes/me/calendar/sessions/{row.uid}/"


def test_what_a_coach_does_to_several_sessions_is_told_once_a_day(runner):
    coach = UserFactory()
    one, two = planned(runner, MONDAY), planned(runner, TUESDAY)

    swap_sessions(session=one, other=two, user=coach)
    remove_session(session=one, user=coach)

    told = Message.objects.get()
    assert (told.context["author"], told.context["session"]) == ("Your coach", "Your calendar")
    assert told.url == "/athletes/me/plan/history/"


def test_athletes_are_not_told_what_they_did_themselves(runner):
    row = planned(runner, YESTERDAY)

    comment_session(session=row, user=runner.user, text="It rained.")
    skip_session(session=row, user=runner.user, reason="weather")

    assert not Message.objects.exists()
    with pytest.raises(DataValidationError) as raised:
        comment_session(session=row, user=runner.user, text=" ")
    assert list(raised.value.fields) == ["text"]
