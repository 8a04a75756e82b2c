"""`.env.example` lists exactly what the settings read, each with its default and a meaning."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture import source
from tests.architecture.source import ROOT, listed

EXAMPLE = ROOT / ".env.example"
READERS = {"str", "int", "float", "bool", "list", "db_url", "url", "email_url"}
ENTRY = re.compile(r"^# ?([A-Z][A-Z0-9_]*)=(.*)$")
MAY_READ = (
    "config/settings/",
    "config/serve/",
    "config/testing/",
    "config/celery.py",
    "config/wsgi.py",
    "analysis/evaluation/house.py",
)


@dataclass(frozen=True)
class Entry:
    """One variable of the example: the value written there and the comment above it."""

    name: str
    value: str
    meaning: str


def read_names(module: ast.Module) -> Iterator[tuple[str, object]]:
    """Variables that a settings module reads with their default: a literal, else None."""
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
            and node.func.attr in READERS
        ):
            default = next((each.value for each in node.keywords if each.arg == "default"), None)
            yield ast.literal_eval(node.args[0]), _literal(default)


def entries(text: str) -> Iterator[Entry]:
    """The variables of an example file; a blank line ends a meaning."""
    meaning: list[str] = []
    for line in text.splitlines():
        if found := ENTRY.match(line):
            yield Entry(found[1], found[2], " ".join(meaning))
        elif line.startswith("#"):
            meaning.append(line.strip("# "))
        else:
            meaning = []


def settings_read() -> dict[str, object]:
    modules = (source.tree(path) for path in source.below("config/settings", suffix=".py"))
    found: dict[str, object] = {}
    for name, default in (each for module in modules for each in read_names(module)):
        found[name] = found.get(name) or default
    return found


def wrong_defaults(shown: list[Entry], read: dict[str, object]) -> list[str]:
    """Entries whose value is not the literal default of the settings."""
    return [
        f"{each.name} is {read[each.name]!r} without a value, not {each.value!r}"
        for each in shown
        if read.get(each.name) is not None and _written(read[each.name]) != each.value
    ]


def test_the_example_lists_what_the_settings_read() -> None:
    shown = [each.name for each in entries(EXAMPLE.read_text())]

    assert sorted(shown) == sorted(settings_read())


def test_the_example_shows_the_defaults() -> None:
    found = wrong_defaults(list(entries(EXAMPLE.read_text())), settings_read())

    assert not found, listed(found)


def test_every_variable_of_the_example_has_a_meaning() -> None:
    assert [each.name for each in entries(EXAMPLE.read_text()) if len(each.meaning) < 15] == []


def test_only_settings_and_starters_read_the_environment() -> None:
    found = [
        f"{source.name(path)}:{node.lineno}"
        for path in source.code()
        if not source.name(path).startswith(MAY_READ)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]

    assert not found, listed(found)


def test_the_guard_finds_what_differs() -> None:
    module = ast.parse(
        'A = env.int("PORT", default=8000)\nB = env.str("SECRET")\nC = env.list("L", default=[])'
    )
    read = dict(read_names(module))
    shown = list(entries("# Where it listens.\n# PORT=9000\n\n# SECRET=\n# L=\n"))

    assert read == {"PORT": 8000, "SECRET": None, "L": []}
    assert shown[0] == Entry("PORT", "9000", "Where it listens.")
    assert shown[1].meaning == ""
    assert wrong_defaults(shown, read) == ["PORT is 8000 without a value, not '9000'"]


def _literal(default: ast.expr | None) -> object:
    try:
        return None if default is None else ast.literal_eval(default)
    except ValueError:
        return None


def _written(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return ",".join(default) if isinstance(default, list) else str(default)
