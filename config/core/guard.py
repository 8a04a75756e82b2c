"""Asking servers that people name, without being led into a network that is not theirs to see.

What counts is where the connection goes: a name is resolved once, all of its addresses must be public, and
the socket goes to one of exactly these. So neither another answer of the resolver a moment later nor an
unusual spelling of an address leads anywhere else. OUTBOUND_ALLOW names exceptions. No proxy is used, which
would resolve names by itself, and no redirect is followed.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from requests import PreparedRequest, Response, Session
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.util import parse_url
from urllib3.util.connection import create_connection

from config.core.errors import AppException
from config.core.outbound import Line, PoliteAdapter
from config.core.patience import WatchedConnection, WatchedSecureConnection, watch
from config.core.public_addresses import is_never_asked, is_public, parsed
from config.core.resolving import addresses_of

PORT = 443
MOST_TRIED = 2
"""Addresses of one name, each with its own time-out."""


class ForbiddenAddressError(AppException):
    """A server that must not or cannot be asked from here."""

    code = "ADDRESS_FORBIDDEN"
    status = 400
    default_message = "Only servers that are open to the whole internet can be reached, by https on port 443."


class StrangersLine(Line):
    """A line to a server that one person named: how it does says nothing about other people's servers."""

    def turn(self, host: str) -> None:  # noqa: ARG002
        self.before_call()
        self.requests += 1

    def judge(self, status: int | None) -> None:
        """Nobody else is kept away."""


class GuardedSession(Session):
    """Sends to public servers only; raises ForbiddenAddressError, and what `requests` raises.

    `name_of` names the operation for the record. A name has five seconds to be found, an answer 2 MB and ten
    seconds.
    """

    def __init__(self, line: Line, name_of: Callable[[PreparedRequest], str]) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = settings.REQUESTS_CA_BUNDLE or True
        self.mount("https://", _Adapter(line, name_of))
        self.mount("http://", _Adapter(line, name_of))

    def get_redirect_target(self, resp: Response) -> None:
        """A redirect is an answer like any other."""


def check_url(url: str) -> None:
    """Raise ForbiddenAddressError for an address that would not be asked as things are now."""
    try:
        parts = parse_url(url)
        port = parts.port or (PORT if parts.scheme == "https" else 80)
    except (LocationParseError, ValueError):
        raise ForbiddenAddressError("This is no address of a server.") from None
    if parts.scheme not in ("https", "http") or not parts.host or not url.isprintable() or "\\" in url:
        raise ForbiddenAddressError("This is no address of a server.")
    if parts.auth is not None:
        raise ForbiddenAddressError("An address with a name or a password in it cannot be used.")
    try:
        _permitted(parts.host.strip("[]"), port, is_secure=parts.scheme == "https")
    except TimeoutError:
        raise ForbiddenAddressError("The name server takes too long. Try again in a while.") from None
    except OSError:
        raise ForbiddenAddressError("No server of this name can be found.") from None


def _permitted(host: str, port: int, *, is_secure: bool) -> list[str]:
    """The addresses of `host`. Raises ForbiddenAddressError unless each may be asked, OSError without any."""
    try:
        texts = addresses_of(host, port)
    except UnicodeError:
        raise ForbiddenAddressError("This is no address of a server.") from None
    for text in texts:
        if not _may_be_asked(text, host, port, is_secure=is_secure):
            raise ForbiddenAddressError
    return texts


def _may_be_asked(text: str, host: str, port: int, *, is_secure: bool) -> bool:
    address = parsed(text)
    if is_never_asked(address):
        return False
    named = {f"{host}:{port}", f"[{host}]:{port}", f"{address}:{port}", f"[{address}]:{port}"}
    if named & set(settings.OUTBOUND_ALLOW):
        return True
    return is_secure and port == PORT and is_public(address)


class _Guarded:
    host: str
    port: int
    timeout: Any
    socket_options: Any
    is_secure: ClassVar[bool]
    _rope: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        try:
            addresses = _permitted(self.host, self.port, is_secure=self.is_secure)
        except OSError as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]
        sock = self._connected(addresses[:MOST_TRIED])
        # The handshake of TLS may drip as well, on a socket that is not here yet.
        self._rope = sock.dup()
        watch(self._rope)
        return sock

    def _connected(self, addresses: list[str]) -> socket.socket:
        failure: OSError | None = None
        for address in addresses:
            try:
                return create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except OSError as error:
                failure = error
        kind = ConnectTimeoutError if isinstance(failure, TimeoutError) else NewConnectionError
        raise kind(self, "no address of this server answers") from failure  # type: ignore[arg-type]

    def close(self) -> None:
        super().close()  # type: ignore[misc]
        if self._rope is not None:
            with contextlib.suppress(OSError):
                self._rope.close()
            self._rope = None


class _Connection(_Guarded, WatchedConnection):
    is_secure: ClassVar[bool] = False


class _SecureConnection(_Guarded, WatchedSecureConnection):
    is_secure: ClassVar[bool] = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(PoliteAdapter):
    timeout_s: ClassVar[tuple[float, float]] = (5.0, 5.0)
    longest_answer_s: ClassVar[float] = 10.0
    most_file_bytes: ClassVar[int] = 2 * 1024 * 1024
    most_text_bytes: ClassVar[int] = 2 * 1024 * 1024

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        return super().send(request, *args, **kwargs | {"proxies": {}, "timeout": self.timeout_s})
