"""The Personal API as a source: daily values in wide ranges, activities with their original files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from athletes.errors import GarminAPIError, GarminNotOfferedError
from athletes.sources.base import ActivityPage, Keep, Parse, fetch_all
from athletes.sources.garmin.answers import ProfileSettings
from athletes.sources.garmin.days import DayParts, merge_days
from athletes.sources.garmin.fetched import activity_from
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.listing import has_file, page_of
from athletes.sources.garmin.mapping import DAILY_SUMMARIES, HRV_RANGE, SLEEP_RANGE, WEIGHT
from athletes.sources.garmin.zipped import FILE_MISSING
from athletes.sources.garmin_key.asking import Asking
from athletes.sources.garmin_key.client import MOST_LISTED, KeyClient
from athletes.sources.garmin_key.faults import unreadable
from athletes.sources.garmin_key.gaps import wanted
from athletes.sources.records import ListedActivity, Record, RecordedActivity, RecordedDay, RecordedEstimate
from config.core.outbound import Line

NAME: Final = "garmin_key"
WINDOW_DAYS: Final = 28
HRV_DAYS: Final = 365
PAGE_SIZE: Final = 20
_ONE_DAY = timedelta(days=1)


class GarminKeySource:
    """One athlete's account for the length of one piece of work. `today` is the athlete's local day."""

    name = NAME
    page_size = PAGE_SIZE
    window_days = WINDOW_DAYS

    def __init__(
        self, client: KeyClient, *, parse: Parse, keep: Keep, today: date, ai_allowed: bool = True
    ) -> None:
        self._client, self._parse = client, parse
        self._asking = Asking(client, keep, NAME)
        self._today, self._ai_allowed = today, ai_allowed

    @property
    def secret(self) -> dict[str, Any]:
        """`key`, `bearer` and `expires_at` as they are now: to be kept after every use."""
        return self._client.secret

    def days(self, since: date, until: date, *, detailed: bool) -> Iterator[RecordedDay | RecordedEstimate]:
        """As `RemoteSource.days`, for any length; days after today are left out.

        Costs three requests for each 28 days and one for each 365; `detailed` a few more.
        """
        end = min(until, self._today + _ONE_DAY)
        variability: list[DayParts] = []
        for start, stop in _windows(since, end, HRV_DAYS):
            variability += self._asking.parts(HRV_RANGE, start, stop)
        for start, stop in _windows(since, end, WINDOW_DAYS):
            answers = [
                *self._asking.parts(DAILY_SUMMARIES, start, stop),
                *self._asking.parts(SLEEP_RANGE, start, stop),
                *variability,
                *self._asking.parts(WEIGHT, start, stop),
            ]
            if detailed:
                answers += self._details(answers, start, stop)
            yield from self._merged(answers, start, stop)

    def listed(
        self, start: int, limit: int, *, since: date | None = None, until: date | None = None
    ) -> ActivityPage:
        """As `RemoteSource.listed`; never more than 45 at once."""
        limit = min(max(limit, 1), MOST_LISTED)
        last = until - _ONE_DAY if until else None
        page = page_of(self._client.page(max(start, 0), limit, since, last), limit)
        if page is None:
            raise unreadable()
        return page

    def activity(self, listed: ListedActivity) -> RecordedActivity:
        """As `RemoteSource.activity`; also raises what the parser raises."""
        without_file = activity_of(listed, source=NAME, ai_allowed=self._ai_allowed)
        if not has_file(listed.summary):
            return without_file
        try:
            zipped = self._client.download(listed.external_id)
            return activity_from(zipped, listed, parse=self._parse, source=NAME, ai_allowed=self._ai_allowed)
        except GarminAPIError as error:
            # Not GARMIN_FORBIDDEN: a file that is there but withheld may be had another day.
            if error.code in (FILE_MISSING, GarminNotOfferedError.code):
                return without_file
            raise

    def fetch(self, since: date, until: date) -> Iterator[Record]:
        return fetch_all(self, since, until)

    def close(self) -> None:
        self._client.close()

    def _details(self, answers: list[DayParts], start: date, stop: date) -> list[DayParts]:
        found = [each for each in self._merged(answers, start, stop) if isinstance(each, RecordedDay)]
        asked = [self._asking.parts(name, day, day + _ONE_DAY) for name, day in wanted(found, self._today)]
        return [part for parts in asked for part in parts]

    def _merged(
        self, answers: list[DayParts], start: date, stop: date
    ) -> Iterator[RecordedDay | RecordedEstimate]:
        return merge_days(
            answers, start=start, end=stop, today=self._today, source=NAME, ai_allowed=self._ai_allowed
        )


def _windows(since: date, until: date, days: int) -> Iterator[tuple[date, date]]:
    """Half-open windows of at most `days`, newest first."""
    end = until
    while end > since:
        start = max(since, end - timedelta(days=days))
        yield start, end
        end = start


def open_key_source(
    *,
    key: str,
    bearer: str | None,
    line: Line,
    parse: Parse,
    keep: Keep,
    today: date,
    base_url: str = "",
    ai_allowed: bool = True,
) -> GarminKeySource:
    """A source that asks nothing yet. Raises GarminAuthenticationError for what cannot be a key."""
    client = KeyClient(key=key, bearer=bearer, line=line, base_url=base_url)
    return GarminKeySource(client, parse=parse, keep=keep, today=today, ai_allowed=ai_allowed)


@dataclass(frozen=True, slots=True)
class KeyProfile:
    """Whose key it is; `secret` is what to keep."""

    account: str
    time_zone: str | None
    secret: dict[str, Any] = field(repr=False)


def check_key(key: str, line: Line, base_url: str = "") -> KeyProfile:
    """Exchange the key once and read who it belongs to.

    Raises GarminAuthenticationError (GARMIN_KEY_REFUSED) when Garmin does not take it, else the errors of any
    call.
    """
    client = KeyClient(key=key, bearer=None, line=line, base_url=base_url)
    try:
        client.exchange()
        try:
            payload = client.profile()
        except GarminNotOfferedError:
            payload = None
        profile = ProfileSettings.read(payload or {}, "profile", [])
        return KeyProfile(
            (profile.display_name if profile else None) or "",
            _zone(profile.time_zone if profile else None),
            client.secret,
        )
    finally:
        client.close()


def _zone(name: str | None) -> str | None:
    """The name of a time zone that exists."""
    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError):
        return None
