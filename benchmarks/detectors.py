#!/usr/bin/env python3
"""How well signals are found on simulated athletes, scored per event, with the precision-recall curve.

The detectors were developed on the seeds 1:41; the figures that are published come from 1000:1100, which
nobody tuned on. A profile is `nominal`, `hard`, or a TOML file of your own (the form is that of
`athletes/sources/simulator/profiles/nominal.toml`; `extends = "nominal"` keeps what it does not mention).

An alarm counts on the day on which it became known: detectors are run again on what was there each morning.
Simulation flatters: real athletes are not drawn from the distributions that a detector expects, and field
studies with the same sensors find far less (reference: science 4.3).
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from support import root  # noqa: F401 - makes the following imports possible

from analysis.evaluation.daily_trial import SCORED_FROM, Trial, alarms_of_noise
from analysis.evaluation.scoring import Tally, average_precision
from athletes.sources.simulator import Profile, load_profile, simulate
from benchmarks.support.fault_trial import CODES, fault_tallies
from benchmarks.support.threshold_trial import ThresholdTally, threshold_tally

DAYS = 730
REPORTING = range(1000, 1100)
QUICK_ATHLETES, QUICK_FAULT_ATHLETES, QUICK_STEPS = 8, 6, 4
FAULT_ATHLETES, FAULT_ACTIVITIES, STEPS = 40, 25, 40
NOISE_SHARE = 4
"""One in so many seeds is also run as an athlete to whom nothing happens."""

TARGETS: dict[str, dict[str, tuple[str, float]]] = {
    "nominal": {
        "recall": (">=", 0.85),
        "false_alarms_per_year": ("<=", 1.0),
        "median_delay_days": ("<=", 1.0),
        "overreaching_recall": (">=", 0.5),
        "overreaching_false_alarms_per_year": ("<=", 2.0),
        "detraining_median_delay_days": ("<=", 10.0),
        "noise_alarms_per_year": ("<=", 1.0),
        "sensor_fault_f1": (">=", 0.95),
        "threshold_found_within_14_days": (">=", 0.75),
        "threshold_median_error_pct": ("<=", 3.0),
    },
    "hard": {"recall": (">=", 0.40), "false_alarms_per_year": ("<=", 1.5)},
}


def main() -> None:
    options = _options()
    seeds = options.seeds
    figures: dict[str, Any] = {}
    targets: dict[str, dict[str, float]] = {}
    verdicts: list[bool] = []
    for name in options.profile or ["nominal", "hard"]:
        profile = load_profile(name)
        found = _figures(profile, seeds, quick=options.quick)
        figures[profile.name] = found
        wanted = TARGETS.get(profile.name, {})
        targets[profile.name] = {key: value for key, (_, value) in wanted.items()}
        verdicts += [_holds(found[key], *aim) for key, aim in wanted.items()]
    if len(figures) == 1:
        figures |= next(iter(figures.values()))
    print("Simulation flatters: in the field the same signals are found far less often, and later.")
    print(json.dumps({"name": "detectors", "figures": figures, "targets": targets, "passed": all(verdicts)}))


def _figures(profile: Profile, seeds: range, *, quick: bool) -> dict[str, float | None]:
    """All figures of one profile, printed as a table on the way."""
    seeds = seeds[:QUICK_ATHLETES] if quick else seeds
    trial = Trial()
    for seed in seeds:
        trial.add(simulate(profile, seed, DAYS))
    quiet = seeds[:: 1 if quick else NOISE_SHARE]
    alarms = sum(alarms_of_noise(simulate(profile, seed, DAYS, events=False)) for seed in quiet)
    noise = alarms / (len(quiet) * (DAYS - SCORED_FROM) / 365.25)
    faults = _faults(profile, seeds[: QUICK_FAULT_ATHLETES if quick else FAULT_ATHLETES], quick=quick)
    steps = threshold_tally(profile, seeds, QUICK_STEPS if quick else STEPS, DAYS)
    _print_table(profile, seeds, trial, faults, noise, steps)
    illness, over = trial.kinds["illness_onset"], trial.kinds["overreaching"]
    return {
        "athletes": len(seeds),
        "events": illness.events,
        "recall": _rounded(illness.recall),
        "precision": _rounded(illness.precision),
        "false_alarms_per_year": _rounded(illness.false_alarms_per_year),
        "median_delay_days": illness.median_delay_days,
        "average_precision": _rounded(average_precision([(r, p) for _, r, p, _ in trial.curve()])),
        "overreaching_recall": _rounded(over.recall),
        "overreaching_false_alarms_per_year": _rounded(over.false_alarms_per_year),
        "sleep_debt_recall": _rounded(trial.kinds["sleep_debt"].recall),
        "sleep_debt_false_alarms_per_year": _rounded(trial.kinds["sleep_debt"].false_alarms_per_year),
        "detraining_recall": _rounded(trial.kinds["detraining"].recall),
        "detraining_median_delay_days": trial.kinds["detraining"].median_delay_days,
        "noise_alarms_per_year": _rounded(noise),
        "sensor_fault_f1": _rounded(sum(faults.values(), Tally()).f1),
        **{f"{code}_f1": _rounded(faults[code].f1) for code in CODES},
        "threshold_steps": steps.steps,
        "threshold_found_within_14_days": _rounded(steps.found_share),
        "threshold_median_error_pct": steps.median_error_pct,
        "threshold_median_delay_days": steps.median_delay_days,
    }


def _faults(profile: Profile, seeds: range, *, quick: bool) -> dict[str, Tally]:
    sums = dict.fromkeys(CODES, Tally())
    for seed in seeds:
        athlete = simulate(profile, seed, 240)
        for code, tally in fault_tallies(athlete, profile, 12 if quick else FAULT_ACTIVITIES).items():
            sums[code] += tally
    return sums


def _print_table(
    profile: Profile,
    seeds: range,
    trial: Trial,
    faults: dict[str, Tally],
    noise: float,
    steps: ThresholdTally,
) -> None:
    print(f"\nProfile {profile.name}: seeds {seeds.start}:{seeds.stop}, {DAYS} days each")
    print(f"{'kind':<18}{'events':>8}{'recall':>8}{'precision':>11}{'F1':>7}{'false/year':>12}{'delay d':>9}")
    for kind, tally in trial.kinds.items():
        delay = "" if tally.median_delay_days is None else f"{tally.median_delay_days:+.0f}"
        print(
            f"{kind:<18}{tally.events:>8}{tally.recall:>8.2f}{tally.precision:>11.2f}{tally.f1:>7.2f}"
            f"{tally.false_alarms_per_year:>12.2f}{delay:>9}"
        )
    for code, tally in faults.items():
        print(f"{code:<18}{tally.events:>8}{tally.recall:>8.2f}{tally.precision:>11.2f}{tally.f1:>7.2f}")
    print(f"Athletes to whom nothing happens: {noise:.2f} alarms of the body a year")
    print(steps.told())
    print("Illness, by the suspicion at which an alarm starts:")
    print(f"{'limit':>7}{'recall':>8}{'precision':>11}{'false/year':>12}")
    for limit, recall, precision, per_year in trial.curve():
        bar = "#" * round(40 * precision)
        print(f"{limit:>7.1f}{recall:>8.2f}{precision:>11.2f}{per_year:>12.2f}  {bar}")


def _holds(value: float | None, sign: str, aim: float) -> bool:
    """A figure that could not be measured misses its target."""
    if value is None:
        return False
    return value >= aim if sign == ">=" else value <= aim


def _rounded(value: float) -> float:
    return round(value, 4)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=_seeds, default=REPORTING, metavar="A:B", help="half-open range")
    options.add_argument("--profile", action="append", metavar="nominal|hard|FILE", help="may be repeated")
    options.add_argument("--quick", action="store_true", help="a few athletes only")
    return options.parse_args()


def _seeds(text: str) -> range:
    first, _, last = text.partition(":")
    return range(int(first), int(last))


if __name__ == "__main__":
    main()
