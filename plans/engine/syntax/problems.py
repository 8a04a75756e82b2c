"""What cannot be read, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1."""

    code: str
    line: int
    message: str


class SyntaxProblems(ValueError):
    """A text with `problems`, one or more, in the order of their lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"line {each.line}: {each.message}" for each in problems))


class Unreadable(ValueError):
    """One thing in one line that cannot be read; whoever knows the line makes a `Problem` of it."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)
