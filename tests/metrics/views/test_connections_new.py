from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing

from athletes.models import ConnectionAttempt
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.connected import AttemptFactory, ConnectionFactory
from tests.metrics.views.conftest import NOW, address
from tests.metrics.views.test_connections import HTMX, text_of

KEY = "GCDC_0123456789abcdef"
PASSWORD = "swordfish and chips"
TYPED_KEY = {"key": KEY, "valid_days": "90", "created_on": "2026-11-20", "is_own_use": "on"}
TYPED_LOGIN = {"email": "ada@example.org", "password": PASSWORD, "is_understood": "on"}


def attempt_page(client, attempt, **headers):
    return client.get(address("connection-attempt", uid=attempt.uid), headers=headers)


def test_the_key_page_says_step_by_step_where_the_key_is_made(client):
    response = client.get(address("connection-key"))

    text = text_of(response)
    assert "Settings → Account → Personal API Token" in text
    assert "Create Key" in text
    assert [days for days in (30, 90, 180, 365) if f"{days} days" in text] == [30, 90, 180, 365]
    assert 'value="2026-11-22"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"key": ""}, "Paste the key that Garmin showed you."),
        ({"key": "short"}, "This is too short for a key."),
        ({"key": KEY + " " + KEY}, "There are spaces or line breaks in it."),
        ({"created_on": "2026-12-24"}, "This day is still to come."),
        ({"created_on": "2026-01-01"}, "Then it has expired already."),
        ({"is_own_use": ""}, "Without this, Formline may not use the key."),
    ],
)
def test_a_key_form_that_is_wrong_keeps_everything_but_the_key(client, typed, said):
    response = client.post(address("connection-key"), {**TYPED_KEY, **typed})

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert KEY not in html
    assert '<option value="90" selected>' in html
    assert not ConnectionAttempt.objects.exists()


def test_a_login_form_that_is_wrong_keeps_everything_but_the_password(client):
    response = client.post(address("connection-login"), {**TYPED_LOGIN, "is_china": "on", "email": "ada"})

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="ada"' in html
    assert re.search(r'name="is_china"[^>]* checked', html)
    assert PASSWORD not in html
    assert 'autocomplete="current-password"' in html
    assert 'autocomplete="username"' in html


class TestTheNextTry:
    """A login that did not work; then its form again."""

    @pytest.fixture(autouse=True)
    def _failed(self, client, athlete):
        refused = {"state": "failed", "error_code": "GARMIN_RATE_LIMITED", "finished_at": NOW}
        AttemptFactory(athlete=athlete, expires_at=NOW + timedelta(hours=2), **refused)
        client.post(address("connection-login"), {**TYPED_LOGIN, "is_china": "on"})

    def test_it_has_the_address_and_not_the_password(self, client):
        html = client.get(address("connection-login")).content.decode()

        assert 'value="ada@example.org"' in html
        assert re.search(r'name="is_china"[^>]* checked', html)
        assert not re.search(r'name="password"[^>]* value', html)
        assert not re.search(r'name="is_understood"[^>]* checked', html)

    def test_only_the_browser_keeps_it_for_half_an_hour_and_this_form(self, client):
        cookie = client.cookies["garmin-login"]

        assert (cookie["max-age"], cookie["path"]) == (1800, address("connection-login"))
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
        assert PASSWORD not in signing.b64_decode(cookie.value.split(":")[0].encode()).decode()

    def test_it_is_for_nobody_else_at_this_browser(self, client, client_of):
        other = client_of(AthleteFactory().user)
        other.cookies["garmin-login"] = client.cookies["garmin-login"].value

        html = other.get(address("connection-login")).content.decode()

        assert "ada@example.org" not in html


def test_tokens_do_not_come_back_to_the_page(client):
    response = client.post(address("connection-tokens"), {"tokens": '{"di_token": "hush"}'})

    assert response.status_code == 422
    assert "hush" not in response.content.decode()


def test_a_second_login_at_the_same_time_is_refused_with_what_to_do(client, athlete):
    AttemptFactory(athlete=athlete)

    response = client.post(address("connection-login"), TYPED_LOGIN)

    text = text_of(response)
    assert response.status_code == 422
    assert "Formline is connecting already." in text
    assert "follow the one that runs" in text


def test_while_garmin_takes_no_logins_none_is_begun(client, athlete):
    AttemptFactory(
        athlete=athlete,
        state="failed",
        error_code="GARMIN_RATE_LIMITED",
        finished_at=NOW,
        expires_at=NOW + timedelta(hours=2),
    )

    response = client.post(address("connection-login"), TYPED_LOGIN)

    assert "Garmin takes no more logins for this account" in text_of(response)
    assert ConnectionAttempt.objects.count() == 1


def test_a_login_under_way_shows_its_step_and_asks_again(client, athlete):
    attempt = AttemptFactory(athlete=athlete)

    response = attempt_page(client, attempt)

    assert "Asking Garmin…" in text_of(response)
    assert 'hx-trigger="every 2s"' in response.content.decode()
    assert attempt_page(client, attempt, **HTMX).status_code == 200


def test_the_code_is_asked_for_with_its_time_and_the_page_rests(client, athlete):
    attempt = AttemptFactory(athlete=athlete, state="needs_code", expires_at=NOW + timedelta(minutes=9))

    response = attempt_page(client, attempt, **HTMX)

    html = response.content.decode()
    assert response.status_code == 286
    assert "hx-trigger" not in html
    for attribute in ('inputmode="numeric"', 'autocomplete="one-time-code"', "autofocus"):
        assert attribute in html
    assert "It is waited for until today, 10:09." in text_of(response)


