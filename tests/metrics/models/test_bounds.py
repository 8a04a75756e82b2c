"""What no form and no service lets through, the database refuses too: there are other ways to write a row."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from metrics.models import CheckIn, Race, ReadinessOverride, ThresholdProposal
from tests.factories.athletes import AthleteFactory

DAY = date(2026, 11, 22)
ROWS = {
    CheckIn: {"date": DAY},
    Race: {"name": "City run", "sport": "running", "date": DAY},
    ReadinessOverride: {"date": DAY, "verdict": "easy", "reason": "Tired"},
    ThresholdProposal: {
        "sport": "cycling",
        "kind": "ftp_w",
        "on": DAY,
        "method": "best_20_min",
        "value": 250,
    },
}
BOUNDS = [
    *((CheckIn, name, 1, 0) for name in ("feel", "soreness", "sleep_quality", "stress")),
    *((CheckIn, name, 5, 6) for name in ("feel", "soreness", "sleep_quality", "stress")),
    *((Race, name, 1, 0) for name in ("distance_m", "goal_s", "result_s")),
    (ReadinessOverride, "computed", 0, -1),
    (ReadinessOverride, "computed", 100, 101),
    (ThresholdProposal, "value", 1, 0),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name", "last", "beyond"), BOUNDS)
def test_a_value_beyond_its_bounds_is_not_stored(model, name, last, beyond):
    athlete = AthleteFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(athlete=athlete, **{**ROWS[model], name: beyond})

    assert model.objects.create(athlete=athlete, **{**ROWS[model], name: last}).pk
    assert model.objects.count() == 1
