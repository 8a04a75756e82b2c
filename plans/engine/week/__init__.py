"""One week: from where the plan stands to the model that a solver chooses by."""

from plans.engine.week.limits import limits_of
from plans.engine.week.model import Choice, Chosen, Deviation, Even, Linear, WeekModel, Wish
from plans.engine.week.objective import costs_of, deviations_of, steady, told_of
from plans.engine.week.options import Published, choices_of
from plans.engine.week.situation import Situation
from plans.engine.week.targets import Targets, targets_of
from plans.engine.week.wishes import wishes_of

__all__ = [
    "Choice",
    "Chosen",
    "Deviation",
    "Even",
    "Linear",
    "Published",
    "Situation",
    "Targets",
    "WeekModel",
    "Wish",
    "build_week",
    "targets_of",
]

NOTHING_PUBLISHED: Published = {}


def build_week(now: Situation, targets: Targets, published: Published = NOTHING_PUBLISHED) -> WeekModel:
    """Everything a solver needs to know of the week."""
    told = told_of(now.week.days, published)
    choices = choices_of(now, targets, told)
    days = len(now.week.days)
    raced = any(now.spec.race_on(day) for day in now.week.days)
    aims = steady(targets, choices, told, is_full=now.week.is_full) if told else targets
    return WeekModel(
        choices=choices,
        days=days,
        most_days=days - 1 - raced if now.week.is_full else days,
        limits=limits_of(now, targets, choices),
        wishes=wishes_of(now, targets, choices),
        deviations=tuple(deviations_of(aims, choices)),
        costs=costs_of(now, aims, choices, told),
    )
