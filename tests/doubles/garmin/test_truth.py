"""What the mapping reads from the answers is what the account says it holds, value by value."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from athletes.sources.garmin import mapping
from athletes.sources.garmin.days import merge_days
from athletes.sources.records import RecordedDay
from tests.doubles.garmin import bodies_day, bodies_night
from tests.doubles.garmin.days import Truth
from tests.doubles.garmin.person import Person

TODAY = date(2026, 5, 6)
START, END = TODAY - timedelta(days=27), TODAY + timedelta(days=1)
COMMON = {each.name for each in fields(RecordedDay)} & {each.name for each in fields(Truth)}


def test_four_ranges_hold_every_value_of_every_day() -> None:
    person = Person(days=60, today=TODAY)
    answers = {
        mapping.DAILY_SUMMARIES: bodies_day.summaries(person, START, TODAY),
        mapping.SLEEP_RANGE: bodies_night.sleep_range(person, START, TODAY),
        mapping.HRV_RANGE: bodies_night.variability_range(person, START, TODAY),
        mapping.WEIGHT: bodies_night.weight_range(person, START, TODAY),
    }
    parts = [mapping.map_answer(name, body, start=START, end=END) for name, body in answers.items()]
    days = [each for each in merge_days(parts, start=START, end=END, today=TODAY, source="double")]
    read = {day.date: day for day in days if isinstance(day, RecordedDay)}
    assert len(read) == 28
    for day, found in read.items():
        assert found.warnings == ()
        assert {name: getattr(found, name) for name in COMMON} == {
            name: getattr(person.truth(day), name) for name in COMMON
        }
