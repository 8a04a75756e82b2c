"""The exact solver and the greedy one on the same weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plans.engine import greedy, solver
from plans.engine.catalogue import catalogue
from plans.engine.macro import season_of
from plans.engine.relax import settle
from plans.engine.rules import Judged
from plans.engine.week import Choice, Even, Linear, Situation, WeekModel, build_week, targets_of
from tests.plans.engine.wishes import race, spec


def week(number: int = 1) -> WeekModel:
    wished = spec(races=[race("2027-04-25")])
    season = season_of(wished)
    now = Situation(Judged(wished, season, ()), season.weeks[number - 1])
    return build_week(now, targets_of(now))


def small(*wishes: Linear | Even) -> WeekModel:
    """One easy session of half an hour on each of three days, none of which costs anything."""
    thresholds = spec().athlete.thresholds
    easy = next(
        each
        for each in catalogue(spec().sport, thresholds, "novice")
        if (each.kind, each.minutes) == ("easy", 30)
    )
    choices = tuple(Choice(day, date(2027, 1, 4 + day), easy) for day in range(3))
    return WeekModel(choices, 7, 6, (), wishes, (), (0, 0, 0))


def value(wish: Linear, chosen: tuple[int, ...]) -> int:
    return sum(wish.weights[at] for at in chosen)


def test_the_exact_week_keeps_every_limit_and_wish_and_is_no_dearer() -> None:
    model = week()

    solved = solver.solve(model, model.wishes)

    assert solved.status == "found"
    assert greedy.missed(model, solved.chosen) == ()
    assert greedy.cost_of(model, solved.chosen) <= greedy.cost_of(model, greedy.choose(model)) + solver.GAP


def test_what_cannot_be_is_known_at_once() -> None:
    assert solver.solve(small(), [Linear("four", (1, 1, 1), low=4)]).status == "impossible"


def test_the_same_week_is_chosen_again() -> None:
    model = week(2)

    assert solver.solve(model, model.wishes) == solver.solve(model, model.wishes)


def test_the_greedy_week_breaks_no_limit() -> None:
    model = week()
    chosen = greedy.choose(model)

    assert chosen
    for limit in model.limits:
        assert limit.high is None or value(limit, chosen) <= limit.high
        assert limit.low is None or value(limit, chosen) >= limit.low


def test_a_broken_limit_costs_without_end() -> None:
    model = replace(small(), limits=(Linear("one", (1, 1, 1), high=1),))

    assert greedy.cost_of(model, (0, 1)) == float("inf")
    assert greedy.cost_of(model, (0,)) == 0


def test_the_first_wish_in_the_list_gives_way() -> None:
    few, many = Linear("few", (1, 1, 1), high=1), Linear("many", (1, 1, 1), low=3)

    assert settle(small(few, many)).given_up == (few,)
    assert settle(small(many, few)).given_up == (many,)


def test_a_wish_that_did_not_matter_is_taken_back() -> None:
    harmless, few, many = (
        Linear("harmless", (1, 0, 0), low=1),
        Linear("few", (1, 1, 1), high=1),
        Linear("many", (1, 1, 1), low=3),
    )

    assert settle(small(harmless, few, many)).given_up == (few,)


def test_three_equal_days_of_seven_are_uneven_enough() -> None:
    """Monotony of k equal days of seven is √(k / (7 − k)): 0.87 for three, 2.45 for six."""
    model = small(Even())

    assert greedy.missed(model, (0, 1, 2)) == ()


def test_an_empty_week_is_an_answer() -> None:
    nothing = WeekModel((), 7, 6, (), (Linear("one", (), low=1),), (), ())

    assert settle(nothing).chosen == ()
    assert [wish.name for wish in settle(nothing).given_up] == ["one"]
