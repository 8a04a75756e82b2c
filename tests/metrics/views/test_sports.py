from __future__ import annotations

import pytest

from metrics.views.sports import cadence, kind_words, speed_label
from tests.factories.metrics import ActivityFactory


@pytest.mark.parametrize(
    ("sport", "sub_sport", "words"),
    [
        ("running", "", "Running"),
        ("running", "generic", "Running"),
        ("running", "trail", "Running, trail"),
        ("cycling", "indoor_cycling", "Indoor cycling"),
        ("swimming", "open_water", "Swimming, open water"),
        ("other", "stand_up_paddleboarding", "Stand up paddleboarding"),
        ("strength", "strength_training", "Strength training"),
    ],
)
def test_names_the_sport_as_closely_as_is_known(sport, sub_sport, words):
    assert kind_words(ActivityFactory.build(athlete=None, sport=sport, sub_sport=sub_sport)) == words


def test_pace_is_for_running_and_swimming():
    assert [speed_label(sport) for sport in ("running", "swimming", "cycling")] == ["Pace", "Pace", "Speed"]


@pytest.mark.parametrize(
    ("sport", "value", "shown"),
    [
        ("running", 88.0, "176 spm"),
        ("walking", 60.0, "120 spm"),
        ("cycling", 88.0, "88 rpm"),
        ("running", None, "–"),
    ],
)
def test_both_feet_count_on_foot(sport, value, shown):
    assert cadence(value, sport).replace("\u202f", " ") == shown
