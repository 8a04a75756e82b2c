"""A session as text, the way athletes type them."""

from __future__ import annotations

from plans.engine.syntax import print_workout
from plans.exports.planned import Planned, one_line


def workout_text(planned: Planned) -> str:
    """The steps in the text syntax under two lines of remarks, which readers of the syntax skip."""
    title = one_line(planned.title)
    return f"# {title}, {planned.day.isoformat()}\n{print_workout(planned.steps, planned.sport, planned)}"
