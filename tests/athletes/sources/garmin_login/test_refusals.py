"""Every way in which Garmin can fail, told apart: the table of the library's exceptions, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminNotOfferedError,
    GarminRateLimitError,
)
from athletes.sources.garmin_login.account import Account
from athletes.sources.garmin_login.source import GarminLoginSource
from athletes.sources.garmin_login.tokens import Tokens
from config.core.errors import CircuitOpenError, RateLimitedError
from config.core.models import Breaker, BreakerState, ExternalCall
from config.core.outbound import Line
from tests.doubles.garmin.fixtures import GarminDouble

PATH = "/metrics-service/metrics/maxmet/daily/2026-11-01/2026-11-20"
ANY = "/maxmet/"
TOKEN = "/oauth/token"


@pytest.fixture
def account(source: GarminLoginSource) -> Account:
    return source._account


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (400, GarminAPIError, "GARMIN_REQUEST_REFUSED"),
        (409, GarminAPIError, "GARMIN_REQUEST_REFUSED"),
        (422, GarminAPIError, "GARMIN_REQUEST_REFUSED"),
        (403, GarminNotOfferedError, "GARMIN_NOT_OFFERED"),
        (429, GarminRateLimitError, "GARMIN_RATE_LIMITED"),
        (500, GarminConnectionError, "GARMIN_UNAVAILABLE"),
        (503, GarminConnectionError, "GARMIN_UNAVAILABLE"),
        (401, GarminAuthenticationError, "GARMIN_AUTH_FAILED"),
    ],
)
def test_a_status_has_one_meaning(
    account: Account, service: GarminDouble, status: int, error: type[GarminAPIError], code: str
) -> None:
    service.connect.script.add(ANY, status=status, body={"message": "no"}, times=None)

    with pytest.raises(error) as caught:
        account.get(PATH)

    assert caught.value.code == code
    assert type(caught.value) is error
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(("form", "seconds"), [("seconds", 14), ("date", 14), ("none", None)])
def test_a_rate_says_how_long_to_wait(
    account: Account, service: GarminDouble, form: str, seconds: int | None
) -> None:
    service.connect.traffic.limits.retry_after = form  # type: ignore[assignment]
    service.connect.script.add(ANY, status=429, headers=service.connect.traffic.limits.headers())

    with pytest.raises(GarminRateLimitError) as caught:
        account.get(PATH)

    if seconds is None:
        assert caught.value.retry_after_s is None
    else:
        assert caught.value.retry_after_s == pytest.approx(seconds, abs=1.5)
    assert len(service.connect.traffic.seen(ANY)) == 1


def test_a_page_of_a_bot_check_is_a_block_and_no_wrong_login(account: Account, service: GarminDouble) -> None:
    service.connect.script.html(ANY, status=403)

    with pytest.raises(GarminConnectionError) as caught:
        account.get(PATH)

    assert caught.value.code == "GARMIN_BLOCKED"
    assert caught.value.retryable


@pytest.mark.parametrize("status", [204, 404])
def test_what_garmin_does_not_have_is_nothing(account: Account, service: GarminDouble, status: int) -> None:
    service.connect.script.add(ANY, status=status)

    assert account.get(PATH) is None


def test_a_page_where_an_answer_should_be_is_an_outage_and_asked_for_once(
    account: Account, service: GarminDouble
) -> None:
    service.connect.script.html(ANY, status=200, times=None)
    with pytest.raises(GarminConnectionError):
        account.get(PATH)
    service.connect.script.clear()
    service.connect.script.malformed(ANY)

    with pytest.raises(GarminConnectionError) as caught:
        account.get(PATH)

    assert caught.value.code == "GARMIN_UNAVAILABLE"
    assert len(service.connect.traffic.seen(ANY)) == 2


@pytest.mark.parametrize("body", ["[" * 100_000, '{"calendarDate": ' + "1" * 5_000 + "}"])
def test_json_that_nobody_can_read_is_an_outage(account: Account, service: GarminDouble, body: str) -> None:
    service.connect.script.add(ANY, status=200, headers={"Content-Type": "application/json"}, body=body)

    with pytest.raises(GarminConnectionError):
        account.get(PATH)


@pytest.mark.parametrize("kind", ["close", "cut"])
def test_a_line_that_breaks_is_tried_three_times(account: Account, service: GarminDouble, kind: str) -> None:
    service.connect.script.add(ANY, kind=kind, times=2)
    assert account.get(PATH)
    service.connect.script.add(ANY, kind=kind, times=3)

    with pytest.raises(GarminConnectionError) as caught:
        account.get(PATH)

    assert caught.value.code == "GARMIN_UNAVAILABLE"
    assert len(service.connect.traffic.seen(ANY)) == 6


def test_a_failed_answer_is_not_repeated_at_once(account: Account, service: GarminDouble) -> None:
    service.connect.script.add(ANY, status=503, times=None)

    with pytest.raises(GarminConnectionError):
        account.get(PATH)

    assert len(service.connect.traffic.seen(ANY)) == 1


def test_private_daily_data_are_not_offered_and_no_wrong_login(
    account: Account, service: GarminDouble
) -> None:
    service.connect.script.change("/usersummary/daily", lambda body: body | {"privacyProtected": True})

    with pytest.raises(GarminNotOfferedError) as caught:
        account.ask(lambda garmin: garmin.get_user_summary("2026-11-19"))

    assert caught.value.code == "GARMIN_PRIVATE"


def test_a_day_without_a_summary_is_nothing_and_no_outage(account: Account, service: GarminDouble) -> None:
    service.connect.script.add("/usersummary/daily", status=204)

    with pytest.raises(GarminNotOfferedError) as caught:
        account.ask(lambda garmin: garmin.get_user_summary("2026-11-19"))

    assert caught.value.code == "GARMIN_NOT_FOUND"


def test_a_failed_write_has_the_same_meaning_as_a_failed_read(
    account: Account, service: GarminDouble
) -> None:
    service.connect.script.add("/workout-service/workout", status=429, headers={"Retry-After": "30"})
    with pytest.raises(GarminRateLimitError) as rate:
        account.ask(lambda garmin: garmin.upload_workout({"workoutName": "a", "workoutSegments": []}))
    service.connect.script.add("/workout-service/workout", status=401, times=None)

    with pytest.raises(GarminAuthenticationError):
        account.ask(lambda garmin: garmin.upload_workout({"workoutName": "a", "workoutSegments": []}))

    assert rate.value.retry_after_s == 30


def test_a_wrong_call_of_ours_stays_what_it_is(account: Account) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        account.ask(lambda garmin: garmin.get_user_summary("yesterday"))


class Stop(Exception):
    """What a lost lease raises."""


@pytest.mark.parametrize("stop", [Stop(), RateLimitedError("Many wait."), CircuitOpenError(retry_after_s=9)])
def test_what_the_line_raises_comes_out_as_itself(
    account: Account, service: GarminDouble, line: Line, stop: Exception
) -> None:
    def before() -> None:
        raise stop

    line.before_call = before

    with pytest.raises(type(stop)) as caught:
        account.get(PATH)
    with pytest.raises(type(stop)):
        account.refresh()

    assert caught.value is stop
    assert service.connect.traffic.calls == []


def test_a_service_that_rests_is_not_asked(account: Account, service: GarminDouble) -> None:
    Breaker.objects.create(
        name="garmin_login", state=BreakerState.OPEN, changed_at=timezone.now(), failures=5
    )

    with pytest.raises(CircuitOpenError):
        account.get(PATH)

    assert service.connect.traffic.calls == []


def test_tokens_that_run_out_soon_are_renewed_before_they_are_refused(
    source: GarminLoginSource, service: GarminDouble, open_source: Callable[..., GarminLoginSource]
) -> None:
    service.account.token_life_s = 600
    short = open_source()
    before = short.secret

    short._account.get(PATH)

    assert service.account.refreshes == 1
    assert short.secret["di_refresh_token"] != before["di_refresh_token"]
    assert short.secret["di_refresh_token"] in service.account.refresh
    assert 401 not in [call.status for call in service.connect.traffic.calls]


def test_refused_tokens_are_renewed_once_and_the_call_is_repeated(
    account: Account, service: GarminDouble
) -> None:
    service.connect.drop_access(service.email)

    assert account.get(PATH)

    assert [call.status for call in service.connect.traffic.calls] == [401, 200, 200]


def test_a_refused_renewal_means_connect_again(account: Account, service: GarminDouble) -> None:
    service.connect.revoke(service.email)

    with pytest.raises(GarminAuthenticationError) as caught:
        account.get(PATH)

    assert caught.value.code == "GARMIN_AUTH_FAILED"
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 503}, "GARMIN_UNAVAILABLE"),
        ({"status": 429, "headers": {"Retry-After": "60"}}, "GARMIN_RATE_LIMITED"),
        ({"status": 403, "headers": {"Content-Type": "text/html"}, "body": "<html>"}, "GARMIN_BLOCKED"),
        ({"status": 400, "headers": {"Content-Type": "text/html"}, "body": "<html>"}, "GARMIN_BLOCKED"),
        ({"status": 401, "headers": {"Content-Type": "text/html"}, "body": "<html>"}, "GARMIN_BLOCKED"),
        ({"status": 404, "body": {}}, "GARMIN_UNAVAILABLE"),
        ({"status": 200, "body": "<html>"}, "GARMIN_UNAVAILABLE"),
        ({"kind": "close"}, "GARMIN_UNAVAILABLE"),
    ],
)
def test_a_renewal_that_never_happened_is_no_refusal(
    account: Account, service: GarminDouble, fault: dict, code: str
) -> None:
    service.connect.drop_access(service.email)
    service.connect.script.add(TOKEN, times=None, **fault)
    before = account.tokens

    with pytest.raises((GarminConnectionError, GarminRateLimitError)) as caught:
        account.get(PATH)

    assert caught.value.code == code
    assert account.tokens == before


def test_a_renewal_that_is_forbidden_in_garmins_own_words_means_connect_again(
    account: Account, service: GarminDouble
) -> None:
    service.connect.drop_access(service.email)
    service.connect.script.add(TOKEN, times=None, status=403, body={"error": "access_denied"})

    with pytest.raises(GarminAuthenticationError):
        account.get(PATH)


@pytest.mark.parametrize("fault", [{"status": 204}, {"status": 404, "body": {}}, {"status": 200, "body": []}])
def test_a_profile_that_is_none_is_an_outage_and_no_refusal(
    account: Account, service: GarminDouble, fault: dict
) -> None:
    service.connect.script.add("/socialProfile", times=None, **fault)

    with pytest.raises(GarminConnectionError):
        account.load_profile()


def test_of_two_with_the_same_tokens_the_slower_one_loses_the_account(
    service: GarminDouble, open_source: Callable[..., GarminLoginSource]
) -> None:
    """Why a lease is held around load, use and save."""
    tokens = {"v": 1, **service.tokens(), "display_name": service.person.display_name}
    first, second = open_source(tokens=tokens), open_source(tokens=tokens)
    service.connect.drop_access(service.email)
    first._account.get(PATH)

    with pytest.raises(GarminAuthenticationError):
        second._account.get(PATH)
    third = open_source(tokens=json.loads(json.dumps(first.secret)))

    assert third._account.get(PATH)


def test_a_netrc_of_the_machine_does_not_replace_the_token(
    account: Account, service: GarminDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login nobody password nothing\n")
    monkeypatch.setenv("NETRC", str(netrc))

    assert account.get(PATH)

    assert [call.account for call in service.connect.traffic.calls] == [service.email]


def test_the_record_has_names_of_endpoints_and_neither_days_nor_people(
    source: GarminLoginSource, service: GarminDouble, line: Line
) -> None:
    today = source._today
    list(source.days(today - timedelta(days=1), today + timedelta(days=1), detailed=True))
    listed = source.listed(0, 3).items
    source.activity(listed[0])
    line.flush()

    names = set(ExternalCall.objects.values_list("operation", flat=True))

    assert "metrics-service/metrics/racepredictions/daily" in names
    assert "download-service/files/activity" in names
    assert not [
        name
        for name in names
        if service.person.display_name in name
        or any(map(str.isdigit, name.replace("v2", "").replace("spo2", "")))
    ]


@pytest.mark.parametrize(
    "secret",
    [
        {},
        {"v": 2, "di_token": "a", "di_refresh_token": "b", "di_client_id": "c"},
        {"di_token": "a", "di_refresh_token": "b", "di_client_id": "c"},
        {"v": 1, "oauth1_token": {}, "oauth2_token": {}},
        {"v": 1, "di_token": "a", "di_refresh_token": None, "di_client_id": "c"},
    ],
)
def test_an_old_or_foreign_blob_means_connect_again(
    open_source: Callable[..., GarminLoginSource], secret: dict
) -> None:
    with pytest.raises(GarminAuthenticationError) as caught:
        open_source(tokens=secret)

    assert "Connect again" in caught.value.message


def test_a_secret_is_the_same_after_a_round_trip() -> None:
    tokens = Tokens("a", "b", "c", "ada")

    assert Tokens.from_secret(json.loads(json.dumps(tokens.as_secret()))) == tokens
    assert repr(tokens) == "Tokens()"
