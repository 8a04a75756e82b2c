"""Logging in to a server that speaks Garmin's sign-in, with the real library."""

from __future__ import annotations

import gc
import json
import logging

import pytest

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminRateLimitError,
)
from athletes.sources.garmin_login.login import LoggedIn, NeedsCode, finish_login, log_in, read_tokens
from athletes.sources.garmin_login.source import GarminLoginSource
from config.core.errors import DataError
from config.core.outbound import Line
from tests.doubles.garmin.fixtures import GarminDouble
from tests.doubles.garmin.personal import PersonalApi

LOGIN = r"/api/login$"
PROFILE = r"/socialProfile$"


def enter(
    service: GarminDouble, line: Line, *, password: str = "", **options: object
) -> LoggedIn | NeedsCode:
    password = password or service.password
    return log_in(email=service.email, password=password, is_china=False, line=line, **options)  # type: ignore[arg-type]


def begun(service: GarminDouble, line: Line) -> dict:
    service.ask_for_code("123456")
    waiting = enter(service, line)
    assert isinstance(waiting, NeedsCode)
    return waiting.state


def code_of(caught: pytest.ExceptionInfo[GarminAPIError]) -> str:
    return caught.value.code


def test_a_login_without_a_code_gives_tokens_the_name_and_the_time_zone(
    service: GarminDouble, line: Line
) -> None:
    steps: list[str] = []

    found = enter(service, line, on_step=steps.append)

    assert isinstance(found, LoggedIn)
    assert found.account == service.person.display_name
    assert found.time_zone == str(service.person.zone)
    assert sorted(found.secret) == ["di_client_id", "di_refresh_token", "di_token", "display_name", "v"]
    assert found.secret["v"] == 1
    assert found.secret["di_refresh_token"] in service.account.refresh
    assert steps == ["asking", "verifying"]


def test_a_login_with_a_code_goes_on_in_another_process(service: GarminDouble, line: Line) -> None:
    state = json.loads(json.dumps(begun(service, line)))

    steps: list[str] = []
    found = finish_login(state=state, code=" 123 456 ", is_china=False, line=line, on_step=steps.append)

    assert found.account == service.person.display_name
    assert found.secret["di_refresh_token"] in service.account.refresh
    assert steps == ["checking_code", "verifying"]


def test_after_a_wrong_code_the_same_state_may_be_tried_again(service: GarminDouble, line: Line) -> None:
    state = begun(service, line)

    with pytest.raises(GarminAuthenticationError) as caught:
        finish_login(state=state, code="000000", is_china=False, line=line)
    found = finish_login(state=state, code="123456", is_china=False, line=line)

    assert code_of(caught) == "GARMIN_CODE_WRONG"
    assert found.secret["di_token"]


def test_a_login_that_garmin_ended_is_not_called_a_wrong_code(service: GarminDouble, line: Line) -> None:
    state = begun(service, line)
    service.connect.sign_in.mfa_life_s = -1

    with pytest.raises(GarminAuthenticationError, match="Log in again") as caught:
        finish_login(state=state, code="123456", is_china=False, line=line)

    assert code_of(caught) == "GARMIN_SESSION_EXPIRED"


def test_a_wrong_code_stays_one_where_the_second_place_knows_of_no_login(
    service: GarminDouble, line: Line
) -> None:
    state = begun(service, line)
    for kind in ("MFA_CODE_INVALID", "SESSION_EXPIRED"):
        body = {"responseStatus": {"type": kind}}
        service.connect.script.add("/api/mfa/verifyCode", status=401, body=body)

    with pytest.raises(GarminAuthenticationError) as caught:
        finish_login(state=state, code="123456", is_china=False, line=line)

    assert code_of(caught) == "GARMIN_CODE_WRONG"


def test_a_state_of_the_other_country_or_of_another_version_means_start_again(
    service: GarminDouble, line: Line
) -> None:
    state = begun(service, line)

    for odd, is_china in (
        (state, True),
        ({"v": 2, "garmin": {}}, False),
        ({"v": 1, "garmin": {}}, False),
        ({}, False),
    ):
        with pytest.raises(GarminAuthenticationError) as caught:
            finish_login(state=odd, code="123456", is_china=is_china, line=line)
        assert code_of(caught) == "GARMIN_CODE_EXPIRED"


def test_a_code_that_could_not_be_checked_is_not_called_wrong(service: GarminDouble, line: Line) -> None:
    state = begun(service, line)
    path = "/api/mfa/verifyCode"
    outcomes = []

    for status in (503, 429, 403):
        headers = {"Content-Type": "text/html"}
        for _ in range(2):
            service.connect.script.add(path, status=status, headers=headers, body="<html></html>")
        with pytest.raises(GarminAPIError) as caught:
            finish_login(state=state, code="123456", is_china=False, line=line)
        outcomes.append(code_of(caught))

    assert outcomes == ["GARMIN_UNAVAILABLE", "GARMIN_RATE_LIMITED", "GARMIN_BLOCKED"]


