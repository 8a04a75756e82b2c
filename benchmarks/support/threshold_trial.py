"""New thresholds: whether a step of the hidden threshold is proposed from activities within a fortnight.

Only rises are scored. A fall leaves no trace but the absence of good efforts, which proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from athletes.sources.records import Sport
from athletes.sources.simulator import Event, Profile, SimulatedAthlete, activities_on, simulate
from metrics.science.efforts import best_efforts
from metrics.science.proposals import DatedEffort, ftp, speaks_for_change
from metrics.science.streams import resample

BEFORE_DAYS, WITHIN_DAYS = 42, 14
MOST_ERROR = 0.03
FTP = "ftp_w"


@dataclass(slots=True)
class ThresholdTally:
    """`errors` are those of the estimate when the step was found, or a fortnight later, as fractions."""

    steps: int = 0
    delays: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)

    @property
    def found_share(self) -> float:
        return len(self.delays) / self.steps if self.steps else 0.0

    @property
    def median_error_pct(self) -> float | None:
        return round(100.0 * float(np.median(self.errors)), 3) if self.errors else None

    @property
    def median_delay_days(self) -> float | None:
        return float(np.median(self.delays)) if self.delays else None

    def told(self) -> str:
        return (
            f"New FTP: {self.steps} steps up, {100 * self.found_share:.0f} % proposed within "
            f"{WITHIN_DAYS} days and {100 * MOST_ERROR:.0f} %, median error {self.median_error_pct} %, "
            f"median delay {self.median_delay_days} d"
        )


def threshold_tally(profile: Profile, seeds: Sequence[int], most: int, days: int) -> ThresholdTally:
    """The first `most` undisturbed steps of the athletes of these seeds."""
    tally = ThresholdTally()
    for athlete, step in _steps(profile, seeds, days):
        if tally.steps == most:
            break
        tally.steps += 1
        _try(tally, athlete, step, profile)
    return tally


def _steps(profile: Profile, seeds: Sequence[int], days: int) -> Iterator[tuple[SimulatedAthlete, Event]]:
    for seed in seeds:
        athlete = simulate(profile, seed, days)
        for event in athlete.truth:
            rises = event.kind == "threshold_change" and event.size > 0.0
            if rises and _is_undisturbed(athlete, event):
                yield athlete, event


def _is_undisturbed(athlete: SimulatedAthlete, step: Event) -> bool:
    """Whether the athlete could train in the weeks around: else there is nothing to see."""
    start, end = step.start - timedelta(days=WITHIN_DAYS), step.start + timedelta(days=WITHIN_DAYS)
    others = (e for e in athlete.truth if not e.nuisance and e.kind != "device_change" and e is not step)
    whole = athlete.index(step.start) >= BEFORE_DAYS and athlete.index(end) <= athlete.n
    return whole and not any(e.visible_from < end and start < e.gone for e in others)


def _try(tally: ThresholdTally, athlete: SimulatedAthlete, step: Event, profile: Profile) -> None:
    efforts = list(_efforts(athlete, step.start, profile))
    before, after = athlete.index(step.start) - 1, slice(athlete.index(step.start), None)
    old = athlete.person.ftp_w * float(athlete.state.base[before])
    new = athlete.person.ftp_w * float(athlete.state.threshold[after][:WITHIN_DAYS].mean())
    finding = None
    for day in (step.start + timedelta(days=number) for number in range(WITHIN_DAYS)):
        finding = ftp([effort for effort in efforts if effort.day <= day], day)
        near = finding is not None and abs(finding.value / new - 1.0) <= MOST_ERROR
        if finding is not None and near and speaks_for_change(FTP, finding, old):
            tally.delays.append((day - step.start).days)
            break
    if finding is not None:
        tally.errors.append(abs(finding.value / new - 1.0))


def _efforts(athlete: SimulatedAthlete, step: date, profile: Profile) -> Iterator[DatedEffort]:
    for number in range(-BEFORE_DAYS, WITHIN_DAYS):
        day = step + timedelta(days=number)
        for recorded in activities_on(athlete, day, profile):
            if recorded.sport is not Sport.CYCLING:
                continue
            hr_share = (recorded.max_heart_rate_bpm or 0.0) / athlete.person.hr_max_bpm
            for best in best_efforts(recorded.sport, resample(recorded).channels):
                yield DatedEffort(best.metric, best.value, best.duration_s, day, hr_share=hr_share)
