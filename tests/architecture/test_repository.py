"""What is committed says nothing of the machines it was written on, and holds no secret."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source
from tests.architecture.source import listed

# Put together here, so that this file does not hold what it looks for.
HOMES = "|".join(("root", "work", "Users", "home"))
MACHINE_PATH = re.compile(rf"(?<![\w.~/-])/(?:{HOMES})/[\w.-]+")
REGISTRY = re.compile(
    "|".join(
        (r"pypi" r"\.org", r"python" r"hosted\.", r"npm" r"js\.org", r"arti" r"factory", r"deb" r"ian\.org")
    ),
    re.IGNORECASE,
)
SECRET = re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY-----|" + r"sk-" + r"ant-\w{8}")
LARGEST_BYTES = 768 * 1024
LARGER = {"docs/openapi.yaml": 1024 * 1024}
"""Made by a command, of every address of the API."""
MARKS = ("<" * 7 + " ", ">" * 7 + " ")


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is text."""
    for path in source.files():
        try:
            yield source.name(path), path.read_text()
        except UnicodeDecodeError:
            continue


def mentions(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found[0] for found in pattern.finditer(text)]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY, SECRET], ids=["paths", "registries", "secrets"])
def test_no_file_mentions_what_belongs_to_a_machine(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {each}" for name, text in texts() for each in mentions(pattern, text)]

    assert not found, listed(found)


def test_no_file_holds_the_marks_of_a_conflict() -> None:
    found = [name for name, text in texts() if any(line.startswith(MARKS) for line in text.splitlines())]

    assert not found, listed(found)


def test_no_file_is_large() -> None:
    sizes = {source.name(path): path.stat().st_size for path in source.files()}
    found = [name for name, size in sizes.items() if size > LARGER.get(name, LARGEST_BYTES)]

    assert not found, listed(found)


def test_commands_may_be_run() -> None:
    commands = [path for path in source.files() if path.parent.name in ("bin", ".ci") and _has_shebang(path)]

    assert len(commands) >= 3
    assert [source.name(path) for path in commands if not path.stat().st_mode & 0o100] == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (MACHINE_PATH, "see " + "/".join(("", "home", "ada", "formline"))),
        (REGISTRY, "https://" + ".".join(("files", "pythonhosted", "org"))),
        (SECRET, "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ],
)
def test_the_guard_finds_what_belongs_to_a_machine(pattern: re.Pattern[str], planted: str) -> None:
    assert len(mentions(pattern, planted)) == 1


def test_the_guard_lets_paths_of_the_site_pass() -> None:
    assert mentions(MACHINE_PATH, "GET /athletes/me/today/ and templates/home/x") == []


def _has_shebang(path: Path) -> bool:
    return path.read_bytes()[:2] == b"#!"
