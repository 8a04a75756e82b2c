"""A workout as steps: what planner, library, text, exports and API speak."""

from plans.engine.steps.as_json import from_json, to_json
from plans.engine.steps.model import TARGETS, Item, Kind, Repeat, Step, Target, Workout, leaves
from plans.engine.steps.validation import Fault, InvalidWorkout, checked, faults, step_faults

__all__ = [
    "TARGETS",
    "Fault",
    "InvalidWorkout",
    "Item",
    "Kind",
    "Repeat",
    "Step",
    "Target",
    "Workout",
    "checked",
    "faults",
    "from_json",
    "leaves",
    "step_faults",
    "to_json",
]
