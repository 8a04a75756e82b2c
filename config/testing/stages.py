"""The stages of a whole run, and what to tell about them."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.serve.options import ROOT
from config.testing import counts, processes
from config.testing.counts import Counts
from config.testing.processes import Outcome

PROCESSES = "3"
"""One more than two cores: browser, server and sync tests wait for others for much of their time."""

REPORTS = ROOT / "test-results"
# Said in full, so that nothing of an installation can slip in from the environment or from `.env`.
TEST_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings.test",
    **dict.fromkeys(("REDIS_URL", "BROKER_URL", "CACHE_URL", "METRICS_TOKEN"), ""),
}


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": (_tool("ruff"), "check"),
    "ruff format": (_tool("ruff"), "format", "--check"),
    "lint-imports": (_tool("lint-imports"),),
    "djlint": (_tool("djlint"), "templates", "--lint", "--quiet"),
    "migrations": (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
}
TYPES: tuple[str, ...] = (_tool("mypy"),)


@dataclass
class Report:
    """What happened so far. `problems` hold one line each and make the run fail."""

    total: Counts = field(default_factory=Counts)
    problems: list[str] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)

    def lack(self, what: str, reason: str) -> None:
        """Something is skipped since it cannot be had, which CI does not accept."""
        say(f"skipped {what}: {reason}")
        if os.environ.get("CI") == "true":
            self.problems.append(f"{what} could not be tested: {reason}")

    def closing(self) -> str:
        """Times, problems and, as the very last line, the counts of all runs together."""
        lines = [f"{seconds:7.1f} s  {name}" for name, seconds in self.times]
        lines += [f"FAILED: {problem}" for problem in self.problems]
        return "\n".join(["", *lines, "", str(self.total)])


def say(text: str) -> None:
    """One line on the terminal."""
    sys.stdout.write(f"bin/test: {text}\n")
    sys.stdout.flush()


def run_checks(report: Report) -> None:
    """Linters, import contracts, templates, migrations; each tells its output only when it fails."""
    for name, argv in CHECKS.items():
        _note(report, name, processes.run(argv, TEST_SETTINGS, shown=False))


@contextlib.contextmanager
def checking_types(report: Report) -> Iterator[None]:
    """mypy takes one processor for long, so it runs beside what the block does."""
    with processes.beside(TYPES, TEST_SETTINGS) as ended:
        yield
        _note(report, "mypy", ended())


def _note(report: Report, name: str, done: Outcome) -> None:
    report.times.append((name, done.seconds))
    if done.code:
        sys.stdout.write(done.output or "")
        report.problems.append(name)
    say(f"{name}: {'failed' if done.code else 'passed'}")


def run_pytest(report: Report, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """One pytest run over several processes, counted; who is done takes over from who is not."""
    say(f"tests on {name}")
    REPORTS.mkdir(exist_ok=True)
    junit = REPORTS / f"{name.lower()}.xml"
    junit.unlink(missing_ok=True)
    spread = ("-n", PROCESSES, "--dist", "worksteal")
    argv = [sys.executable, "-m", "pytest", "-q", *spread, f"--junitxml={junit}", *arguments]
    done = processes.run(argv, {**TEST_SETTINGS, **environment}, shown=True)
    found = counts.read(junit)
    report.total += found
    report.times.append((f"tests on {name}: {found}", done.seconds))
    if done.code:
        report.problems.append(f"tests on {name} (pytest ended with {done.code})")
