"""One's own data as a whole over the API: exports, erasure, the record, hidden places, invitations."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from athletes.models import Athlete, CoachInvitation, DataExport, ErasureRequest, PrivacyZone, User
from athletes.services import data_exports
from athletes.services.coaching import ask_athlete, invite
from config.core.celery import sending_with
from config.core.models import AuditEvent
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.tokens import application_of, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASSWORD = "a long enough passphrase"
BASE = "/api/v1/account"
HOME = {"name": "Home", "latitude_deg": 47.0, "longitude_deg": 8.5, "radius_m": 500}


@pytest.fixture(autouse=True)
def _data(settings: Settings, tmp_path: Path) -> None:
    settings.FORMLINE_DATA = tmp_path


@pytest.fixture
def ada() -> Athlete:
    athlete: Athlete = AthleteFactory(user__email="ada@formline.example")
    athlete.user.set_password(PASSWORD)
    athlete.user.save()
    return athlete


def logged_in(user: User, *, is_proven: bool = False) -> Client:
    client = Client()
    client.force_login(user)
    if is_proven:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def post(client: Client, address: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(f"{BASE}/{address}", body or {}, "application/json")


def test_an_export_is_asked_for_made_and_taken_along(ada: Athlete) -> None:
    client = logged_in(ada.user, is_proven=True)
    with sending_with(lambda *_: None):
        asked = post(client, "exports/")
        again = post(client, "exports/")
    data_exports.make_export(uid=asked.json()["uid"])

    [listed] = client.get(f"{BASE}/exports/").json()["results"]
    one = client.get(f"{BASE}/exports/{listed['uid']}/").json()
    taken = client.get(f"{BASE}/exports/{listed['uid']}/file/")

    assert (asked.status_code, asked.json()["state"], again.json()["uid"]) == (202, "waiting", listed["uid"])
    assert (listed["state"], one) == ("ready", listed)
    assert "README.txt" in {
        name.rpartition("/")[2] for name in ZipFile(io.BytesIO(taken.getvalue())).namelist()
    }
    assert AuditEvent.objects.filter(action="account.data_downloaded").count() == 1


def test_who_only_has_the_cookie_neither_takes_nor_erases_all(ada: Athlete) -> None:
    row = DataExport.objects.create(user=ada.user, state=DataExport.State.READY)
    client = logged_in(ada.user)

    refused = [
        client.get(f"{BASE}/exports/{row.uid}/file/"),
        post(client, "erasure/", {"email": ada.user.email}),
    ]

    assert [(each.status_code, each.json()["error"]["code"]) for each in refused] == [
        (403, "PROOF_NEEDED")
    ] * 2
    assert not ErasureRequest.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_erasure_is_asked_for_by_the_address_and_taken_back(ada: Athlete) -> None:
    client = logged_in(ada.user, is_proven=True)

    told = [
        post(client, "erasure/", {"email": "eve@formline.example"}).status_code,
        post(client, "erasure/", {"email": "Ada@Formline.example"}).json(),
        client.get(f"{BASE}/erasure/").json(),
        client.delete(f"{BASE}/erasure/").status_code,
        client.get(f"{BASE}/erasure/").json(),
    ]

    due = {"due_at": "2026-12-04T12:00:00Z"}
    assert told == [400, due, due, 204, {"due_at": None}]


def test_places_are_hidden_and_shown_again_by_their_owner_alone(ada: Athlete) -> None:
    mine, other = logged_in(ada.user), logged_in(AthleteFactory().user)
    made = post(mine, "zones/", HOME)
    one = f"{BASE}/zones/{made.json()['uid']}/"

    assert made.status_code == 201
    assert made.json() == {**made.json(), **HOME}
    assert mine.get(f"{BASE}/zones/").json() == [made.json()]
    assert other.delete(one).status_code == 404
    assert other.get(f"{BASE}/zones/").json() == []
    assert post(mine, "zones/", {**HOME, "radius_m": 1}).status_code == 400
    assert (
        post(mine, "zones/", {"name": "Home", "latitude_deg": 47.0, "longitude_deg": 8.5}).status_code == 400
    )
    assert post(logged_in(UserFactory()), "zones/", HOME).status_code == 404
    assert PrivacyZone.objects.get().radius_m == 500
    assert (mine.delete(one).status_code, PrivacyZone.objects.exists()) == (204, False)


def test_who_was_asked_is_listed_to_who_asked_and_can_be_taken_back(ada: Athlete) -> None:
    coach = UserFactory()
    invite(athlete=ada, email=coach.email, role="coach", scopes={"load": "read"})
    ask_athlete(coach=coach, email=ada.user.email)
    mine, theirs = logged_in(ada.user), logged_in(coach)

    [asked], [asks] = (each.get(f"{BASE}/invitations/").json()["results"] for each in (mine, theirs))
    refused = theirs.delete(f"{BASE}/invitations/{asked['uid']}/")
    done = mine.delete(f"{BASE}/invitations/{asked['uid']}/")

    assert (asked["by"], asked["email"], asked["scopes"]) == ("athlete", coach.email, {"load": "read"})
    assert (asks["by"], asks["email"], asks["scopes"]) == ("coach", ada.user.email, {})
    assert (refused.status_code, done.status_code) == (404, 204)
    assert {each.uid.hex: each.status for each in CoachInvitation.objects.all()} == {
        asked["uid"].replace("-", ""): "withdrawn",
        asks["uid"].replace("-", ""): "open",
    }


def test_the_record_tells_its_person_in_words_and_nobody_else(ada: Athlete) -> None:
    post(logged_in(ada.user), "zones/", HOME)

    [hid] = logged_in(ada.user).get(f"{BASE}/events/", {"about": "consent"}).json()["results"]
    others = logged_in(AthleteFactory().user).get(f"{BASE}/events/").json()["results"]

    assert (hid["who"], hid["what"], hid["facts"]) == ("You", "Hid a place from others", [])
    assert [each for each in others if each["what"] == hid["what"]] == []


@pytest.mark.parametrize("make", [key_of, application_of])
@pytest.mark.parametrize("address", ["exports/", "erasure/", "events/", "zones/", "invitations/"])
def test_no_scope_opens_the_account(ada: Athlete, make: Any, address: str) -> None:
    client = Client(headers=make(ada.user, ["profile:write", "connections:write", "places:write"]))
    assert (client.get(f"{BASE}/{address}").status_code, post(client, address).status_code) == (403, 403)


def test_a_kind_of_event_that_there_is_not_is_refused(ada: Athlete) -> None:
    assert logged_in(ada.user).get(f"{BASE}/events/", {"about": "everything"}).status_code == 400
