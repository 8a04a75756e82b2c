"""What the charts of Health show, in a sentence each, with the numbers beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from config.core import dates, formatting
from config.core.formatting import Number, Units
from metrics.selectors.health import Health, Measure

type Column = NDArray[np.float64]
type Show = Callable[[Number], str]

TITLES = {
    "hrv": "Heart rate variability",
    "resting_hr": "Resting heart rate",
    "sleep": "Sleep",
    "respiration": "Respiration",
    "stress": "Stress",
    "body_battery": "Body battery, the day's highest",
    "weight": "Weight",
}
TERMS = {
    "hrv": "hrv",
    "resting_hr": "resting_hr",
    "sleep": "sleep_need",
    "respiration": "usual_range",
    "stress": "usual_range",
    "body_battery": "usual_range",
    "weight": "weight_trend",
}
CAPTION = "Days as dots, the mean of seven as a line, over the range that was usual in the 35 days before."
CAPTIONS = {
    "hrv": "Nights as dots, the mean of seven as a line, over the band that was usual in the 60 days before.",
    "sleep": "Nights as bars, the need as a line.",
    "weight": "Weights as dots, their trend as a line, over the range that was usual in the 60 days before.",
}
TONES = {"sleep": "is-sleep", "weight": "is-steady", "body_battery": "is-steady"}


@dataclass(frozen=True)
class Panel:
    """A measure as a card: its newest number and how it stands, its caption, how much of it there is.

    `newest` says of which day the newest value is.
    """

    key: str
    title: str
    term: str
    tone: str
    value: str
    standing: str
    caption: str
    coverage: str
    newest: str


def panels(health: Health, athlete: Athlete) -> dict[str, Panel]:
    """Those measures that have a value in the window."""
    units = cast(Units, athlete.units)
    return {
        key: _panel(measure, show_of(key, units), health.dates, athlete.today())
        for key, measure in health.measures.items()
        if not np.isnan(measure.values).all()
    }


def show_of(key: str, units: Units) -> Show:
    """How a measure is written."""
    shows: dict[str, Show] = {
        "hrv": formatting.milliseconds,
        "resting_hr": formatting.heart_rate,
        "sleep": lambda value: formatting.duration(value, seconds=False),
        "respiration": lambda value: formatting.quantity(value, "rpm", 1),
        "weight": lambda value: formatting.weight(value, units),
    }
    return shows.get(key, formatting.number)


def last(values: Column) -> float | None:
    """The newest known value."""
    known = np.flatnonzero(~np.isnan(values))
    return float(values[known[-1]]) if known.size else None


def _panel(measure: Measure, show: Show, days: Sequence[date], today: date) -> Panel:
    key = measure.kind.key
    return Panel(
        key=key,
        title=TITLES[key],
        term=TERMS[key],
        tone=TONES.get(key, "is-heart"),
        value=show(last(_told(measure))),
        standing=_standing(measure, show),
        caption=f"{CAPTIONS.get(key, CAPTION)} Hatched days have no value.",
        coverage=_coverage(measure),
        newest=_newest(key, days[int(np.flatnonzero(~np.isnan(measure.values))[-1])], today),
    )


def _newest(key: str, day: date, today: date) -> str:
    """ "Last night" only of the night that ended this morning, so that an old one is not taken for it."""
    if day == today:
        return "Last night" if key == "sleep" else "Newest value"
    when = dates.day(day, today)
    return f"Night to {when}" if key == "sleep" else f"Newest value, {when}"


def _told(measure: Measure) -> Column:
    """The number that says most: for HRV the week, for weight the trend, else the newest day."""
    return measure.mean if measure.kind.key in ("hrv", "weight") else measure.values


def _standing(measure: Measure, show: Show) -> str:
    """ "below the usual 58–66 ms"; "" while nothing is usual yet."""
    told = _told(measure)
    known = np.flatnonzero(~np.isnan(told) & ~np.isnan(measure.low))
    if not known.size:
        return "what is usual is not known yet"
    index = known[-1]
    side = (
        "below"
        if told[index] < measure.low[index]
        else "above"
        if told[index] > measure.high[index]
        else "within"
    )
    return f"{side} the usual {_range(measure.low[index], measure.high[index], show)}"


def _range(low: float, high: float, show: Show) -> str:
    first, second = show(low), show(high)
    number = getattr(first, "number", first)
    return second if str(first) == str(second) else f"{number}–{second}"


def _coverage(measure: Measure) -> str:
    month = round(measure.coverage[28] * 28)
    return f"{month} of 28 days"
