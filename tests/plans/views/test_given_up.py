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
            row("volume of the taper", 9, 250.0, 180.0),
            "aimed at 4 h 10 min in a week of the taper: the plan has 3 h",
        ),
        (
            row("recovery week", 5, 240.0, 262.0),
            "aimed at a load of 240 in the lighter week: the plan has a load of",
        ),
        (
            row("form on race day", 12, 5.0, 3.2),
            "aimed at a form of +5.0 on race day: the plan has a form of +3.2",
        ),
        (
            {"rule": None, "from": 52.0, "to": 48.8, "why": "A race: fitness falls in week 2."},
            "aimed at a fitness of 52.0: the plan has a fitness of 48.8",
        ),
        (
            {
                "rule": 8,
                "from": 2.0,
                "to": 2.3,
                "why": "The wish leaves no room: rule 8, monotony, is not kept.",
            },
            "aimed at 2.0: the plan has 2.3",
        ),
        (
            {"rule": 10, "from": 8.0, "to": 7.0, "why": "The wish leaves no room: rule 10 is not kept."},
            "aimed at 8 days: the plan has 7 days",
        ),
        (
            {"rule": None, "from": 150, "to": 80, "why": "The longest run comes to 1 h 20: more time."},
            "aimed at 2 h 30 min: the plan has 1 h 20 min",
        ),
        (
            {"rule": None, "from": "sun", "to": "sat", "why": "There is no room on sun: elsewhere."},
            "aimed at Sunday: the plan has Saturday",
        ),
    ],
)
def test_what_gave_way_says_what_its_numbers_count(told: dict[str, object], words: str) -> None:
    context = {"given_up": given_up(PlanFactory.build(relaxed=[told]), frozenset({"load"}))}

    html = render_to_string("plans/_given_up.html", context)
    assert words in " ".join(
        html.replace("\u202f", " ").replace("\u2009", " ").replace("\u00a0", " ").split()
    )
