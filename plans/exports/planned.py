"""What every file of a session is made from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from athletes.sources.records import Sport
from config.core.errors import DataError
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Workout

PREFIX = "Formline "
"""Begins every name outside, so that athletes know what is ours among their own workouts."""


class NotExpressible(DataError):
    """The session has something that this kind of file has no words for."""

    code = "EXPORT_NOT_POSSIBLE"
    default_message = "This session cannot be told in such a file."


@dataclass(frozen=True, slots=True)
class Planned:
    """One session: `steps` as planned, `thresholds` as they hold now, `changed_at` with a time zone."""

    uid: UUID
    day: date
    title: str
    sport: Sport
    steps: Workout
    minutes: int
    load: int
    thresholds: Thresholds
    changed_at: datetime

    @property
    def name(self) -> str:
        return one_line(PREFIX + self.title)

    def file_name(self, ending: str) -> str:
        """ "formline-2026-11-24-tempo-run.fit": plain letters, so that every system takes it."""
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z0-9]+", plain)
        return "-".join(["formline", self.day.isoformat(), *words])[:80] + f".{ending}"


UNSPEAKABLE = frozenset({"Cc", "Cs", "Cn", "Co"})
"""Kinds of characters that no file of ours can hold or no device can show; those that join letters stay."""


def one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    return " ".join(filter(None, map(cleaned, text.split())))


def cleaned(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) not in UNSPEAKABLE)


def shortened(text: str, most_bytes: int) -> str:
    """The text within so many bytes of UTF-8, cut between characters."""
    return text.encode()[:most_bytes].decode(errors="ignore")
