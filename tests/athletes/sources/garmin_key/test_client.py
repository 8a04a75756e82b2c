"""The real library against a server: bearers, tries, one host, and nothing on disk or in the log."""

import logging
from datetime import UTC, datetime

import pytest

from athletes.errors import GarminAuthenticationError, GarminConnectionError
from athletes.sources.garmin import mapping
from athletes.sources.garmin_key.client import KeyClient
from config.core.models import ExternalCall
from tests.athletes.sources.garmin_key.conftest import TODAY
from tests.doubles.garmin.personal import PersonalApi
from tests.doubles.garmin.tokens import token

SUMMARIES = mapping.DAILY_SUMMARIES


def test_a_key_is_exchanged_once_for_many_calls(garmin, client):
    for _ in range(3):
        client.days(SUMMARIES, TODAY, TODAY)

    assert garmin.personal.exchanges == 1
    assert client.secret["key"] == garmin.key
    assert client.secret["bearer"].count(".") == 2


def test_a_kept_bearer_is_used_again(garmin, connect):
    first = connect()
    first.days(SUMMARIES, TODAY, TODAY)
    second = connect(first.secret["bearer"])
    second.days(SUMMARIES, TODAY, TODAY)

    assert garmin.personal.exchanges == 1
    assert second.secret == first.secret


def test_a_kept_bearer_with_less_than_an_hour_left_is_renewed(garmin, connect):
    garmin.personal.accounts[garmin.key].bearer_life_s = 3_500
    first = connect()
    first.days(SUMMARIES, TODAY, TODAY)
    second = connect(first.secret["bearer"])
    second.days(SUMMARIES, TODAY, TODAY)

    assert garmin.personal.exchanges == 2
    assert second.secret["bearer"] != first.secret["bearer"]


def test_a_kept_bearer_with_more_than_an_hour_left_is_not(garmin, connect):
    garmin.personal.accounts[garmin.key].bearer_life_s = 3_700
    first = connect()
    first.days(SUMMARIES, TODAY, TODAY)
    connect(first.secret["bearer"]).days(SUMMARIES, TODAY, TODAY)

    assert garmin.personal.exchanges == 1


def test_bearers_that_live_for_minutes_are_not_renewed_at_every_call(garmin, client):
    garmin.personal.accounts[garmin.key].bearer_life_s = 600
    for _ in range(4):
        client.days(SUMMARIES, TODAY, TODAY)

    assert garmin.personal.exchanges == 1


def test_a_refused_bearer_is_renewed_once(garmin, client):
    client.days(SUMMARIES, TODAY, TODAY)
    garmin.personal.drop_bearers(garmin.key)

    assert client.days(SUMMARIES, TODAY, TODAY)["data"]
    assert garmin.personal.exchanges == 2


def test_a_bearer_of_somebody_else_is_replaced(garmin, connect):
    assert connect(token(86_400)).days(SUMMARIES, TODAY, TODAY)["data"]
    assert garmin.personal.exchanges == 1


def test_bearers_that_are_always_refused_end_it(garmin, client):
    garmin.personal.script.add("dailysummaries", status=401, times=None)

    with pytest.raises(GarminAuthenticationError) as raised:
        client.days(SUMMARIES, TODAY, TODAY)

    assert (raised.value.code, raised.value.retryable) == ("GARMIN_AUTH_FAILED", False)
    assert garmin.personal.exchanges == 1
    assert len(garmin.personal.traffic.seen("dailysummaries")) == 1


def test_a_key_that_was_revoked_under_way_says_so(garmin, client):
    client.days(SUMMARIES, TODAY, TODAY)
    garmin.personal.revoke(garmin.key)

    with pytest.raises(GarminAuthenticationError) as raised:
        client.days(SUMMARIES, TODAY, TODAY)
    assert raised.value.code == "GARMIN_KEY_REFUSED"


@pytest.mark.parametrize("key", ["", "  ", "two words", "schlüssel", "a\r\nb", "k" * 600])
def test_what_cannot_be_a_key_is_refused_without_asking(garmin, line, key):
    with pytest.raises(GarminAuthenticationError) as raised:
        KeyClient(key=key, bearer=None, line=line, base_url=garmin.personal.url)

    assert raised.value.code == "GARMIN_KEY_REFUSED"
    assert garmin.personal.traffic.calls == []


def test_blanks_around_a_key_are_taken_off(garmin, connect):
    connect(key=f" {garmin.key}\n").exchange()

    assert garmin.personal.exchanges == 1


def test_netrc_never_replaces_the_bearer(garmin, client, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    garmin.personal.script.redirect("dailysummaries", "/userprofile-service/userprofile/settings")

    client.days(SUMMARIES, TODAY, TODAY)
    client.profile()

    assert {call.account for call in garmin.personal.traffic.calls} == {garmin.key}


def test_a_proxy_of_the_environment_is_used(client, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")

    with pytest.raises(GarminConnectionError):
        client.exchange()


def test_a_redirect_on_the_same_host_is_followed(garmin, client):
    garmin.personal.script.redirect("dailysummaries", "/userprofile-service/userprofile/settings")

    assert client.days(SUMMARIES, TODAY, TODAY)["timeZone"] == "Europe/Berlin"


def test_a_redirect_to_another_host_is_not(garmin, client):
    with PersonalApi() as stranger:
        garmin.personal.script.redirect("dailysummaries", f"{stranger.url}/elsewhere")
        with pytest.raises(GarminConnectionError) as raised:
            client.days(SUMMARIES, TODAY, TODAY)

        assert stranger.traffic.calls == []
        assert raised.value.code == "GARMIN_ANSWER_UNREADABLE"


def test_nothing_is_written_to_disk_and_nothing_is_logged(client, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("HOME", str(tmp_path))
    with caplog.at_level(logging.INFO):
        client.days(SUMMARIES, TODAY, TODAY)

    assert list(tmp_path.rglob("*")) == []
    assert [each for each in caplog.records if each.name.startswith("garmin_personal_api")] == []


def test_the_record_of_calls_names_endpoints_without_dates_and_ids(client, line):
    for endpoint in (SUMMARIES, mapping.SLEEP_RANGE, mapping.HRV_RANGE, mapping.WEIGHT, mapping.SPO2):
        client.days(endpoint, TODAY, TODAY)
    client.page(0, 20, None, None)
    client.profile()
    line.flush()

    assert list(ExternalCall.objects.order_by("started_at").values_list("operation", flat=True)) == [
        "token",
        "daily_summaries",
        "sleep_range",
        "hrv_range",
        "weight",
        "spo2",
        "activities",
        "profile",
    ]


def test_days_are_dates_and_ids_positive_numbers(garmin, client):
    with pytest.raises(TypeError):
        client.days(SUMMARIES, datetime(2026, 3, 14, tzinfo=UTC), TODAY)
    with pytest.raises(TypeError):
        client.days(SUMMARIES, "2026-03-14", TODAY)
    for number in ("1/../../x?y=1", "0", "-1", "٣", "", "1.5"):
        with pytest.raises(ValueError, match="positive"):
            client.download(number)

    assert garmin.personal.traffic.calls == []


def test_nothing_but_the_exchange_is_ever_written(garmin, client):
    client.days(SUMMARIES, TODAY, TODAY)
    client.profile()

    assert garmin.personal.writes == []
