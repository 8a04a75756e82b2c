from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from plans.models import Plan, PlanChange, PlannedSession, SessionComment
from tests.factories.athletes import UserFactory
from tests.factories.plans import BlackoutFactory, PlanFactory, PlannedSessionFactory, week_of
from tests.plans.views.conftest import TODAY, address, text_of

HTMX = {"HX-Request": "true"}
WEEK = f"{address('calendar')}?view=week&date=2026-11-25"
POSTS = {
    "session-move": {"day": "2026-11-27"},
    "session-copy": {"day": "2026-11-27"},
    "session-swap": {},
    "session-skip": {"reason": "tired"},
    "session-unskip": {},
    "session-remove": {},
    "session-lock": {"to": "locked"},
    "session-comment": {"text": "Hello."},
    "session-edit": {"title": "Changed", "sport": "running", "text": "- 5m Z1"},
}


@pytest.fixture
def session(athlete):
    """45 easy minutes of Wednesday 25 November."""
    return PlannedSessionFactory(athlete=athlete, plan=PlanFactory(athlete=athlete), day=date(2026, 11, 25))


def post(client, name, session, data=None, **headers):
    return client.post(address(name, uid=session.uid), {"back": WEEK, **(data or {})}, headers=headers)


def stored(session):
    return PlannedSession.objects.get(pk=session.pk)


def test_it_moves_and_leads_back_to_where_it_was_done(client, session):
    response = post(client, "session-move", session, {"day": "2026-11-27", "slot": "2"})

    change = PlanChange.objects.get()
    assert response["Location"] == f"{WEEK}&changed={change.uid}"
    assert (stored(session).day, stored(session).slot) == (date(2026, 11, 27), 2)
    page = client.get(response["Location"])
    assert "Moved to Fri, in 5 days." in text_of(page)
    assert address("change-undo", uid=change.uid) in page.content.decode()


def test_a_move_is_answered_with_the_calendar_and_a_way_back(client, session):
    response = post(client, "session-move", session, {"day": "2026-11-27"}, **HTMX)

    page = response.content.decode()
    assert 'id="calendar"' in page
    assert 'class="cal is-week"' in page
    assert 'hx-swap-oob="beforeend:#toasts"' in page
    assert "Moved to Fri, in 5 days." in page
    assert address("change-undo", uid=PlanChange.objects.get().uid) in page
    assert "<html" not in page


def test_what_the_plan_breaks_now_is_named(client, draft):
    Plan.objects.filter(pk=draft.pk).update(state="active")
    hard = draft.sessions.filter(hard=True, day__gt=TODAY).earliest("day")
    other = draft.sessions.filter(day__gt=hard.day + timedelta(days=7), hard=True).earliest("day")

    closed = other.day - timedelta(days=other.day.weekday())  # Mondays have no room.
    response = post(client, "session-move", other, {"day": closed.isoformat()}, **HTMX)

    assert "The plan now breaks:" in response.content.decode()
    assert "days and hours there are" in response.content.decode()
    assert 'class="toast is-warn"' in response.content.decode()


def test_a_drag_into_the_past_is_a_message_and_nothing_moves(client, session):
    day = (TODAY - timedelta(days=1)).isoformat()
    response = post(client, "session-move", session, {"day": day}, **HTMX, **{"HX-Trigger": "mover"})

    assert response.status_code == 400
    assert "What lies in the past stays as it was." in response.content.decode()
    assert 'class="toast' in response.content.decode()
    assert stored(session).day == date(2026, 11, 25)


