"""A marker stops at once what is hard, whoever planned it."""

from __future__ import annotations

import pytest

from plans.engine.adapt import Marker
from plans.engine.adapt.pausing import Pause, pause_of
from tests.plans.engine.adapt.situations import day

TODAY = 20
REST, RETURN = Pause("illness", is_return=False), Pause("illness", is_return=True)


def paused(number: int, *markers: Marker, is_intense: bool = True) -> Pause | None:
    return pause_of(day(number), is_intense=is_intense, markers=markers, today=day(TODAY))


def ill(start: int, end: int | None = None) -> Marker:
    return Marker("illness", day(start), None if end is None else day(end))


def test_on_the_day_it_begins_nothing_is_to_be_done() -> None:
    assert paused(TODAY, ill(TODAY)) == REST
    assert paused(TODAY, ill(TODAY), is_intense=False) == REST


def test_while_it_lasts_what_is_hard_is_stopped_ahead_too() -> None:
    assert [paused(each, ill(TODAY)) for each in (21, 25)] == [RETURN, RETURN]
    assert paused(26, ill(TODAY)) is None
    assert paused(21, ill(TODAY), is_intense=False) is None


def test_after_four_sick_days_four_are_not_hard() -> None:
    marker = ill(TODAY - 4, TODAY)

    assert [paused(each, marker) for each in (20, 23, 24)] == [RETURN, RETURN, None]
    assert paused(20, marker, is_intense=False) is None


def test_its_last_day_still_belongs_to_it() -> None:
    assert paused(TODAY, ill(TODAY - 3, TODAY + 1)) == REST


def test_what_is_over_is_not_stopped_any_more() -> None:
    assert paused(TODAY - 1, ill(TODAY - 2)) is None
    assert paused(TODAY, ill(2, 6)) is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_markers_the_stricter_one_speaks(turned: bool) -> None:
    markers = [ill(TODAY - 4, TODAY), Marker("injury", day(TODAY - 1))]

    found = paused(TODAY, *(reversed(markers) if turned else markers))

    assert found == Pause("injury", is_return=False)
