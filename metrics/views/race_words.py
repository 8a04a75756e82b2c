"""Predictions in sentences: what they rest on, how they stand to the goal, what volume does to them."""

from __future__ import annotations

from datetime import date
from statistics import NormalDist

from config.core.formatting import Units, distance, duration, duration_words, number
from metrics.models import Race
from metrics.science.marathon_shape import LONG_RUN_KM
from metrics.science.performances import Effort
from metrics.science.prediction import Estimate
from metrics.selectors.predictions import (
    FRESH_DAYS,
    LONGEST_M,
    NO_EFFORT,
    SHORTEST_M,
    Predictions,
    RacePrediction,
)

METHODS = {
    "vdot": ("VDOT", "vdot"),
    "riegel": ("Riegel", "riegel"),
    "riegel_personal": ("Your own exponent", "riegel"),
    "critical_speed": ("Critical speed", "critical_speed"),
    "cameron": ("Cameron", "cameron"),
}
"""What a method is called, and the term that explains it."""

EFFORTS = {Effort.RACE: "race", Effort.HARD: "hard effort", Effort.UNPROVEN: "not proven all out"}
PACES = {
    "easy": ("Easy", "Most of the week, and long runs"),
    "marathon": ("Marathon", "Long steady work before a marathon"),
    "threshold": ("Threshold", "Tempo runs, 20 minutes or repeats of 5 to 15"),
    "interval": ("Interval", "Repeats of 3 to 5 minutes"),
    "repetition": ("Repetition", "Repeats under 2 minutes, with full rest"),
}
REASONS = {
    NO_EFFORT: f"No run of 1 km or more in the last {FRESH_DAYS} days has a time to go by.",
    "not_hard": f"None of the runs of the last {FRESH_DAYS} days was near your limit, by heart rate or pace."
    " Easy running says little about a race. A hard effort of 3 minutes or more, or a race, does.",
}


def countdown(race: Race, today: date) -> str:
    """ "in 12 days", "in 9 weeks": how far away a race is."""
    days = (race.date - today).days
    if days <= 1:
        return "today" if days == 0 else "tomorrow"
    return f"in {days} days" if days < 28 else f"in {round(days / 7)} weeks"


def abstention(race: Race, found: Predictions | None) -> str:
    """Why there is no prediction for a race, in a sentence."""
    if race.sport not in ("running", "swimming"):
        return "Times are predicted for running, and for swimming with a critical swim speed."
    if race.distance_m is None:
        return "Enter the distance, and a time can be predicted."
    if race.sport == "swimming":
        return "Set your critical swim speed in the profile, and a time can be predicted."
    if found is not None and found.reason:
        return REASONS[found.reason]
    return f"Times are predicted from {SHORTEST_M / 1000:g} to {LONGEST_M / 1000:g} km."


def goal_words(goal_s: float, estimate: Estimate) -> str:
    """How the goal stands to the prediction, and how often such a runner would reach it."""
    gap = estimate.time_s - goal_s
    if abs(gap) < 1:
        return "The goal is what is predicted."
    side = "faster" if gap > 0 else "slower"
    spread = estimate.spread if gap > 0 else (estimate.high_s / estimate.time_s - 1) / 1.28
    share = NormalDist().cdf((goal_s / estimate.time_s - 1) / spread)
    return f"The goal is {_difference(abs(gap))} {side} than predicted: {_odds(share)}."


def _difference(seconds: float) -> str:
    return f"{number(seconds)}\u202fs" if seconds < 60 else str(duration(seconds))


def _odds(share: float) -> str:
    """Nobody knows more than tenths."""
    tenths = round(share * 10)
    if tenths == 0:
        return "within reach less than once in ten times"
    return "within reach nearly every time" if tenths == 10 else f"within reach {tenths} times in ten"


def shape_words(found: RacePrediction, units: Units) -> str:
    """What a long race asks of training and what there is; "" below 20 km."""
    shape = found.shape
    if shape is None:
        return ""
    have = f"In the last 26 weeks you ran {distance(shape.weekly_km * 1000, units)} a week"
    plural = "" if shape.long_runs == 1 else "s"
    runs = f"{shape.long_runs or 'no'} run{plural} over {distance(LONG_RUN_KM * 1000, units)}"
    longest = f", the longest {distance(shape.longest_km * 1000, units)}" if shape.long_runs else ""
    have = f"{have}, and in the last 10 weeks {runs}{longest}."
    if shape.is_fulfilled:
        return f"{have} That carries the distance."
    wanted = (
        f"at your speed a marathon asks for about {distance(shape.weekly_target_km * 1000, units)} a week"
    )
    slower = duration_words(found.combined.time_s - found.before_shape.time_s)
    return (
        f"{have} That is {number(100 * shape.share / shape.required)}\u202f% of what this distance asks for"
        f" ({wanted}). So the prediction is {slower} slower than speed alone, and a bad day may cost more."
    )
