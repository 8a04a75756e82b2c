"""Our bodies against recorded answers beside the project: same names, same types. Nothing is copied."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.garmin import bodies_activity, bodies_day, bodies_estimates, bodies_night
from tests.doubles.garmin.person import Person

TODAY = date(2026, 5, 6)
PERSON = Person(days=60, today=TODAY)
DAY = PERSON.truth(date(2026, 5, 5))
OURS = {"somethingNew"}

type Body = Callable[[], Any]

RECORDED: dict[str, tuple[Body, set[str]]] = {
    "get-activitylist-service-activities-search": (
        lambda: [bodies_activity.listed(PERSON, each) for each in PERSON.outings()],
        # Names of the public schema beside those of the recordings.
        {"isParent", "isPR", "parentId", "trainingStressScore", "intensityFactor", "poolLength"},
    ),
    "get-usersummary-service-usersummary-daily": (lambda: bodies_day.flat(PERSON, DAY), set()),
    "get-hrv-service-hrv-2023-07-20": (lambda: bodies_night.variability_day(PERSON, DAY), set()),
    "get-hrv-service-hrv-daily": (
        lambda: bodies_night.variability_range(PERSON, DAY.date, DAY.date),
        set(),
    ),
    "get-usersummary-service-stats-stress-daily": (
        lambda: bodies_day.stress_range(PERSON, DAY.date, DAY.date),
        set(),
    ),
    "get-usersummary-service-stats-steps-daily": (
        lambda: bodies_day.steps_range(PERSON, DAY.date, DAY.date),
        set(),
    ),
    "get-wellness-service-wellness-dailyHeartRate": (lambda: bodies_day.heart_day(PERSON, DAY), set()),
    "get-wellness-service-wellness-dailyStress": (lambda: bodies_day.stress_day(PERSON, DAY), set()),
    "get-weight-service-weight-range": (
        lambda: bodies_night.weight_range(PERSON, DAY.date, DAY.date),
        set(),
    ),
    "get-sleep-service-sleep-dailySleepData": (
        lambda: bodies_night.sleep_wrapped(PERSON, DAY),
        {"avgHeartRate", "dailyNapDTOS", "avgOvernightHrv"},
    ),
    "get-metrics-service-metrics-trainingreadiness": (
        lambda: bodies_estimates.readiness(PERSON, DAY),
        set(),
    ),
    "get-userprofile-service-socialProfile": (
        lambda: bodies_estimates.social_profile(PERSON, "ada@example.org"),
        set(),
    ),
    "get-userprofile-service-userprofile-user-settings": (
        lambda: bodies_estimates.user_settings(PERSON),
        set(),
    ),
}


def kinds(body: Any, path: str = "") -> dict[str, set[str]]:
    """Path of every member → the kinds of its values; all items of a list share a path."""
    if isinstance(body, dict):
        inner = [kinds(value, f"{path}.{name}") for name, value in body.items()]
    elif isinstance(body, list):
        inner = [kinds(value, f"{path}[]") for value in body]
    else:
        name = (
            "number" if isinstance(body, int | float) and not isinstance(body, bool) else type(body).__name__
        )
        return {path: {name}}
    found: dict[str, set[str]] = {path: {type(body).__name__}}
    for each in inner:
        for name, several in each.items():
            found.setdefault(name, set()).update(several)
    return found


def recorded(folder: Path, start: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((folder / "json").glob(f"{start}*-200-*.json")):
        for name, several in kinds(json.loads(path.read_text())["response"]["json"]).items():
            found.setdefault(name, set()).update(several)
    assert found, start
    return found


@pytest.mark.parametrize("start", list(RECORDED))
def test_our_answers_have_the_names_and_types_of_recorded_ones(corpus: Path, start: str) -> None:
    body, allowed = RECORDED[start]
    ours, theirs = kinds(body()), recorded(corpus, start)
    odd = {}
    for path, several in ours.items():
        if any(each in path for each in OURS | allowed):
            continue
        known = theirs.get(path)
        if known is None or not (several - {"NoneType"}) <= known:
            odd[path] = (sorted(several), sorted(known or ()))
    # A name whose recorded value was always null tells no type.
    assert {path: pair for path, pair in odd.items() if pair[1] != ["NoneType"]} == {}
