"""The documentation speaks of what is there: its links lead somewhere, its commands and files exist."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.core.management import get_commands

from tests.architecture import source
from tests.architecture.source import ROOT, listed

LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
FILE = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|yaml|html|css|js|ini|in|txt))`")
COMMAND = re.compile(r"manage\.py (\w+)")
STEP = re.compile(r"^\d+\. ", re.MULTILINE)
MOST_STEPS = 6
PARTS = ("**Context.**", "**Decision.**", "**Consequences.**")
DRAWN = {"README.md": 1, "docs/architecture.md": 4}
"""How many diagrams a page has at least."""


def pages() -> list[Path]:
    return [path for path in source.files() if path.suffix == ".md"]


def dead_links(text: str, folder: Path) -> list[str]:
    return [link for link in LINK.findall(text) if not (folder / link).exists()]


def missing_files(text: str, names: list[str]) -> list[str]:
    """Files named in backticks that no file of the project ends with."""
    return [file for file in FILE.findall(text) if not any(f"/{name}".endswith(f"/{file}") for name in names)]


def unknown_commands(text: str, known: set[str]) -> set[str]:
    return set(COMMAND.findall(text)) - known


def recipes(text: str) -> Iterator[tuple[str, int]]:
    """Headings that begin with "Add" and how many steps follow."""
    for section in text.split("\n## ")[1:]:
        title = section.partition("\n")[0]
        if title.startswith("Add "):
            yield title, len(STEP.findall(section))


def test_links_lead_to_something() -> None:
    found = [
        f"{source.name(path)}: {link}"
        for path in pages()
        for link in dead_links(path.read_text(), path.parent)
    ]

    assert not found, listed(found)


def test_files_that_are_named_exist() -> None:
    names = [source.name(path) for path in source.files()]
    found = [
        f"{source.name(path)}: {file}" for path in pages() for file in missing_files(path.read_text(), names)
    ]

    assert not found, listed(found)


def test_commands_that_are_named_exist() -> None:
    known = set(get_commands())
    found = [
        f"{source.name(path)}: {command}"
        for path in pages()
        for command in unknown_commands(path.read_text(), known)
    ]

    assert not found, listed(found)


def test_decisions_are_numbered_listed_and_whole() -> None:
    folder = ROOT / "docs" / "adr"
    decisions = sorted(folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text()

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [path.name for path in decisions if path.name not in index] == []
    assert [path.name for path in decisions if any(part not in path.read_text() for part in PARTS)] == []


def test_recipes_are_short() -> None:
    found = dict(recipes((ROOT / "CONTRIBUTING.md").read_text()))

    assert {"Add a metric", "Add a source", "Add a channel"} <= set(found)
    assert [title for title, steps in found.items() if not 2 <= steps <= MOST_STEPS] == []


def test_pages_have_their_diagrams() -> None:
    drawn = {name: (ROOT / name).read_text().count("```mermaid") for name in DRAWN}

    assert [name for name, least in DRAWN.items() if drawn[name] < least] == []


def test_the_guard_finds_what_is_not_there() -> None:
    text = "[a](gone.md) [b](docs/adr/README.md#x) `metrics/gone.py` `services/rows.py` manage.py vanish"

    assert dead_links(text, ROOT) == ["gone.md"]
    assert missing_files(text, ["metrics/services/rows.py"]) == ["metrics/gone.py"]
    assert unknown_commands(text, {"migrate"}) == {"vanish"}
    assert list(recipes("# A\n\n## Add x\n\n1. a\n2. b\n\n## Other\n\n1. c\n")) == [("Add x", 2)]
