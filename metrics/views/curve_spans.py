"""The periods of the page of curves: rolling ones, calendar years as seasons, and everything."""

from __future__ import annotations

from datetime import date, timedelta

from metrics.selectors.curve_page import Available, Span

ROLLING = {"6w": ("6 weeks", 42), "3m": ("3 months", 90), "1y": ("1 year", 365)}
DEFAULT, AGAINST = "3m", "all"
NOTHING = "none"


def spans_of(available: Available, today: date) -> dict[str, Span]:
    """All periods that can be chosen for a sport, by key: rolling, `all`, and each year with an activity."""
    tomorrow = today + timedelta(days=1)
    spans = {
        key: Span(key, label, tomorrow - timedelta(days=days), tomorrow)
        for key, (label, days) in ROLLING.items()
    }
    spans["all"] = Span("all", "All time", available.first, tomorrow)
    for year in range(available.last.year, available.first.year - 1, -1):
        spans[str(year)] = Span(str(year), str(year), date(year, 1, 1), date(year + 1, 1, 1))
    return spans


def chosen(spans: dict[str, Span], key: str, against: str) -> tuple[Span, Span | None]:
    """The period shown and the one beside it; unknown keys fall back to three months against everything."""
    shown = spans.get(key, spans[DEFAULT])
    beside = None if against == NOTHING else spans.get(against, spans[AGAINST])
    return shown, None if beside == shown else beside
