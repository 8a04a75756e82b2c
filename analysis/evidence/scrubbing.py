"""Taking out of a text what says who, where and exactly when, and what is not text at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MOST_CHARS = 200
REMOVED = "…"
LEAST_LETTERS = 3

COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text().split())
"""Words of titles that name no place and nobody, and that a note may need."""

PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:https?://|www\.)\S+",
        r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)*",
        r"@\w+",
        r"\b[\w-]+\.(?:com|org|net|de|at|ch|fr|uk|io|info|eu)\b\S*",
        r"[-+]?\d{1,3}\.\d{3,}(?:\s?°)?(?:\s?[NS])?[,;/ ]\s*[-+]?\d{1,3}\.\d{3,}(?:\s?°)?(?:\s?[EW]\b)?",
        r"\b\d{4}-\d{1,2}-\d{1,2}(?:T\S+)?",
        r"\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b",
        r"\b\d{1,2}:\d{2}(?::\d{2})?(?!\s*(?:/|min|h\b|per\b|pace))(?:\s*[ap]\.?m\b\.?)?",
        r"\b\d{1,2}\s*(?:[ap]\.?m\b\.?|o['’]?clock|uhr)",
        r"(?:\b[a-z]{2})?\+?\(?\d(?:[ ()/-]{0,2}\d){6,}",
    )
)
"""Links, addresses, handles, coordinates, whole dates, times of a clock, telephone and other long numbers."""


@dataclass(frozen=True)
class Known:
    """Names of `people` with their addresses, and `titles` of activities, races, devices and places."""

    people: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """People in any case; words of titles as names are written, since "Long" and "long" differ."""
        names = {word for person in self.people for word in _words(person)}
        places = {word for title in self.titles for word in _words(title) if not word.islower()}
        whole = {title for title in self.titles if " " in title and _words(title)}
        return tuple(
            re.compile(
                rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(each, key=_longest_first)))})(?!\w)", flags
            )
            for each, flags in ((whole, re.IGNORECASE), (names, re.IGNORECASE), (places, 0))
            if each
        )


def scrubbed(text: str, known: Known) -> str:
    """One line of at most 200 characters in which "…" stands for what was taken out.

    Places and people that are not `known` cannot be told from other words: notes are sent by leave only.
    """
    plain = _printable(text)
    for pattern in (*PATTERNS, *known.patterns):
        plain = pattern.sub(REMOVED, plain)
    return plain[:MOST_CHARS].strip()


def _printable(text: str) -> str:
    """Without control, direction and other invisible characters, in one line, look-alikes made plain."""
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFKC", text)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join("".join(kept).split())


def _words(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name.partition("@")[0])
    return [word for word in words if len(word) >= LEAST_LETTERS and word.lower() not in COMMON]


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
