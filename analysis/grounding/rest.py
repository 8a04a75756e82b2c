"""Who is not told to train hard: whose body has not come back, or has only just."""

from __future__ import annotations

import re
from datetime import timedelta

from analysis.evidence import Pack
from analysis.grounding.segments import segments

STOPS = ("illness", "injury")
STRAINED = frozenset({"illness_onset", "overreaching", "under_recovery"})
JUST_ENDED = timedelta(days=4)
HARD = re.compile(
    r"\b(?:train|go|push|race|run|ride|swim|work|start)\s+(?:\w+\s+){0,2}?(?:hard|all[- ]out|flat[- ]out)\b|"
    r"\b(?:do|add|start|try|plan|go for|run|ride|swim|ready for|time for)\s+(?:\w+\s+){0,3}?"
    r"(?:intervals?|tempo|threshold|sprints?|repeats|racing|hard (?:sessions?|runs?|rides?|swims?))\b|"
    r"\bready to race\b"
)
AS_YOU_LIKE = re.compile(r"\byou (?:like|want|wish|dare|feel like)\b")
HELD_BACK = re.compile(
    r"\b(?:not|never|no|cannot|without|avoid|before|after|rather than|instead of|when|once|skip|wait|"
    r"hold|later|if|until)\b|n['’]t\b"
)


def is_ill(pack: Pack) -> bool:
    """Marked as ill or injured."""
    return any(each.is_active and each.kind in STOPS for each in pack.health)


def is_strained(pack: Pack) -> bool:
    """Whether the body has not come back from what it was asked, and nothing harmless explains it."""
    return any(
        each.kind in STRAINED and each.severity != "info" and each.end is None and not each.explained
        for each in pack.signals
    )


def is_just_back(pack: Pack) -> bool:
    """Whether an illness or injury ended within the last days."""
    return any(
        each.kind in STOPS
        and not each.is_active
        and each.end is not None
        and each.end > pack.end - JUST_ENDED
        for each in pack.health
    )


def urges_hard(text: str) -> bool:
    """Whether it tells somebody to train hard now; on a condition, or not to, is no such thing."""
    parts = segments(text)
    for index, part in enumerate(parts):
        behind = parts[index + 1] if index + 1 < len(parts) else None
        waits = behind is not None and behind.is_condition and not AS_YOU_LIKE.search(behind.text)
        if HARD.search(part.text) and not (part.is_condition or waits or HELD_BACK.search(part.text)):
            return True
    return False
