"""JSON laid out for reading: what fits on a line stands on one."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 100


def laid_out(text: str) -> str:
    """The same JSON with line breaks and nothing else changed."""
    return _lines(json.loads(text), 0)


def _lines(value: Any, depth: int) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(short) + depth <= WIDTH or not isinstance(value, dict | list) or not value:
        return short
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_lines(each, depth + 1)}"
            for name, each in value.items()
        ]
        opening, closing = "{", "}"
    else:
        parts = [_lines(each, depth + 1) for each in value]
        opening, closing = "[", "]"
    pad = " " * (depth + 1)
    inner = ",\n".join(f"{pad}{part}" for part in parts)
    return f"{opening}\n{inner}\n{' ' * depth}{closing}"
