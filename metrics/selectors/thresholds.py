"""Which thresholds held on which day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date

from athletes.models import Athlete, Threshold
from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds


class ThresholdBook:
    """All thresholds of one athlete, read once, answered per sport and day."""

    def __init__(self, athlete: Athlete) -> None:
        self._athlete = athlete
        self._entries: dict[tuple[str, str], list[tuple[date, float]]] = defaultdict(list)
        rows = Threshold.objects.for_athlete(athlete).order_by("valid_from")
        for sport, kind, day, value in rows.values_list("sport", "kind", "valid_from", "value"):
            self._entries[sport, kind].append((day, value))

    def on(self, sport: str, day: date) -> Thresholds:
        """The thresholds of `day` for one sport; before the first value of a kind, its first value holds."""
        kind = Threshold.Kind
        lthr_sport = (
            sport if sport in (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING) else Threshold.Sport.OTHER
        )
        return Thresholds(
            ftp_w=self._value(Sport.CYCLING, kind.FTP, day),
            running_ftp_w=self._value(Sport.RUNNING, kind.FTP, day),
            lthr_bpm=self._value(lthr_sport, kind.LTHR, day),
            hr_max_bpm=self._athlete.hr_max_bpm,
            hr_rest_bpm=self._athlete.hr_rest_bpm,
            sex=self._athlete.sex,  # type: ignore[arg-type]
            threshold_pace_s_per_km=self._value(Sport.RUNNING, kind.PACE, day),
            css_s_per_100m=self._value(Sport.SWIMMING, kind.CSS, day),
        )

    def _value(self, sport: str, kind: str, day: date) -> float | None:
        entries = self._entries.get((sport, kind))
        if not entries:
            return None
        position = bisect_right(entries, day, key=lambda entry: entry[0])
        return entries[max(position - 1, 0)][1]
