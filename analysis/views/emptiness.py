"""Whether there is anything to explain at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.analysts.rules.stage import Stage, stage_of
from analysis.evidence import Pack


def is_empty(analysis: Mapping[str, Any]) -> bool:
    """Of an analysis with its `pack`: neither training nor a night has ever come in."""
    return stage_of(Pack.from_json(analysis["pack"])) is Stage.EMPTY
