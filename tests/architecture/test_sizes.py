"""Ceilings, not aims: files of 150 lines and functions of 20 are the aim."""

import ast
from collections.abc import Iterator

from tests.architecture import source
from tests.architecture.source import PACKAGES, listed

CODE_LINES, TEST_LINES, FUNCTION_LINES = 300, 400, 50
FURTHER_LINES = {("templates", ".html"): 150, ("static/js", ".js"): 200, ("static/css", ".css"): 300}

LONGER: dict[str, str] = {}
"""Files, and functions as "file:name", above a ceiling, each with its reason."""


def too_long(name: str, text: str, ceiling: int) -> Iterator[str]:
    lines = text.count("\n")
    if lines > ceiling:
        yield f"{name} has {lines} lines, more than {ceiling}"


def long_functions(name: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES and f"{name}:{node.name}" not in LONGER:
                yield f"{name}:{node.name} has {lines} lines, more than {FUNCTION_LINES}"


def ceilings() -> Iterator[tuple[str, str, int]]:
    """Name, text and ceiling of every file that has one."""
    kinds = {(folder, ".py"): CODE_LINES for folder in (*PACKAGES, "benchmarks")}
    for (folder, suffix), ceiling in {**kinds, ("tests", ".py"): TEST_LINES, **FURTHER_LINES}.items():
        for path in source.below(folder, suffix=suffix):
            yield source.name(path), path.read_text(), ceiling


def test_no_file_is_longer_than_its_ceiling() -> None:
    found = [fault for each in ceilings() if each[0] not in LONGER for fault in too_long(*each)]

    assert not found, listed(found)


def test_no_function_is_longer_than_the_ceiling() -> None:
    found = [
        fault
        for path in source.below(*PACKAGES, "benchmarks", "tests", suffix=".py")
        for fault in long_functions(source.name(path), source.tree(path))
    ]

    assert not found, listed(found)


def test_the_exceptions_still_exist() -> None:
    names = {source.name(path) for path in source.files()}

    assert {each.partition(":")[0] for each in LONGER} <= names
    assert all(LONGER.values())


def test_the_guard_finds_what_is_too_long() -> None:
    function = "def long():\n" + "    x = 1\n" * FUNCTION_LINES

    assert list(too_long("a.py", "\n" * 301, CODE_LINES)) == ["a.py has 301 lines, more than 300"]
    assert list(too_long("a.py", "\n" * 300, CODE_LINES)) == []
    assert list(long_functions("a.py", ast.parse(function))) == ["a.py:long has 51 lines, more than 50"]
