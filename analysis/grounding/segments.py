"""The parts of a sentence that each say one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BREAKS = re.compile(
    r"[,;:–—().!?…]|\s-\s|(?<=\w )(?=(?:if|until|till|unless|once|whenever)\b)|"
    r"\b(?:but|while|whereas|although|though|yet|so|which|with)\b"
)
AND = re.compile(r"\band\b")
CONDITION = re.compile(r"^\s*(?:and\s+|or\s+)?(?:if|whenever|until|till|unless|should|once|would)\b")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part in small letters with the slots in it; `is_condition` says that it claims nothing."""

    text: str
    slots: tuple[str, ...]
    is_condition: bool


def segments(template: str) -> list[Segment]:
    """Parts between commas and conjunctions; "and" parts only where a slot stands on both sides of it."""
    text = template.casefold()
    parts = [piece for part in _split(text) for piece in _at_and(part)]
    return [_segment(part) for part in parts if part.strip()]


def _split(text: str) -> list[str]:
    parts, start = [], 0
    for found in BREAKS.finditer(text):
        if text.count("{", 0, found.start()) > text.count("}", 0, found.start()):
            continue
        parts.append(text[start : found.start()])
        start = found.end()
    return [*parts, text[start:]]


def _at_and(text: str) -> list[str]:
    for found in AND.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if PLACEHOLDER.search(before) and PLACEHOLDER.search(after):
            return [before, *_at_and(after)]
    return [text]


def _segment(text: str) -> Segment:
    return Segment(text, tuple(PLACEHOLDER.findall(text)), bool(CONDITION.search(text)))
