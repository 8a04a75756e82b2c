"""One step beside its lap: how long and how hard, in neutral words."""

from __future__ import annotations

from dataclasses import dataclass

from plans.engine.adherence.laps import ratio
from plans.engine.adherence.model import Lap, Verdict
from plans.engine.steps import Step
from plans.engine.targets import Resolved

WORK_SLACK, OTHER_SLACK = 0.15, 0.35
"""Parts of its length by which a step may differ; warm-ups and recoveries are nobody's exam."""

TARGET_SLACK: dict[str, float] = {"w": 0.03, "s_per_km": 0.03, "bpm": 0.02}
NOTHING_LEFT = 0.25
"""A mean that lies a quarter beyond its target has nothing to do with it."""

LEAST_HR_S = 180.0
"""The heart follows with minutes of delay: shorter steps are not judged by it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` is 0…1."""

    verdict: Verdict
    score: float


def judge(step: Step, target: Resolved | None, lap: Lap) -> Judgement:
    """How hard comes before how long; what cannot be measured is not judged.

    Only means are looked at, never how much they varied: over-unders are meant to vary. Perceived effort is
    no measurement of a lap. Easier than asked is only a matter of work.
    """
    part = ratio(step, lap)
    slack = WORK_SLACK if step.kind == "work" else OTHER_SLACK
    beyond = _beyond(target, lap)
    if step.kind != "work" and beyond is not None and beyond < 0:
        beyond = 0.0
    score = min(
        1.0 if part is None else length_score(part, slack), 1 - min(abs(beyond or 0) / NOTHING_LEFT, 1)
    )
    if beyond:
        return Judgement("harder" if beyond > 0 else "easier", score)
    if part is None or abs(part - 1) <= slack + 1e-9:
        return Judgement("as planned", score)
    return Judgement("longer" if part > 1 else "shorter", score)


def length_score(part: float, slack: float) -> float:
    """1 within the slack, falling alike for half and double; `part` is done over planned."""
    return 0.0 if part <= 0 else min(1.0, min(part, 1 / part) / (1 - slack))


def _beyond(target: Resolved | None, lap: Lap) -> float | None:
    """By which part of the bound the mean lies outside it, above zero for harder; 0 within, None unknown."""
    if target is None or target.unit not in TARGET_SLACK:
        return None
    value = _measured(target, lap)
    if value is None or (target.unit == "bpm" and lap.duration_s < LEAST_HR_S):
        return None
    slack = TARGET_SLACK[target.unit]
    above = 0.0 if target.high is None else value / target.high - 1 - slack
    below = 0.0 if target.low is None else 1 - value / target.low - slack
    outside = above if above > 0 else -below if below > 0 else 0.0
    return -outside if target.unit == "s_per_km" else outside


def _measured(target: Resolved, lap: Lap) -> float | None:
    if target.unit == "s_per_km":
        return 1000 / lap.speed_mps if lap.speed_mps else None
    return lap.power_w if target.unit == "w" else lap.hr_bpm
