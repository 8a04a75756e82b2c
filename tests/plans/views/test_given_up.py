from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from plans.views.obstacle_words import given_up
from tests.factories.plans import PlanFactory


def row(name: str, rule: int | None, aimed: object, became: object) -> dict[str, object]:
    why = f"No week keeps everything at once: {name} gave way in week 2."
    return {"rule": rule, "from": aimed, "to": became, "why": why}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (row("sessions a week", None, 3.0, 4.0), "aimed at 3 sessions a week: the plan has 4<"),
        (row("easy minutes", 14, 0.78, 0.71), "of the minutes easy: the plan has 71"),
        (row("specific session", 16, 1.0, 0.0), "aimed at 1 session a week that is like the race"),
        (
            {"rule": None, "from": "sun", "to": "sat", "why": "There is no room on sun: elsewhere."},
            "aimed at Sunday: the plan has Saturday",
        ),
    ],
)
def test_what_gave_way_says_what_its_numbers_count(told: dict[str, object], words: str) -> None:
    context = {"given_up": given_up(PlanFactory.build(relaxed=[told]), frozenset())}

    assert words in render_to_string("plans/_given_up.html", context)
