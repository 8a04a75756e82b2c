"""What a tool is: a name, what it is for, what it takes, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analysis.chat.gathered import Gathered

LONGEST_DAYS = 3_660
DEFAULT_DAYS = 30


class ToolError(Exception):
    """The arguments ask for something that is not there; the message tells the model what to do instead."""


@dataclass(frozen=True, slots=True)
class Tool:
    """`schema` is the JSON schema of the arguments; `run` computes and registers values to cite."""

    name: str
    description: str
    schema: Mapping[str, Any]
    run: Callable[[Gathered, Mapping[str, Any]], dict[str, Any]]

    def declared(self) -> dict[str, Any]:
        """As the Messages API wants it; strict, so that arguments fit the schema."""
        return {
            "name": self.name,
            "description": self.description,
            "input_schema": dict(self.schema),
            "strict": True,
        }


def shape(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object of which every property is required and nothing else allowed."""
    return {
        "type": "object",
        "properties": {name: dict(value) for name, value in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }


def text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def whole(description: str) -> dict[str, Any]:
    return {"type": "integer", "description": description}


def one_of(choices: tuple[str, ...], description: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices), "description": description}


START = text("First day, YYYY-MM-DD; empty for a month ago.")
END = text("The day after the last, YYYY-MM-DD; empty for up to today.")


def window(gathered: Gathered, start: object, end: object) -> tuple[date, date]:
    """The days [start, end) that were asked for; a month up to today where nothing is said."""
    last = gathered.today + timedelta(days=1)
    until = min(day_of(end) or last, last)
    since = day_of(start) or until - timedelta(days=DEFAULT_DAYS)
    if since >= until:
        raise ToolError("The first day must lie before the end, and not in the future.")
    if (until - since).days > LONGEST_DAYS:
        raise ToolError("At most ten years at a time.")
    return since, until


def day_of(value: object) -> date | None:
    """A day, or None for an empty text."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ToolError("Days are written YYYY-MM-DD.") from error
