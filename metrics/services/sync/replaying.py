"""Reading kept answers again, after the reading has improved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from athletes.models import Athlete
from athletes.sources.garmin.days import DayParts, merge_days
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.garmin_login import source as login
from athletes.sources.garmin_login.mapping import map_login_answer
from athletes.sources.records import RecordedDay
from metrics.models import RawAnswer, SyncedDay
from metrics.services.ingest import store_day, store_estimate
from metrics.services.sync.answers import content_of
from metrics.services.sync.days import merged


@dataclass
class Replayed:
    answers: int = 0
    days: int = 0
    estimates: int = 0
    unreadable: int = 0


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
        try:
            content = content_of(row)
        except ValueError:
            done.unreadable += 1
            continue
        done.answers += 1
        if row.source == login.NAME:
            yield from map_login_answer(row.endpoint, content, start=row.start, end=row.end)
        else:
            yield map_answer(row.endpoint, content, start=row.start, end=row.end)


def _store(
    athlete: Athlete, answers: list[DayParts], start: date, end: date, source: str, done: Replayed
) -> None:
    for record in merge_days(answers, start=start, end=end, today=athlete.today(), source=source):
        if isinstance(record, RecordedDay):
            store_day(athlete=athlete, recorded=record)
            _mark(athlete, record)
            done.days += 1
        else:
            store_estimate(athlete=athlete, recorded=record)
            done.estimates += 1


def _mark(athlete: Athlete, record: RecordedDay) -> None:
    """What a better reading finds is there, on days that were synced."""
    rows = SyncedDay.objects.filter(athlete=athlete, date=record.date, connection__way=record.source)
    for row in rows:
        row.channels = merged(row.channels, record.channels)
        row.save(update_fields=["channels"])
