"""Daily endpoints asked for ranges: what one of them cannot give never costs the others."""

from __future__ import annotations

from datetime import date, timedelta

from athletes.errors import GarminAPIError, GarminNotOfferedError
from athletes.sources.base import Keep, RawAnswerRecord
from athletes.sources.garmin.days import DayParts, failed
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.garmin_key.client import KeyClient
from athletes.sources.garmin_key.faults import REQUEST_REFUSED

_ONE_DAY = timedelta(days=1)


class Asking:
    """Asks, keeps the answer as it came, and maps it."""

    def __init__(self, client: KeyClient, keep: Keep, source: str) -> None:
        self._client, self._keep, self._source = client, keep, source
        self._absent: set[str] = set()

    def parts(self, endpoint: str, start: date, end: date) -> list[DayParts]:
        """What the endpoint says of [start, end); a range that is refused is asked for in two halves, once.

        Raises only what concerns the whole connection: authentication, rate limit, outage.
        """
        if endpoint in self._absent:
            return [failed(endpoint, start, end, "not offered")]
        try:
            return [self._answer(endpoint, start, end)]
        except GarminAPIError as error:
            if isinstance(error, GarminNotOfferedError):
                return [self._not_offered(endpoint, start, end)]
            if error.code != REQUEST_REFUSED:
                raise
        middle = start + (end - start) // 2
        if middle == start:
            return [failed(endpoint, start, end, "refused")]
        return [self._half(endpoint, middle, end), self._half(endpoint, start, middle)]

    def _half(self, endpoint: str, start: date, end: date) -> DayParts:
        try:
            return self._answer(endpoint, start, end)
        except GarminAPIError as error:
            if isinstance(error, GarminNotOfferedError) or error.code == REQUEST_REFUSED:
                return failed(endpoint, start, end, "refused")
            raise

    def _not_offered(self, endpoint: str, start: date, end: date) -> DayParts:
        """A range that is not there never is; a single day may just have nothing."""
        if end - start > _ONE_DAY:
            self._absent.add(endpoint)
        return failed(endpoint, start, end, "not offered")

    def _answer(self, endpoint: str, start: date, end: date) -> DayParts:
        payload = self._client.days(endpoint, start, end - _ONE_DAY)
        # An empty answer says as much when it is forgotten, and must not take a fuller one's place.
        if payload not in (None, {}, []):
            self._keep(RawAnswerRecord(self._source, endpoint, start, end, payload))
        return map_answer(endpoint, payload, start=start, end=end)