def test_a_wrong_password_stops_at_the_first_try(service: GarminDouble, line: Line) -> None:
    with pytest.raises(GarminAuthenticationError) as caught:
        enter(service, line, password="wrong")

    assert code_of(caught) == "GARMIN_PASSWORD_WRONG"
    assert len(service.connect.traffic.seen("/api/login")) == 1


def test_logins_refused_for_their_number_wait(service: GarminDouble, line: Line) -> None:
    service.connect.script.add(
        r"/sign-in$|/sso/embed$", status=429, times=None, headers={"Retry-After": "120"}
    )

    with pytest.raises(GarminRateLimitError) as caught:
        enter(service, line)

    assert caught.value.retry_after_s == 120
    assert caught.value.retryable


def test_a_wall_before_the_sign_in_is_told_apart_from_a_wrong_password(
    service: GarminDouble, line: Line
) -> None:
    service.connect.block_logins(403)

    with pytest.raises(GarminConnectionError) as caught:
        enter(service, line)

    assert code_of(caught) == "GARMIN_BLOCKED"
    assert "garmin_tokens.json" in caught.value.message


def test_a_captcha_tells_the_person_what_to_do(service: GarminDouble, line: Line) -> None:
    service.account.login.captcha = True

    with pytest.raises(GarminConnectionError) as caught:
        enter(service, line)

    assert code_of(caught) == "GARMIN_CAPTCHA"
    assert "in your browser" in caught.value.message


def test_a_sign_in_that_is_away_is_an_outage(service: GarminDouble, line: Line) -> None:
    service.connect.script.add(".", kind="close", times=None)

    with pytest.raises(GarminConnectionError) as caught:
        enter(service, line)

    assert code_of(caught) == "GARMIN_UNAVAILABLE"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, {"error": "invalid_grant"}, "GARMIN_NO_TOKENS"),
        (400, "<html></html>", "GARMIN_BLOCKED"),
        (503, "<html></html>", "GARMIN_UNAVAILABLE"),
        (429, "<html></html>", "GARMIN_RATE_LIMITED"),
        (403, "<html></html>", "GARMIN_BLOCKED"),
    ],
)
def test_a_login_without_tokens_is_no_connection_and_asks_for_the_password_once(
    service: GarminDouble, line: Line, status: int, body: object, code: str
) -> None:
    kind = {} if isinstance(body, dict) else {"Content-Type": "text/html"}
    service.connect.script.add("/oauth/token", status=status, headers=kind, body=body, times=None)

    with pytest.raises(GarminConnectionError if status != 429 else GarminRateLimitError) as caught:
        enter(service, line)

    assert code_of(caught) == code
    assert len(service.connect.traffic.seen("/api/login")) == 1
    assert service.connect.traffic.seen("/gcm/") == []


def test_a_profile_that_cannot_be_read_in_an_outage_is_not_a_wrong_login(
    service: GarminDouble, line: Line
) -> None:
    service.connect.script.add(PROFILE, status=503, times=None)

    with pytest.raises(GarminConnectionError) as caught:
        enter(service, line)

    assert code_of(caught) == "GARMIN_UNAVAILABLE"


def test_tokens_that_garmin_gives_and_does_not_accept_are_no_connection(
    service: GarminDouble, line: Line
) -> None:
    service.connect.script.add(PROFILE, status=401, body={"message": "Token is not active"}, times=None)

    with pytest.raises(GarminConnectionError) as caught:
        enter(service, line)

    assert code_of(caught) == "GARMIN_NO_TOKENS"


def test_without_a_time_zone_the_login_still_counts(service: GarminDouble, line: Line) -> None:
    service.connect.script.add("/userprofile/", status=404, times=None)

    found = enter(service, line)

    assert isinstance(found, LoggedIn)
    assert found.time_zone is None


def test_a_stop_in_the_middle_of_a_login_comes_out_as_itself(service: GarminDouble, line: Line) -> None:
    class Stopped(DataError):
        pass

    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        if len(asked) > 1:
            raise Stopped

    line.before_call = stop

    with pytest.raises(Stopped):
        enter(service, line)

    assert len(service.connect.traffic.calls) == 1


