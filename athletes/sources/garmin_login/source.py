"""Garmin Connect, by the athlete's login, as a source of neutral records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from athletes.errors import GarminAPIError, GarminConnectionError
from athletes.sources.base import ActivityPage, Keep, Parse, fetch_all
from athletes.sources.garmin.days import merge_days
from athletes.sources.garmin.fetched import activity_from
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.listing import has_file, page_of
from athletes.sources.garmin.zipped import FILE_MISSING
from athletes.sources.garmin_login.account import Account
from athletes.sources.garmin_login.asking import Asking
from athletes.sources.garmin_login.endpoints import ACTIVITIES
from athletes.sources.garmin_login.tokens import Tokens
from athletes.sources.garmin_login.workouts import Workouts
from athletes.sources.records import ListedActivity, Record, RecordedActivity, RecordedDay, RecordedEstimate
from config.core.outbound import Line

NAME = "garmin_login"
WINDOW_DAYS = 28
PAGE_SIZE = 100


class GarminLoginSource:
    """A RemoteSource. Raises the tree of `athletes.errors`, and as themselves what its line raises."""

    name = NAME
    page_size = PAGE_SIZE
    window_days = WINDOW_DAYS

    def __init__(
        self, account: Account, *, parse: Parse, keep: Keep, today: date, ai_allowed: bool = True
    ) -> None:
        self._account, self._parse, self._today, self._ai_allowed = account, parse, today, ai_allowed
        self._asking = Asking(account, keep=keep, today=today, source=NAME)

    def fetch(self, since: date, until: date) -> Iterator[Record]:
        return fetch_all(self, since, until)

    def days(self, since: date, until: date, *, detailed: bool) -> Iterator[RecordedDay | RecordedEstimate]:
        """Every local day in [since, until), newest first; an endpoint that fails costs its channel only."""
        answers = self._asking.answers(since, until, detailed=detailed)
        yield from merge_days(
            answers, start=since, end=until, today=self._today, source=NAME, ai_allowed=self._ai_allowed
        )

    def listed(
        self, start: int, limit: int, *, since: date | None = None, until: date | None = None
    ) -> ActivityPage:
        """A page of the list; legs of multisport activities are counted, not listed."""
        page = page_of(self._account.get(ACTIVITIES, _page(start, limit, since, until)), limit)
        if page is None:
            raise GarminConnectionError
        inside = (
            each
            for each in page.items
            if (since is None or each.local_date >= since) and (until is None or each.local_date < until)
        )
        return replace(page, items=tuple(inside))

    def activity(self, listed: ListedActivity) -> RecordedActivity:
        """The activity from its original file; what the list says where Garmin has no file."""
        without_file = activity_of(listed, source=NAME, ai_allowed=self._ai_allowed)
        zipped = self._account.download(listed.external_id) if has_file(listed.summary) else None
        if not zipped:
            return without_file
        if _is_page(zipped):
            raise GarminConnectionError
        try:
            return activity_from(zipped, listed, parse=self._parse, source=NAME, ai_allowed=self._ai_allowed)
        except GarminAPIError as error:
            if error.code == FILE_MISSING:
                return without_file
            raise

    @property
    def workouts(self) -> Workouts:
        """The library and the calendar of workouts there: the only thing that is ever written."""
        return Workouts(self._account)

    @property
    def secret(self) -> dict[str, Any]:
        """The tokens of now, plain JSON to be sealed. They change under way: save them in `finally`."""
        return self._account.tokens.as_secret()

    def close(self) -> None:
        self._account.close()


def open_login_source(
    *,
    tokens: Mapping[str, Any],
    line: Line,
    parse: Parse,
    keep: Keep,
    today: date,
    is_china: bool,
    ai_allowed: bool = True,
) -> GarminLoginSource:
    """The source of one athlete; asks nothing yet. `tokens`: the `secret` of a login or of an earlier source.

    Raises GarminAuthenticationError when they are of another version: connect again.
    """
    account = Account(line, is_china=is_china, tokens=Tokens.from_secret(tokens))
    return GarminLoginSource(account, parse=parse, keep=keep, today=today, ai_allowed=ai_allowed)


def _is_page(content: bytes) -> bool:
    """Whether a download is a page for people, which stands for "not now" and not for "no file"."""
    head = content[:200].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _page(start: int, limit: int, since: date | None, until: date | None) -> dict[str, str]:
    params = {"start": str(start), "limit": str(limit)}
    if since is not None:
        params["startDate"] = since.isoformat()
    if until is not None:
        params["endDate"] = date.fromordinal(until.toordinal() - 1).isoformat()
    return params
