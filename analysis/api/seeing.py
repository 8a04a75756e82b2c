"""What a caller of the API may see of an analysis."""

from __future__ import annotations

from collections.abc import Collection

from analysis.evidence import Pack
from analysis.evidence.hiding import GUARDED, without
from analysis.models import Analysis
from athletes.access import granted
from athletes.api.base import AthleteScopedView


def hidden_classes(view: AthleteScopedView) -> frozenset[str]:
    """Data classes that the caller may not read: analyses are worded without them."""
    if getattr(view, "swagger_fake_view", False):
        return frozenset()
    return GUARDED - granted(view.request.user, view.get_athlete(), GUARDED)


def sees_all(analysis: Analysis, hidden: Collection[str]) -> bool:
    """Whether the caller reads the very words that were written, and not others made of what is left."""
    if not hidden:
        return True
    pack = Pack.from_json(analysis.pack)
    return without(pack, hidden) == pack
