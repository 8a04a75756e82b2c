"""Asking about days: every endpoint for the whole window, and day by day for what was not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from athletes.errors import GarminAPIError, GarminConnectionError, GarminNotOfferedError
from athletes.sources.base import Keep, RawAnswerRecord
from athletes.sources.garmin.days import DayParts, failed, states_of
from athletes.sources.garmin_login.account import Account
from athletes.sources.garmin_login.endpoints import (
    FALLBACKS,
    LATEST,
    NIGHT,
    RANGES,
    Endpoint,
    Fallback,
    Question,
)
from athletes.sources.garmin_login.mapping import FTP, THRESHOLD_PULSE, map_login_answer
from athletes.sources.garmin_login.refusal import BLOCKED, REFUSED
from athletes.sources.records import DailyChannel, EstimateKind

RECENT_DAYS = 28
PROBES = 2
"""Days that are tried one by one before a channel is taken for one that this account does not have."""
IN_A_ROW = 2
"""Endpoints that fail one after the other before Garmin itself is looked after."""
NO_ANSWER = "no answer"
_DAY = timedelta(days=1)


class Asking:
    """Questions about the days of one account.

    What stops everything is raised: refused tokens, a rate, a block, an outage. The rest costs its channel.
    """

    def __init__(self, account: Account, *, keep: Keep, today: date, source: str) -> None:
        self._account, self._keep, self._today, self._source = account, keep, today, source
        self._failures_in_a_row = 0
        self._has_name: bool | None = None

    def answers(self, since: date, until: date, *, detailed: bool) -> list[DayParts]:
        """What Garmin says of the local days [since, until), as far as they have begun."""
        end = min(until, self._today + _DAY)
        if since >= end:
            return []
        found = self._all([Question(each, since, end) for each in RANGES])
        if all(NO_ANSWER in {each.problem for each in answer.warnings} for answer in found):
            raise GarminConnectionError
        if not detailed:
            return found
        known = _known(found)
        if end > self._today and DailyChannel.SLEEP in known:
            found += self._all([Question(NIGHT, self._today, end)])
        for each in FALLBACKS:
            if each.about not in known:
                found += self._instead(each, max(since, self._today - RECENT_DAYS * _DAY + _DAY), end)
        return found + self._all([Question(each, since, end) for each in _latest(found)])

    def _instead(self, fallback: Fallback, start: date, end: date) -> list[DayParts]:
        """The same from elsewhere; day by day, newest first, only if one of the first days has something."""
        if not fallback.is_daily:
            return self._all([Question(fallback.endpoint, start, end)]) if start < end else []
        days = [end - n * _DAY for n in range(1, (end - start).days + 1)]
        found = self._each(fallback.endpoint, days[:PROBES])
        if fallback.about in _known(found):
            found += self._each(fallback.endpoint, days[PROBES:])
        return found

    def _each(self, endpoint: Endpoint, days: Iterable[date]) -> list[DayParts]:
        return self._all([Question(endpoint, day, day + _DAY) for day in days])

    def _all(self, questions: Sequence[Question]) -> list[DayParts]:
        """The answers in the order of the questions; what failed is asked again after all others."""
        answers = [self._one(each) for each in questions]
        for place, question in enumerate(questions):
            if answers[place] is None:
                answers[place] = self._one(question) or _unanswered(question)
        return [part for answer in answers for part in answer or ()]

    def _one(self, question: Question) -> tuple[DayParts, ...] | None:
        """One answer; None when Garmin broke over it, which may be this endpoint alone."""
        name, start, end = question.endpoint.name, question.start, question.end
        if question.endpoint.needs_name and not self._knows_name():
            return (failed(name, start, end, "account without a name"),)
        try:
            payload = self._account.get(question.path(self._account.quoted_name), question.params)
        except GarminNotOfferedError:
            return (failed(name, start, end, "not offered"),)
        except GarminConnectionError as error:
            if error.code == BLOCKED:
                raise
            self._check_on_garmin()
            return None
        except GarminAPIError as error:
            if error.code != REFUSED:
                raise
            return (failed(name, start, end, "refused"),)
        self._failures_in_a_row = 0
        if payload is not None:
            self._keep(RawAnswerRecord(self._source, name, start, end, payload))
        return map_login_answer(name, payload, start=start, end=end)

    def _check_on_garmin(self) -> None:
        """After two failures in a row, see whether Garmin answers at all; raises GarminConnectionError."""
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= IN_A_ROW:
            self._account.load_profile()
            self._failures_in_a_row = 0

    def _knows_name(self) -> bool:
        if self._account.display_name is None and self._has_name is None:
            self._account.load_profile()
        self._has_name = self._account.display_name is not None
        return self._has_name


def _unanswered(question: Question) -> tuple[DayParts, ...]:
    return (failed(question.endpoint.name, question.start, question.end, NO_ANSWER),)


def _known(answers: Iterable[DayParts]) -> set[DailyChannel | EstimateKind]:
    """The channels and estimates of which at least one day has something."""
    known: set[DailyChannel | EstimateKind] = set()
    for answer in answers:
        for part in answer.parts:
            kinds = {each.kind for each in part.estimates}
            known |= kinds
            known |= states_of(part.values, (), kinds, is_over=True).keys()
    return known


def _latest(answers: Iterable[DayParts]) -> list[Endpoint]:
    """The endpoints that stand in for histories of thresholds that could not be read."""
    broken = {each.endpoint for each in answers if each.warnings and not each.parts}
    return [each for each, name in zip(LATEST, (FTP, THRESHOLD_PULSE), strict=True) if name in broken]
