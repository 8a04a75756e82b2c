"""The tools of the chat: read-only, without an athlete to choose, and all arithmetic is theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.chat.gathered import Gathered
from analysis.chat.tools import activities, metrics, plan, proposing
from analysis.chat.tools.base import Tool, ToolError

TOOLS: Mapping[str, Tool] = {
    tool.name: tool for tool in (*metrics.TOOLS, *activities.TOOLS, *plan.TOOLS, *proposing.TOOLS)
}
PROPOSING = frozenset(tool.name for tool in proposing.TOOLS)
STOPPED = frozenset({"propose_workout"})
"""Neither told of nor run where training advice has stopped: a model may call what nobody offered."""

LONGEST_ANSWER = 4_000

__all__ = ["PROPOSING", "TOOLS", "ToolError", "declared", "run"]


def declared(*, with_workouts: bool = True) -> list[dict[str, Any]]:
    """What the model is told of the tools; without workouts where training advice has stopped."""
    hidden = frozenset() if with_workouts else STOPPED
    return [tool.declared() for tool in TOOLS.values() if tool.name not in hidden]


def run(gathered: Gathered, name: str, arguments: Mapping[str, Any]) -> tuple[str, bool]:
    """The tool's answer as JSON of at most 4,000 characters, and whether it is an error."""
    tool = TOOLS.get(name)
    if tool is None or (gathered.is_resting and name in STOPPED):
        return "There is no such tool.", True
    missing = [each for each in tool.schema["required"] if each not in arguments]
    if missing:
        return f"Missing: {', '.join(missing)}.", True
    try:
        answer = tool.run(gathered, arguments)
    except ToolError as error:
        return str(error)[:LONGEST_ANSWER], True
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        return "The arguments do not fit; see the tool's description.", True
    return json.dumps(_fitting(answer), separators=(",", ":")), False


def _fitting(answer: dict[str, Any]) -> dict[str, Any]:
    """Long lists are cut at their beginning, since newest days come last."""
    while len(json.dumps(answer, separators=(",", ":"))) > LONGEST_ANSWER:
        longest = max(
            (each for each in answer if isinstance(answer[each], list)), key=lambda each: len(answer[each])
        )
        answer = {**answer, longest: answer[longest][len(answer[longest]) // 4 + 1 :], "cut": True}
    return answer
