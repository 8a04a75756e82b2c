"""What came from elsewhere, as it can be kept: no database takes NUL, and half a character is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

UNFIT = re.compile(r"[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u2069\ufeff\ufff0-\uffff]"
)


def typed(text: str) -> str:
    """What a person typed on one line, without characters that show nothing or turn the line around."""
    return " ".join(UNSEEN.sub("", text).split())


def storable(value: Any) -> Any:
    """The same, at every depth, with U+FFFD for what cannot be kept. Raises RecursionError."""
    if isinstance(value, str):
        return UNFIT.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {storable(name): storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [storable(part) for part in value]
    return value
