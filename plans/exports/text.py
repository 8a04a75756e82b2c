"""A session as text, the way athletes type them."""

from __future__ import annotations

from plans.engine.syntax import print_workout
from plans.exports.planned import Planned


def workout_text(planned: Planned) -> str:
    """The steps in the text syntax under two lines of remarks, which readers of the syntax skip."""
    title = " ".join(planned.title.split())
    return f"# {title}, {planned.day.isoformat()}\n{print_workout(planned.steps, planned.sport, planned)}"
