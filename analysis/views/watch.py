"""Whether the page Today has to look again by itself, and what it has seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from analysis.models import Analysis
from athletes.models import Athlete
from metrics.selectors.version import data_version
from metrics.templatetags.freshness import freshness_of

SOON_S, LATER_S = 4, 10
"""How often it looks: the first news come fast, and those of a long history need not."""


def watch(request: HttpRequest, athlete: Athlete, *, is_late: bool = False) -> dict[str, Any]:
    """`is_coming`: a sync runs or has just ended. Only then, or when late, there is a `version`."""
    found = freshness_of(request, athlete)
    is_coming = found is not None and found.is_coming
    worded = Analysis.objects.for_athlete(athlete)
    return {
        "is_coming": is_coming,
        "every_s": LATER_S if is_late else SOON_S,
        "version": data_version(athlete, worded) if is_coming or is_late else "",
    }
