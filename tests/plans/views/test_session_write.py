from __future__ import annotations

import html
import re
from datetime import date

import pytest

from plans.models import PlanChange, PlannedSession
from tests.factories.athletes import UserFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory, TemplateFactory
from tests.plans.views.conftest import address, text_of

NEW = f"{address('session-new')}?date=2026-11-25"
WRITTEN = {
    "day": "2026-11-25",
    "title": "Hills",
    "sport": "running",
    "text": "- 10m Z1\n\n6x\n- 1m Z5\n- 2m Z1\n",
    "note": "On grass.",
}


def offered(response, session):
    """The change that the page offers to take back, to which `response` leads."""
    change = PlanChange.objects.get()
    assert response["Location"] == f"{address('session', uid=session.uid)}?changed={change.uid}"
    return change


def test_a_session_is_written_on_a_day(client, athlete):
    PlanFactory(athlete=athlete)

    response = client.post(NEW, WRITTEN)

    session = PlannedSession.objects.get()
    offered(response, session)
    assert (session.day, session.title, session.minutes, session.plan) == (
        date(2026, 11, 25),
        "Hills",
        28,
        None,
    )
    assert (session.note, session.origin, session.created_by) == ("On grass.", "person", athlete.user)


def test_lines_that_cannot_be_read_are_named_and_the_text_stays(client, athlete):
    response = client.post(NEW, WRITTEN | {"text": "- 10m Z1\n- whatever\n- 5m Z99"})

    page = text_of(response)
    assert response.status_code == 422
    assert "2 lines cannot be read yet, see below." in page
    assert "Line 2 Say how long" in page
    assert "Line 3 A pace zone lies between 1 and 6. - 5m Z99" in page
    assert "- 10m Z1\n- whatever\n- 5m Z99</textarea>" in response.content.decode()
    assert not PlannedSession.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2026-11-21"}, "What lies in the past stays as it was."),
        ({"title": ""}, "This field is required."),
        ({"text": ""}, "This field is required."),
        ({"sport": "chess"}, "Select a valid choice."),
        ({"text": "- 10m 200w"}, "Enter the threshold power for running"),
    ],
)
def test_what_is_refused_stands_at_its_field(client, athlete, changes, words):
    response = client.post(NEW, WRITTEN | changes)

    assert response.status_code == 422
    assert words in text_of(response)
    assert not PlannedSession.objects.exists()


def test_it_starts_from_the_catalogue(client, athlete):
    page = client.get(f"{NEW}&from=running:threshold&minutes=52").content.decode()

    assert 'value="Threshold run"' in page
    assert 'name="kind" value="threshold"' in page
    assert "Cruise intervals at the threshold" in page
    assert "- 10m Z2" in page or "Warmup" in page

    client.post(NEW, WRITTEN | {"kind": "threshold"})
    assert PlannedSession.objects.get().kind == "threshold"


def test_it_starts_from_the_own_library(client, athlete):
    template = TemplateFactory(athlete=athlete, name="Tuesday easy", note="Flat.")

    page = client.get(f"{NEW}&from=own:{template.uid}").content.decode()

    assert 'value="Tuesday easy"' in page
    assert "- 45m Z2\n</textarea>" in page
    assert "Tuesday easy, 45 min" in page


@pytest.mark.parametrize("query", ["&from=own:nobody", "&from=running:dancing", "&minutes=-5", "&minutes=x"])
def test_what_is_not_there_fills_in_nothing(client, athlete, query):
    page = client.get(NEW + query).content.decode()

    assert 'name="title" maxlength="120" required' in page


def test_a_day_of_the_past_becomes_today(client, athlete):
    assert "A session for today" in text_of(client.get(f"{address('session-new')}?date=2026-01-01"))


def test_a_session_is_edited_and_keeps_its_kind(client, athlete):
    session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 25), why="Because.")
    where = address("session-edit", uid=session.uid)
    assert 'value="Easy run"' in client.get(where).content.decode()

    client.post(where, {"title": "Longer", "sport": "running", "text": "- 60m Z2", "note": ""})

    session.refresh_from_db()
    assert (session.title, session.minutes, session.kind, session.day) == (
        "Longer",
        60,
        "easy",
        date(2026, 11, 25),
    )
    assert PlanChange.objects.get().act == "edit"


def test_the_past_is_not_edited(client, athlete):
    session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 20))

    response = client.post(
        address("session-edit", uid=session.uid), {"title": "Other", "sport": "running", "text": "- 60m Z2"}
    )

    session.refresh_from_db()
    assert response.status_code == 422
    assert session.title == "Easy run"


def test_only_who_may_write_the_plan_writes(client_of, coach_with, athlete):
    where = address("session-new", athlete)

    for client in (coach_with(plan="read"), client_of(UserFactory())):
        assert client.get(where).status_code == 404
        assert client.post(where, WRITTEN).status_code == 404
    assert not PlannedSession.objects.exists()

    assert coach_with(plan="write").post(where, WRITTEN).status_code == 302
    assert PlannedSession.objects.get().created_by.name == "Kim Coach"


def test_what_was_saved_can_be_taken_back_on_the_next_page(client, athlete):
    session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 25))

    response = client.post(address("session-edit", uid=session.uid), WRITTEN)
    change = offered(response, session)
    page = client.get(response["Location"])
    undone = client.post(address("change-undo", uid=change.uid), {"back": back_of(page)}, follow=True)

    assert "Saved." in text_of(page)
    assert address("change-undo", uid=change.uid) in page.content.decode()
    session.refresh_from_db()
    assert session.title == "Easy run"
    assert "It is as it was before." in text_of(undone)


def test_what_was_added_can_be_taken_back_and_leads_to_the_calendar(client, athlete):
    response = client.post(NEW, WRITTEN)
    change = offered(response, PlannedSession.objects.get())
    page = client.get(response["Location"])

    undone = client.post(address("change-undo", uid=change.uid), {"back": back_of(page)}, follow=True)

    assert not PlannedSession.objects.shown().exists()
    assert (undone.status_code, undone.redirect_chain[0][0].partition("?")[0]) == (200, address("calendar"))


def back_of(page):
    """Where taking it back leads."""
    form = page.content.decode().partition('class="notice"')[2]
    return html.unescape(re.findall(r'name="back" value="([^"]+)"', form)[0])
