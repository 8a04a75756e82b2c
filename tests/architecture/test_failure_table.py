"""The tables of failures in the docs: each row whole, and proven by tests that there are."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, listed

PAGE, CLAUDE = ROOT / "docs" / "garmin.md", ROOT / "docs" / "claude.md"
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
TEST = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
HEAD = ["mode", "what the user sees", "what the system does", "test"]
LEAST = 30
ASKED_FOR = (
    *("wrong password", "wrong code", "code too late", "CAPTCHA", "403 with a page", "too many logins (429)"),
    *("tokens revoked", "key revoked or expired", "429 with seconds, or with a date", "5xx", "slow", "cut"),
    *("JSON that breaks off", "a page (200)", "404", "409", "connection refused", "breaker open"),
)
EVENTS = (
    *("401", "403", "404", "402", "spend limit", "400", "413", "window", "429", "408", "409", "5xx", "529"),
    *("reached", "silence", "stream", "max_tokens", "declines", "says nothing", "JSON that is none"),
)


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the section, without its head."""
    section = text.split("\n## Failures\n", 1)[1].split("\n## ", 1)[0]
    lines = [[cell.strip() for cell in row.split("|")] for row in ROW.findall(section)]
    assert lines[0] == HEAD
    return lines[2:]


def defined() -> set[str]:
    return {
        name for path in (ROOT / "tests").rglob("test_*.py") for name in DEFINED.findall(path.read_text())
    }


def unproven(lines: list[list[str]], known: set[str]) -> list[str]:
    """Modes without a test, and tests that nobody has written."""
    missing = [cells[0] for cells in lines if not TEST.findall(cells[-1])]
    return missing + [name for cells in lines for name in TEST.findall(cells[-1]) if name not in known]


@pytest.mark.parametrize("page", [PAGE, CLAUDE], ids=lambda page: page.stem)
def test_every_failure_is_proven_by_a_test_that_exists(page: Path) -> None:
    found = unproven(rows(page.read_text()), defined())

    assert not found, listed(found)


def test_every_failure_that_was_asked_for_is_in_the_table() -> None:
    lines = rows(PAGE.read_text())
    modes = " ".join(cells[0] for cells in lines)

    assert [mode for mode in ASKED_FOR if mode not in modes] == []
    assert len(lines) >= LEAST
    assert [cells for cells in lines if len(cells) != len(HEAD) or not any(cells[1:3])] == []


def test_every_event_of_claude_that_was_asked_for_is_in_the_table() -> None:
    lines = rows(CLAUDE.read_text())
    modes = " ".join(cells[0] for cells in lines)

    assert [mode for mode in EVENTS if mode not in modes] == []
    assert [cells for cells in lines if len(cells) != len(HEAD) or not all(cells)] == []


def test_the_guard_finds_a_test_that_is_not_there() -> None:
    lines = [["a", "b", "c", "`test_gone`"], ["d", "e", "f", ""]]

    assert unproven(lines, {"test_other"}) == ["d", "test_gone"]
