from __future__ import annotations

from datetime import date

import pytest

from metrics.selectors.load import load_series
from metrics.views.fitness_words import fitness_caption
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import store_loads

FIRST, END = date(2026, 5, 1), date(2026, 11, 23)


def caption(loads, start):
    athlete = AthleteFactory()
    store_loads(athlete, FIRST, loads)
    return fitness_caption(load_series(athlete, start, END), start)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("loads", "start", "expected"),
    [
        (
            [40.0] * 100 + [80.0] * 105,
            date(2026, 8, 24),
            "Fitness rose by 26 since 24 Aug 2026, from 50 to 76.",
        ),
        (
            [80.0] * 150 + [20.0] * 55,
            date(2026, 10, 1),
            "Fitness fell by 37 since 1 Oct 2026, from 73 to 36.",
        ),
        ([60.0] * 205, date(2026, 10, 12), "Fitness held at 60 since 12 Oct 2026."),
        ([60.0] * 205, None, "Fitness rose by 59 since 1 May 2026, from 1 to 60."),
        ([60.0] * 205, date(2026, 1, 1), "Fitness rose by 59 since 1 May 2026, from 1 to 60."),
    ],
)
def test_says_how_fitness_changed_with_numbers_that_add_up(loads, start, expected):
    assert caption(loads, start) == expected


@pytest.mark.django_db
def test_says_nothing_of_a_single_day():
    athlete = AthleteFactory()
    store_loads(athlete, date(2026, 11, 22), [50.0])

    assert fitness_caption(load_series(athlete, None, END), None) == ""
