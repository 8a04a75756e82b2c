"""A workout as steps: what planner, library, text, exports and API speak."""

from plans.engine.steps.model import TARGETS, Item, Kind, Repeat, Step, Target, Workout, leaves

__all__ = [
    "TARGETS",
    "Item",
    "Kind",
    "Repeat",
    "Step",
    "Target",
    "Workout",
    "leaves",
]
