#!/usr/bin/env python3
"""Would the tests notice? Each mutant opens one door of authorisation in a copy of the last commit.

The access matrix and the tests of the gate run on each copy, and first on one without a mutant: what fails
there catches nothing. A mutant that no test kills is a hole in the tests. The last line is the report of a
benchmark.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from support import root  # noqa: F401 - makes the project importable
from support.report import report

from config.serve.options import ROOT

TESTS = (
    "tests/pipeline/test_access_matrix.py",
    "tests/pipeline/test_access_beside.py",
    "tests/athletes/test_api_access.py",
    "tests/athletes/test_api_tokens.py",
    "tests/athletes/test_reads.py",
)
LEAST_CAUGHT, QUICK, PATIENCE_S = 15, 2, 900


@dataclass(frozen=True)
class Mutant:
    """`new` instead of `old` in one file."""

    what: str
    path: str
    old: str
    new: str


MUTANTS = (
    Mutant(
        "a link counts after its end",
        "athletes/models/coaching.py",
        "return self.filter(unlimited_or_later, status=CoachLink.Status.ACTIVE)",
        "return self.filter(status=CoachLink.Status.ACTIVE)",
    ),
    Mutant(
        "a link counts before it is accepted and after it is revoked",
        "athletes/models/coaching.py",
        "return self.filter(unlimited_or_later, status=CoachLink.Status.ACTIVE)",
        "return self.filter(unlimited_or_later)",
    ),
    Mutant(
        "a link opens every class of data",
        "athletes/access.py",
        'granted = Q(**{f"scopes__{data}__in": allowed})',
        "granted = Q()",
    ),
    Mutant(
        "leave to read is leave to write",
        "athletes/access.py",
        'allowed = ("read", "write") if action == "read" else ("write",)',
        'allowed = ("read", "write")',
    ),
    Mutant(
        "a follower writes",
        "athletes/access.py",
        'if action == "write":\n        links',
        "if False:\n        links",
    ),
    Mutant(
        "an operator sees everybody",
        "athletes/access.py",
        "return Athlete.objects.filter(Q(user=user) | Exists(links))",
        "return Athlete.objects.filter(Q(user=user) | Exists(links) | Q(uid__isnull=not user.is_staff))",
    ),
    Mutant(
        "a link to one athlete opens all",
        "athletes/access.py",
        'filter(granted, coach=user, athlete=OuterRef("pk"))',
        "filter(granted, coach=user)",
    ),
    Mutant(
        "whose uid is known is found",
        "athletes/access.py",
        "return scope.filter(uid=UUID(reference))",
        "return Athlete.objects.filter(uid=UUID(reference))",
    ),
    Mutant(
        "a token does all that its owner may",
        "athletes/scopes.py",
        'scopes: frozenset[str] | None = getattr(user, "token_scopes", None)',
        "scopes: frozenset[str] | None = None",
    ),
    Mutant(
        "pages ask for leave to read, whatever is sent",
        "athletes/pages.py",
        'needed: Action = action if request.method in ("GET", "HEAD") else "write"',
        "needed: Action = action",
    ),
    Mutant(
        "the API asks for leave to read, whatever is sent",
        "athletes/api/base.py",
        'action: Action = "read" if self.request.method in SAFE_METHODS else "write"',
        'action: Action = "read"',
    ),
    Mutant(
        "what was answered to a signal is told without the notes",
        "metrics/api/signals.py",
        'return row.answer if self.context["may_read_notes"] else ""',
        "return row.answer",
    ),
    Mutant(
        "an activity shows its heart rate to everybody",
        "metrics/api/activities.py",
        '(HEART_FIELDS if "heart" in hidden else set())',
        "set()",
    ),
    Mutant(
        "what a mixed page shows does not count as looked at",
        "analysis/views/rights.py",
        "record_reads(viewer=cast(User, request.user), athletes=[athlete], classes=seen)",
        "del seen",
    ),
    Mutant(
        "a coach needs no second factor",
        "athletes/access.py",
        "    if settings.COACHES_NEED_MFA:\n        key",
        "    if False:\n        key",
    ),
    Mutant(
        "the cycle log is a note like others",
        "metrics/models/check_in.py",
        'data_class = "cycle"',
        'data_class = "notes"',
    ),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    chosen = MUTANTS[:QUICK] if options.parse_args().quick else MUTANTS
    if stale := [each.what for each in chosen if (ROOT / each.path).read_text().count(each.old) != 1]:
        raise SystemExit(f"not found once in their files: {', '.join(stale)}")
    if fails := _first_failure(None):
        raise SystemExit(f"without a mutant a test fails already: {fails}")
    verdicts = {each.what: _first_failure(each) for each in chosen}
    print(json.dumps(verdicts))
    figures = {"mutants": len(chosen), "caught": sum(map(bool, verdicts.values()))}
    report("mutants", figures, {}, {"caught": min(LEAST_CAUGHT, len(chosen))})


def _first_failure(mutant: Mutant | None) -> str:
    """The test that fails first on a copy with this mutant, or "" when all pass."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    with tempfile.TemporaryDirectory(prefix="formline-mutant-") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        if mutant is not None:
            _change(Path(folder) / mutant.path, mutant)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--nomigrations", "-p", "no:cacheprovider", *TESTS],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    first = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    # A copy that does not even start ends with 1 as well, and says nothing about any test.
    if done.returncode not in (0, 1) or (done.returncode == 1 and not first):
        raise SystemExit(done.stdout + done.stderr)
    print(f"{mutant.what if mutant else 'no mutant'}: {first or 'nothing fails'}", flush=True)
    return first


def _change(path: Path, mutant: Mutant) -> None:
    text = path.read_text()
    assert text.count(mutant.old) == 1, f"{mutant.what}: not found once in {mutant.path}"
    path.write_text(text.replace(mutant.old, mutant.new))


if __name__ == "__main__":
    main()