@pytest.mark.parametrize(("tries", "said"), [(1, "2 tries left."), (2, "One more try")])
def test_a_wrong_code_says_how_many_tries_are_left(client, athlete, tries, said):
    attempt = AttemptFactory(
        athlete=athlete,
        state="needs_code",
        code_tries=tries,
        error_code="GARMIN_CODE_WRONG",
        expires_at=NOW + timedelta(minutes=5),
    )

    text = text_of(attempt_page(client, attempt))

    assert "Garmin did not accept that code." in text
    assert said in text


def test_letters_are_no_code_and_stay_as_typed(client, athlete):
    attempt = AttemptFactory(athlete=athlete, state="needs_code", expires_at=NOW + timedelta(minutes=5))

    response = client.post(address("connection-attempt", uid=attempt.uid), {"code": "12x"})

    assert response.status_code == 422
    assert "The code has digits only" in text_of(response)
    assert 'value="12x"' in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"state": "needs_code", "expires_at": NOW - timedelta(minutes=1)},
            "The code was not entered in time.",
        ),
        (
            {"state": "failed", "error_code": "GARMIN_PASSWORD_WRONG"},
            "Garmin does not know this e-mail address",
        ),
        ({"state": "failed", "error_code": "GARMIN_CODE_WRONG"}, "The code was wrong too often."),
        ({"state": "failed", "error_code": "GARMIN_SESSION_EXPIRED"}, "Garmin ended this login before"),
        ({"state": "failed", "error_code": "GARMIN_RATE_LIMITED"}, "Garmin takes no more logins"),
        ({"state": "failed", "error_code": "GARMIN_UNAVAILABLE"}, "Garmin could not be reached"),
        ({"state": "failed", "error_code": "GARMIN_BLOCKED"}, "Garmin does not let this server in."),
        ({"state": "failed", "error_code": "GARMIN_OTHER_ACCOUNT"}, "This is another Garmin account"),
        ({"state": "failed", "error_code": "GARMIN_KEY_REFUSED"}, "Garmin does not accept this key"),
        ({"state": "failed", "error_code": "GARMIN_CAPTCHA"}, "Garmin wants to see that you are a person."),
        ({"state": "failed", "error_code": "GARMIN_ACCOUNT_LOCKED"}, "Garmin has locked this account"),
        (
            {"state": "failed", "error_code": "GARMIN_TOKENS_INVALID"},
            "not the content of a garmin_tokens.json",
        ),
        ({"state": "failed", "error_code": "ODD", "error_message": "Odd."}, "Odd."),
        ({"state": "failed", "error_code": "LOGIN_INTERRUPTED"}, "It was interrupted"),
        ({"state": "connected"}, "Connected."),
    ],
)
def test_every_end_says_what_happened_and_stops_asking(client, athlete, fields, said):
    attempt = AttemptFactory(athlete=athlete, **fields)

    response = attempt_page(client, attempt, **HTMX)

    assert response.status_code == 286
    assert said in text_of(response)
    assert "hx-trigger" not in response.content.decode()


def test_a_key_that_garmin_refuses_is_entered_again(client, athlete):
    attempt = AttemptFactory(
        athlete=athlete, way="garmin_key", state="failed", error_code="GARMIN_AUTH_FAILED"
    )

    text = text_of(attempt_page(client, attempt))

    assert "Garmin did not accept this." in text
    assert "Enter the key again" in text
    assert "Log in again" not in text


def test_a_login_whose_process_is_gone_says_so(client, athlete):
    attempt = AttemptFactory(athlete=athlete)
    ConnectionAttempt.objects.filter(pk=attempt.pk).update(updated_at=NOW - timedelta(minutes=6))

    assert "It was interrupted" in text_of(attempt_page(client, attempt))


def test_a_refused_login_says_when_the_next_may_be(client, athlete):
    attempt = AttemptFactory(
        athlete=athlete,
        state="failed",
        error_code="GARMIN_RATE_LIMITED",
        expires_at=NOW + timedelta(hours=2),
    )

    assert "Next try: today, 12:00." in text_of(attempt_page(client, attempt))


def test_a_key_is_renewed_by_the_same_page(client, athlete):
    ConnectionFactory(athlete=athlete)

    assert "Enter a new key" in text_of(client.get(address("connection-key")))


def test_nobody_connects_or_sees_an_attempt_for_somebody_else(client_of, athlete):
    attempt = AttemptFactory(athlete=athlete, state="needs_code", expires_at=NOW + timedelta(minutes=9))
    reader = client_of(CoachLinkFactory(athlete=athlete, scopes={"connections": "read"}).coach)
    other = client_of(CoachLinkFactory(athlete=athlete, scopes={"profile": "write"}).coach)
    url = address("connection-attempt", athlete, uid=attempt.uid)

    assert "Send the code" not in text_of(reader.get(url))
    assert (reader.post(url, {"code": "123456"}).status_code, other.get(url).status_code) == (404, 404)
    for name in ("connection-key", "connection-login", "connection-tokens"):
        assert reader.get(address(name, athlete)).status_code == 404
        assert reader.post(address(name, athlete), TYPED_LOGIN).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.state, attempt.code_tries) == ("needs_code", 0)
