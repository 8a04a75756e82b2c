from __future__ import annotations

import pytest

from metrics.models.titles import described
from tests.factories.metrics import ActivityFactory


@pytest.mark.parametrize(
    ("sport", "hour", "title"),
    [
        ("running", 0, "Night run"),
        ("running", 4, "Night run"),
        ("running", 5, "Morning run"),
        ("cycling", 11, "Midday ride"),
        ("swimming", 17, "Afternoon swim"),
        ("strength", 18, "Evening strength session"),
        ("multisport", 9, "Morning multisport"),
        ("other", 21, "Evening activity"),
        ("walking", 22, "Night walk"),
    ],
)
def test_says_when_and_what(sport, hour, title):
    assert described(sport, hour) == title


def test_the_hour_is_the_local_one():
    run = ActivityFactory.build(athlete=None, name="", utc_offset_s=-6 * 3600)

    assert (run.start_time.hour, run.title) == (6, "Night run")
    assert ActivityFactory.build(athlete=None, name="Hill repeats").title == "Hill repeats"
