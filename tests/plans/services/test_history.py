from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from threading import Thread

import pytest
import time_machine
from django.db import connection, transaction

from config.core.errors import AppException, DataValidationError
from plans.models import PlanChange, PlannedSession
from plans.services.history import make_change, undo_change
from plans.services.sessions import (
    add_session,
    edit_session,
    move_session,
    remove_session,
    skip_session,
    swap_sessions,
)
from plans.services.snapshots import snapshot
from tests.factories.plans import PlanFactory, PlannedSessionFactory
from tests.plans.services.conftest import NOW

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def last() -> PlanChange:
    return PlanChange.objects.order_by("pk").last()


def undo(runner, change=None):
    return undo_change(change=change or last(), user=runner.user)


def shown() -> list[dict]:
    rows = PlannedSession.objects.shown().select_related("plan").order_by("pk")
    return [snapshot(row) for row in rows]


def refused(code: str, runner, change: PlanChange) -> None:
    before = shown()
    with pytest.raises(DataValidationError) as raised:
        undo(runner, change)
    assert raised.value.code == code
    assert shown() == before


@pytest.fixture
def pair(runner):
    plan = PlanFactory(athlete=runner)
    return [PlannedSessionFactory(athlete=runner, plan=plan, day=day) for day in (MONDAY, TUESDAY)]


@pytest.mark.parametrize(
    "act",
    [
        lambda one, two: move_session(session=one, user=None, day=TUESDAY),
        lambda one, two: swap_sessions(session=one, other=two, user=None),
        lambda one, two: edit_session(session=one, user=None, text="- 30m Z4"),
        lambda one, two: remove_session(session=one, user=None),
        lambda one, two: skip_session(session=one, user=None, reason="time"),
        lambda one, two: add_session(
            athlete=one.athlete, user=None, day=MONDAY, sport="running", text="- 30m Z2"
        ),
    ],
)
def test_everything_is_undone_and_done_again(runner, pair, act):
    before = shown()
    act(*pair)
    after = shown()
    assert after != before

    first = undo(runner)
    assert shown() == before
    assert (first.act, first.author) == ("undo", runner.user)

    undo(runner)
    assert shown() == after


def test_one_act_is_undone_once(runner, pair):
    move_session(session=pair[0], user=None, day=TUESDAY)
    moved = last()
    undo(runner, moved)

    refused("CHANGE_UNDONE", runner, moved)


def test_what_changed_since_is_not_overwritten(runner, pair):
    move_session(session=pair[0], user=None, day=TUESDAY)
    moved = last()
    edit_session(session=pair[0], user=None, title="Along the river")

    refused("CHANGE_OVERTAKEN", runner, moved)

    undo(runner)
    undo(runner, moved)
    assert {(row["day"], row["title"]) for row in shown()} == {
        ("2026-11-23", "Easy run"),
        ("2026-11-24", "Easy run"),
    }


def test_the_past_is_not_undone_into(runner, pair):
    move_session(session=pair[0], user=None, day=TUESDAY)
    moved = last()

    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        refused("SESSION_IN_PAST", runner, moved)


def test_a_restored_session_gets_a_free_place(runner, pair):
    one, _ = pair
    remove_session(session=one, user=None)
    removed = last()
    PlannedSessionFactory(athlete=runner, day=MONDAY)

    undo(runner, removed)

    one.refresh_from_db()
    assert (one.deleted_at, one.slot) == (None, 2)


def test_nothing_of_a_change_is_stored_when_a_part_of_it_fails(runner, pair):
    one, two = pair
    before = shown()
    entries = [
        {"session": str(one.uid), "after": {"day": "2026-11-25"}},
        {"session": str(two.uid), "after": {"minutes": 0, "title": ""}},
    ]

    with pytest.raises(DataValidationError), transaction.atomic():
        make_change(athlete=runner, user=None, act="adapt", entries=entries)

    assert shown() == before
    assert not PlanChange.objects.exists()


def test_sessions_of_others_are_out_of_reach(runner):
    other = PlannedSessionFactory(day=MONDAY)
    entry = {"session": str(other.uid), "after": None}

    with pytest.raises(AppException), transaction.atomic():
        make_change(athlete=runner, user=None, act="adapt", entries=[entry])

    other.refresh_from_db()
    assert other.deleted_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_is_refused(runner):
    row = PlannedSessionFactory(athlete=runner, day=MONDAY)
    move_session(session=row, user=None, day=TUESDAY)
    change, codes = last(), []

    def attempt() -> None:
        try:
            undo(runner, change)
            codes.append("done")
        except DataValidationError as error:
            codes.append(error.code)

    both([attempt, attempt])

    assert sorted(codes) == ["CHANGE_UNDONE", "done"]
    assert PlanChange.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_move_to_one_place_at_once_get_two(runner):
    rows = [PlannedSessionFactory(athlete=runner, day=day) for day in (MONDAY, TUESDAY)]
    target = date(2026, 11, 25)

    both([partial(move_session, session=row, user=None, day=target) for row in rows])

    assert sorted(PlannedSession.objects.values_list("day", "slot")) == [(target, 1), (target, 2)]


def both(works: list[Callable[[], object]]) -> None:
    threads = [Thread(target=in_own_connection, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_own_connection(work: Callable[[], object]) -> None:
    work()
    connection.close()
