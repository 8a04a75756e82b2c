"""What the rules find of what happened to invented athletes, nominal and hard, and where nothing did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.evaluation.daily_trial import NOISE_KINDS, SCORED_FROM, Raised, Trial
from analysis.evaluation.gates import Gates, at_least, at_most
from analysis.evaluation.scoring import once_a_week
from athletes.sources.simulator import Profile, load_profile, simulate
from metrics.science.signals import DailySeries

DAYS = 730
ILLNESS_RECALL = {"nominal": 0.85, "hard": 0.40}
ILLNESS_FALSE_ALARMS = {"nominal": 1.0, "hard": 1.5}
HEALTHY_FALSE_ALARMS = 1.0


def gates(seeds: Sequence[int], *, days: int = DAYS) -> Gates:
    """Illness as the numbers promise it, and the worst kind among athletes to whom nothing happens."""
    found: Gates = {}
    for name, least in ILLNESS_RECALL.items():
        profile = load_profile(name)
        trial = Trial()
        for seed in seeds:
            trial.add(simulate(profile, seed, days))
        illness = trial.kinds["illness_onset"]
        recall = illness.recall if illness.events else None
        found[f"illness_recall_{name}"] = at_least(recall, least, _table(trial))
        found[f"illness_false_alarms_per_year_{name}"] = at_most(
            illness.false_alarms_per_year, ILLNESS_FALSE_ALARMS[name]
        )
    quiet = false_alarms_in_health(load_profile("nominal"), seeds, days=days)
    found["healthy_false_alarms_per_year"] = at_most(max(quiet.values()), HEALTHY_FALSE_ALARMS, quiet)
    return found


def false_alarms_in_health(profile: Profile, seeds: Sequence[int], *, days: int = DAYS) -> dict[str, float]:
    """Alarms a year by kind."""
    years = len(seeds) * (days - SCORED_FROM) / 365.25
    counts = dict.fromkeys(NOISE_KINDS, 0)
    for seed in seeds:
        athlete = simulate(profile, seed, days, events=False)
        raised = Raised(DailySeries(athlete.first, athlete.columns))
        for kind in NOISE_KINDS:
            counts[kind] += sum(day >= SCORED_FROM for day in once_a_week(raised.days(kind)))
    return {kind: round(count / years, 3) for kind, count in counts.items()}


def _table(trial: Trial) -> dict[str, Any]:
    """Recall, precision and false alarms a year of each kind."""
    return {
        kind: {
            "events": tally.events,
            "recall": round(tally.recall, 3),
            "precision": round(tally.precision, 3),
            "false_alarms_per_year": round(tally.false_alarms_per_year, 3),
        }
        for kind, tally in trial.kinds.items()
    }
