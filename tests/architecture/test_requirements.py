"""Every dependency has a reason, is pinned with hashes, and no file says where it comes from."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, listed

FOLDER = ROOT / "requirements"
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9_.-]*)")
PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==[^ ;]+")
SOURCE = re.compile(r"--(?:extra-)?index-url|--find-links|https?://")


def without_reason(text: str) -> list[str]:
    """Lines of an .in file that name a package and do not say why."""
    return [line for line in text.splitlines() if NAME.match(line) and not re.search(r"\s# \S", line)]


def without_hash(text: str) -> Iterator[str]:
    """Pinned packages of a .txt file without a hash, and lines that pin nothing."""
    for block in re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        pinned = PINNED.match(block)
        if block.strip() and (pinned is None or "--hash=sha256:" not in block):
            yield pinned[1] if pinned else block.splitlines()[0]


def wanted(path: Path) -> set[str]:
    return {
        found[1].lower().replace("_", "-").replace(".", "-")
        for line in path.read_text().splitlines()
        if (found := NAME.match(line))
    }


def locked(path: Path) -> set[str]:
    lines = path.read_text().splitlines()
    return {found[1].replace(".", "-") for line in lines if (found := PINNED.match(line))}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.in")), ids=lambda path: path.name)
def test_every_dependency_says_why(path: Path) -> None:
    found = without_reason(path.read_text())

    assert not found, listed(found)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.in")), ids=lambda path: path.name)
def test_every_dependency_is_locked(path: Path) -> None:
    assert wanted(path) - locked(path.with_suffix(".txt")) == set()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.name)
def test_every_lock_has_hashes_and_names_no_source(path: Path) -> None:
    text = path.read_text()

    assert list(without_hash(text)) == []
    assert SOURCE.findall(text) == []


def test_the_lock_of_the_browser_libraries_has_hashes_and_names_no_source() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    libraries = {name: package for name, package in packages.items() if name}

    assert [name for name, package in libraries.items() if "integrity" not in package] == []
    assert [name for name, package in libraries.items() if "resolved" in package] == []


def test_the_guard_finds_a_dependency_without_reason_or_hash() -> None:
    assert without_reason("numpy>=2\nscipy>=1  # filters\n-c base.txt\n# why\n") == ["numpy>=2"]
    assert list(without_hash("# by uv\na==1 \\\n    --hash=sha256:0\n    # via b\nb==2\nc>=3\n")) == [
        "b",
        "c>=3",
    ]
    assert SOURCE.findall("--extra-index-url x") == ["--extra-index-url"]
