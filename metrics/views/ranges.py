"""How far back the charts of Fitness and Health look: a choice in the query string."""

from __future__ import annotations

from django.http import HttpRequest

RANGES: dict[str, tuple[str, int | None]] = {
    "6w": ("6 weeks", 42),
    "3m": ("3 months", 91),
    "6m": ("6 months", 182),
    "1y": ("1 year", 365),
    "all": ("All", None),
}
"""What each is called, and its days; None for all there are."""

DEFAULT_RANGE = "3m"


def range_key(request: HttpRequest) -> str:
    """The key of RANGES that is asked for, else three months."""
    key = request.GET.get("range", DEFAULT_RANGE)
    return key if key in RANGES else DEFAULT_RANGE


def range_choices() -> list[tuple[str, str]]:
    """Key and label of each, for the switcher of periods."""
    return [(key, label) for key, (label, _) in RANGES.items()]
