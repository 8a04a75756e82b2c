"""docs/asvs.md names controls and tests that there are, and each requirement once per table."""

import re

from tests.architecture.source import ROOT, files, listed, name

PAGE = ROOT / "docs" / "asvs.md"
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+)(?: \(L3\))? \| ([^|]+) \| ([^|]+) \| `([^`|]+)::(test_\w+)` \|$", re.MULTILINE
)
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)`")
LEAST = 90


def met() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall(PAGE.read_text().split("\n## Met\n", 1)[1].split("\n## ", 1)[0])


def test_every_requirement_that_is_met_names_a_test_that_exists() -> None:
    missing = [
        f"{number}: {path}::{test}"
        for number, _what, _control, path, test in met()
        if not (ROOT / path).exists() or f"def {test}(" not in (ROOT / path).read_text()
    ]
    assert len(met()) >= LEAST
    assert not missing, listed(missing)


def test_every_line_of_the_table_is_read_and_no_number_comes_twice() -> None:
    section = PAGE.read_text().split("\n## Met\n", 1)[1].split("\n## ", 1)[0]
    numbers = [row[0] for row in met()]
    assert section.count("\n| ") - 1 == len(numbers)
    assert sorted({number for number in numbers if numbers.count(number) > 1}) == []


def test_every_control_that_is_a_file_exists() -> None:
    known = {name(path) for path in files()}
    named = {file for row in met() for file in FILE.findall(row[2])}
    assert not named - known, listed(named - known)
