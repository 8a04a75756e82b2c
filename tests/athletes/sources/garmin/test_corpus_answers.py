"""Real recorded answers of the same services, where they lie beside the project, read without a warning."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from athletes.sources.garmin import mapping
from athletes.sources.garmin.days import DayParts
from athletes.sources.garmin.listing import estimates_of, listed_of, page_of
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.records import EstimateKind, Sport

DATES = re.compile(r"(\d{4}-\d\d-\d\d)(?:-(\d{4}-\d\d-\d\d))?")


def recorded(corpus: Path, pattern: str) -> list[tuple[str, Any]]:
    found = sorted((corpus / "json").glob(f"{pattern}.json"))
    assert found
    return [(path.name, json.loads(path.read_text())["response"]["json"]) for path in found]


def read(corpus: Path, pattern: str, endpoint: str) -> list[DayParts]:
    answers = []
    for name, payload in recorded(corpus, pattern):
        dates = DATES.search(name)
        assert dates is not None
        first = date.fromisoformat(dates[1])
        last = date.fromisoformat(dates[2] or dates[1])
        answers.append(map_answer(endpoint, payload, start=first, end=last + timedelta(days=1)))
    return answers


@pytest.mark.parametrize(
    ("pattern", "endpoint", "field", "low", "high", "days"),
    [
        ("get-usersummary-service-usersummary-daily-*", mapping.DAILY_SUMMARY, "resting_hr_bpm", 40, 70, 2),
        ("get-*-dailySleepData-*", mapping.SLEEP, "sleep_s", 3_600, 40_000, 12),
        ("get-hrv-service-hrv-20*", mapping.HRV, "hrv_rmssd_ms", 20, 120, 1),
        ("get-hrv-service-hrv-daily-*", mapping.HRV_RANGE, "hrv_rmssd_ms", 20, 120, 32),
        ("get-*-dailyHeartRate-*", mapping.HEART_RATE, "resting_hr_bpm", 40, 70, 2),
        ("get-usersummary-service-stats-stress-daily-*", mapping.STRESS_RANGE, "stress", 5, 80, 49),
        ("get-usersummary-service-stats-steps-daily-*", mapping.STEPS_RANGE, "steps", 1_000, 40_000, 20),
        ("get-weight-service-weight-*", mapping.WEIGHT, "weight_kg", 55, 65, 5),
    ],
)
def test_recorded_answers_are_read_whole(corpus, pattern, endpoint, field, low, high, days):
    answers = read(corpus, pattern, endpoint)
    values = [part.values[field] for each in answers for part in each.parts if field in part.values]

    assert len(values) >= days
    assert all(low <= value <= high for value in values)
    assert all(each.channels for each in answers)
    assert [each.warnings for each in answers if each.warnings] == []
    assert [part.warnings for each in answers for part in each.parts if part.warnings] == []


def test_recorded_nights_end_on_their_day(corpus):
    for answer in read(corpus, "get-sleep-service-sleep-dailySleepData-2025*", mapping.SLEEP):
        assert [part.date for part in answer.parts] == [date(2025, 7, 6)]
        assert answer.parts[0].values["sleep_s"] == 24_208


def test_recorded_items_become_activities_without_their_owner(corpus):
    pages = [page_of(payload, 20) for _, payload in recorded(corpus, "get-activitylist-service-*")]
    items = {each.external_id: each for page in pages if page for each in page.items}

    assert {each.sport for each in items.values()} == {
        Sport.RUNNING,
        Sport.WALKING,
        Sport.SWIMMING,
        Sport.OTHER,
    }
    assert all(each.utc_offset_s in (-18_000, -21_600) for each in items.values())
    assert all(listed_of(each.summary) == each for each in items.values())
    assert "Athlete" not in json.dumps([each.summary for each in items.values()])
    kinds = {found.kind for each in items.values() for found in estimates_of(each, source="garmin_key")}
    assert kinds == {EstimateKind.VO2MAX_RUNNING}


def test_an_answer_given_to_the_wrong_reader_never_breaks_it(corpus):
    for path in sorted((corpus / "json").glob("*.json")):
        payload = json.loads(path.read_text())["response"].get("json")
        for endpoint in mapping.READERS:
            map_answer(endpoint, payload, start=date(2023, 7, 1), end=date(2023, 7, 29))
        page_of(payload, 20)
