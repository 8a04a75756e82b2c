"""What the headline rests on, as chips: form, fitness, fatigue, load, and the last night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from analysis.analysts.rules.stage import Band, Stage, Trend, band_of, stage_of, trend_of
from analysis.evidence import Pack, Value
from analysis.shown import show
from config.core.formatting import Units

BAND_Z = 1.5
"""One night swings more than a week, so its band is wider than the one of the brief."""

FORMS = {
    Band.DEEP: ("deep", "is-warn"),
    Band.LOADED: ("loaded", ""),
    Band.BALANCED: ("neutral", ""),
    Band.FRESH: ("fresh", ""),
    Band.RESTED: ("very fresh", ""),
}
TRENDS = {Trend.RISING: "rising", Trend.STEADY: "steady", Trend.FALLING: "easing", Trend.UNKNOWN: ""}
NIGHTS = {
    "hrv.newest": ("HRV", -1),
    "resting_hr.newest": ("Resting HR", 1),
    "sleep.newest": ("Sleep", -1),
}
"""Which side of the band asks for attention: low HRV, a high resting heart rate, short sleep."""


@dataclass(frozen=True, slots=True)
class Driver:
    label: str
    value: str
    text: str
    tone: str
    url: str


def drivers(pack: Pack) -> list[Driver]:
    """Only what is known and means something; empty for a new account."""
    return [*_state(pack), *_load(pack), *_nights(pack)]


def _state(pack: Pack) -> Iterator[Driver]:
    stage = stage_of(pack)
    if stage is Stage.SETTLED:
        word, tone = FORMS[band_of(pack)]
        yield _driver(pack, pack.by_id["form"], "Form", word, tone)
    if stage in (Stage.SETTLED, Stage.WARMING, Stage.PAUSED):
        yield _driver(pack, pack.by_id["fitness"], "Fitness", TRENDS[trend_of(pack)])
    if stage is Stage.SETTLED:
        yield _driver(pack, pack.by_id["fatigue"], "Fatigue")


def _load(pack: Pack) -> Iterator[Driver]:
    load, days = pack.get("window.load"), pack.get("window.days")
    if load is not None and days is not None and load.value > 0:
        yield _driver(pack, load, "Load", f"in {_shown(pack, days)} with today")


def _nights(pack: Pack) -> Iterator[Driver]:
    for ref, (label, worse) in NIGHTS.items():
        value = pack.get(ref)
        if value is None:
            continue
        text, tone = "", ""
        if value.z is not None:
            side = 0 if abs(value.z) < BAND_Z else 1 if value.z > 0 else -1
            text = {0: "as usual", 1: "above usual", -1: "below usual"}[side]
            tone = "is-warn" if side == worse else ""
        yield _driver(pack, value, label, text, tone)


def _driver(pack: Pack, value: Value, label: str, text: str = "", tone: str = "") -> Driver:
    return Driver(label, _shown(pack, value), text, tone, value.url)


def _shown(pack: Pack, value: Value) -> str:
    return str(show(value.value, value.metric, value.unit, cast(Units, pack.units)))
