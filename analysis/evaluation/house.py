"""An installation of its own for one evaluation: nothing of it touches anybody's data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

INSIDE = "FORMLINE_EVALUATION"


def is_inside() -> bool:
    return bool(os.environ.get(INSIDE))


def run_inside(arguments: Sequence[str]) -> tuple[int, str]:
    """Exit code and output of `ai_eval` in a process with an empty database that is gone afterwards.

    What it says on the way goes to stderr at once. Key, address and model are those of this installation.
    """
    with TemporaryDirectory(prefix="formline-evaluation-") as folder:
        command = [sys.executable, "-m", "django", "ai_eval", *arguments]
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            env=_environment(Path(folder)),
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stdout


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "FORMLINE_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'evaluation.sqlite3'}",
        "REDIS_URL": "",
        "BROKER_URL": "",
        "CACHE_URL": "",
        "LOG_LEVEL": "CRITICAL",
        "AI_ENABLED": str(settings.AI_ENABLED),
        "ANTHROPIC_API_KEY": ",".join(settings.ANTHROPIC_API_KEYS),
        "ANTHROPIC_BASE_URL": settings.ANTHROPIC_BASE_URL,
        "ANALYSIS_MODEL": settings.ANALYSIS_MODEL,
        "AI_PROFILE": settings.AI_PROFILE,
        INSIDE: "1",
    }
