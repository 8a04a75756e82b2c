"""What every analyst answers with: sentences with slots, never with numbers.

The shapes are those of docs/analysis.md before code has filled the slots in (`analysis.grounding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from metrics.science.signals.model import Confidence as Confidence
from metrics.science.signals.model import Severity as Severity

type Op = Literal["value", "baseline", "delta", "pct_change", "z", "n", "date"]
type Direction = Literal["up", "down", "flat", "mixed"]
type Category = Literal["load", "recovery", "sleep", "intensity", "technique", "health", "planning"]
type Priority = Literal["must", "should", "could"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template: which value of the pack, and what of it (`analysis.grounding`)."""

    slot: str
    ref: str
    op: Op = "value"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence whose `{slots}` stand where numbers will be; the template itself holds no digit."""

    template: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    id: str
    kind: str
    direction: Direction
    severity: Severity
    confidence: Confidence
    claims: tuple[Claim, ...]
    signal_uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Advice that rests on at least one finding, for the days [valid_from, valid_to)."""

    id: str
    finding_ids: tuple[str, ...]
    category: Category
    priority: Priority
    confidence: Confidence
    valid_from: date
    valid_to: date
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    code: str
    advice: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the athlete can answer; `about` is the uid of a signal, or a value and since when."""

    id: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A daily measurement and on how many of the last 14 days it has no value."""

    channel: str
    days: int


@dataclass(frozen=True, slots=True)
class Workout:
    """A session that is proposed, checked by the planner; `steps` in the one grammar of workouts.

    `is_template`: what was proposed broke a rule, so that one of the library stands here instead.
    """

    id: str
    date: date
    sport: str
    title: str
    purpose: str
    steps: tuple[Mapping[str, Any], ...]
    text: str
    minutes: int
    load: int
    is_hard: bool
    easier_option: str = ""
    is_template: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An analysis before its slots are filled."""

    headline: Claim
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    workouts: tuple[Workout, ...] = ()
    safety: tuple[Safety, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: tuple[Missing, ...] = ()
