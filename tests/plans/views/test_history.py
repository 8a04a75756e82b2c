from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from plans.models import PlanChange
from plans.services.planning import adopt_plan, end_plan
from plans.services.sessions import move_session, skip_session
from tests.factories.athletes import UserFactory
from tests.factories.plans import ChangeFactory, PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.plans.views.conftest import MONDAY, NOW, address, text_of


@pytest.fixture
def session(athlete):
    return PlannedSessionFactory(athlete=athlete, plan=PlanFactory(athlete=athlete), day=MONDAY)


@pytest.fixture
def moved(athlete, session):
    return moved_by(athlete.user, session)


def moved_by(user, session):
    move_session(session=session, user=user, day=MONDAY + timedelta(days=2))
    return PlanChange.objects.get()


def test_an_empty_history_says_what_will_be_here(client, athlete):
    assert "Nothing has happened yet" in text_of(client.get(address("history")))


def test_every_act_has_its_author_difference_and_time(client, moved):
    page = text_of(client.get(address("history")))

    assert "You moved Easy run: tomorrow → Wed, in 3 days" in page
    assert "today, 10:00" in page


def test_why_something_was_skipped_stands_there(client, session, moved):
    skip_session(session=session, user=session.athlete.user, reason="time", note="Late train")

    page = text_of(client.get(address("history")))

    assert ": to do → skipped: no time. Late train" in page


def test_a_long_change_is_folded_and_each_line_has_its_day(client, athlete):
    sides = [{"title": f"Run {n}", "day": f"2026-12-{n:02}", "minutes": 60, "load": 60} for n in range(1, 9)]
    same = {"steps": [], "note": "", "state": "planned", "locked": False}
    entries = [
        {"session": str(n), "before": {**side, **same}, "after": {**side, **same, "minutes": 50}}
        for n, side in enumerate(sides)
    ]
    change = ChangeFactory(athlete=athlete, act="adapt", author=None, entries=entries)
    ChangeFactory(athlete=athlete, act="undo", undoes=change)

    page = text_of(client.get(address("history")))

    assert "Run 4, Fri 4 Dec: 60 min → 50 min 4 more sessions Run 5, Sat 5 Dec: 60 min → 50 min" in page
    assert "You undid the adaptation" in page


def test_an_act_is_undone_and_says_so(client, session, moved):
    response = client.post(address("change-undo", uid=moved.uid), follow=True)

    session.refresh_from_db()
    page = text_of(response)
    assert session.day == MONDAY
    assert "It is as it was before." in page
    assert "You undid" in page
    assert "undone" in page


def test_undoing_leads_back_to_where_it_was_asked(client, moved):
    back = address("calendar") + "?view=week"

    response = client.post(address("change-undo", uid=moved.uid), {"back": back})

    assert response["Location"] == back


def test_nobody_is_led_to_another_site(client, moved):
    response = client.post(address("change-undo", uid=moved.uid), {"back": "https://elsewhere.example/"})

    assert response["Location"] == address("history")


def test_the_frozen_past_refuses_with_its_reason(client, session, moved):
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        page = text_of(client.post(address("change-undo", uid=moved.uid), follow=True))

    session.refresh_from_db()
    assert session.day == MONDAY + timedelta(days=2)
    assert "This cannot be undone. What lies in the past stays as it was." in page


def test_what_changed_since_is_not_undone(client, athlete, session, moved):
    session.refresh_from_db()
    move_session(session=session, user=athlete.user, day=MONDAY + timedelta(days=4))

    page = text_of(client.post(address("change-undo", uid=moved.uid), follow=True))

    assert "Something changed here since: undo the newer change first." in page


def test_whole_plans_are_told_by_name_and_come_back(client, draft):
    end_plan(plan=adopt_plan(plan=draft, user=draft.athlete.user), user=draft.athlete.user)
    change = PlanChange.objects.get(act="end")

    page = text_of(client.get(address("history")))
    client.post(address("change-undo", uid=change.uid))

    draft.refresh_from_db()
    assert "You ended the plan: 6 weeks of running" in page
    assert "sessions were taken out of the calendar" in page
    assert draft.state == "active"


def test_what_formline_did_leads_to_its_proposal(client, athlete):
    proposal = ProposalFactory(plan=PlanFactory(athlete=athlete), state="automatic")
    PlanChange.objects.create(athlete=athlete, act="adapt", reason="You were ill.", proposal=proposal)

    response = client.get(address("history"))

    assert "Formline adapted Why: You were ill. the proposal" in text_of(response)
    assert address("plan-proposal", uid=proposal.uid) in response.content.decode()


def test_a_coach_is_named_and_may_undo_only_with_write(athlete, session, coach_with):
    reader, writer = coach_with(plan="read"), coach_with(plan="write")
    change = moved_by(None, session)

    page = reader.get(address("history", athlete))
    refused = reader.post(address("change-undo", athlete, uid=change.uid))

    session.refresh_from_db()
    assert "Formline moved" in text_of(page)
    assert "Undo</button>" not in page.content.decode()
    assert refused.status_code == 404
    assert session.day == MONDAY + timedelta(days=2)
    writer.post(address("change-undo", athlete, uid=change.uid))
    assert PlanChange.objects.get(act="undo").author.name == "Kim Coach"


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, session, moved, client_of):
    stranger = client_of(UserFactory())

    assert stranger.get(address("history", athlete)).status_code == 404
    assert stranger.post(address("change-undo", athlete, uid=moved.uid)).status_code == 404
    assert PlanChange.objects.count() == 1


def test_a_change_of_somebody_else_is_not_found(client, athlete):
    other = PlanChange.objects.create(athlete=PlanFactory().athlete, act="move")

    assert client.post(address("change-undo", uid=other.uid)).status_code == 404
