"""The diary: check-ins and markers, on their pages and on Today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from metrics.models import Annotation, CheckIn
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.own_word import AnnotationFactory, CheckInFactory
from tests.metrics.views.conftest import address

TODAY = date(2026, 11, 22)
HTMX = {"HX-Request": "true"}
WELL = {"feel": "4", "soreness": "3", "sleep_quality": "5", "stress": "2", "note": "Good legs"}
ILL = {"kind": "illness", "start": "2026-11-20", "last_day": "", "altitude": "", "note": "Cold"}


def text(response) -> str:
    return response.content.decode()


def said(check_in: CheckIn) -> tuple:
    return check_in.feel, check_in.soreness, check_in.sleep_quality, check_in.stress, check_in.note


def test_a_morning_is_said_in_one_form(client, athlete):
    page = text(client.get(address("check-in")))
    assert page.count('type="radio"') == 20
    assert page.count("<fieldset") == 4
    assert page.count("very sore") == 2

    response = client.post(address("check-in"), WELL)

    row = CheckIn.objects.get()
    assert (row.athlete, row.date, said(row)) == (athlete, TODAY, (4, 3, 5, 2, "Good legs"))
    assert response.url == address("check-in")
    page = text(client.get(response.url))
    assert "The check-in is saved." in page
    assert "Feel 4 · Muscles 3 · Sleep 5 · Calm 2 · Good legs" in page
    assert page.count(" checked") == 4


def test_a_part_answers_with_what_was_said(client):
    response = client.post(address("check-in"), WELL, headers=HTMX)

    assert text(response).lstrip().startswith("<section")
    assert 'id="check-in"' in text(response)
    assert "Feel <b>4</b> of 5" in text(response)
    assert "<form" not in text(response)
    assert "The check-in is saved." in response.headers["HX-Trigger"]


def test_another_day_is_said_and_changed_at_its_own_address(client, athlete):
    CheckInFactory(athlete=athlete, date=TODAY - timedelta(days=2), feel=1, note="")
    there = address("check-in") + "?day=2026-11-20"
    assert text(client.get(there)).count(" checked") == 4

    assert client.post(there, {"feel": "2"}).url == there

    assert said(CheckIn.objects.get()) == (2, None, None, None, "")


def test_a_morning_can_be_cleared(client, athlete):
    CheckInFactory(athlete=athlete, date=TODAY)

    assert client.post(address("check-in-clear")).status_code == 302
    assert not CheckIn.objects.exists()
    assert client.post(address("check-in-clear")).status_code == 404


@pytest.mark.parametrize("day", ["2026-11-23", "1989-12-31", "2026-02-30", "soon"])
def test_a_day_to_come_or_no_day_is_not_found(client, day):
    there = f"{address('check-in')}?day={day}"

    assert client.get(there).status_code == client.post(there, WELL).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"feel": "6"}, "Select a valid choice"),
        ({"feel": "well"}, "Select a valid choice"),
        ({"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, wrong, words):
    response = client.post(address("check-in"), {**WELL, **wrong})

    assert response.status_code == 422
    assert words in text(response)
    assert text(response).count(" checked") >= 3
    assert not CheckIn.objects.exists()


def test_an_empty_form_is_told_to_say_something(client):
    response = client.post(address("check-in"), {"note": ""}, headers=HTMX)

    assert response.status_code == 422
    assert "Give at least one answer." in text(response)


def test_today_asks_until_it_is_answered(client, athlete):
    ActivityFactory(athlete=athlete)
    today = reverse("analysis:today", args=["me"])
    page = text(client.get(today))
    assert f'hx-post="{address("check-in")}?day=2026-11-22"' in page

    CheckInFactory(athlete=athlete, date=TODAY)
    cache.clear()

    assert 'id="check-in"' not in text(client.get(today))


def test_today_says_what_lasts_and_ends_it_with_one_tap(client, athlete):
    ActivityFactory(athlete=athlete)
    marker = AnnotationFactory(athlete=athlete, start=TODAY - timedelta(days=2), end=None)
    today = reverse("analysis:today", args=["me"])
    page = text(client.get(today))
    assert "Ill since Fri, 2 days ago." in page
    assert "I am well again" in page

    there = f"http://testserver{today}"
    response = client.post(address("marker-end", uid=marker.uid), headers={"referer": there})
    cache.clear()

    marker.refresh_from_db()
    assert (marker.end, response.url) == (TODAY, there)
    assert "I am well again" not in text(client.get(today))


def test_a_coach_sees_on_today_what_was_shared(client_of, athlete):
    ActivityFactory(athlete=athlete)
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    today = reverse("analysis:today", args=[athlete.uid])
    blind = client_of(CoachLinkFactory(athlete=athlete, scopes={"analysis": "read"}).coach)
    reader = client_of(CoachLinkFactory(athlete=athlete, scopes={"analysis": "read", "notes": "read"}).coach)

    assert "Ill from today on" not in text(blind.get(today))
    page = text(reader.get(today))
    assert "Ill from today on" in page
    assert "I am well again" not in page
    assert 'id="check-in"' not in page


def test_a_marker_is_added_changed_ended_deleted_and_brought_back(client, athlete):
    assert "No markers yet" in text(client.get(address("markers")))
    assert client.post(address("markers"), ILL).url == address("markers")
    marker = Annotation.objects.get()
    assert (marker.athlete, marker.kind, marker.start, marker.end) == (
        athlete, "illness", date(2026, 11, 20), None
    )  # fmt: skip
    page = text(client.get(address("markers")))
    assert "since 20 Nov 2026 · 3 days" in page
    assert "I am well again" in page

    client.post(address("marker-edit", uid=marker.uid), {**ILL, "last_day": "2026-11-21"})
    marker.refresh_from_db()
    assert marker.end == TODAY

    deleted = client.post(address("marker-delete", uid=marker.uid))
    page = text(client.get(deleted.url))
    assert "Illness is deleted." in page
    assert "No markers yet" in page
    assert client.get(address("marker-edit", uid=marker.uid)).status_code == 404

    client.post(address("marker-restore", uid=marker.uid))
    assert Annotation.objects.alive().get() == marker


def test_a_marker_ends_from_the_list(client, athlete):
    marker = AnnotationFactory(athlete=athlete, kind="injury", start=TODAY - timedelta(days=5), end=None)

    response = client.post(address("marker-end", uid=marker.uid), headers=HTMX)

    marker.refresh_from_db()
    assert marker.end == TODAY
    assert 'id="annotations"' in text(response)
    assert "Injury: it is over." in response.headers["HX-Trigger"]


def test_an_altitude_is_typed_in_the_units_of_the_athlete(client, athlete):
    athlete.units = "imperial"
    athlete.save()
    given = {**ILL, "kind": "altitude", "altitude": "6000"}

    client.post(address("markers"), given)

    marker = Annotation.objects.get()
    assert marker.altitude_m == pytest.approx(1828.8)
    assert "6,000\u202fft" in text(client.get(address("markers")))
    assert 'value="6000"' in text(client.get(address("marker-edit", uid=marker.uid)))


def test_a_height_typed_for_something_else_is_let_go(client):
    client.post(address("markers"), {**ILL, "altitude": "1800"})

    assert Annotation.objects.get().altitude_m is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"start": ""}, "This field is required."),
        ({"start": "2026-11-23"}, "An illness cannot begin on a day to come."),
        ({"last_day": "2026-11-19"}, "The last day cannot be before the first."),
        ({"last_day": "2026-11-24"}, "Leave the end empty while it lasts"),
        ({"last_day": "9999-12-31"}, "This day is too far ahead."),
        ({"kind": "answer"}, "Select a valid choice"),
        ({"kind": "altitude"}, "Say how high you sleep."),
        ({"kind": "altitude", "altitude": "nan"}, "Enter a number."),
        ({"start": "2026-10-06", "last_day": "2026-10-06"}, "There is an illness already: 5–8 Oct 2026."),
    ],
)
def test_a_marker_that_cannot_be_is_refused_and_what_was_typed_stays(client, athlete, wrong, words):
    AnnotationFactory(athlete=athlete)

    for headers in ({}, HTMX):
        response = client.post(address("markers"), {**ILL, **wrong}, headers=headers)

        assert response.status_code == 422
        assert words in text(response)
        assert 'value="Cold"' in text(response)
    assert Annotation.objects.count() == 1


def test_a_change_that_cannot_be_changes_nothing(client, athlete):
    marker = AnnotationFactory(athlete=athlete)

    response = client.post(address("marker-edit", uid=marker.uid), {**ILL, "start": "2026-11-23"})

    assert response.status_code == 422
    marker.refresh_from_db()
    assert (marker.start, marker.revision) == (date(2026, 10, 5), 1)


def test_a_marker_whose_days_are_taken_stays_deleted(client, athlete):
    marker = AnnotationFactory(athlete=athlete)
    client.post(address("marker-delete", uid=marker.uid))
    AnnotationFactory(athlete=athlete)

    response = client.post(address("marker-restore", uid=marker.uid))

    assert "There is an illness already" in text(client.get(response.url))
    marker.refresh_from_db()
    assert marker.deleted_at is not None


@pytest.mark.parametrize("scopes", [{"notes": "read"}, {"activities": "write", "cycle": "write"}, {}])
def test_who_may_not_write_notes_changes_nothing(client_of, athlete, scopes):
    marker = AnnotationFactory(athlete=athlete, end=None)
    check_in = CheckInFactory(athlete=athlete, date=TODAY)
    client = client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    for name in ("check-in", "check-in-clear", "markers"):
        assert client.post(address(name, athlete), {**WELL, **ILL}).status_code == 404
    for name in ("marker-edit", "marker-end", "marker-delete", "marker-restore"):
        assert client.post(address(name, athlete, uid=marker.uid), ILL).status_code == 404

    for row in (marker, check_in):
        row.refresh_from_db()
        assert row.revision == 1
    seen = 200 if "notes" in scopes else 404
    for name in ("check-in", "markers"):
        response = client.get(address(name, athlete))
        assert response.status_code == seen
        assert 'method="post"' not in text(response).partition("<main")[2]


def test_a_coach_who_may_write_notes_does(client_of, athlete):
    client = client_of(CoachLinkFactory(athlete=athlete, scopes={"notes": "write"}).coach)

    assert client.post(address("check-in", athlete), WELL).status_code == 302
    assert client.post(address("markers", athlete), ILL).status_code == 302

    assert CheckIn.objects.get().athlete == Annotation.objects.get().athlete == athlete


def test_the_marker_of_another_athlete_is_not_found(client):
    marker = AnnotationFactory(end=None)

    assert client.post(address("marker-end", uid=marker.uid)).status_code == 404
