"""What the chat may propose. Nothing is done by it: a person clicks, and then the services do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from analysis.chat.gathered import Gathered
from analysis.chat.tools.base import Tool, ToolError, day_of, one_of, shape, text
from plans.engine.steps import to_json
from plans.engine.syntax import parse
from plans.engine.syntax.problems import SyntaxProblems

FARTHEST_DAYS = 28
LONGEST_FACT = 200
MOST = 3
WORD = re.compile(r"\w+")
SPORTS = ("running", "cycling", "swimming")


def propose_workout(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A workout in the text syntax for a coming day, to be put into the calendar by a click."""
    day = day_of(arguments["day"])
    if day is None or not gathered.today <= day <= gathered.today + timedelta(days=FARTHEST_DAYS):
        raise ToolError("The day must be today or within the next four weeks.")
    try:
        steps = to_json(parse(arguments["text"], arguments["sport"]))
    except SyntaxProblems as error:
        raise ToolError(f"The workout cannot be read: {error}") from error
    body = {"day": day.isoformat(), "sport": arguments["sport"], "text": arguments["text"], "steps": steps}
    return _keep(gathered, "workout", body)


def remember_fact(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Something the athlete said that later analyses should know, to be confirmed by a click.

    It is cut out of what they wrote, so that no word and no number of it is the model's.
    """
    fact = _quoted(str(arguments["fact"]), gathered.said)
    if not 3 <= len(fact) <= LONGEST_FACT:
        raise ToolError("A fact is one short sentence, word for word as the athlete wrote it here.")
    return _keep(gathered, "fact", {"text": fact})


def _quoted(fact: str, said: Iterable[str]) -> str:
    """The place where these words stand in a row, as it was written; "" where nobody wrote them."""
    wanted = WORD.findall(fact.casefold())
    for written in said:
        words = list(WORD.finditer(written))
        spelt = [word.group().casefold() for word in words]
        for first in range(len(words) - len(wanted) + 1 if wanted else 0):
            if spelt[first : first + len(wanted)] == wanted:
                return " ".join(written[words[first].start() : words[first + len(wanted) - 1].end()].split())
    return ""


def _keep(gathered: Gathered, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    if len(gathered.proposals) >= MOST:
        raise ToolError("Three proposals in one answer are enough.")
    gathered.proposals.append({"kind": kind, "body": body})
    return {"proposed": True, "note": "It is shown with a button; nothing has been done."}


TOOLS = (
    Tool(
        "propose_workout",
        "Propose a workout in the text syntax, one step a line, such as '- 10m Z2' or '4x' before a block.",
        shape(day=text("YYYY-MM-DD"), sport=one_of(SPORTS, "Which sport."), text=text("The workout.")),
        propose_workout,
    ),
    Tool(
        "remember_fact",
        "Propose to remember something the athlete has said about themselves in this conversation.",
        shape(fact=text("One short sentence, word for word as the athlete wrote it.")),
        remember_fact,
    ),
)
