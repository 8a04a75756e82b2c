"""Tokens of our own apps and keys for programs, over HTTP: what they open, and how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from athletes.models import ApiKey, Athlete
from athletes.services.api_keys import make_key, revoke_key
from config.core.models import AuditEvent
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, verify_email
from tests.factories.mfa import code_now, enrol

pytestmark = [pytest.mark.django_db, pytest.mark.either]

LOGIN, REFRESH = "/api/auth/app/v1/auth/login", "/api/auth/app/v1/tokens/refresh"
ME = "/api/v1/athletes/me/"


def post(address: str, body: dict[str, Any], **headers: str) -> Any:
    return Client(headers=headers).post(address, body, content_type="application/json")


def get(token: str, address: str = ME) -> int:
    return Client(headers={"Authorization": f"Bearer {token}"}).get(address).status_code


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory()
    verify_email(made.user)
    return made


@pytest.fixture
def pair(athlete: Athlete) -> tuple[str, str]:
    answer = post(LOGIN, {"email": athlete.user.email, "password": "correct horse battery"})
    meta = answer.json()["meta"]
    return meta["access_token"], meta["refresh_token"]


def refreshed(token: str) -> Any:
    return post(REFRESH, {"refresh_token": token})


def test_an_access_token_opens_the_api_for_fifteen_minutes(pair: tuple[str, str]) -> None:
    assert get(pair[0]) == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=2)):
        assert get(pair[0]) == 401


def test_a_refresh_token_used_again_ends_the_whole_family_at_once(
    pair: tuple[str, str], athlete: Athlete
) -> None:
    later = refreshed(pair[1]).json()["data"]

    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert get(later["access_token"]) == 200
        assert refreshed(pair[1]).status_code in (400, 401)
        assert get(later["access_token"]) == 401
        assert refreshed(later["refresh_token"]).status_code in (400, 401)

    event = AuditEvent.objects.get(action="account.token_reused")
    assert event.subject_uid == athlete.user.uid


def test_two_refreshes_within_ten_seconds_are_no_theft_and_make_no_second_family(
    pair: tuple[str, str],
) -> None:
    first, second = refreshed(pair[1]).json()["data"], refreshed(pair[1]).json()["data"]
    ids = {
        jwt.decode(each["refresh_token"], options={"verify_signature": False})["jti"]
        for each in (first, second)
    }

    assert [get(each["access_token"]) for each in (first, second)] == [200, 200]
    assert len(ids) == 1
    assert refreshed(second["refresh_token"]).status_code == 200


def test_a_spent_token_whose_successor_is_spent_too_is_a_copy_even_within_ten_seconds(
    pair: tuple[str, str],
) -> None:
    later = refreshed(pair[1]).json()["data"]
    latest = refreshed(later["refresh_token"]).json()["data"]

    assert refreshed(pair[1]).status_code == 400
    assert get(latest["access_token"]) == 401
    assert refreshed(latest["refresh_token"]).status_code == 400


def test_another_password_ends_whatever_came_from_a_login_and_leaves_keys(
    pair: tuple[str, str], athlete: Athlete, client: Client
) -> None:
    """A key was made by hand, is listed, and is revoked by hand."""
    _key, text = make_key(user=athlete.user, name="Script", scopes=["profile:read"], days=9)
    other = Client()
    for each in (client, other):
        each.force_login(athlete.user)
    old, new = "correct horse battery", "another horse battery"

    client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})

    assert (get(pair[0]), refreshed(pair[1]).status_code) == (401, 400)
    assert [each.get("/account/keys/").status_code for each in (client, other)] == [200, 302]
    assert get(text) == 200


def test_logging_out_and_locking_the_account_end_its_tokens(pair: tuple[str, str], athlete: Athlete) -> None:
    athlete.user.is_active = False
    athlete.user.save()

    assert get(pair[0]) == 401
    assert refreshed(pair[1]).status_code in (400, 401)


@pytest.mark.parametrize(
    "changed", [{"iss": "https://elsewhere.example"}, {"aud": "another"}, {"token_use": "refresh"}]
)
def test_a_token_for_somebody_else_is_refused(pair: tuple[str, str], changed: dict[str, str]) -> None:
    key = configured.HEADLESS_JWT_PRIVATE_KEY
    claims = jwt.decode(pair[0], key, algorithms=["HS256"], options={"verify_aud": False})

    assert get(jwt.encode(claims, key, algorithm="HS256")) == 200
    assert get(jwt.encode({**claims, **changed}, key, algorithm="HS256")) == 401


def test_a_token_without_a_signature_is_refused(pair: tuple[str, str]) -> None:
    claims = jwt.decode(pair[0], options={"verify_signature": False})

    assert get(jwt.encode(claims, "", algorithm="none")) == 401


def test_whoever_has_a_second_factor_gets_tokens_only_with_it(athlete: Athlete) -> None:
    enrol(athlete.user)
    asked = post(LOGIN, {"email": athlete.user.email, "password": "correct horse battery"})
    assert asked.status_code == 401
    assert "access_token" not in asked.json()["meta"]

    session = {"X-Session-Token": asked.json()["meta"]["session_token"]}
    given = post("/api/auth/app/v1/auth/2fa/authenticate", {"code": code_now()}, **session)

    assert get(given.json()["meta"]["access_token"]) == 200


def test_a_code_works_once(athlete: Athlete) -> None:
    enrol(athlete.user)
    with time_machine.travel(timezone.now(), tick=False):
        code, answers = code_now(), []
        for _ in range(2):
            asked = post(LOGIN, {"email": athlete.user.email, "password": "correct horse battery"})
            session = {"X-Session-Token": asked.json()["meta"]["session_token"]}
            answers.append(post("/api/auth/app/v1/auth/2fa/authenticate", {"code": code}, **session))

    assert [answer.status_code for answer in answers] == [200, 400]


def test_a_key_opens_what_its_scopes_name_and_nothing_else(athlete: Athlete) -> None:
    _, key = make_key(user=athlete.user, name="Script", scopes=["profile:read"], days=30)

    assert get(key) == 200
    assert get(key, "/api/v1/athletes/me/activities/") == 404
    assert get(key, "/api/v1/notifications/") == 403
    assert get(key, "/api/v1/account/keys/") == 403
    change = Client(headers={"Authorization": f"Bearer {key}"}).patch(ME, {"name": "X"}, "application/json")
    assert change.status_code == 404
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"


def test_a_key_never_gives_more_than_its_owner_has(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes={"profile": "read"})
    _, key = make_key(user=link.coach, name="All", scopes=["profile:write", "sleep:read"], days=30)
    mine = f"/api/v1/athletes/{athlete.uid}/"

    assert get(key, mine) == 200
    change = Client(headers={"Authorization": f"Bearer {key}"}).patch(mine, {"name": "X"}, "application/json")
    assert change.status_code == 404
    assert get(key, f"/api/v1/athletes/{AthleteFactory().uid}/") == 404


def test_a_cookie_that_comes_along_widens_no_key(athlete: Athlete) -> None:
    _, key = make_key(user=athlete.user, name="Script", scopes=["load:read"], days=30)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    client.force_login(athlete.user)

    assert client.get(ME).status_code == 404


def test_a_key_ends_by_its_date_and_by_revoking(athlete: Athlete) -> None:
    row, key = make_key(user=athlete.user, name="Script", scopes=["profile:read"], days=1)
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert get(key) == 401

    revoke_key(user=athlete.user, uid=row.uid)

    assert get(key) == 401
    assert get(key[:-1] + "x") == 401


def test_a_key_is_made_over_the_api_shown_once_and_kept_as_a_hash(athlete: Athlete) -> None:
    client = Client()
    client.force_login(athlete.user)
    body = {"name": "Script", "scopes": ["profile:read"], "days": 7}
    unproven = client.post("/api/v1/account/keys/", body, "application/json")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    made = client.post("/api/v1/account/keys/", body, "application/json")
    text = made.json()["key"]

    assert (unproven.status_code, unproven.json()["error"]["code"]) == (403, "PROOF_NEEDED")
    assert made.status_code == 201
    assert get(text) == 200
    listed = client.get("/api/v1/account/keys/").json()
    assert [each["name"] for each in listed] == ["Script"]
    assert listed[0]["last_used_at"] is not None
    assert text.rpartition("_")[2] not in f"{listed}{list(ApiKey.objects.values())}"
    assert client.delete(f"/api/v1/account/keys/{listed[0]['uid']}/").status_code == 204
    assert get(text) == 401


def test_nobody_revokes_the_key_of_somebody_else(athlete: Athlete) -> None:
    row, key = make_key(user=athlete.user, name="Script", scopes=["profile:read"], days=7)
    stranger = Client()
    stranger.force_login(AthleteFactory().user)

    assert stranger.delete(f"/api/v1/account/keys/{row.uid}/").status_code == 404
    assert get(key) == 200
