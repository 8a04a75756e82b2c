"""The only place that knows Garmin's own client of the Personal API."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from garmin_personal_api import GarminPersonalApiClient, GarminPersonalApiError, HttpError
from requests import RequestException, Response
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from athletes.errors import GarminAPIError
from athletes.sources.garmin.zipped import FILE_MISSING
from athletes.sources.garmin_key import faults
from athletes.sources.garmin_key.bearer import Bearer, fresh, kept
from athletes.sources.garmin_key.endpoints import ASK, TOKEN_PATH
from athletes.sources.garmin_key.session import OneHostSession
from config.core.outbound import TIMEOUT_S, Line

TRIES = 3
MOST_LISTED = 45
LONGEST_KEY = 512
# It logs every path with its dates and ids.
logging.getLogger("garmin_personal_api").setLevel(logging.CRITICAL)


class KeyClient:
    """One athlete's line to the Personal API, for one task and one thread.

    Every method raises the tree of `athletes.errors`, and what the line raises when it was not our turn.
    """

    def __init__(
        self,
        *,
        key: str,
        bearer: str | None,
        line: Line,
        base_url: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._key = _checked_key(key)
        self._line, self._sleep = line, sleep
        self._bearer: Bearer | None = kept(bearer)
        self._session = OneHostSession(line)
        token = self._bearer.token if self._bearer else ""
        self._api = GarminPersonalApiClient(token, session=self._session)
        self._base_url = (base_url or self._api.base_url).rstrip("/")
        self._api.base_url = self._base_url
        self._api.timeout = TIMEOUT_S  # type: ignore[assignment] # handed on to requests, which takes a pair

    @property
    def secret(self) -> dict[str, Any]:
        """What to keep for the next time."""
        bearer = self._bearer
        return {
            "key": self._key,
            "bearer": bearer.token if bearer else None,
            "expires_at": bearer.expires_at if bearer else None,
        }

    def days(self, endpoint: str, first: date, last: date) -> Any:
        """The answer of a daily endpoint for [first, last], as it came; None when there is nothing."""
        for each in (first, last):
            if isinstance(each, datetime) or not isinstance(each, date):
                raise TypeError("a day is a date")
        return self._ask(lambda: ASK[endpoint](self._api, first, last))

    def page(self, start: int, limit: int, first: date | None, last: date | None) -> Any:
        """A page of the list of activities; more than 45 at once make the service fail."""
        return self._ask(
            lambda: self._api.search_activities(
                start=start, limit=min(limit, MOST_LISTED), start_date=first, end_date=last
            )
        )

    def download(self, external_id: str) -> bytes:
        """The zip of an activity; GARMIN_FILE_MISSING when the answer is empty."""
        if not (external_id.isascii() and external_id.isdecimal() and int(external_id) > 0):
            raise ValueError("an id is a positive number")
        return self._ask(lambda: self._api.download_activity(external_id))

    def profile(self) -> Any:
        return self._ask(self._api.get_user_profile_settings)

    def exchange(self) -> None:
        """Get a new bearer for the key; raises GarminAuthenticationError when the key is refused."""
        self._bearer = self._repeated(self._exchanged)
        self._api.update_bearer_token(self._bearer.token)

    def close(self) -> None:
        self._api.close()

    def _ask[T](self, call: Callable[[], T]) -> T:
        """A call with a bearer that counts: renewed when it is due, and once when it is refused."""
        was_renewed = False
        if self._bearer is None or self._bearer.is_due(time.time()):
            self.exchange()
            was_renewed = True
        try:
            return self._repeated(lambda: self._called(call))
        except _Refused as refusal:
            if was_renewed:
                raise refusal.meaning from None
        self.exchange()
        try:
            return self._repeated(lambda: self._called(call))
        except _Refused as refusal:
            raise refusal.meaning from None

    def _called[T](self, call: Callable[[], T]) -> T:
        """One call, with whatever it raises told in our words."""
        try:
            return call()
        except HttpError as error:
            fault = self._refusal(error)
        except GarminPersonalApiError:
            fault = GarminAPIError("Garmin sent an empty file.", code=FILE_MISSING, retryable=False)
        except (RequestException, OSError, ValueError, RecursionError) as error:
            fault = faults.of_exception(error)
        # Raised out here, so that the library's error, which holds the answer's text, is not chained to it.
        raise fault

    def _refusal(self, error: HttpError) -> Exception:
        is_page = error.response_text.lstrip()[:1] == "<"
        meaning = faults.of_data(error.status_code, self._line.retry_after_s, is_page=is_page)
        may_be_the_bearer = error.status_code in (401, 403) and not is_page
        return _Refused(meaning) if may_be_the_bearer else meaning

    def _exchanged(self) -> Bearer:
        headers = {"Accept": "*/*", "Authorization": f"ApiKey {self._key}"}
        try:
            response = self._session.post(f"{self._base_url}{TOKEN_PATH}", headers=headers, timeout=TIMEOUT_S)
        except (RequestException, OSError) as error:
            fault: GarminAPIError = faults.of_exception(error)
        else:
            if response.ok and (bearer := fresh(response.text, time.time())):
                return bearer
            fault = self._token_fault(response)
        raise fault

    def _token_fault(self, response: Response) -> GarminAPIError:
        if response.ok:
            return faults.unreadable()
        is_page = response.text.lstrip()[:1] == "<"
        return faults.of_token(response.status_code, self._line.retry_after_s, is_page=is_page)

    def _repeated[T](self, call: Callable[[], T]) -> T:
        """Up to three tries of what did not get through."""
        return Retrying(
            retry=retry_if_exception(faults.did_not_arrive),
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.5, max=4),
            sleep=self._sleep,
            reraise=True,
        )(call)


class _Refused(Exception):
    """The bearer may be to blame; `meaning` is what to raise when it is not."""

    def __init__(self, meaning: GarminAPIError) -> None:
        super().__init__(meaning.code)
        self.meaning = meaning


def _checked_key(key: str) -> str:
    """The key without blanks around it; what cannot be one is refused without asking Garmin."""
    bare = key.strip()
    if not bare or len(bare) > LONGEST_KEY or not (bare.isascii() and bare.isprintable()) or " " in bare:
        raise faults.key_refused()
    return bare
