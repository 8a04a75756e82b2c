"""All twenty rules, in order (science 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from plans.engine.rules import growth, mix, races, spacing, taper
from plans.engine.rules.finding import Finding, Threshold, not_applicable
from plans.engine.rules.judged import Judged
from plans.engine.rules.stability import STABILITY_MIN

type RuleClass = Literal["hard", "soft"]

WEIGHTS: dict[RuleClass, int] = {"hard": 2, "soft": 1}
SOLVE_S = 10.0


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    kind: RuleClass
    name: str
    source: str
    judge: Callable[[Judged], Finding]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a plan."""

    rule: Rule
    finding: Finding

    @property
    def breaks_plan(self) -> bool:
        return self.rule.kind == "hard" and self.finding.applies and not self.finding.passed


def _elsewhere(threshold: Threshold) -> Callable[[Judged], Finding]:
    return lambda plan: not_applicable(threshold)  # noqa: ARG005


RULES = (
    Rule(1, "hard", "Fitness gained in a week", "Friel 5–8, Couzens 3–5", growth.ramp),
    Rule(2, "hard", "Long run against the last 30 days", "BJSM 2025", growth.long_run_spike),
    Rule(3, "soft", "Length and share of the long run", "Daniels; coaching", growth.long_run_length),
    Rule(4, "hard", "Weekly minutes against the last three weeks", "Nielsen", growth.weekly_minutes),
    Rule(5, "soft", "Recovery weeks", "convention", growth.recovery),
    Rule(6, "hard", "Hard days in a row", "48-hour convention", spacing.adjacent_hard_days),
    Rule(7, "hard", "Days of rest in a week", "Foster", spacing.rest_days),
    Rule(8, "soft", "Monotony", "Foster 1998", spacing.evenness),
    Rule(9, "soft", "Cut of volume in the taper", "Bosquet, Wang", taper.volume_cut),
    Rule(10, "soft", "Length of the taper", "Bosquet, Wang, Smyth", taper.taper_length),
    Rule(11, "soft", "Frequency and quality in the taper", "Bosquet", taper.taper_frequency),
    Rule(12, "soft", "Form on race day", "Friel", taper.form_on_race_day),
    Rule(13, "soft", "Fitness lost in the taper", "coaching", taper.fitness_lost),
    Rule(14, "soft", "Share of easy minutes", "Seiler, Knopp, meta-analysis of 2025", mix.easy_share),
    Rule(15, "hard", "Days and hours there are", "availability", spacing.availability),
    Rule(16, "soft", "Variety and specific sessions", "specificity", mix.variety),
    Rule(17, "soft", "Strength", "Balsalobre, Llanos-Lagos", mix.strength),
    Rule(18, "hard", "Room for races", "convention", races.races),
    Rule(19, "soft", "Kept when planned anew", "usability", _elsewhere(STABILITY_MIN)),
    Rule(20, "soft", "Same plan again, in time", "usability", _elsewhere(SOLVE_S)),
)


def check(plan: Judged) -> tuple[Verdict, ...]:
    """The verdict of every rule."""
    return tuple(Verdict(rule, rule.judge(plan)) for rule in RULES)


def not_asked(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The same rules where there is nothing to judge."""
    return tuple(Verdict(each.rule, not_applicable(each.finding.threshold)) for each in verdicts)


def score(verdicts: Iterable[Verdict]) -> float:
    """The weighted share of the rules that apply and hold, 0 when none applies; a hard rule weighs double."""
    judged = [(WEIGHTS[each.rule.kind], each.finding.passed) for each in verdicts if each.finding.applies]
    asked = sum(weight for weight, _ in judged)
    return sum(weight for weight, passed in judged if passed) / asked if asked else 0.0
