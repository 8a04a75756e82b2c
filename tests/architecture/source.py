"""The project's own files, as the guards read them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "athletes", "notifications", "metrics", "plans", "analysis")
NEVER_OURS = {".git", ".venv", "node_modules", "var", "__pycache__", "staticfiles", "test-results"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the project, committed or about to be; without git, all that are here."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and _may_be_ours(path))
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def below(*folders: str, suffix: str) -> list[Path]:
    """Files with this suffix below the folders, migrations left out."""
    roots = [ROOT / folder for folder in folders]
    return [
        path
        for path in files()
        if path.suffix == suffix
        and "migrations" not in path.parts
        and any(path.is_relative_to(root) for root in roots)
    ]


def code() -> list[Path]:
    """The Python of the application: no tests, no migrations."""
    return below(*PACKAGES, suffix=".py")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(module: ast.AST, function: str) -> Iterator[ast.Call]:
    """Calls of `function`, by its own name or as an attribute."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _called(node.func) == function:
            yield node


def listed(faults: Iterable[str]) -> str:
    """Faults as the message of a failed assertion."""
    return "\n".join(["", *faults])


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found
    return ""


def _may_be_ours(path: Path) -> bool:
    return not NEVER_OURS & set(path.relative_to(ROOT).parts)
