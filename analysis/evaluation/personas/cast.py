"""The personas on the stage: what each answers to an analysis, and to a question in the chat."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.evaluation.personas import honest
from analysis.evaluation.personas.liars import SPOILS, spoiled
from analysis.evaluation.personas.reading import Asked, read
from analysis.evaluation.server import HANG_UP, Persona, Said, text, tool_call

LIARS = tuple(SPOILS)
LINES = ("truncator", "fencer", "refuser", "flaky")
EVERYBODY = (*LIARS, *LINES, "slow")
TOOL = ("get_metric", {"metric": "hrv_rmssd_ms", "start": "", "end": ""})
TOOL_SAID = "In these days your HRV was {T1.mean} on average."
_SLOT = re.compile(r"\{([a-z]+)\}")


def persona(name: str, *, seed: int = 0, delay_s: float = 0.0) -> Persona:
    """Who answers. `delay_s` is the silence of the slow one; `seed` decides what a liar spoils."""
    numbers = itertools.count(1)

    def answers(body: dict[str, Any]) -> Said:
        number = next(numbers)
        if name == "refuser":
            return Said((), "refusal")
        if name == "flaky" and number % 3:
            return Said(status=529 if number % 2 else HANG_UP)
        asked = read(body)
        is_chat = bool(body.get("tools"))
        if is_chat and not asked.tool_results:
            return tool_call(*TOOL)
        said = _prose(name, asked, seed) if is_chat else _analysis(name, asked, seed)
        if name == "truncator":
            return text(said[: len(said) // 2], stop_reason="max_tokens")
        if name == "fencer":
            return text(
                said if is_chat else f"Here is the answer:\n```json\n{said}\n```\nI hope that it helps."
            )
        return text(said, delay_s=delay_s if name == "slow" else 0.0)

    return answers


def saying(sentences: Sequence[str]) -> Persona:
    """A model that says these sentences whatever it is asked, in the chat and everywhere in an analysis."""

    def answers(body: dict[str, Any]) -> Said:
        if body.get("tools"):
            return text(" ".join(sentences))
        out = honest.analysis(read(body).evidence)
        plain = [{"text": each, "slots": []} for each in sentences]
        out["findings"][0]["claims"] += plain
        out["findings"][0]["alt_explanations"] = list(sentences[:1])
        out["recommendations"][0]["claims"] += plain
        out["questions_for_athlete"] = [f"{sentences[0].rstrip('.!')}?"]
        out["workouts"] = [_workout(sentences[0])]
        return text(json.dumps(out))

    return answers


def in_prose(claim: Mapping[str, Any]) -> str:
    """A sentence as it is written in the chat: `{ref:op}` where the slot stood."""
    cited = {slot["slot"]: f"{{{slot['ref']}:{slot['op']}}}" for slot in claim["slots"]}
    return _SLOT.sub(lambda found: cited.get(found[1], found[0]), claim["text"])


def _analysis(name: str, asked: Asked, seed: int) -> str:
    out = honest.analysis(asked.evidence)
    return json.dumps(spoiled(name, out, asked, seed) if name in SPOILS else out, ensure_ascii=False)


def _prose(name: str, asked: Asked, seed: int) -> str:
    """The chat of a liar is the analysis it would write, sentence by sentence, and what its tool has said."""
    out = honest.analysis(asked.evidence)
    out["findings"][-1]["claims"] += list(honest.single(asked.evidence))
    spoilt = spoiled(name, out, asked, seed) if name in SPOILS else out
    told = [out["headline"], *(claim for part in spoilt["findings"] for claim in part["claims"])]
    told += [claim for part in spoilt["recommendations"] for claim in part["claims"]]
    return " ".join([*(in_prose(each) for each in told), TOOL_SAID])


def _workout(title: str) -> dict[str, Any]:
    step = {
        "kind": "work",
        "repeats": 0,
        "duration_s": 3600,
        "distance_m": 0,
        "target": "rpe",
        "low": 9,
        "high": 10,
    }
    words = {"title": title, "purpose": title, "easier_option": title}
    return {"date": "", "sport": "running", "steps": [step], **words}
