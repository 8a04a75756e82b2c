"""Nothing that is not public is connected to, however it is written; a listener here counts."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from pytest_django import Settings

from config.core import resolving
from config.core.guard import ForbiddenAddressError, GuardedSession, StrangersLine, _Adapter, check_url
from config.core.ids import uuid7
from config.core.models import ExternalCall
from tests.doubles.garmin.authority import make_authority
from tests.doubles.web import Answer, WebDouble

HOSTILE = [
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "https://127.0.0.1/",
    "https://127.1:{port}/",
    "https://127.0.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.0.0.1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://0:{port}/",
    "https://0.0.0.0:{port}/",
    "https://localhost:{port}/",
    "https://localhost.:{port}/",
    "https://LOCALHOST/",
    "https://[::1]:{port}/",
    "https://[::]:{port}/",
    "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[fd00:ec2::254]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254/",
    "https://168.63.129.16/",
    "https://100.100.100.200/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://user:word@127.0.0.1:{port}/",
    "https://93.184.216.34@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@example.org/",
    "https://example.org\\@127.0.0.1:{port}/",
    "https://①②⑦.⓪.⓪.①:{port}/",
    "https://93.184.216.34:{port}/",
    "http://93.184.216.34/",
    "https://inside.example/",
    "https://metadata.example/",
    "https://half.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "https:///x",
    "javascript:1",
]
NAMES = {
    "inside.example": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "half.example": ["93.184.216.34", "10.0.0.1"],
    "open.example": ["93.184.216.34"],
    "hooks.example": ["127.0.0.1"],
}
type Resolver = Callable[..., list[Any]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the resolver says of names; everything else is asked for as usual."""
    known, usual = dict(NAMES), socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(host, str) and host.endswith(".example"):
            if host not in known:
                raise socket.gaierror(socket.EAI_NONAME, "unknown")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in known[host]]
        return usual(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.fixture
def server() -> Iterator[WebDouble]:
    with WebDouble() as server:
        yield server


@pytest.fixture
def line() -> StrangersLine:
    return StrangersLine("webhook", uuid7(), per_s=1)


@pytest.fixture
def session(db: None, line: StrangersLine) -> Iterator[GuardedSession]:
    with GuardedSession(line, lambda _: "message") as session:
        yield session


@pytest.mark.parametrize("url", HOSTILE)
def test_nothing_but_the_open_internet_is_reached(
    url: str, session: GuardedSession, server: WebDouble, names: object
) -> None:
    address = url.replace("{port}", str(server.server_port))

    with pytest.raises((ForbiddenAddressError, requests.RequestException)):
        session.post(address, data=b"x")
    with pytest.raises(ForbiddenAddressError):
        check_url(address)

    assert server.connections == 0


def test_there_are_at_least_forty_of_them() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) >= 40


def test_a_name_that_leads_elsewhere_the_second_time_is_refused_the_second_time(
    session: GuardedSession, server: WebDouble, names: dict[str, list[str]], settings: Settings
) -> None:
    check_url("https://open.example/hook")
    names["open.example"] = ["127.0.0.1"]

    with pytest.raises(ForbiddenAddressError):
        session.post("https://open.example/hook")