def test_a_drag_to_no_day_is_refused(client, session):
    response = post(client, "session-move", session, {"day": ""}, **HTMX, **{"HX-Trigger": "mover"})

    assert response.status_code == 400
    assert stored(session).revision == session.revision


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_form_keeps_what_was_typed(client, session, headers):
    response = post(client, "session-move", session, {"day": "2020-01-01"}, **headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "What lies in the past stays as it was." in page
    assert 'value="2020-01-01"' in page
    assert "<details open>" in page
    assert response.headers.get("HX-Retarget") == "#session-acts"


def test_a_copy_leaves_the_first_where_it_is(client, session):
    post(client, "session-copy", session, {"day": "2026-12-02"})

    assert list(PlannedSession.objects.values_list("day", "title")) == [
        (date(2026, 11, 25), "Easy run"),
        (date(2026, 12, 2), "Easy run"),
    ]


def test_two_sessions_change_places(client, session):
    other = PlannedSessionFactory(athlete=session.athlete, day=date(2026, 11, 28), title="Long run")

    response = post(client, "session-swap", session, {"other": str(other.uid)}, **HTMX)

    assert "Swapped with “Long run”." in response.content.decode()
    assert (stored(session).day, stored(other).day) == (date(2026, 11, 28), date(2026, 11, 25))


def test_what_it_can_be_swapped_with_is_named_by_its_day(client, session):
    PlannedSessionFactory(athlete=session.athlete, plan=session.plan, day=date(2026, 12, 8), title="Long run")

    page = client.get(address("session-acts", uid=session.uid)).content.decode()

    assert "Tue 8 Dec: Long run" in page


def test_only_own_sessions_can_be_swapped_with(client, session):
    theirs = PlannedSessionFactory(day=date(2026, 11, 28))

    response = post(client, "session-swap", session, {"other": str(theirs.uid)})

    assert response.status_code == 422
    assert stored(theirs).day == date(2026, 11, 28)


def test_it_is_skipped_with_a_reason_and_taken_up_again(client, session):
    post(client, "session-skip", session, {"reason": "ill", "note": "Fever"})
    page = text_of(client.get(WEEK))
    assert "Skipped: ill. Fever" in page
    assert (stored(session).state, stored(session).skip_reason) == ("skipped", "ill")

    post(client, "session-unskip", session)
    assert (stored(session).state, stored(session).skip_reason) == ("planned", "")


def test_nothing_is_skipped_without_a_reason(client, session):
    response = post(client, "session-skip", session, {"reason": "because"})

    assert response.status_code == 422
    assert stored(session).state == "planned"


def test_it_is_locked_and_unlocked(client, session):
    post(client, "session-lock", session, {"to": "locked"})
    assert stored(session).locked
    assert "Unlock: adaptation may change it" in text_of(client.get(address("session-acts", uid=session.uid)))

    post(client, "session-lock", session, {"to": ""})
    assert not stored(session).locked


def test_it_is_removed_and_that_can_be_undone(client, session):
    response = post(client, "session-remove", session, **HTMX)
    page = response.content.decode()
    assert "“Easy run” is removed." in page
    assert f"session-{session.uid}" not in page

    client.post(address("change-undo", uid=PlanChange.objects.get().uid), {"back": WEEK})
    assert stored(session).deleted_at is None


def test_removed_on_its_own_page_it_leads_to_the_calendar(client, session):
    response = post(client, "session-remove", session, {"back": address("session", uid=session.uid)})

    change = PlanChange.objects.get()
    assert response["Location"] == f"{WEEK}&changed={change.uid}"
    assert address("change-undo", uid=change.uid) in client.get(response["Location"]).content.decode()


def test_what_is_done_is_not_removed(client, session):
    PlannedSession.objects.update(state="done")

    response = post(client, "session-remove", session, **HTMX)

    assert response.status_code == 400
    assert stored(session).deleted_at is None


def test_the_menu_is_a_page_and_a_part(client, session):
    whole = client.get(address("session-acts", uid=session.uid))
    part = client.get(address("session-acts", uid=session.uid), headers=HTMX | {"HX-Current-URL": WEEK})

    assert "Change “Easy run”" in text_of(whole)
    assert "<html" not in part.content.decode()
    assert 'hx-target="#calendar"' in part.content.decode()
    assert "hx-post" not in whole.content.decode().partition("<main")[2]


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert()"])
def test_nobody_is_led_away(client, session, back):
    response = client.post(address("session-skip", uid=session.uid), {"reason": "time", "back": back})

    assert response["Location"].startswith(f"{address('calendar')}?view=week&date=2026-11-25&changed=")


def test_a_change_that_changes_nothing_offers_no_way_back(client, session):
    response = post(client, "session-move", session, {"day": "2026-11-25"})

    assert response["Location"] == WEEK
    assert not PlanChange.objects.exists()


@pytest.mark.parametrize("name", POSTS)
def test_a_reading_coach_and_a_stranger_change_nothing(client_of, coach_with, session, name):
    other = PlannedSessionFactory(athlete=session.athlete, day=date(2026, 11, 28))
    before = list(PlannedSession.objects.order_by("pk").values())
    where = address(name, session.athlete, uid=session.uid)

    for client in (coach_with(plan="read"), coach_with(activities="write"), client_of(UserFactory())):
        assert client.post(where, POSTS[name] | {"other": str(other.uid)}).status_code == 404

    assert list(PlannedSession.objects.order_by("pk").values()) == before
    assert not PlanChange.objects.exists()
    assert not SessionComment.objects.exists()


def test_a_writing_coach_changes_and_is_named(coach_with, session):
    client = coach_with(plan="write")

    client.post(address("session-move", session.athlete, uid=session.uid), {"day": "2026-11-27"})

    assert stored(session).day == date(2026, 11, 27)
    assert PlanChange.objects.get().author.name == "Kim Coach"


def test_toasts_are_no_scripts(client, session):
    PlannedSession.objects.update(title="<script>alert()</script>")

    response = post(client, "session-skip", session, {"reason": "time"}, **HTMX)

    assert "<script" not in response.content.decode()
    assert json.loads(response.headers.get("HX-Trigger", "{}")) == {}


SUNDAY = date(2026, 11, 29)


def test_a_day_that_is_closed_in_the_week_is_told_with_a_way_back(client, athlete, session):
    week_of(athlete, [0, 60, 60, 60, 0, 60, 0])

    response = post(client, "session-move", session, {"day": SUNDAY.isoformat()}, **HTMX)

    page = response.content.decode()
    assert "Moved to Sun 29 Nov. Sunday is closed in your week." in text_of(response)
    assert 'class="toast is-warn"' in page
    assert address("change-undo", uid=PlanChange.objects.get().uid) in page
    assert stored(session).day == SUNDAY


def test_days_off_are_told_whatever_the_weekday_has_room_for(client, athlete, session):
    week_of(athlete, [60] * 7)
    BlackoutFactory(athlete=athlete, start=date(2026, 11, 28), end=date(2026, 11, 30))

    response = post(client, "session-copy", session, {"day": SUNDAY.isoformat()}, **HTMX)

    assert "Copied to Sun 29 Nov. 28–29 Nov 2026 is time off: travel." in text_of(response)


def test_more_than_a_day_has_room_for_is_told(client, athlete, session):
    week_of(athlete, [0, 60, 60, 60, 0, 60, 60])
    PlannedSessionFactory(athlete=athlete, plan=session.plan, day=SUNDAY)

    response = post(client, "session-move", session, {"day": SUNDAY.isoformat()}, **HTMX)

    assert "Sunday has 1 h in your week, and 1 h 30 min are planned." in text_of(response)


def test_both_days_of_a_swap_are_looked_at(client, athlete, session):
    week_of(athlete, [0, 60, 0, 60, 0, 60, 60])
    other = PlannedSessionFactory(athlete=athlete, plan=session.plan, day=SUNDAY)

    response = post(client, "session-swap", session, {"other": str(other.uid)}, **HTMX)

    assert "Wednesday is closed in your week." in text_of(response)
    assert "Sunday is closed" not in text_of(response)


@pytest.mark.parametrize("minutes", [60, None])
def test_a_day_with_room_and_one_of_which_nothing_was_said_need_no_word(client, athlete, session, minutes):
    if minutes:
        week_of(athlete, [minutes] * 7)

    response = post(client, "session-move", session, {"day": SUNDAY.isoformat()}, **HTMX)

    assert "in your week" not in text_of(response)
    assert 'class="toast is-ok"' in response.content.decode()


def test_every_field_of_the_acts_has_a_name_of_its_own(client, athlete, session):
    PlannedSessionFactory(athlete=athlete, plan=session.plan, day=SUNDAY)

    page = client.get(address("session-acts", uid=session.uid)).content.decode()

    ids = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page)
    assert ids == ["move_day", "move_slot", "swap_other", "copy_day", "skip_reason", "skip_note"]
    assert '<label class="field-label" for="copy_day">' in page
