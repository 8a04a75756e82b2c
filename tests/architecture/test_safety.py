"""Rules of our own for what linters leave open, each with the places that may do it and why."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture import source
from tests.architecture.source import PACKAGES, listed

type Rule = Callable[[Seen], list[int]]
"""The lines of a file that do it."""

HTTP = "urllib.request urllib3 http.client httpx aiohttp ftplib telnetlib websockets"
BELOW_EVERY_CALL = "time-outs, guards and records of what leaves are made here"

IMPORTS: Final[dict[str, dict[str, str]]] = {
    "pickle marshal shelve dill cloudpickle": {},
    "xml lxml": {
        "athletes/sources/files/xml_walk.py": "expat, with doctypes and entities refused",
        "plans/exports/zwo.py": "only writes",
        "config/testing/counts.py": "reads what our own test run wrote",
    },
    "random": {
        "config/core/celery.py": "jitter",
        "metrics/services/sync/outcomes.py": "jitter",
        "analysis/gateway/trying.py": "jitter",
        **dict.fromkeys(
            (
                f"analysis/evaluation/{name}.py"
                for name in ("questions", "personas/liars", "references", "ahead")
            ),
            "the same case for the same seed",
        ),
    },
    HTTP: {
        **dict.fromkeys((f"config/core/{name}.py" for name in ("guard", "patience")), BELOW_EVERY_CALL),
        "config/serve/ports.py": "asks its own server whether it is up",
    },
    "tarfile code pdb": {"config/core/backup/archive.py": "our own sealed backups, read as a stream"},
}
"""Modules, and the files that may import them."""


@dataclass
class Seen:
    """One file, walked once for all rules. `names` and `calls` go by the last part of a dotted name."""

    imports: list[tuple[str, int]] = field(default_factory=list)
    calls: dict[str, list[ast.Call]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    said: list[tuple[str, object, int]] = field(default_factory=list)

    def take(self, node: ast.AST) -> None:
        match node:
            case ast.Import():
                self.imports += [(each.name, node.lineno) for each in node.names]
            case ast.ImportFrom(level=0):
                self.imports += [(f"{node.module}.{each.name}", node.lineno) for each in node.names]
            case ast.Call():
                self.calls[_last(node.func)].append(node)
            case ast.keyword(arg=str(), value=ast.Constant()):
                self.said.append((node.arg, node.value.value, node.value.lineno))
            case ast.Name() | ast.Attribute():
                self.names[_last(node)].append(node.lineno)


def seen(module: ast.Module) -> Seen:
    found = Seen()
    for node in ast.walk(module):
        found.take(node)
    return found


@cache
def seen_in(path: Path) -> Seen:
    return seen(source.tree(path))


def imports(names: str) -> Rule:
    starts = tuple(f"{name}." for name in names.split())
    return lambda file: [line for name, line in file.imports if f"{name}.".startswith(starts)]


def called(*functions: str, unless: Callable[[ast.Call], bool] = lambda _: False) -> Rule:
    return lambda file: [
        call.lineno for name in functions for call in file.calls.get(name, ()) if not unless(call)
    ]


def by_name(*functions: str) -> Rule:
    """Built-in functions: `re.compile` is none."""
    return called(*functions, unless=lambda call: not isinstance(call.func, ast.Name))


def says(**wanted: object) -> Rule:
    """Calls with such an argument."""
    return lambda file: [line for name, value, line in file.said if name in wanted and value is wanted[name]]


def named(*names: str) -> Rule:
    return lambda file: [line for name in names for line in file.names.get(name, ())]


def is_text(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def has_timeout(call: ast.Call) -> bool:
    # A view or a mapping has `get`, too: only the library's own functions count.
    is_library = isinstance(call.func, ast.Attribute) and _last(call.func.value) == "requests"
    return not is_library or any(each.arg == "timeout" for each in call.keywords)


RULES: Final[dict[str, tuple[Rule, dict[str, str]]]] = {
    "SQL as text": (called("raw", "extra", "RawSQL"), {}),
    "SQL made of pieces": (
        called(
            "execute", "executemany", unless=lambda call: is_text(call) or isinstance(call.func, ast.Name)
        ),
        {
            "config/core/backup/databases.py": "names of this database's own tables and schemas",
            "config/core/indexes.py": "names of indexes of our own models, quoted",
        },
    ),
    "text that is not escaped": (
        called("mark_safe", "SafeString", "SafeText"),
        {"analysis/templatetags/claims.py": "joins what format_html made"},
    ),
    "a format that is made of pieces": (called("format_html", unless=is_text), {}),
    "code out of text": (by_name("eval", "exec", "compile", "__import__"), {}),
    "a shell": (says(shell=True), {}),
    "a shell by another name": (called("system", "popen", "spawnlp", "getoutput"), {}),
    "a server that nobody checks": (says(verify=False, check_hostname=False), {}),
    "a certificate that nobody checks": (named("CERT_NONE", "_create_unverified_context"), {}),
    "a call that may last for ever": (
        called("get", "post", "put", "patch", "delete", "head", "request", unless=has_timeout),
        {},
    ),
    "YAML that makes objects": (called("load", "load_all", unless=lambda call: not _is_of(call, "yaml")), {}),
    "arrays that make objects": (says(allow_pickle=True), {}),
    "names of an archive as names of files": (called("extractall", "extract", "unpack_archive"), {}),
    "a temporary file that others can guess": (called("mktemp"), {}),
    "a broken hash": (called("md5", "sha1"), {}),
    "a form without its token": (
        named("csrf_exempt"),
        {
            "athletes/views/partners.py": "applications with a secret of their own, no cookie",
            "notifications/channels/email/views.py": "one click in a mail program (RFC 8058), signed",
            "notifications/channels/sms/views.py": "the gateway, which signs what it sends",
        },
    ),
    "a debugger": (called("breakpoint", "set_trace"), {}),
}
"""What, how it is found, and the files that may do it."""

UNESCAPED = re.compile(r"\|\s*safe\b|autoescape off|filter safe")
UNESCAPED_IN = {"templates/components/field_notes.html": "help of Django's own fields, which is HTML"}
WRITES_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function)"
)

BANDIT_LEAVES: Final = {
    "B404": "importing subprocess: each call is judged (B603)",
    "B405": "importing a parser: `IMPORTS` above says who may",
    "B703": "what B308 says, again",
}
NO_PASSWORDS: Final = {
    "athletes/partner_admin.py": "shown once after it was made",
    "athletes/views/partners.py": "the name of an address",
    "config/serve/state.py": "not known yet",
    "config/settings/accounts.py": "limits of addresses",
    "notifications/api/partner_hooks.py": "an example in the description of the API",
    "plans/personal.py": "why a column is left out",
}
"""B105 goes by the word beside a text; where ruff sees none, these are the reasons."""


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [*((imports(names), files) for names, files in IMPORTS.items()), *RULES.values()],
    ids=[*IMPORTS, *RULES],
)
def test_only_those_do_it_who_may(rule: Rule, allowed: dict[str, str]) -> None:
    found = {source.name(path): rule(seen_in(path)) for path in source.code()}
    doing = {name: lines for name, lines in found.items() if lines}

    assert doing.keys() <= allowed.keys(), listed(f"{name}: {lines}" for name, lines in doing.items())


def test_templates_and_scripts_escape() -> None:
    pages = {
        source.name(path)
        for path in source.below("templates", suffix=".html")
        if UNESCAPED.search(path.read_text())
    }
    scripts = [
        source.name(path)
        for path in source.below("static/js", suffix=".js")
        if WRITES_MARKUP.search(path.read_text())
    ]

    assert (pages, scripts) == (UNESCAPED_IN.keys(), [])


PLANTED = """
import pickle, os.path, xml.sax
from urllib import request
a.raw("x"); cursor.execute(f"SELECT {x}"); cursor.execute("SELECT 1")
mark_safe(x); format_html(f"<b>{x}"); format_html("<b>{}", x)
eval(x); re.compile(x); run(x, shell=True); os.system(x)
requests.get(x); requests.get(x, timeout=3); {}.get(x); Session(verify=False); ssl.CERT_NONE
yaml.load(x); json.load(x); archive.extractall(); sha1(x); sha256(x)
"""


def test_the_rules_find_what_is_planted_and_no_more() -> None:
    file = seen(ast.parse(PLANTED))
    lines = {name: rule(file) for name, (rule, _) in RULES.items()}

    assert [imports(each)(file) for each in ("pickle", "xml lxml", "random", HTTP)] == [
        [2],
        [2],
        [],
        [3],
    ]
    assert {name: found for name, found in lines.items() if found} == {
        "SQL as text": [4],
        "SQL made of pieces": [4],
        "text that is not escaped": [5],
        "a format that is made of pieces": [5],
        "code out of text": [6],
        "a shell": [6],
        "a shell by another name": [6],
        "a server that nobody checks": [7],
        "a certificate that nobody checks": [7],
        "a call that may last for ever": [7],
        "YAML that makes objects": [8],
        "names of an archive as names of files": [8],
        "a broken hash": [8],
    }


@pytest.mark.long
def test_bandit_finds_nothing_that_is_not_explained() -> None:
    argv = [sys.executable, "-m", "bandit", "-q", "-r", *PACKAGES, "-f", "json"]
    done = subprocess.run(argv, cwd=source.ROOT, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)

    left = [
        each for each in said["results"] if each["test_id"] not in BANDIT_LEAVES and not _is_explained(each)
    ]
    assert said["errors"] == []
    assert not left, listed(f"{each['filename']}:{each['line_number']} {each['issue_text']}" for each in left)


def _is_explained(found: dict[str, Any]) -> bool:
    """By ruff's mark for the same rule, on one of its lines, or in the table."""
    if found["test_id"] == "B105" and found["filename"] in NO_PASSWORDS:
        return True
    lines = Path(source.ROOT / found["filename"]).read_text().splitlines()
    return any(f"noqa: S{found['test_id'][1:]}" in lines[number - 1] for number in found["line_range"])


def _is_of(call: ast.Call, module: str) -> bool:
    return isinstance(call.func, ast.Attribute) and _last(call.func.value) == module


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found
    return ""
