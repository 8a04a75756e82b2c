"""The shape that Claude answers in: everything required, flat, without unions, so that it can be enforced."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from analysis.words import KINDS

OTHER_KINDS = ("progress", "other")
FINDING_KINDS = (*KINDS, *OTHER_KINDS)
DROPPED = frozenset({"title", "default", "description"})


class SlotOut(BaseModel):
    slot: str
    ref: str
    op: Literal["value", "baseline", "delta", "pct_change", "z", "n", "date"]


class ClaimOut(BaseModel):
    text: str
    slots: list[SlotOut]


class FindingOut(BaseModel):
    id: str
    kind: str
    direction: Literal["up", "down", "flat", "mixed"]
    severity: Literal["info", "watch", "act"]
    confidence: Literal["low", "medium", "high"]
    claims: list[ClaimOut]
    alt_explanations: list[str]


class RecommendationOut(BaseModel):
    finding_ids: list[str]
    category: Literal["load", "recovery", "sleep", "intensity", "technique", "health", "planning"]
    priority: Literal["must", "should", "could"]
    confidence: Literal["low", "medium", "high"]
    valid_from: str
    valid_to: str
    claims: list[ClaimOut]


class StepOut(BaseModel):
    """`repeat_start` and `repeat_end` enclose what is repeated; 0 stands for no duration or distance."""

    kind: Literal["warmup", "work", "recover", "cooldown", "repeat_start", "repeat_end"]
    repeats: int
    duration_s: int
    distance_m: int
    target: Literal["none", "hr_zone", "power_zone", "pace_zone", "rpe"]
    low: float
    high: float


class WorkoutOut(BaseModel):
    date: str
    sport: Literal["running", "cycling", "swimming"]
    title: str
    purpose: str
    steps: list[StepOut]
    easier_option: str


class SafetyOut(BaseModel):
    code: str
    advice: str


class AnalysisOut(BaseModel):
    headline: ClaimOut
    findings: list[FindingOut]
    recommendations: list[RecommendationOut]
    workouts: list[WorkoutOut]
    safety: list[SafetyOut]
    questions_for_athlete: list[str]
    missing_data: list[str]


@cache
def schema() -> dict[str, Any]:
    """The JSON schema that is sent, the same bytes each time: nothing personal is ever part of it."""
    shape = _strict(AnalysisOut.model_json_schema())
    shape["$defs"]["FindingOut"]["properties"]["kind"]["enum"] = list(FINDING_KINDS)
    return shape


@cache
def schema_sha256() -> str:
    return hashlib.sha256(json.dumps(schema(), sort_keys=True).encode()).hexdigest()


def _strict(node: Any) -> Any:
    """Objects take nothing else, and words for people are left out."""
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {
        name: _members(part) if name in ("properties", "$defs") else _strict(part)
        for name, part in node.items()
        if name not in DROPPED
    }
    return {**kept, "additionalProperties": False} if kept.get("type") == "object" else kept


def _members(members: dict[str, Any]) -> dict[str, Any]:
    return {name: _strict(part) for name, part in members.items()}
