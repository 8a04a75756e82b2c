"""Whatever an answer holds: nothing is raised, and no number leaves that is none."""

import math
from dataclasses import astuple
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.items import ActivityItem
from athletes.sources.garmin.lenient import Answer
from athletes.sources.garmin.listing import estimates_of, listed_of, page_of
from athletes.sources.garmin.mapping import READERS
from athletes.sources.records import RecordedDay
from tests.athletes.sources.garmin.said import DAY, answer, merged

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**300),
    st.integers(1, 200),
    st.floats(),
    st.text(max_size=30),
    st.just(DAY.isoformat()),
    st.just(1_773_435_600_000),
)
ANYTHING = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def objects(model: type[Answer], depth: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with the model's own names and anything in them."""
    fields = {each.alias or name: ANYTHING for name, each in model.model_fields.items()}
    for name, each in model.model_fields.items():
        for inner in _models(each.annotation) if depth else ():
            nested = objects(inner, depth - 1)
            fields[each.alias or name] = ANYTHING | nested | st.lists(nested, max_size=3)
    return st.fixed_dictionaries({}, optional=fields)


def _models(annotation: Any) -> list[type[Answer]]:
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        return [annotation]
    return [found for each in getattr(annotation, "__args__", ()) for found in _models(each)]


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, float | int):
        return [value]
    if isinstance(value, dict):
        return [found for each in value.values() for found in numbers_in(each)]
    if isinstance(value, tuple | list):
        return [found for each in value for found in numbers_in(each)]
    return []


WRAPPERS = ("data", "hrvSummaries", "hrvSummary", "dailyWeightSummaries", "dateWeightList", "dailySleepDTO")


@pytest.mark.parametrize("endpoint", READERS)
@settings(max_examples=40)
@given(data=st.data())
def test_no_answer_about_days_breaks_anything(endpoint, data):
    row = data.draw(objects(READERS[endpoint].model) | ANYTHING)
    wrapper = data.draw(st.sampled_from(WRAPPERS))
    payload = data.draw(st.sampled_from([row, [row], [row, row], {wrapper: row}, {wrapper: [row]}]))

    for each in merged(answer(endpoint, payload, days=3), days=3):
        assert all(math.isfinite(number) for number in numbers_in(astuple(each)))
        assert isinstance(each.date, date)
        if isinstance(each, RecordedDay):
            assert all(warning.endpoint == endpoint for warning in each.warnings)


@given(objects(ActivityItem) | ANYTHING)
def test_no_item_of_the_list_breaks_anything(item):
    page_of(item, 20)
    named = (
        item | {"activityId": 7, "startTimeGMT": "2026-03-14 08:00:00"} if isinstance(item, dict) else item
    )
    if (listed := listed_of(named)) is None:
        return
    activity = activity_of(listed, source="garmin_key")

    assert listed_of(listed.summary) == listed
    assert all(math.isfinite(number) for number in numbers_in(dict(listed.summary)))
    assert all(value is None or math.isfinite(value) for value in (activity.elapsed_s, activity.distance_m))
    assert all(math.isfinite(each.value) for each in estimates_of(listed, source="garmin_key"))
