"""The only importer of `garminconnect`: the library as this project needs it.

One object per athlete and chain of calls. It asks in turn and on record, repeats nothing by itself, reads no
environment, writes no file, logs nothing, and does not swallow what a refused renewal of its tokens says.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils import timezone
from garminconnect import (
    Garmin,
    GarminConnectAuthenticationError,
    GarminConnectConnectionError,
    GarminConnectTooManyRequestsError,
)
from garminconnect.client import Client
from requests import PreparedRequest

from athletes.errors import GarminAuthenticationError
from athletes.sources.garmin_login.refusal import token_trouble
from athletes.sources.garmin_login.signs import PacedSession, Sign
from config.core import pacing
from config.core.outbound import Line, PoliteAdapter, retry_after_s

__all__ = [
    "AimedGarmin",
    "GarminConnectAuthenticationError",
    "GarminConnectConnectionError",
    "GarminConnectTooManyRequestsError",
]

# Failed calls are logged with their path, which holds names and ids; refusals with what came with them.
logging.getLogger("garminconnect").setLevel(logging.CRITICAL)

PLAIN_LOGINS = frozenset({"mobile+requests", "portal+requests"})
"""Ways to log in that are known for what they are: each try makes Garmin wait longer."""
_VARIABLE = re.compile(r"/(?:\d{4}-\d{2}-\d{2}|\d+)(?=/|$)")
FILES = "/download-service/files/"
TOKEN = "di-oauth2-service/oauth/token"  # noqa: S105
WIDGET = "/sso/embed"


class AimedGarmin(Garmin):
    """A `Garmin` on a line. It is given no name and no password: those pass through `client` alone."""

    client: LineClient

    def __init__(self, line: Line, *, is_china: bool) -> None:
        super().__init__(is_cn=is_china, retry_attempts=0)
        self.client = LineClient(line, is_china=is_china, name_of=self._name_of)

    def _name_of(self, request: PreparedRequest) -> str:
        """An endpoint's name for the record: its path without days, ids and the name of its owner."""
        path = urlsplit(request.url or "").path
        if self.display_name:
            path = path.replace(f"/{quote(self.display_name, safe='')}", "")
        return _VARIABLE.sub("", path).strip("/")


def _wait(line: Line, url: str) -> None:
    """Wait for a turn at the host of `url`; a stop ends the library's whole chain of ways to log in."""
    try:
        line.before_call()
        pacing.wait_turn(f"host:{urlsplit(url).hostname}", line.per_s)
    except Exception as error:  # as a cause, since the library goes on after any error but this one
        raise GarminConnectAuthenticationError("stopped") from error


class LineClient(Client):
    """The library's own client, on a line."""

    def __init__(self, line: Line, *, is_china: bool, name_of: Callable[[PreparedRequest], str]) -> None:
        super().__init__(domain="garmin.cn" if is_china else "garmin.com")
        self.signs: list[Sign] = []
        self.skip_strategies = set(PLAIN_LOGINS)
        self._line = line
        for scheme in ("https://", "http://"):
            self._api_session.mount(scheme, PoliteAdapter(line, name_of, files=FILES))
        # Anything here keeps requests from putting a netrc entry of this machine over our Authorization.
        self._api_session.auth = lambda request: request

    def connectapi(self, path: str, **options: Any) -> Any:
        """As the library does it, and for JSON that nobody can read as well (endless lists, huge numbers)."""
        try:
            return super().connectapi(path, **options)
        except (ValueError, RecursionError) as error:
            raise GarminConnectConnectionError("unreadable") from error

    def _api_call(self, method: str, path: str, **options: Any) -> Any:
        """A write; answers that nobody can read are an outage here as well."""
        try:
            return super()._api_call(method, path, **options)
        except (ValueError, RecursionError) as error:
            raise GarminConnectConnectionError("unreadable") from error

    def _http_post(self, url: str, **options: Any) -> Any:
        """Ask for tokens; raises our own errors where the answer says nothing about what was shown."""
        line = self._line
        line.turn(urlsplit(url).hostname or "")
        started_at, started = timezone.now(), time.monotonic()
        try:
            # A redirect would take the refresh token along.
            answer = super()._http_post(url, **{"allow_redirects": False, **options})
        except Exception as error:
            spent_s = time.monotonic() - started
            line.record(TOKEN, started_at, spent_s, error_code=type(error).__name__)
            raise
        line.retry_after_s = retry_after_s(answer.headers)
        line.record(
            TOKEN,
            started_at,
            time.monotonic() - started,
            status=answer.status_code,
            received_bytes=len(answer.content),
        )
        if trouble := token_trouble(answer):
            raise trouble
        return answer

    def _refresh_session(self) -> None:
        """Renew the tokens. A refusal is a 401 of the call that needed it, an outage stays an outage."""
        with self._token_lock:
            try:
                self._refresh_di_token()
            except GarminConnectAuthenticationError:
                refused = GarminAuthenticationError()
            except (ValueError, LookupError, TypeError) as error:
                raise GarminConnectConnectionError("no tokens in the answer") from error
            else:
                return
        raise GarminConnectConnectionError("API Error 401 - tokens refused") from refused

    def _establish_session(
        self,
        ticket: str,
        sess: Any = None,  # noqa: ARG002
        service_url: str | None = None,
    ) -> None:
        """Tokens for the ticket, without the library's fallback to web cookies, which cannot be kept.

        A failure here ends the chain of ways to log in: the password was right.
        """
        try:
            self._exchange_service_ticket(ticket, service_url=service_url)
        except Exception as error:  # as a cause, since the library goes on after any error but this one
            raise GarminConnectAuthenticationError("no tokens") from error

    def _do_mobile_login(self, sess: Any, email: str, password: str) -> None:
        super()._do_mobile_login(self._paced(sess), email, password)

    def _do_portal_web_login(self, sess: Any, email: str, password: str) -> None:
        super()._do_portal_web_login(self._paced(sess), email, password)

    def _widget_web_login(self, email: str, password: str) -> None:
        # Its session is made inside, so that its requests are one entry; it begins with two in a row.
        _wait(self._line, self._sso)
        _wait(self._line, self._sso)
        started_at, started = timezone.now(), time.monotonic()
        try:
            super()._widget_web_login(email, password)
        except Exception as error:
            spent_s = time.monotonic() - started
            self._record(self._sso + WIDGET, started_at, spent_s, error_code=type(error).__name__)
            raise
        self._record(self._sso + WIDGET, started_at, time.monotonic() - started, status=200)

    def _record(self, url: str, started_at: datetime, duration_s: float, **outcome: Any) -> None:
        """One request of a login, of which some may fail before one gets through: no failure of Garmin."""
        name = _VARIABLE.sub("", urlsplit(url).path).strip("/")
        self._line.record(name, started_at, duration_s, is_judged=False, **outcome)

    def _restore_mfa_state(self, state: dict[str, Any]) -> None:
        super()._restore_mfa_state(state)
        self._mfa_session = self._paced(self._mfa_session)

    def _paced(self, session: Any) -> PacedSession:
        return PacedSession(session, lambda url: _wait(self._line, url), self._record, self.signs)
