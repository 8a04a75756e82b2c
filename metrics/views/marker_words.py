"""Markers in words: how long, how high, and what their end is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from config.core import dates, formatting
from config.core.formatting import Units
from metrics.models import Annotation

Kind = Annotation.Kind
ICONS: dict[str, str] = {Kind.ILLNESS: "heart", Kind.INJURY: "warn", Kind.TRAVEL: "map", Kind.ALTITUDE: "up"}
OVER: dict[str, str] = {
    Kind.ILLNESS: "I am well again",
    Kind.INJURY: "It has healed",
    Kind.TRAVEL: "I am back home",
    Kind.ALTITUDE: "I am down again",
}
NOW: dict[str, str] = {
    Kind.ILLNESS: "Ill",
    Kind.INJURY: "Injured",
    Kind.TRAVEL: "Travelling",
    Kind.ALTITUDE: "At altitude",
    Kind.OTHER: "Marked",
}


@dataclass(frozen=True)
class MarkerRow:
    """A line of the list; `over` is what the button of its end says, "" when it has ended or not begun."""

    marker: Annotation
    icon: str
    when: str
    length: str
    over: str


def marker_rows(found: Iterable[Annotation], today: date, units: Units) -> list[MarkerRow]:
    """The markers as the list shows them."""
    return [_row(marker, today, units) for marker in found]


def over_words(kind: str) -> str:
    """What an athlete says when it is over."""
    return OVER.get(kind, "It is over")


def now_words(kind: str, start: date, today: date) -> str:
    """ "Ill since Tue, 2 days ago", "Injured since 3 Mar", "Travelling from today on"."""
    words = NOW.get(kind, "Marked")
    return f"{words} from today on" if start == today else f"{words} since {dates.day(start, today)}"


def _row(marker: Annotation, today: date, units: Units) -> MarkerRow:
    lasts = marker.end is None or marker.end > today
    last = today if marker.end is None else marker.end - timedelta(days=1)
    count = (last - marker.start).days + 1
    parts = [f"{count} day{'' if count == 1 else 's'}"] if count > 0 else []
    if marker.altitude_m is not None:
        parts.append(formatting.elevation(marker.altitude_m, units))
    return MarkerRow(
        marker=marker,
        icon=ICONS.get(marker.kind, "flag"),
        when=dates.days(marker.start, marker.end),
        length=" · ".join(parts),
        over=over_words(marker.kind) if lasts and marker.start <= today else "",
    )
