"""Prompts are files with versions; what was written by one is attributed to its very words."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from analysis.models import PromptVersion
from athletes.models import Athlete

FOLDER = Path(__file__).parent / "prompts"
KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version` is what rows carry, such as "chat-1.0.0+warm"."""

    name: str
    semver: str
    tone: str
    text: str
    purpose: str = ""

    @property
    def version(self) -> str:
        return f"{self.purpose or self.name}-{self.semver}+{self.tone}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def prompt_for(name: str, *, tone: str, purpose: str = "") -> Prompt:
    """The newest version of that prompt, with the words about purpose and tone at its end."""
    newest = max((FOLDER / name).glob("*.md"), key=lambda path: _parts(path.stem))
    parts = [
        newest,
        *([FOLDER / "purpose" / f"{purpose}.md"] if purpose else []),
        FOLDER / "tone" / f"{tone}.md",
    ]
    return Prompt(name, newest.stem, tone, "\n".join(part.read_text() for part in parts), purpose)


def stored(prompt: Prompt, *, schema_sha256: str = "") -> PromptVersion:
    """The row of this very prompt, made on its first use and never changed."""
    digest = hashlib.sha256(f"{prompt.sha256}{schema_sha256}".encode()).hexdigest()
    row, _ = PromptVersion.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": prompt.purpose or prompt.name,
            "version": f"{prompt.semver}+{prompt.tone}",
            "body": prompt.text,
            "schema_sha256": schema_sha256,
        },
    )
    return row


def user_key(athlete: Athlete) -> str:
    """Who asks, for the provider's limits: opaque, and the same for the same athlete."""
    keyed = hmac.new(settings.SECRET_KEY.encode(), f"ai:{athlete.uid}".encode(), "sha256")
    return keyed.hexdigest()[:KEY_LENGTH]


def _parts(semver: str) -> tuple[int, ...]:
    return tuple(int(part) for part in semver.split("."))
