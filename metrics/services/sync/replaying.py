"""Reading kept answers again, after the reading has improved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from athletes.models import Athlete, Connection
from athletes.sources.garmin.days import DayParts, merge_days
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.garmin_login import source as login
from athletes.sources.garmin_login.mapping import map_login_answer
from athletes.sources.records import RecordedDay, RecordedEstimate
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

    As with a sync, nothing that is known is overwritten with nothing, and what its connection keeps from AI
    stays kept from it.
    """
    done = Replayed()
    is_allowed = dict(Connection.objects.for_athlete(athlete).values_list("way", "ai_allowed"))
    rows = RawAnswer.objects.filter(athlete=athlete).order_by("source", "start", "end", "received_at")
    for (source, start, end), group in groupby(rows.iterator(), lambda row: (row.source, row.start, row.end)):
        answers = list(_parts(group, done))
        if answers:
            merged_days = merge_days(
                answers,
                start=start,
                end=end,
                today=athlete.today(),
                source=source,
                ai_allowed=is_allowed.get(source, False),
            )
            _store(athlete, merged_days, done)
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


def _store(athlete: Athlete, records: Iterable[RecordedDay | RecordedEstimate], done: Replayed) -> None:
    for record in records:
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
