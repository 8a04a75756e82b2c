"""A forward proxy that is some hosts, Garmin say, to whoever goes through it, and nobody else.

It ends TLS with a certificate of its own authority and hands what it reads to the double of that host. A
CONNECT to any other host is answered 403 and recorded: so it also proves that a process talks to nobody else.
"""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.doubles.garmin.authority import NAMES, make_authority
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.personal import HOST

CONNECT_HOSTS = tuple(
    f"{name}.garmin.{end}" for name in ("sso", "diauth", "connectapi", "connect") for end in ("com", "cn")
)
CHUNK = 65_536


@dataclass(frozen=True)
class Tunnel:
    """A CONNECT that was asked for."""

    host: str
    port: int
    is_allowed: bool


class _Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    request_queue_size = 256
    owner: ForwardProxy

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


class ForwardProxy:
    """`url` for `HTTPS_PROXY`, `ca_path` for `REQUESTS_CA_BUNDLE`; a context manager.

    `ports` are those of the doubles by the host for which each stands, `names` what its certificate says.
    `passed` names hosts that are tunnelled as they are, without looking inside.
    """

    def __init__(
        self,
        ports: Mapping[str, int],
        folder: Path,
        *,
        names: Sequence[str],
        passed: frozenset[str] = frozenset(),
    ) -> None:
        self.tunnels: list[Tunnel] = []
        self.passed = passed
        self._ports = ports
        self.ca_path, self.tls = make_authority(folder, names)
        self._server = _Listening(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to go through here, and nowhere past it."""
        ca = str(self.ca_path)
        both = {"HTTPS_PROXY": self.url, "https_proxy": self.url, "NO_PROXY": "127.0.0.1,localhost"}
        return both | {"no_proxy": "127.0.0.1,localhost", "REQUESTS_CA_BUNDLE": ca}

    @property
    def refused(self) -> list[str]:
        """Other hosts that somebody wanted to reach."""
        return [each.host for each in self.tunnels if not each.is_allowed]

    def way_to(self, host: str, port: int) -> tuple[str, int] | None:
        """Where bytes for that host go."""
        if port == 443 and host in self._ports:
            return "127.0.0.1", self._ports[host]
        return (host, port) if host in self.passed else None

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class GarminProxy(ForwardProxy):
    """Garmin to whoever goes through it."""

    def __init__(self, double: GarminDouble, folder: Path, *, passed: frozenset[str] = frozenset()) -> None:
        ports = dict.fromkeys(CONNECT_HOSTS, double.connect.port) | {HOST: double.personal.port}
        super().__init__(ports, folder, names=NAMES, passed=passed)


class _Handler(socketserver.StreamRequestHandler):
    rbufsize = 0
    """Nothing behind the head may be read early: it belongs to TLS."""
    server: _Listening

    def handle(self) -> None:
        method, target = self._head()
        host, _, port = target.rpartition(":")
        number = int(port) if port.isdigit() else 80
        way = self.server.owner.way_to(host, number) if method == "CONNECT" else None
        self.server.owner.tunnels.append(
            Tunnel(host if method == "CONNECT" else target, number, way is not None)
        )
        if way is None:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with contextlib.suppress(OSError), socket.create_connection(way, timeout=10) as inside:
            inside.settimeout(None)
            self._tunnel(host, inside)

    def _head(self) -> tuple[str, str]:
        first = self.rfile.readline(CHUNK).decode("latin-1").split()
        while self.rfile.readline(CHUNK) not in (b"\r\n", b"\n", b""):
            pass
        return (first[0], first[1]) if len(first) > 1 else ("", "")

    def _tunnel(self, host: str, inside: socket.socket) -> None:
        if host in self.server.owner.passed:
            _relay(self.connection, inside)
            return
        with self.server.owner.tls.wrap_socket(self.connection, server_side=True) as outside:
            _relay(outside, inside)


def _relay(outside: socket.socket, inside: socket.socket) -> None:
    """Hand bytes both ways until one side ends, on one thread: a TLS socket is not for two."""
    for each in (outside, inside):
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        waiting = isinstance(outside, ssl.SSLSocket) and outside.pending() > 0
        ready = [outside] if waiting else select.select([outside, inside], [], [])[0]
        for source in ready:
            data = source.recv(CHUNK)
            if not data:
                return
            (inside if source is outside else outside).sendall(data)
