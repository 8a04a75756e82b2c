"""What somebody may see of an analysis."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from analysis.evidence import Pack
from analysis.evidence.hiding import GUARDED, is_said_alike, without
from analysis.models import Analysis
from athletes.access import granted
from athletes.models import Athlete


def hidden_from(user: Any, athlete: Athlete) -> frozenset[str]:
    """Data classes that the user may not read: analyses are worded without them."""
    return GUARDED - granted(user, athlete, GUARDED)


def sees_all(analysis: Analysis, hidden: Collection[str]) -> bool:
    """Whether nothing is hidden of what the analysis was written from."""
    if not hidden:
        return True
    pack = Pack.from_json(analysis.pack)
    return without(pack, hidden) == pack


def reads_its_words(analysis: Analysis, hidden: Collection[str]) -> bool:
    """Whether the very words that were written are read, and not others made of what is left."""
    if not hidden:
        return True
    pack = Pack.from_json(analysis.pack)
    rest = without(pack, hidden)
    return rest == pack or is_said_alike(analysis.body, pack, rest)