def test_tokens_made_at_home_are_renewed_once_to_prove_them(service: GarminDouble, line: Line) -> None:
    at_home = service.tokens()

    found = read_tokens(json.dumps(at_home), is_china=False, line=line)

    assert found.account == service.person.display_name
    assert service.account.refreshes == 1
    assert found.secret["di_refresh_token"] != at_home["di_refresh_token"]
    assert found.secret["di_refresh_token"] in service.account.refresh


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "not json",
        "{}",
        '{"di_token": null, "di_refresh_token": null, "di_client_id": null}',
        '{"di_token": 1, "di_refresh_token": "b", "di_client_id": "c"}',
        '{"di_token": "a\\r\\nX: y", "di_refresh_token": "b", "di_client_id": "c"}',
        '{"oauth_token": "old", "oauth_token_secret": "garth"}',
        "[" * 40_000,
        " " * 60_000,
    ],
)
def test_a_file_that_is_no_token_file_is_refused_without_asking_garmin(
    service: GarminDouble, line: Line, text: str
) -> None:
    with pytest.raises(GarminAuthenticationError) as caught:
        read_tokens(text, is_china=False, line=line)

    assert code_of(caught) == "GARMIN_TOKENS_INVALID"
    assert service.connect.traffic.calls == []


def test_tokens_that_garmin_does_not_know_are_refused(service: GarminDouble, line: Line) -> None:
    tokens = service.tokens()
    service.connect.revoke(service.email)

    with pytest.raises(GarminAuthenticationError) as caught:
        read_tokens(json.dumps(tokens), is_china=False, line=line)

    assert code_of(caught) == "GARMIN_AUTH_FAILED"


def test_the_tokens_of_the_environment_are_not_used(
    service: GarminDouble, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GARMINTOKENS", json.dumps(service.tokens()))

    with pytest.raises(GarminAuthenticationError) as caught:
        enter(service, line, password="wrong")

    assert code_of(caught) == "GARMIN_PASSWORD_WRONG"
    assert service.connect.traffic.seen("/socialProfile") == []


def test_neither_password_nor_code_nor_token_is_logged_shown_or_kept(
    service: GarminDouble, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    password = "".join(["canary", "-", "7f3a9c"])
    service.account.login.password = password
    service.ask_for_code("918273")

    waiting = log_in(email=service.email, password=password, is_china=False, line=line)
    assert isinstance(waiting, NeedsCode)
    found = finish_login(state=waiting.state, code="918273", is_china=False, line=line)
    with pytest.raises(GarminAuthenticationError) as caught:
        log_in(email=service.email, password=f"{password}!", is_china=False, line=line)

    secrets = (password, "918273", found.secret["di_token"], found.secret["di_refresh_token"])
    shown = [repr(found), repr(waiting), repr(line), repr(caught.value), *map(str, caplog.records)]
    shown += [record.getMessage() for record in caplog.records]
    assert [secret for secret in secrets if any(secret in text for text in shown)] == []
    assert password not in json.dumps(waiting.state)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    gc.collect()
    holders = [type(each).__name__ for each in gc.get_objects() if _holds(each, f"{password}!")]
    assert holders == []


def _holds(each: object, secret: str) -> bool:
    """Whether an object of ours, of the library's or of an HTTP client has the secret as an attribute."""
    module = str(type(each).__module__).split(".")[0]
    if module not in ("athletes", "garminconnect", "requests", "curl_cffi", "config"):
        return False
    values = vars(each).values() if hasattr(each, "__dict__") else ()
    return any(isinstance(value, str | bytes) and secret in str(value) for value in values)


def test_a_source_shows_no_token(source: GarminLoginSource) -> None:
    secret = source.secret

    shown = [repr(source), repr(source._account), repr(source._account.tokens)]

    assert not any(secret["di_token"] in text or secret["di_refresh_token"] in text for text in shown)


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "\ud800", "x" * 1_000_000, "", 7, None])
def test_a_name_that_is_none_is_not_kept(service: GarminDouble, line: Line, name: object) -> None:
    service.connect.script.change(
        PROFILE, lambda profile: {**profile, "displayName": name, "userName": "a\x00da"}
    )

    found = read_tokens(json.dumps(service.tokens()), is_china=False, line=line)

    assert (found.account, found.secret["display_name"]) == ("ada", None)


def test_a_refresh_token_does_not_follow_a_redirect(service: GarminDouble, line: Line) -> None:
    tokens = json.dumps(service.tokens())
    with PersonalApi() as stranger:
        where = {"Location": f"{stranger.url}/elsewhere"}
        service.connect.script.add("/oauth/token", status=307, headers=where, times=None)
        with pytest.raises(GarminAPIError):
            read_tokens(tokens, is_china=False, line=line)

        assert stranger.traffic.calls == []
