"""From the text of an answer to its shape, tolerant of what surrounds the JSON and of nothing within it."""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from analysis.analysts.claude.schema import AnalysisOut
from analysis.errors import ClaudeParsingError
from config.core.storable import storable

FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)


def parse(text: str, *, stop_reason: str = "") -> AnalysisOut:
    """Raises ClaudeParsingError for what is no JSON object of that shape, with the text as `raw_text`."""
    fenced = FENCED.search(text)
    begin, end = text.find("{"), text.rfind("}")
    candidate = fenced[1] if fenced else text[begin : end + 1]
    try:
        return AnalysisOut.model_validate(storable(json.loads(candidate)))
    except (json.JSONDecodeError, ValidationError, RecursionError) as error:
        raise ClaudeParsingError(raw_text=text, stop_reason=stop_reason) from error
