"""Reading kept answers again, after the reading has improved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from athletes.models import Athlete
from athletes.sources.garmin.days import DayParts, merge_days
from athletes.sources.garmin.mapping import READERS, map_answer
from athletes.sources.records import RecordedDay
from metrics.models import RawAnswer
from metrics.services.ingest import store_day, store_estimate
from metrics.services.sync.answers import content_of


@dataclass
class Replayed:
    answers: int = 0
    days: int = 0
    estimates: int = 0
    unreadable: int = 0
    unknown: int = 0


def replay_answers(athlete: Athlete) -> Replayed:
    """Map every kept answer of the athlete again and store what it says, older answers first.

    As with a sync, nothing that is known is overwritten with nothing.
    """
    done = Replayed()
    rows = RawAnswer.objects.filter(athlete=athlete).order_by("source", "start", "end", "received_at")
    for (source, start, end), group in groupby(rows.iterator(), lambda row: (row.source, row.start, row.end)):
        answers = list(_parts(group, done))
        if answers:
            _store(athlete, answers, start, end, source, done)
    return done


def _parts(rows: Iterator[RawAnswer], done: Replayed) -> Iterator[DayParts]:
    for row in rows:
        if row.endpoint not in READERS:
            done.unknown += 1
            continue
        try:
            content = content_of(row)
        except ValueError:
            done.unreadable += 1
            continue
        done.answers += 1
        yield map_answer(row.endpoint, content, start=row.start, end=row.end)


def _store(
    athlete: Athlete, answers: list[DayParts], start: date, end: date, source: str, done: Replayed
) -> None:
    for record in merge_days(answers, start=start, end=end, today=athlete.today(), source=source):
        if isinstance(record, RecordedDay):
            store_day(athlete=athlete, recorded=record)
            done.days += 1
        else:
            store_estimate(athlete=athlete, recorded=record)
            done.estimates += 1
