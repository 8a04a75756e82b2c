from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template


def render(source: str, **context: object) -> str:
    return Template("{% load formline %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("context", "text"),
    [
        ({}, "42.2\u202fkm"),
        ({"units": "imperial"}, "26.2\u202fmi"),
        ({"athlete": SimpleNamespace(units="imperial")}, "26.2\u202fmi"),
        ({"units": "metric", "athlete": SimpleNamespace(units="imperial")}, "42.2\u202fkm"),
    ],
)
def test_units_come_from_the_context(context, text):
    assert render("{% distance 42195 %}", **context) == text


def test_number_and_unit_can_be_set_apart():
    assert (
        render("{% pace 255 as p %}{{ p.number }} <small>{{ p.unit }}</small>") == "4:15 <small>/km</small>"
    )


def test_filters_need_no_units():
    source = "{{ 3723|duration }} {{ 3723|hours }} {{ form|signed }} {{ w|power }} {{ none|load }}"

    assert render(source, form=-12, w=250, none=None) == "1:02:03 1:02\u202fh −12 250\u202fW –"


def test_days_and_instants_are_the_athletes():
    athlete = SimpleNamespace(units="metric", time_zone="Pacific/Auckland")
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)

    with time_machine.travel(late, tick=False):
        text = render(
            "{% day d %}; {% instant i %}; {{ i|ago }}", athlete=athlete, d=date(2026, 3, 4), i=late
        )

    assert text == "yesterday; today, 12:30; just now"


def test_a_given_today_leads():
    assert render("{% day d %}", d=date(2026, 3, 4), today=date(2026, 3, 6)) == "Wed, 2 days ago"


def test_a_half_open_interval_is_written_as_people_do():
    assert render("{% days a b %}", a=date(2026, 3, 3), b=date(2026, 3, 10)) == "3–9 Mar 2026"
