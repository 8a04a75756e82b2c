"""Code writes the numbers."""

from datetime import date

import pytest

from analysis.analysts.base import Claim, Slot
from analysis.answer import fill
from analysis.evidence import Pack, Value

DAY = (date(2026, 11, 21), date(2026, 11, 22))


def filled(template, unit, value, *, op="value", metric="load", units="metric", baseline=None):
    cited = Value("x", metric, value, unit, *DAY, "/athletes/x/fitness/", baseline=baseline)
    return fill(Claim(template, (Slot("a", "x", op),)), Pack(*DAY, units, (cited,)))


def test_a_slot_keeps_the_unrounded_value_beside_what_is_shown():
    assert filled("Load was {a}.", "load", 312.4567) == {
        "text": "Load was 312.",
        "template": "Load was {a}.",
        "slots": [
            {
                "slot": "a",
                "ref": "x",
                "op": "value",
                "value": 312.4567,
                "unit": "load",
                "shown": "312",
                "url": "/athletes/x/fitness/",
            }
        ],
    }


def test_a_difference_shows_its_size_and_keeps_its_sign():
    [slot] = filled("Eased by {a}.", "load", 40.0, op="delta", baseline=50.4)["slots"]
    assert (slot["value"], slot["shown"], slot["unit"]) == (pytest.approx(-10.4), "10", "load")


def test_a_change_is_in_percent_whatever_the_unit():
    [slot] = filled("{a} below.", "m", 9_000.0, op="pct_change", baseline=10_000.0)["slots"]
    assert (slot["value"], slot["shown"], slot["unit"]) == (-10.0, "10\u202f%", "%")


def test_a_day_is_absolute_since_texts_are_kept():
    [slot] = filled("On {a}.", "load", 1.0, op="date")["slots"]
    assert (slot["value"], slot["shown"], slot["unit"]) == ("2026-11-21", "Sat 21 Nov", "date")


def test_an_ungrounded_slot_is_never_filled():
    with pytest.raises(ValueError, match="x has no baseline"):
        filled("{a}", "load", 1.0, op="baseline")


def test_a_difference_of_counts_and_shares_is_shown_as_one():
    [slot] = filled("{a} more.", "count", 7.0, op="delta", metric="activities", baseline=5.0)["slots"]
    assert slot["shown"] == "2\u202factivities"
    [slot] = filled("{a} more.", "", 0.75, op="delta", metric="easy_share", baseline=0.5)["slots"]
    assert slot["shown"] == "25\u202f%"
