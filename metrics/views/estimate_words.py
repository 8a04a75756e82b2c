"""What the watch says, beside what Formline says of the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from athletes.models import Athlete
from athletes.sources.records import EstimateKind, Sport
from config.core import dates, formatting
from config.core.formatting import Number, Units
from metrics.selectors.estimates import SOURCE_WORDS, Estimated
from metrics.selectors.thresholds import ThresholdBook

RACES = frozenset(
    {EstimateKind.RACE_5K, EstimateKind.RACE_10K, EstimateKind.RACE_HALF, EstimateKind.RACE_MARATHON}
)
OF_THRESHOLDS = frozenset({EstimateKind.FTP, EstimateKind.LTHR, EstimateKind.THRESHOLD_PACE})


@dataclass(frozen=True)
class Row:
    """One kind: the watch's, ours where there is one, of which day and from where."""

    label: str
    watch: str
    ours: str
    day: str
    source: str


def estimate_rows(
    found: Sequence[Estimated], athlete: Athlete, *, classes: Collection[str], readiness: str = ""
) -> list[Row]:
    """`readiness` is today's, as the page shows it. One query where there is a threshold to compare with."""
    today, units = athlete.today(), athlete.units
    ours = _ours(found, athlete, today, classes)
    if readiness:
        ours[EstimateKind.TRAINING_READINESS] = readiness
    return [
        Row(
            label=each.kind.label,
            watch=_shown(each, units),  # type: ignore[arg-type]
            ours=ours.get(each.kind, ""),
            day=dates.day(each.date, today),
            source=SOURCE_WORDS.get(each.source, each.source),
        )
        for each in found
    ]


def _ours(
    found: Sequence[Estimated], athlete: Athlete, today: date, classes: Collection[str]
) -> dict[EstimateKind, str]:
    """The thresholds in force, for those who may read them."""
    wanted = {each.kind for each in found} & OF_THRESHOLDS
    if not wanted or "load" not in classes:
        return {}
    book = ThresholdBook(athlete)
    running, cycling = book.on(Sport.RUNNING, today), book.on(Sport.CYCLING, today)
    values: Mapping[EstimateKind, Number] = {
        EstimateKind.FTP: cycling.ftp_w,
        EstimateKind.LTHR: running.lthr_bpm if "heart" in classes else None,
        EstimateKind.THRESHOLD_PACE: running.threshold_pace_s_per_km,
    }
    units: Any = athlete.units
    return {kind: _number(kind, values[kind], units) for kind in wanted if values[kind] is not None}


def _shown(each: Estimated, units: Units) -> str:
    if each.text:
        words = each.text.replace("_", " ").strip().lower()
        text = words[:1].upper() + words[1:]
        return (
            text
            if each.value is None or each.kind == EstimateKind.TRAINING_STATUS
            else (f"{_number(each.kind, each.value, units)}, {words}")
        )
    return _number(each.kind, each.value, units)


def _number(kind: EstimateKind, value: Number, units: Units) -> str:
    if kind in RACES:
        return formatting.duration(value)
    if kind == EstimateKind.FTP:
        return formatting.power(value)
    if kind == EstimateKind.LTHR:
        return formatting.heart_rate(value)
    if kind == EstimateKind.THRESHOLD_PACE:
        return formatting.pace(value, units)
    if kind in (EstimateKind.VO2MAX_RUNNING, EstimateKind.VO2MAX_CYCLING):
        return formatting.number(value, 1)
    return formatting.number(value)
