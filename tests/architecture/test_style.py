"""What linters do not see: broad handlers say why, nothing prints, our own code is never mocked."""

import ast
from collections.abc import Iterator, Sequence

from tests.architecture import source
from tests.architecture.source import PACKAGES, listed

PRINTERS = ("/management/commands/", "benchmarks/")
BROAD = {"Exception", "BaseException"}
MOCKS = {"mock", "unittest.mock", "pytest_mock"}


def unexplained_handlers(text: str) -> Iterator[int]:
    """Lines of broad handlers that neither raise again nor say in a comment why they catch everything."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node):
            raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if not raises_again and not _has_comment(lines, node.lineno):
                yield node.lineno


def prints(module: ast.Module) -> Iterator[int]:
    yield from (call.lineno for call in source.calls(module, "print") if isinstance(call.func, ast.Name))


def mocks(module: ast.Module) -> Iterator[int]:
    """Lines that import a mocking library."""
    for node in ast.walk(module):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        if MOCKS & set(names):
            yield node.lineno


def test_broad_handlers_raise_again_or_say_why() -> None:
    found = [
        f"{source.name(path)}:{line}"
        for path in source.code()
        for line in unexplained_handlers(path.read_text())
    ]

    assert not found, listed(found)


def test_only_commands_and_benchmarks_print() -> None:
    found = [
        f"{source.name(path)}:{line}"
        for path in source.below(*PACKAGES, "tests", suffix=".py")
        if not any(place in source.name(path) for place in PRINTERS)
        for line in prints(source.tree(path))
    ]

    assert not found, listed(found)


def test_nothing_is_mocked() -> None:
    found = [
        f"{source.name(path)}:{line}"
        for path in source.below("tests", suffix=".py")
        for line in mocks(source.tree(path))
    ]

    assert not found, listed(found)


def test_the_guard_finds_a_handler_that_hides_everything() -> None:
    planted = (
        "try:\n    x()\nexcept Exception:\n    y()\n"
        "try:\n    x()\nexcept (ValueError, BaseException) as error:\n    raise KeyError from error\n"
        "try:\n    x()\nexcept:\n    pass\n"
    )
    fine = (
        "try:\n    x()\nexcept Exception:  # drivers leak everything\n    y()\n"
        "try:\n    x()\nexcept Exception:\n    # drivers leak everything\n    y()\n"
        "try:\n    x()\nexcept BaseException:\n    y()\n    raise\n"
        "try:\n    x()\nexcept ValueError:\n    y()\n"
    )

    assert list(unexplained_handlers(planted)) == [3, 7, 11]
    assert list(unexplained_handlers(fine)) == []


def test_the_guard_finds_prints_and_mocks() -> None:
    planted = ast.parse("import unittest.mock\nfrom unittest import mock\nprint(1)\nconsole.print(2)\n")

    assert list(prints(planted)) == [3]
    assert list(mocks(planted)) == [1, 2]


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(each, ast.Name) and each.id in BROAD for each in caught)


def _has_comment(lines: Sequence[str], number: int) -> bool:
    """A comment at the end of the line or on a line of its own just above or below."""
    neighbours = (lines[number - 2], lines[number] if number < len(lines) else "")
    return "#" in lines[number - 1] or any(line.strip().startswith("#") for line in neighbours)
