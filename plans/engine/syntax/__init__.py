"""Workouts as text, the way athletes type them.

    Warmup
    - 10m Z1

    4x
    - 5m 95-100%
    - Recover 2m 50%

    Cooldown
    - 10m Z1

A line that starts with "-" is a step: words for the athlete, then a time or a distance, then a target. "4x"
repeats what follows until an empty line. Lines that start with "#" are skipped. `m` is minutes, `mtr` metres.
A zone or per cent alone is of power, in running and swimming of pace; "HR", "Pace" or "Power" says otherwise.
"""

from plans.engine.syntax.printer import print_workout
from plans.engine.syntax.problems import Problem, SyntaxProblems
from plans.engine.syntax.reader import parse, read

__all__ = ["Problem", "SyntaxProblems", "parse", "print_workout", "read"]
