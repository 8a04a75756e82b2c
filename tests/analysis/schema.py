"""docs/analysis.md as a JSON schema, written from that page and not from the code."""

from __future__ import annotations

from typing import Any

DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TEXT = {"type": "string", "minLength": 1}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _many(item: dict[str, Any], **limits: int) -> dict[str, Any]:
    return {"type": "array", "items": item, **limits}


SLOT = _object(
    slot={"type": "string", "pattern": r"^[a-z_]+$"},
    ref=TEXT,
    op={"enum": ["value", "baseline", "delta", "pct_change", "z", "n", "date"]},
    value={"anyOf": [{"type": "number"}, DAY]},
    unit={"type": "string"},
    shown=TEXT,
    url={"type": "string", "pattern": r"^/athletes/"},
)
CLAIM = _object(text=TEXT, template={"type": "string", "pattern": r"^\D+$"}, slots=_many(SLOT))
KINDS = [
    *("illness_onset", "overreaching", "under_recovery", "detraining", "sleep_debt"),
    *("load_spike", "ramp_high", "monotony_high", "intensity_mix", "form_low", "form_high"),
    *("threshold_change", "personal_best", "device_change", "data_gap"),
    *("sensor_dropout", "cadence_lock", "sensor_spike", "sensor_stuck", "gps_jump"),
    *("progress", "other"),
]
CONFIDENCE = {"enum": ["low", "medium", "high"]}
FINDING = _object(
    id=TEXT,
    kind={"enum": KINDS},
    direction={"enum": ["up", "down", "flat", "mixed"]},
    severity={"enum": ["info", "watch", "act"]},
    confidence=CONFIDENCE,
    signal_uids=_many({"type": "string", "pattern": r"^[0-9a-f-]{36}$"}),
    claims=_many(CLAIM, minItems=1),
)
RECOMMENDATION = _object(
    id=TEXT,
    finding_ids=_many(TEXT, minItems=1),
    category={"enum": ["load", "recovery", "sleep", "intensity", "technique", "health", "planning"]},
    priority={"enum": ["must", "should", "could"]},
    confidence=CONFIDENCE,
    valid_from=DAY,
    valid_to=DAY,
    state={"enum": ["open", "accepted", "dismissed", "done"]},
    claims=_many(CLAIM, minItems=1),
)
BODY = _object(
    headline=CLAIM,
    findings=_many(FINDING),
    recommendations=_many(RECOMMENDATION),
    workouts=_many({"type": "object"}),
    safety=_many(_object(code=TEXT, advice=TEXT)),
    questions=_many(_object(id=TEXT, text=TEXT, about=TEXT)),
    missing=_many(_object(channel=TEXT, days={"type": "integer", "minimum": 1})),
    grounding=_object(
        checked={"type": "integer", "minimum": 0},
        repaired={"type": "integer", "minimum": 0},
        dropped={"type": "integer", "minimum": 0},
    ),
    cost_usd={"type": "number", "minimum": 0},
)
ANSWER = _object(
    uid={"type": "string", "pattern": r"^[0-9a-f-]{36}$"},
    engine={"enum": ["rules", "claude"]},
    status={"enum": ["ok", "draft", "fallback"]},
    reason={"type": ["string", "null"], "minLength": 1},
    created_at={"type": "string", "pattern": r"T.*\+\d{2}:\d{2}$"},
    start=DAY,
    end=DAY,
    pack_sha256={"type": "string", "pattern": r"^[0-9a-f]{64}$"},
    prompt_version=TEXT,
    **BODY["properties"],
)
