"""Each way in which the service can fail, the error it becomes, and how often it was asked."""

import time
import traceback
from datetime import UTC, datetime

import pytest
import time_machine

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminNotOfferedError,
    GarminRateLimitError,
)
from athletes.sources.garmin import mapping
from athletes.sources.garmin_key import client as client_module
from athletes.sources.garmin_key.client import KeyClient
from config.core.errors import CircuitOpenError
from tests.athletes.sources.garmin_key.conftest import TODAY

PATH = "dailysummaries"
TOKEN = "personal-api-key/token"


def ask(client: KeyClient) -> object:
    return client.days(mapping.DAILY_SUMMARIES, TODAY, TODAY)


@pytest.mark.parametrize("kind", ["close", "cut"])
def test_a_call_that_got_lost_is_repeated(garmin, client, kind):
    garmin.personal.script.add(PATH, kind=kind, times=2)

    assert ask(client)["data"]
    assert len(garmin.personal.traffic.seen(PATH)) == 3


def test_three_tries_are_all(garmin, client):
    garmin.personal.script.add(PATH, status=503, times=None)

    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert (raised.value.code, raised.value.retryable) == ("GARMIN_UNAVAILABLE", True)
    assert len(garmin.personal.traffic.seen(PATH)) == 3


def test_a_burst_of_errors_passes(garmin, client):
    garmin.personal.script.add(PATH, status=500, times=2)

    assert ask(client)["data"]


def test_an_outage_that_says_how_long_is_not_repeated(garmin, client):
    garmin.personal.script.add(PATH, status=503, headers={"Retry-After": "120"}, times=None)

    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert raised.value.retry_after_s == 120
    assert len(garmin.personal.traffic.seen(PATH)) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "14"}, 14),
        ({"Retry-After": "Sat, 14 Mar 2026 12:01:00 GMT"}, 60),
        ({}, None),
        ({"Retry-After": "soon"}, None),
    ],
)
def test_too_many_requests_says_when_and_is_not_repeated(garmin, client, headers, seconds):
    garmin.personal.script.add(PATH, status=429, headers=headers, times=None)

    with (
        time_machine.travel(datetime(2026, 3, 14, 12, tzinfo=UTC), tick=False),
        pytest.raises(GarminRateLimitError) as raised,
    ):
        ask(client)
    assert raised.value.retry_after_s == seconds
    assert len(garmin.personal.traffic.seen(PATH)) == 1


def test_too_many_requests_for_a_token_is_no_wrong_key(garmin, client):
    garmin.personal.script.add(TOKEN, status=429, headers={"Retry-After": "30"})

    with pytest.raises(GarminRateLimitError) as raised:
        ask(client)
    assert raised.value.retry_after_s == 30


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_key_is_refused_in_three_ways(garmin, client, status):
    garmin.personal.revoke(garmin.key, status=status)

    with pytest.raises(GarminAuthenticationError) as raised:
        ask(client)
    assert (raised.value.code, raised.value.retryable) == ("GARMIN_KEY_REFUSED", False)
    assert len(garmin.personal.traffic.seen()) == 1


@pytest.mark.parametrize("status", [200, 403])
def test_a_page_instead_of_a_token_is_a_wall_and_no_wrong_key(garmin, client, status):
    garmin.personal.script.html(TOKEN, status=status)

    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert raised.value.code == {200: "GARMIN_ANSWER_UNREADABLE", 403: "GARMIN_BLOCKED"}[status]


def test_an_object_instead_of_a_token_is_not_taken(garmin, client):
    garmin.personal.script.add(TOKEN, status=200, body={"access_token": "a.b.c"})

    with pytest.raises(GarminConnectionError):
        ask(client)


def test_a_page_instead_of_data_is_a_wall(garmin, client):
    garmin.personal.script.html(PATH, status=403)
    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert raised.value.code == "GARMIN_BLOCKED"
    assert garmin.personal.exchanges == 1

    garmin.personal.script.html(PATH)
    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert raised.value.code == "GARMIN_ANSWER_UNREADABLE"


@pytest.mark.parametrize("body", ['{"calendarDate": "2026-', "[" * 100_000, "9" * 5_000, "\xff\xfe"])
def test_what_is_no_json_is_unreadable_and_not_repeated(garmin, client, body):
    garmin.personal.script.add(PATH, status=200, body=body.encode("latin-1"))

    with pytest.raises(GarminConnectionError) as raised:
        ask(client)
    assert raised.value.code == "GARMIN_ANSWER_UNREADABLE"
    assert len(garmin.personal.traffic.seen(PATH)) == 1


@pytest.mark.parametrize(
    "answer", [{"status": 204}, {"status": 200, "body": b""}, {"status": 200, "body": b"null"}]
)
def test_nothing_is_nothing(garmin, client, answer):
    garmin.personal.script.add(PATH, **answer)

    assert ask(client) is None


@pytest.mark.parametrize("status", [404, 405, 410])
def test_what_the_service_does_not_have_is_not_offered(garmin, client, status):
    garmin.personal.script.add(PATH, status=status, body={})

    with pytest.raises(GarminNotOfferedError):
        ask(client)
    assert len(garmin.personal.traffic.seen(PATH)) == 1


def test_what_is_forbidden_after_a_new_bearer_is_not_offered(garmin, client):
    client.exchange()
    garmin.personal.script.add(PATH, status=403, body={}, times=None)

    with pytest.raises(GarminNotOfferedError) as raised:
        ask(client)
    assert raised.value.code == "GARMIN_FORBIDDEN"
    assert garmin.personal.exchanges == 2


@pytest.mark.parametrize("status", [400, 406, 422])
def test_a_request_that_is_wrong_is_not_repeated(garmin, client, status):
    garmin.personal.script.add(PATH, status=status, body={})

    with pytest.raises(GarminAPIError) as raised:
        ask(client)
    assert (raised.value.code, raised.value.retryable) == ("GARMIN_REQUEST_REFUSED", False)


def test_a_slow_answer_is_given_up(garmin, connect, monkeypatch):
    monkeypatch.setattr(client_module, "TIMEOUT_S", (1.0, 0.1))
    garmin.personal.script.add(PATH, kind="slow", seconds=0.5, times=None)

    with pytest.raises(GarminConnectionError):
        ask(connect())
    # The last one was given up before a busy machine let the double read it.
    deadline = time.monotonic() + 5
    while len(garmin.personal.traffic.seen(PATH)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(garmin.personal.traffic.seen(PATH)) == 3


def test_a_server_that_is_not_there(connect):
    with pytest.raises(GarminConnectionError):
        ask(connect(base_url="http://127.0.0.1:9"))


def test_after_five_failures_nobody_asks_any_more(garmin, client):
    garmin.personal.script.add(PATH, status=500, times=None)

    with pytest.raises(GarminConnectionError):
        ask(client)
    with pytest.raises(CircuitOpenError):
        ask(client)
    assert len(garmin.personal.traffic.seen(PATH)) == 5


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_no_error_shows_what_the_answer_said(garmin, client, status):
    garmin.personal.script.add(PATH, status=status, body={"message": "resting 47"}, times=None)

    with pytest.raises(GarminAPIError) as raised:
        ask(client)
    shown = "".join(traceback.format_exception(raised.value))
    assert "resting 47" not in shown
    assert garmin.key not in shown
    assert client.secret["bearer"] not in shown
