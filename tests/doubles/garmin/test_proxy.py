"""The real libraries, led by nothing but a proxy and a bundle of certificates."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from garmin_personal_api.auth import PersonalApiAuthenticator
from garmin_personal_api.client import GarminPersonalApiClient
from garminconnect import Garmin

from tests.doubles.garmin.conftest import TODAY
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.proxy import GarminProxy, Tunnel


@pytest.fixture
def proxy(double: GarminDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarminProxy]:
    monkeypatch.delenv("GARMIN_PERSONAL_API_BASE_URL")
    with GarminProxy(double, tmp_path) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def test_the_keys_client_reaches_its_default_address(
    double: GarminDouble, proxy: GarminProxy, tmp_path: Path
) -> None:
    with PersonalApiAuthenticator(bearer_token_cache_file=tmp_path / "bearer.json") as authenticator:
        token = authenticator.obtain_token(double.key)
    with GarminPersonalApiClient(token.access_token, timeout=5) as client:
        assert len(client.search_activities()) == 20
        outing = double.person.outings()[0]
        assert client.download_activity(outing.id) == double.person.original(outing)
        since = TODAY - timedelta(days=27)
        assert len(client.get_daily_summaries(since, TODAY)["data"]) == 28
    assert proxy.tunnels == [Tunnel("personal.connectapi.garmin.com", 443, is_allowed=True)] * 2


def test_a_login_with_a_code_by_two_objects_and_a_refresh(double: GarminDouble, proxy: GarminProxy) -> None:
    double.ask_for_code()
    first = Garmin(double.email, double.password, return_on_mfa=True)
    status, state = first.login()
    assert status == "needs_mfa"
    second = Garmin(retry_attempts=0)
    second.resume_login(json.loads(json.dumps(state)), "123456")
    double.connect.drop_access(double.email)
    assert second.get_training_readiness(TODAY.isoformat())
    assert double.account.refreshes == 1
    assert {each.host for each in proxy.tunnels} == {
        "sso.garmin.com",
        "diauth.garmin.com",
        "connectapi.garmin.com",
    }
    assert proxy.refused == []
    for each in (first, second):
        each.client.cs.close()
        each.client._api_session.close()


def test_nobody_else_is_reached_and_the_try_is_recorded(proxy: GarminProxy) -> None:
    for address in ("https://example.org/", "https://sso.garmin.com:8443/"):
        with pytest.raises(requests.exceptions.ProxyError):
            requests.get(address, timeout=2)
    answer = requests.get("http://example.org/", proxies={"http": proxy.url}, timeout=2)
    assert answer.status_code == 403
    assert proxy.refused == ["example.org", "sso.garmin.com", "http://example.org/"]


def test_without_the_bundle_the_certificate_is_refused(
    proxy: GarminProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get("https://connectapi.garmin.com/", timeout=2)


def test_a_host_that_is_passed_is_tunnelled_as_it_is(double: GarminDouble, tmp_path: Path) -> None:
    with GarminProxy(double, tmp_path, passed=frozenset({"127.0.0.1"})) as proxy:
        port = double.connect.port
        with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=2) as tunnel:
            tunnel.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
            assert tunnel.recv(100).startswith(b"HTTP/1.1 200 ")
            tunnel.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            assert tunnel.recv(100).startswith(b"HTTP/1.1 401 ")
