"""From text to steps, line by line; every line that cannot be read is told, not only the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from athletes.sources.records import Sport
from plans.engine.steps import Item, Kind, Repeat, Step, Workout, leaves, step_faults
from plans.engine.steps.validation import MOST_REPEATS, MOST_STEPS
from plans.engine.syntax.lines import REPEAT, heading_kind, read_step
from plans.engine.syntax.problems import Problem, SyntaxProblems, Unreadable

MOST_CHARACTERS = 20_000
DASHES = "-–—•*"


def parse(text: str, sport: Sport | None = None) -> Workout:
    """The workout of a text. Raises SyntaxProblems."""
    items, problems = read(text, sport)
    if problems:
        raise SyntaxProblems(problems)
    return items


def read(text: str, sport: Sport | None = None) -> tuple[Workout, tuple[Problem, ...]]:
    """What could be read, and the problems of what could not, in the order of lines."""
    if len(text) > MOST_CHARACTERS:
        return (), (Problem("TEXT_TOO_LONG", 1, f"A workout has at most {MOST_CHARACTERS} characters."),)
    reading = _Reading(sport)
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        reading.take(number, line.strip())
    return reading.finish()


@dataclass(slots=True)
class _Block:
    """A repeat that is being read."""

    line: int
    times: int
    steps: list[Step] = field(default_factory=list)
    failed: bool = False


@dataclass(slots=True)
class _Reading:
    sport: Sport | None
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    block: _Block | None = None
    section: Kind = "work"
    section_used: bool = False

    def take(self, number: int, line: str) -> None:
        if line.startswith("#"):
            return
        try:
            self._take(number, line)
        except Unreadable as error:
            self._problem(error.code, number, error.message)
            if self.block:
                self.block.failed = True

    def finish(self) -> tuple[Workout, tuple[Problem, ...]]:
        self._close()
        items = tuple(self.items)
        if not items and not self.problems:
            self._problem("EMPTY", 1, "There is no step yet: write one, such as - 10m Z2.")
        if sum(1 for _ in leaves(items)) > MOST_STEPS:
            self._problem("TOO_MANY_STEPS", 1, f"At most {MOST_STEPS} steps, repeats counted out.")
        return items, tuple(sorted(self.problems, key=lambda each: each.line))

    def _take(self, number: int, line: str) -> None:
        if not line:
            self._pause()
        elif line[0] in DASHES:
            self.section_used = True
            self._add(read_step(line[1:].strip(), self.section, self.sport))
        elif found := REPEAT.fullmatch(line):
            self._close()
            self._head(found["title"] or "")
            self._open(number, int(found["times"]))
        else:
            self._close()
            self._head(line)

    def _pause(self) -> None:
        """An empty line ends a repeat, and a section that has steps."""
        self._close()
        if self.section_used:
            self.section, self.section_used = "work", False

    def _head(self, title: str) -> None:
        self.section, self.section_used = (heading_kind(title, self.sport) if title else "work"), False

    def _open(self, number: int, times: int) -> None:
        if not 1 <= times <= MOST_REPEATS:
            self._problem("REPEAT_COUNT", number, f"Repeat between 1 and {MOST_REPEATS} times.")
        self.block = _Block(number, times)

    def _close(self) -> None:
        block, self.block = self.block, None
        if block is None:
            return
        if block.steps:
            self.items.append(Repeat(block.times, tuple(block.steps)))
        elif not block.failed:
            self._problem("REPEAT_EMPTY", block.line, "Write the steps to repeat right below, without a gap.")

    def _add(self, steps: list[Step]) -> None:
        found = next((fault for step in steps for fault in step_faults(step)), None)
        if found:
            raise Unreadable(found.code, found.message)
        (self.items if self.block is None else self.block.steps).extend(steps)

    def _problem(self, code: str, line: int, message: str) -> None:
        self.problems.append(Problem(code, line, message))
