"""One athlete's account at Garmin, asked one call at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from athletes.errors import GarminAPIError, GarminConnectionError, GarminNotOfferedError
from athletes.sources.garmin_login.client import AimedGarmin
from athletes.sources.garmin_login.meaning import is_fault, login_error, meaning_of, no_tokens
from athletes.sources.garmin_login.refusal import NOT_FOUND
from athletes.sources.garmin_login.tokens import Tokens
from config.core import breaker
from config.core.errors import CircuitOpenError
from config.core.outbound import Line

TRIES = 3
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0
LONGEST_NAME = 150
DOWNLOAD = "/download-service/files/activity"


class Account:
    """The only object that speaks to Garmin for one athlete; not shared between chains of calls.

    Every method raises the tree of `athletes.errors`, and as themselves what the line raises and what stops
    the work. `tokens` are those of now: they change under way, so save them in `finally`.
    """

    def __init__(self, line: Line, *, is_china: bool, tokens: Tokens | None = None) -> None:
        self._line, self._is_china = line, is_china
        self._garmin = AimedGarmin(line, is_china=is_china)
        self._client = self._garmin.client
        self.display_name: str | None = None
        if tokens is not None:
            self._take(tokens)

    def _take(self, tokens: Tokens) -> None:
        self._client.di_token = tokens.access
        self._client.di_refresh_token = tokens.refresh
        self._client.di_client_id = tokens.client_id
        self.display_name = self._garmin.display_name = tokens.display_name

    @property
    def tokens(self) -> Tokens:
        """Raises GarminConnectionError when the account gave none that can be kept."""
        client = self._client
        if not (client.di_token and client.di_refresh_token and client.di_client_id):
            raise no_tokens()
        return Tokens(client.di_token, client.di_refresh_token, client.di_client_id, self.display_name)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The decoded answer; None where Garmin has nothing (204, 404, an empty one)."""
        try:
            return self.ask(lambda garmin: garmin.connectapi(path, params=params)) or None
        except GarminNotOfferedError as error:
            if error.code == NOT_FOUND:
                return None
            raise

    def download(self, activity_id: str) -> bytes | None:
        """The zip of the activity's original file; None when there is no file."""
        if not (activity_id.isascii() and activity_id.isdecimal()):
            raise GarminNotOfferedError(code=NOT_FOUND)
        try:
            return self.ask(lambda garmin: garmin.download(f"{DOWNLOAD}/{activity_id}")) or None
        except GarminNotOfferedError as error:
            if error.code == NOT_FOUND:
                return None
            raise

    def ask[T](self, call: Callable[[AimedGarmin], T], *, tries: int = TRIES) -> T:
        """One call of the library, repeated up to `tries` times when no answer to it arrived.

        What must not be done twice is asked for once. Errors carry nothing of the library: its frames hold
        tokens.
        """
        trying = Retrying(
            stop=stop_after_attempt(tries),
            wait=wait_exponential_jitter(multiplier=FIRST_WAIT_S, max=LONGEST_WAIT_S, jitter=FIRST_WAIT_S),
            retry=retry_if_exception(is_fault),
            reraise=True,
        )
        try:
            return trying(call, self._garmin)
        except Exception as error:  # whatever it is, it is raised below, rid of the frames that hold tokens
            meant = meaning_of(error, is_china=self._is_china)
        raise meant.with_traceback(None)

    def refresh(self) -> None:
        """Get fresh tokens now. Raises GarminAuthenticationError when Garmin does not know the old ones."""
        self.ask(lambda garmin: garmin.client._refresh_session())

    def log_in(self, email: str, password: str) -> dict[str, Any] | None:
        """None when logged in; the state to go on with when Garmin sent a code. Can take minutes."""
        status, state = self._sign_in(
            lambda: self._client.login(email, password, return_on_mfa=True), for_code=False
        )
        return state if status == "needs_mfa" else None

    def give_code(self, state: dict[str, Any], code: str) -> None:
        """Go on where `log_in` stopped, in this process or in another."""
        self._sign_in(lambda: self._client.resume_login(state, code), for_code=True)

    def _sign_in(self, call: Callable[[], tuple[str | None, Any]], *, for_code: bool) -> Any:
        """A login that fails is one failure of the service, however often it asked."""
        # Not by a turn: that could make it the one trial after a rest, which its own calls for tokens would
        # then be refused for.
        if breaker.is_resting(self._line.service):
            raise CircuitOpenError(retry_after_s=breaker.REST.total_seconds())
        meant: Exception | None = None
        result = None
        try:
            result = call()
        except Exception as error:  # raised below, rid of the frames that hold the password
            meant = login_error(
                error,
                self._client.signs,
                for_code=for_code,
                rejected=self._client._last_rejection_status,
                is_china=self._is_china,
            )
        if meant is None or isinstance(meant, GarminAPIError):
            self._line.judge(meant.status if meant else 200)
        if meant is not None:
            raise meant.with_traceback(None)
        return result

    def load_profile(self) -> Mapping[str, Any]:
        """Read who this is; the name is part of many addresses. Without one Garmin is not well."""
        profile = self.get("/userprofile-service/socialProfile")
        if not isinstance(profile, dict):
            raise GarminConnectionError
        name = profile.get("displayName")
        is_name = isinstance(name, str) and name.isprintable() and 0 < len(name) <= LONGEST_NAME
        self.display_name = self._garmin.display_name = name if is_name else None
        return profile

    @property
    def quoted_name(self) -> str | None:
        """The display name as a part of a path."""
        return quote(self.display_name, safe="") if self.display_name else None

    def close(self) -> None:
        self._client._api_session.close()
        self._client.cs.close()
