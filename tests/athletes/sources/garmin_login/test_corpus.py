"""Recorded answers of the real service, where they lie beside the project."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from athletes.sources.garmin.days import DayParts
from athletes.sources.garmin_login import mapping
from athletes.sources.garmin_login.mapping import map_login_answer
from athletes.sources.records import EstimateKind

YEARS = (date(2020, 1, 1), date(2031, 1, 1))


def answers(corpus: Path, pattern: str) -> list[Any]:
    found = [
        json.loads(each.read_text())["response"]["json"] for each in sorted((corpus / "json").glob(pattern))
    ]
    assert found, pattern
    return found


def read(endpoint: str, payload: Any, span: tuple[date, date] = YEARS) -> list[DayParts]:
    found = list(map_login_answer(endpoint, payload, start=span[0], end=span[1]))
    assert [each.warnings for each in found if each.warnings] == []
    assert [part.warnings for each in found for part in each.parts if part.warnings] == []
    return found


def numbers(found: list[DayParts]) -> dict[EstimateKind, list[float | str | None]]:
    collected: dict[EstimateKind, list[float | str | None]] = {}
    for each in (note for parts in found for part in parts.parts for note in part.estimates):
        collected.setdefault(each.kind, []).append(each.text or each.value)
    return collected


def test_readiness(corpus: Path) -> None:
    one, nothing = answers(corpus, "*-trainingreadiness-*")

    assert numbers(read(mapping.READINESS, one)) == {
        EstimateKind.TRAINING_READINESS: [49],
        EstimateKind.ACUTE_LOAD: [175],
    }
    assert numbers(read(mapping.READINESS, nothing)) == {}


def test_training_status_of_three_weeks(corpus: Path) -> None:
    (weeks,) = answers(corpus, "*-trainingstatus-weekly-2025-05-21-*")

    found = numbers(read(mapping.TRAINING_STATUS, weeks))

    words = found[EstimateKind.TRAINING_STATUS]
    assert len(words) == 22
    assert words[0] == "Maintaining"
    assert set(words) == {"Maintaining", "Productive", "Recovery", "Detraining"}
    assert found[EstimateKind.ACUTE_LOAD][:2] == [224, 325]
    assert found[EstimateKind.CHRONIC_LOAD][:2] == [219, 219]


def test_training_status_of_a_day(corpus: Path) -> None:
    (latest,) = answers(corpus, "*-trainingstatus-latest-*")

    assert numbers(read(mapping.TRAINING_STATUS_DAY, latest)) == {
        EstimateKind.TRAINING_STATUS: ["Productive"],
        EstimateKind.ACUTE_LOAD: [399],
        EstimateKind.CHRONIC_LOAD: [300],
    }


def test_scores(corpus: Path) -> None:
    for each in answers(corpus, "*-endurancescore-*"):
        assert numbers(read(mapping.ENDURANCE, each)) == {EstimateKind.ENDURANCE_SCORE: [4820]}
    for each in answers(corpus, "*-hillscore-*"):
        assert numbers(read(mapping.HILL, each)) == {EstimateKind.HILL_SCORE: [20]}


def test_stress_of_days(corpus: Path) -> None:
    for each in answers(corpus, "*-dailyStress-*"):
        day = date.fromisoformat(each["calendarDate"])
        (found,) = read(mapping.STRESS, each, (day, day + timedelta(days=1)))
        (part,) = found.parts
        assert part.values == {"stress": each["avgStressLevel"], "stress_max": each["maxStressLevel"]}


def test_nights(corpus: Path) -> None:
    recorded = answers(corpus, "*dailySleepData-*")

    found = [
        part
        for each in recorded
        for parts in map_login_answer("sleep", each, start=YEARS[0], end=YEARS[1])
        for part in parts.parts
    ]

    assert len([part for part in found if part.values.get("sleep_s")]) >= 10