def test_the_socket_goes_where_the_check_looked(
    session: GuardedSession, server: WebDouble, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """A resolver that says something else each time it is asked is asked once for each connection."""
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
    usual, said = socket.getaddrinfo, iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])

    def rebinding(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return usual(next(said) if host == "turning.example" else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    assert session.post(f"http://turning.example:{server.server_port}/").status_code == 200
    with pytest.raises(ForbiddenAddressError):
        session.post(f"http://turning.example:{server.server_port + 1}/")
    assert server.connections == 1


@pytest.fixture
def stalling(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A resolver that answers nobody until the test is over; holds who asked."""
    usual, over, asked = socket.getaddrinfo, threading.Event(), []

    def resolve(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        if host.endswith(".example"):
            asked.append(host)
            over.wait(30)
        return usual(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(resolving, "LONGEST_S", 0.1)
    yield asked
    over.set()


def test_a_resolver_that_hangs_holds_nobody(session: GuardedSession, stalling: list[str]) -> None:
    started = time.monotonic()

    with pytest.raises(requests.ConnectionError):
        session.post("https://slow.example/hook")
    with pytest.raises(ForbiddenAddressError, match="name server takes too long"):
        check_url("https://slow.example/hook")

    assert time.monotonic() - started < 3


def test_a_resolver_that_hangs_gathers_no_threads(
    stalling: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "LONGEST_S", 0.001)

    for _ in range(resolving.MOST_AT_ONCE + 5):
        with pytest.raises(TimeoutError):
            resolving.addresses_of("slow.example", 443)

    assert len(stalling) <= resolving.MOST_AT_ONCE


@pytest.mark.parametrize(
    "url", ["https://none.example/", "https://" + "a" * 64 + "/", "https://x:99999/", ""]
)
def test_what_is_no_server_is_said_before_anything_is_sent(url: str, names: object) -> None:
    with pytest.raises(ForbiddenAddressError):
        check_url(url)


def test_a_public_server_by_https_may_be_asked(names: object) -> None:
    check_url("https://open.example/hook?a=1")
    check_url("https://93.184.216.34/")
    check_url("https://[2606:4700::1111]:443/")


def test_an_operator_may_open_a_server_of_the_own_network(
    session: GuardedSession, server: WebDouble, names: object, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]

    assert session.post(f"{server.url}/hook", data=b"x").status_code == 200
    assert session.post(f"http://inside.example:{server.server_port}/").status_code == 200


@pytest.mark.parametrize("host", ["metadata.example", "169.254.169.254", "168.63.129.16"])
def test_nobody_may_open_the_metadata_address(host: str, names: object, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = [f"{host}:443", "169.254.169.254:443"]

    with pytest.raises(ForbiddenAddressError):
        check_url(f"https://{host}/")


def test_a_redirect_is_not_followed_not_even_to_an_open_server(
    session: GuardedSession, server: WebDouble, settings: Settings
) -> None:
    with WebDouble() as second:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{each.server_port}" for each in (server, second)]
        server.answers = [Answer(302, headers={"Location": f"{second.url}/"})]

        assert session.post(server.url).status_code == 302
        assert second.connections == 0


def test_a_proxy_of_the_environment_is_not_used(
    session: GuardedSession, server: WebDouble, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WebDouble() as proxy:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)

        assert session.post(server.url).status_code == 200
        assert proxy.connections == 0


def test_ten_megabytes_are_not_read(session: GuardedSession, server: WebDouble, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
    server.answers = [Answer(body=b"x" * 1_000_000, pieces=9)]

    with pytest.raises(requests.RequestException, match="too large"):
        session.post(server.url)


def test_an_answer_that_drips_is_cut_off(
    session: GuardedSession,
    server: WebDouble,
    settings: Settings,
    line: StrangersLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
    monkeypatch.setattr(_Adapter, "longest_answer_s", 0.2)
    server.answers = [Answer(body=b"x", pause_s=0.05, pieces=100)]
    started = time.monotonic()

    with pytest.raises(requests.RequestException):
        session.post(server.url)
    line.flush()

    assert time.monotonic() - started < 2
    call = ExternalCall.objects.get()
    assert (call.service, call.operation, call.error_code) == ("webhook", "message", "ReadTimeout")


def test_a_handshake_that_drips_is_cut_off(
    session: GuardedSession, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Adapter, "longest_answer_s", 0.2)
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{port}"]
        threading.Thread(target=_drip_a_handshake, args=(listening,), daemon=True).start()

        with pytest.raises(requests.RequestException):
            session.post(f"https://127.0.0.1:{port}/")

    assert time.monotonic() - started < 2


def _drip_a_handshake(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        try:
            connection.sendall(b"\x16\x03\x03\x40\x00")
            for _ in range(100):
                time.sleep(0.05)
                connection.sendall(b"\x00")
        except OSError:
            return


def test_the_name_is_what_the_certificate_must_say(
    session: GuardedSession, names: dict[str, list[str]], settings: Settings, tmp_path: Path
) -> None:
    names["other.example"] = ["127.0.0.1"]
    ca, tls = make_authority(tmp_path, ["hooks.example"])
    session.verify = str(ca)
    with WebDouble(tls) as server:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]

        assert session.post(f"https://hooks.example:{server.server_port}/").status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            session.post(f"https://other.example:{server.server_port}/")


def test_a_server_that_is_down_stops_nobody_elses(session: GuardedSession, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1:9"]
    for _ in range(6):
        with pytest.raises(requests.ConnectionError):
            session.post("http://127.0.0.1:9/")
